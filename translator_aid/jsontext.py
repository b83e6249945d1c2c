"""The strings of JSON text with their places and paths; the standard library says whether it is JSON, but not where anything stands."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Callable, Iterable, Iterator, NamedTuple, Sequence

from translator_aid.errors import UnreadableError, UsageError
from translator_aid.escapes import Escaped, on_one_line, paragraphs
from translator_aid.i18n import _
from translator_aid.model import Origin, Segment, Span

ESCAPE = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


class String(NamedTuple):
    """A string value."""

    start: int
    """Where its content begins, after the quotation mark."""
    end: int
    """One past its content."""
    path: tuple[str, ...]
    """The keys that lead to it; the places in lists are left out."""


def check(text: str, path: str, line: int = 0) -> None:
    """Nothing, if the text is one JSON value; `line` lines of the file stand before it.

    :raises UnreadableError: at the place where it is not.
    """
    try:
        json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise UnreadableError(_("not JSON: {reason}").format(reason=error.msg), Origin(path, error.lineno + line, error.colno)) from error
    except RecursionError as error:
        raise UnreadableError(_("not JSON: {reason}").format(reason=_("nested too deep")), Origin(path, line + 1, 1)) from error


def strings(text: str) -> Iterator[String]:
    """The string values of one or more JSON values, in order.

    >>> [(text.path, text.start) for text in strings('{"a": [{"teks": "Halo"}], "b": 1}')]
    [(('a', 'teks'), 17)]
    """
    path: list[str | None] = []
    key = ""
    for found in _TOKEN.finditer(text):
        token = found[0]
        if token in "{[":
            path.append(key if path and path[-1] is None and key else "" if path else "")
            path.append(None if token == "{" else "")
            key = ""
        elif token in "}]":
            del path[-2:]
        elif token[0] == '"':
            following = re.compile(r"\s*:").match(text, found.end())
            if following and path and path[-1] is None:
                key = json.loads(token)
            else:
                names = [name for name in path if name] + ([key] if path and path[-1] is None else [])
                yield String(found.start() + 1, found.end() - 1, tuple(names))


def segments(text: str, path: str, fields: Sequence[str]) -> Iterator[Segment]:
    """The segments of the strings under the named keys; a name with dots is the end of a path, `*` any key.

    >>> [segment.text for segment in segments('[{"id": "a1", "isi": {"teks": "Halo\\\\nDunia"}}]', "a.json", ["isi.teks"])]
    ['Halo', 'Dunia']

    :raises UsageError: where no field is named though there are keys, or one that no string stands under.
    """
    found = list(strings(text))
    # a key that has dots in its own name is named as it is
    known = {string.path[-1] for string in found if string.path}
    wanted = [(field,) if field in known else tuple(field.split(".")) for field in fields]
    if not wanted and any(string.path for string in found):
        raise UsageError(_("{path}: say with --field which key holds the text: {names}").format(path=path, names=_names(text, found)))
    for field, parts in zip(fields, wanted):
        if field != "*" and found and not any(string.path[-len(parts):] == parts for string in found):
            raise UsageError(_("{path}: there is no text under the key '{name}'; there are {names}").format(
                path=path, name=field, names=_names(text, found)))
    for string in found:
        if not wanted or any(parts == ("*",) or string.path[-len(parts):] == parts for parts in wanted):
            yield from paragraphs(text[string.start:string.end], string.start, ESCAPE, decode)


def _names(text: str, found: Iterable[String]) -> str:
    """The keys that hold strings, those with the most text first."""
    sizes: Counter[str] = Counter()
    for string in found:
        sizes[string.path[-1] if string.path else ""] += string.end - string.start
    return ", ".join(name for name, _size in sizes.most_common(12) if name)


def written(segment: Segment, pieces: Sequence[Span | str], ascii: bool) -> str:
    """The characters of a JSON string for a segment's new text; with `ascii`, all others escaped."""
    encode: Callable[[str], str] = lambda char: json.dumps(char, ensure_ascii=ascii)[1:-1]
    return Escaped(segment, ESCAPE, decode, encode).written([piece if isinstance(piece, Span) else on_one_line(piece) for piece in pieces])


def decode(escape: str) -> str:
    """What an escape stands for.

    >>> decode("\\\\u201c")
    '“'
    """
    value: str = json.loads(f'"{escape}"')
    return value
