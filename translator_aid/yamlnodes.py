"""YAML as values with their places, from libyaml's events: whole, or the items of a list one by one. `yamllines` reads the simplest of it faster.

Scalars stay strings (`on`, `no`, `12:30` are words here), duplicate keys are errors, tags are refused, and aliases are bounded.
"""

from __future__ import annotations

import codecs
import io
from typing import Any, BinaryIO, Callable, Iterator

from translator_aid.errors import GlossaryError
from translator_aid.i18n import _
from translator_aid.model import Finding, Origin
from translator_aid.records import Row

MAX_ALIASES = 1000
MAX_DEPTH = 20


def read_nodes(text: str, path: str) -> Node | None:
    """The values of a YAML text with their places; None for an empty one.

    >>> node = read_nodes("istilah: bobot", "saya.yaml")
    >>> {name: value.value for name, (_key, value) in node.value.items()}
    {'istilah': 'bobot'}

    :raises GlossaryError: where it is no valid YAML.
    """
    simple = _simple(text) if text[:1] in ("-", "#") else None
    if simple is not None:
        return simple
    findings: list[Finding] = []
    builder = _Builder(path, findings)
    try:
        found = list(builder.nodes(text.removeprefix("\ufeff"), False))
    except Stop as stop:
        raise GlossaryError(tuple(findings)) from stop
    if findings:
        raise GlossaryError(tuple(findings))
    return found[0][0] if found else None


def _simple(text: str) -> Node | None:
    """A list in plain lines, as glossaries are; None for anything else."""
    from translator_aid import yamllines

    try:
        found: Any = list(yamllines.items(text.encode("utf-8", "surrogatepass")))
    except yamllines.Unclear:
        return None
    return Node(found, found[0].line, 1) if found else None


def items(stream: BinaryIO, path: str, findings: list[Finding]) -> Iterator[tuple[Node, bool]]:
    """The items of a list, each with True, as soon as each is read; of any other file its one value, with False. Findings go to the list.

    :raises Stop: where the file cannot be read any further; the last finding says why.
    """
    builder = _Builder(path, findings)
    yield from builder.nodes(_Decoded(stream, builder), True)


def items_of(data: bytes, path: str, findings: list[Finding]) -> Iterator[tuple[Node, bool]]:
    """The same as `items` gives, faster, of bytes that are all there: by `yamllines` as far as that goes.

    >>> [(node.value, node.line) for node, _is_item in items_of(b"- bobot\\n- 'model'", "saya.yaml", [])]
    [('bobot', 1), ('model', 2)]

    :raises Stop: where the file cannot be read any further; the last finding says why.
    """
    from translator_aid import yamllines

    try:
        for node in yamllines.items(data):
            yield node, True
    except yamllines.Unclear as unclear:
        # with empty lines before it the rest has its places
        before = unclear.line - 1
        yield from items(io.BytesIO(b"\n" * before + data.split(b"\n", before)[-1]), path, findings)


class Stop(Exception):
    """The file cannot be read any further."""


class Node:
    """A YAML value with its place."""

    __slots__ = ("value", "line", "column")

    def __init__(self, value: Any, line: int, column: int) -> None:
        self.value = value
        """str, list of Node, or dict from str to (key Node, value Node)."""
        self.line = line
        self.column = column


class _Marked(Row):
    """What the builder makes of an event, and what serves as a Node: made in a tuple's time, its place worked out when it is asked for."""

    value: Any
    mark: Any

    @property
    def line(self) -> int:
        """Its line, counted from 1."""
        return self.mark.line + 1  # type: ignore[no-any-return]

    @property
    def column(self) -> int:
        """Its column, counted from 1, in code points."""
        return self.mark.column + 1  # type: ignore[no-any-return]


