"""The plain lines that glossary files are made of, read without a parser: `- key: bobot`, `  note: teks`, `    - {term: bobot, kind: calque}`.

It knows a part of YAML and reads that exactly as libyaml does, places included. An item with anything else is `Unclear`, and libyaml goes on there:
tabs, escapes, anchors, tags, comments behind a value, values of several lines, empty ones, one key twice, keys that are no plain word.
A value that goes on in the next line needs no looking ahead: that line would have to be deeper (YAML 1.1, 4.6), and a deeper one is unclear too.
"""

from __future__ import annotations

import re
from typing import Any, Callable, Iterator, cast

from translator_aid.records import Row

DEEPEST = 12
"""Blocks within blocks, at most; a line may hold two levels more. Less than `yamlnodes.MAX_DEPTH`, so that nothing is too deep here."""
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@` ")
"""What no plain value begins with here; YAML allows three of them where no space follows."""
_ASCII = bytes([10, *range(32, 127)])
# a key of more than 1024 characters would be none to libyaml
_NAME = "([a-z_]{1,60})"
_WORD = r'(?:"([^"\\]*)"|([^-?:,\[\]{}#&*!|>\'"%@` ][^:,?#\[\]{}]*(?::(?=[\w/])[^:,?#\[\]{}]*)*)(?<! ))'
_lines = re.compile(rf"^( *)(- )?(?:{_NAME}:(?: |$))?(.*)$", re.MULTILINE).finditer
_in_list = re.compile(rf"{_WORD}(?:, |$)").match
_in_map = re.compile(rf"{_NAME}: (?:{_WORD}|\[([^\[\]]*)\])(?:, |$)").match


class Unclear(Exception):
    """There is something that is not read here, in the item that begins at `line`; all before it has been read."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class Placed(Row):
    """A value with its place: what serves as a `yamlnodes.Node`."""

    value: Any
    line: int
    column: int


_placed: Callable[[tuple[Any, int, int]], Any] = getattr(Placed, "_make")


def items(data: bytes) -> Iterator[Any]:
    """The items of a list, `Placed`, each as soon as it is read; lines and columns count from 1, columns in code points.

    >>> [item] = items(b"- key: bobot\\n  english: [weight]\\n")
    >>> [(name, value.value) for name, (_key, value) in item.value.items()]
    [('key', 'bobot'), ('english', [Placed(value='weight', line=2, column=13)])]

    :raises Unclear: at the first item that has anything else.
    """
    found: list[Any] = []
    start, column, inside = 1, 0, cast(Any, found)
    around: list[tuple[int, Any]] = []
    opened: tuple[Any, str, Any] | None = None
    for number, (indent, dash, name, rest) in enumerate(map(re.Match.groups, _lines(_readable(data))), 1):
        if not dash and not name:
            if rest and rest[0] != "#":
                break
            continue
        at = len(indent)
        if opened:
            if at <= column or len(around) > DEEPEST:
                break
            around.append((column, inside))
            column, inside = at, [] if dash else {}
            opened[0][opened[1]] = opened[2], _placed((inside, number, at + 1))
            opened = None
        while column > at:
            column, inside = around.pop()
        if column < at or (dash is not None) != (type(inside) is list):
            break
        if dash:
            if not at and found:
                start = number
                yield found.pop()
            at += 2
            if name:
                around.append((column, inside))
                inside.append(_placed(({}, number, at + 1)))
                column, inside = at, inside[-1].value
        elif name in inside:
            break
        value = _value(rest, number, at + len(name) + 3 if name else at + 1)
        if value is None and (rest or not name):
            break
        if name:
            key = _placed((name, number, at + 1))
            inside[name] = key, value
            if value is None:
                opened = inside, name, key
        else:
            inside.append(value)
    else:
        if not opened:
            yield from found
            return
    raise Unclear(start)


def _readable(data: bytes) -> str:
    """The text without a byte order mark, its lines ended by line feeds; no character that is printable ends a line or is refused by libyaml."""
    plain = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    try:
        if plain.translate(None, _ASCII).decode().isprintable():
            return plain.decode()
    except UnicodeDecodeError:
        pass
    raise Unclear(1)


def _value(text: str, line: int, column: int) -> Any:
    """The value that fills the rest of a line; None where that is unclear."""
    first = text[:1]
    value: Any = None
    if first not in _INDICATORS:
        if text and ": " not in text and " #" not in text and text[-1] not in ": ":
            value = text
    elif first == '"':
        if text.find('"', 1) == len(text) - 1 and "\\" not in text:
            value = text[1:-1]
    elif first == "[" and text[-1] == "]":
        value = _list(text[1:-1], line, column + 1)
    elif first == "{" and text[-1] == "}":
        value = _map(text[1:-1], line, column + 1)
    return None if value is None else _placed((value, line, column))


def _list(text: str, line: int, column: int) -> list[Any] | None:
    """The words between square brackets; `column` is that of the text."""
    found: list[Any] = []
    at = 0
    while at < len(text):
        word = _in_list(text, at)
        if not word:
            return None
        found.append(_placed((word[word.lastindex or 0], line, column + at)))
        at = word.end()
    return found


def _map(text: str, line: int, column: int) -> dict[str, tuple[Any, Any]] | None:
    """The names and values between curly brackets."""
    found: dict[str, tuple[Any, Any]] = {}
    at = 0
    while at < len(text):
        pair = _in_map(text, at)
        if not pair or pair[1] in found:
            return None
        name, quoted, plain, listed = pair.groups()
        begin = column + at + len(name) + 2
        value = plain or quoted or "" if listed is None else _list(listed, line, begin + 1)
        if value is None:
            return None
        found[name] = _placed((name, line, column + at)), _placed((value, line, begin))
        at = pair.end()
    return found
