"""Stretches of a message that a program fills in or a browser reads: `%s`, `%(name)s`, `{name}`, `{{name}}`, `${name}`, `<b>`."""

from __future__ import annotations

import re
from typing import Iterator

from translator_aid.model import Protected, Span

PLACEHOLDER = re.compile(
    r"\{\{[^{}\n]{1,60}\}\}|\$\{[^{}\s]{1,60}\}|\{[A-Za-z_][\w.]{0,40}(?::[^{}\s]{0,20})?\}|\{\d{0,2}\}|%\([\w.]+\)[sdifxr]"
    r"|(?<![\w%])%(?:\d+\$)?[-+0]?\d*(?:\.\d+)?(?:s|d|i|f|x|u|c|@|ld|lu|zu)(?![\w%])|(?<![\w$])\$\d(?![\d.,])|</?[a-zA-Z][\w-]*(?:\s[^<>]*)?/?>")


def protected(text: str) -> Iterator[Protected]:
    """The placeholders of a text, in order; a tag is markup, the others are kept as code is.

    >>> text = "Halo <b>{nama}</b>, %d berkas, 5% saja"
    >>> [(item.kind, text[item.span.start:item.span.end]) for item in protected(text)]
    [('markup', '<b>'), ('code', '{nama}'), ('markup', '</b>'), ('code', '%d')]
    """
    for found in PLACEHOLDER.finditer(text):
        yield Protected(Span(*found.span()), "markup" if found[0].startswith("<") else "code")