class _Builder:
    """Nodes from libyaml's events: every value keeps its place, every scalar stays a string."""

    def __init__(self, path: str, findings: list[Finding]) -> None:
        self.path = path
        self.findings = findings
        self.anchors: dict[str, Node] = {}
        self.aliases = 0

    def stop(self, code: str, message: str, line: int, column: int) -> Stop:
        """Notes what is wrong; to be raised."""
        self.findings.append(Finding(code, "error", message, Origin(self.path, line, column)))
        return Stop()

    def nodes(self, source: Any, apart: bool) -> Iterator[tuple[Node, bool]]:
        """The value of a text, or of a stream, with False; `apart`: the items of a list as they come, each with True, and not the list."""
        import yaml

        try:
            # as yaml.parse does, without asking before each event whether there is one
            loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(source)
            try:
                yield from self._collect(iter(loader.get_event, None), yaml, apart)
            finally:
                loader.dispose()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            raise self.stop("E101", _("not valid YAML: {problem}").format(problem=error.problem or error.context), *place) from error
        except yaml.YAMLError as error:
            raise self.stop("E101", _("not valid YAML: {problem}").format(problem=str(error).splitlines()[0]), 1, 1) from error

    def _collect(self, events: Iterator[Any], yaml: Any, apart: bool) -> Iterator[tuple[Node, bool]]:
        """What becomes of the events; a glossary has hundreds of thousands of them, three of four scalars, so these go the shortest way."""
        scalar, sequence, mapping, alias = yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.MappingStartEvent, yaml.AliasEvent
        ends = (yaml.SequenceEndEvent, yaml.MappingEndEvent)
        marked: Callable[[Any], Any] = _Marked._make
        stack: list[tuple[type, Any, list[Any], str | None]] = []
        inside: list[Any] = []
        among = False
        documents = 0
        for event in events:
            kind = type(event)
            if kind is scalar:
                node = marked((event.value, event.start_mark))
                if event.anchor or event.tag:
                    self._named(event, node)
                if among:
                    inside.append(node)
                    continue
            elif kind is sequence or kind is mapping:
                inside = []
                stack.append((kind, event.start_mark, inside, event.anchor))
                if event.tag or len(stack) > MAX_DEPTH:
                    self._refused(event)
                among = len(stack) > 1 or not apart
                continue
            elif kind in ends:
                opened, mark, children, anchor = stack.pop()
                node = marked((children if opened is sequence else self._mapped(children), mark))
                if anchor:
                    self.anchors[anchor] = node
                inside = stack[-1][2] if stack else []
                among = len(stack) > 1 or bool(stack) and not apart
            elif kind is alias:
                node = self._alias(event)
            else:
                continue
            if apart and len(stack) == 1 and stack[0][0] is sequence:
                yield node, True
            elif stack:
                inside.append(node)
            else:
                documents += 1
                if documents > 1:
                    raise self.stop("E102", _("the file holds several YAML documents; one is expected"), node.line, node.column)
                if not apart or not isinstance(node.value, list):
                    yield node, False

    def _named(self, event: Any, node: Node) -> None:
        if event.anchor:
            self.anchors[event.anchor] = node
        if event.tag:
            self._refused(event)

    def _refused(self, event: Any) -> None:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if event.tag:
            raise self.stop("E102", _("tags such as '{tag}' have no place here").format(tag=event.tag), line, column)
        raise self.stop("E102", _("nested too deeply"), line, column)

    def _alias(self, event: Any) -> Node:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            raise self.stop("E102", _("more than {n} aliases").format(n=MAX_ALIASES), line, column)
        if event.anchor not in self.anchors:
            raise self.stop("E102", _("the alias '*{name}' names no complete value before it").format(name=event.anchor), line, column)
        return self.anchors[event.anchor]

    def _mapped(self, children: list[Any]) -> dict[str, tuple[Node, Node]]:
        """The map of keys and values in turn."""
        keys, values = children[::2], children[1::2]
        names = [key.value for key in keys]
        try:
            found = dict(zip(names, zip(keys, values)))
        except TypeError:
            key = next(key for key in keys if not isinstance(key.value, str))
            raise self.stop("E102", _("a key must be a plain word"), key.line, key.column) from None
        return found if len(found) == len(names) else self._unique(keys, values)

    def _unique(self, keys: list[Node], values: list[Node]) -> dict[str, tuple[Node, Node]]:
        """A map with the last of several values under one key, which are noted."""
        found: dict[str, tuple[Node, Node]] = {}
        for key, value in zip(keys, values):
            if key.value in found:
                first = found[key.value][0]
                message = _("duplicate key '{key}', first at line {line}").format(key=key.value, line=first.line)
                self.findings.append(Finding("E103", "error", message, Origin(self.path, key.line, key.column)))
            found[key.value] = (key, value)
        return found


class _Decoded:
    """A stream of bytes as the text that the parser asks for, piece by piece."""

    def __init__(self, stream: BinaryIO, builder: _Builder) -> None:
        self.stream = stream
        self.builder = builder
        self.decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self.line, self.column = 1, 1

    def read(self, size: int) -> str:
        """The next characters; none at the end."""
        while True:
            data = self.stream.read(max(size, 1))
            try:
                text = self.decoder.decode(data, not data)
            except UnicodeDecodeError as error:
                good = error.object[:error.start].count(b"\n")
                behind = error.start - error.object.rfind(b"\n", 0, error.start) - 1
                message = _("byte 0x{byte:02x} is not UTF-8; save the file as UTF-8").format(byte=error.object[error.start])
                raise self.builder.stop("E101", message, self.line + good, behind + 1 if good else self.column + behind) from error
            self.line += data.count(b"\n")
            self.column = len(data) - data.rfind(b"\n") if b"\n" in data else self.column + len(data)
            if text or not data:
                return text
