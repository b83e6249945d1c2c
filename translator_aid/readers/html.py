"""HTML pages: the text of their blocks, with inline elements as markup; every tag, attribute, script, comment and character reference stays."""

from __future__ import annotations

import html
from typing import Sequence

from translator_aid.escapes import Escaped, Raw
from translator_aid.htmlblocks import REFERENCE, Blocks
from translator_aid.htmltokens import language_of, tokenised
from translator_aid.model import Document, Gloss, Language, Segment
from translator_aid.readers import Options, Piece

SUFFIXES = (".html", ".htm", ".xhtml")


def read(text: str, path: str, options: Options = Options()) -> Document:
    """The document of an HTML page.

    >>> document = read("<p>pembelajaran <b>penguatan</b> &amp; <code>AI</code></p>", "a.html")
    >>> document.segments[0].text
    'pembelajaran <b>penguatan</b> & <code>AI</code>'
    """
    tokens = list(tokenised(text))
    said = next((language_of(token) for token in tokens if token.tag == "html" and token.kind == "open"), "")
    language: Language | None = options.language or ("id" if said in ("id", "ms") else "en" if said == "en" else None)
    blocks = Blocks(text, language or "id")
    for token in tokens:
        blocks.take(token)
    blocks.flush()
    return Document(path, "html", text, tuple(blocks.segments), language)


def write(document: Document, segment: Segment, pieces: Sequence[Piece]) -> str:
    """The HTML for a segment's new text: its own tags stay tags, all else is escaped; a gloss says which language it is in."""
    marks = [segment.text[item.span.start:item.span.end] for item in segment.protected]
    marks = [mark for mark in marks if mark.startswith(("<", "&")) and mark in (segment.raw or "")]
    plain = document.text.isascii()

    def encode(char: str) -> str:
        return html.escape(char, quote=False) if char.isascii() or not plain else f"&#{ord(char)};"

    def glossed(gloss: Gloss) -> Raw:
        inner = "".join(map(encode, str(gloss)[1:]))
        return Raw(f' <span lang="{gloss.language}">{inner}</span>' if segment.kind != "title" else f" {inner}")

    escaped = Escaped(segment, REFERENCE, html.unescape, encode, marks)
    return escaped.written([glossed(piece) if isinstance(piece, Gloss) else piece for piece in pieces])
