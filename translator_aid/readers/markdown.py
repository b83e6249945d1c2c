"""Markdown: CommonMark with tables, front matter and footnotes, parsed by markdown-it-py.

The parser says which lines a block has; where its content lies within them, and where inline markup stands in the content, is recorded
while the parser's own rules run, so no construct is recognised twice in two ways.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, Callable, Iterator, NamedTuple

from translator_aid.model import Document, Protected, Segment, Span
from translator_aid.readers import Options

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

SUFFIXES = (".md", ".markdown", ".mdown")

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|$)")
_WHOLE = {"backticks": "code", "autolink": "link", "image": "link", "entity": "code", "html_inline": "markup",
          "emphasis": "markup", "strikethrough": "markup", "footnote_ref": "code", "math_inline": "code"}
_TOML = re.compile(r"\+\+\+[ \t]*\r?\n(?:.*\r?\n)*?\+\+\+[ \t]*(?=\r?\n|\Z)")
"""Front matter of Hugo; that between `---` the parser knows."""


class _Piece(NamedTuple):
    """A line of an inline block's content: where it begins in the content and in the file."""

    content: int
    file: int
    length: int


def read(text: str, path: str, options: Options = Options()) -> Document:
    """The document of a Markdown text; code, formulas, front matter and HTML blocks are no segments.

    >>> document = read("# Model\\n\\n- pembelajaran **penguatan**\\n\\n| a | b |\\n|---|---|\\n| agen | `kode` |\\n", "a.md")
    >>> [(segment.kind, segment.text) for segment in document.segments][:3]
    [('heading', 'Model'), ('item', 'pembelajaran **penguatan**'), ('cell', 'a')]
    """
    # A byte order mark would keep the parser from seeing the title or the front matter behind it.
    lines = [(match.start(), match.group().rstrip("\r\n")) for match in _LINE.finditer(text, 1 if text.startswith("\ufeff") else 0)]
    return Document(path, "markdown", text, tuple(_segments(text, lines)))


def _segments(text: str, lines: list[tuple[int, str]]) -> Iterator[Segment]:
    parser = _parser()
    env: dict[str, Any] = {}
    body = text.removeprefix("\ufeff")
    front = _TOML.match(body)
    opened: list[str] = []
    cursor = (-1, 0)
    last = 0
    for token in parser.parse(re.sub(r"[^\r\n]", " ", front[0]) + body[front.end():] if front else body, env):
        if token.nesting == 1:
            opened.append(token.type)
        elif token.nesting == -1:
            opened.pop()
        elif token.type == "inline" and token.map and token.content.strip():
            row = token.map[0]
            begin = cursor[1] if cursor[0] == row else 0
            pieces = _pieces(token, lines, begin)
            if not pieces or pieces[0].file < last:
                continue
            start, last = pieces[0].file, pieces[-1].file + pieces[-1].length
            cursor = (token.map[1] - 1 if len(pieces) > 1 else row, last - lines[row][0] if len(pieces) == 1 else 0)
            yield Segment(_kind(opened), text[start:last], start, _protected(parser, env, text, pieces))


def _kind(opened: list[str]) -> Any:
    if "heading_open" in opened:
        return "heading"
    if opened and opened[-1] in ("td_open", "th_open"):
        return "cell"
    return "item" if "list_item_open" in opened else "paragraph"


def _pieces(token: Token, lines: list[tuple[int, str]], begin: int) -> list[_Piece]:
    """Where each line of the content lies in the file; nothing where the parser changed it (a tab made spaces)."""
    assert token.map is not None
    found: list[_Piece] = []
    at = 0
    for number, content in enumerate(token.content.split("\n")):
        offset, line = lines[token.map[0] + number] if token.map[0] + number < len(lines) else (0, "")
        plain = content.strip()
        column = line.find(plain, begin if number == 0 else 0)
        if column < 0 and "|" in plain:
            plain = plain.replace("|", "\\|")
            column = line.find(plain, begin if number == 0 else 0)
        if column < 0:
            return []
        if number and found and line.endswith(plain):
            column = len(line) - len(plain)
        found.append(_Piece(at, offset + column, len(plain)))
        at += len(plain) + 1
    return [piece for piece in found if piece.length] if found and found[0].length and found[-1].length else []


def _protected(parser: MarkdownIt, env: dict[str, Any], text: str, pieces: list[_Piece]) -> tuple[Protected, ...]:
    """Markup, code and addresses of a block, as spans of its slice of the file."""
    content = "\n".join(text[piece.file:piece.file + piece.length] for piece in pieces)
    start = pieces[0].file
    found: list[Protected] = []
    for begin, end, kind in _inline(parser, env, content):
        for first, stop in _in_file(begin, end, pieces):
            found.append(Protected(Span(first - start, stop - start), kind))
    for before, after in zip(pieces, pieces[1:]):
        end = before.file + before.length
        newline = end + len(re.match(r"[ \t\\]*(?:\r\n|\n|\r)?", text[end:after.file]).group())  # type: ignore[union-attr]
        if newline < after.file:
            found.append(Protected(Span(newline - start, after.file - start), "markup"))
    return _flat(found)


def _in_file(begin: int, end: int, pieces: list[_Piece]) -> Iterator[tuple[int, int]]:
    """A span of the content as spans of the file, cut at line ends."""
    content = 0
    for piece in pieces:
        first, stop = max(begin, content), min(end, content + piece.length)
        if first < stop:
            yield piece.file + first - content, piece.file + stop - content
        content += piece.length + 1


def _flat(spans: list[Protected]) -> tuple[Protected, ...]:
    """Spans in order without overlap; of two that overlap the outer one stays."""
    flat: list[Protected] = []
    for item in sorted(spans, key=lambda item: (item.span.start, -item.span.end)):
        if not flat or item.span.start >= flat[-1].span.end:
            flat.append(item)
    return tuple(flat)


def _inline(parser: MarkdownIt, env: dict[str, Any], content: str) -> list[tuple[int, int, Any]]:
    """What the inline rules took of a content, as (start, end, kind); `env` knows the document's references and footnotes."""
    from markdown_it.rules_inline import StateInline

    state = StateInline(content, parser, {**env, "taken": []}, [])
    state.env["outermost"] = state
    parser.inline.tokenize(state)
    taken: list[tuple[int, int, Any]] = state.env["taken"]
    return taken


@functools.lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(front_matter_plugin).use(footnote_plugin)
    # "$300 juta dan $500 juta" is no formula
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
    parser.core.ruler.enableOnly(["normalize", "block"])
    for rule in list(parser.inline.ruler.__rules__):
        if rule.name in _WHOLE or rule.name in ("link", "escape"):
            parser.inline.ruler.at(rule.name, _recording(rule.name, rule.fn))
    return parser


def _recording(name: str, rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    """The rule, noting what it took."""
    def recorded(state: StateInline, silent: bool) -> bool:
        start = state.pos
        label = state.md.helpers.parseLinkLabel(state, start) if name == "link" and state.src[start] == "[" else -1
        state.pos = start
        done = rule(state, silent)
        # an image's text and an inline footnote are parsed in a state of their own, whose places are not the content's
        if done and not silent and state.env.get("outermost") is state:
            state.env["taken"] += _taken(name, state.src, start, label, state.pos)
        return done
    return recorded


def _taken(name: str, source: str, start: int, label: int, end: int) -> list[tuple[int, int, str]]:
    """What is to be noted of a construct that a rule took; `label` is where a link's text ends."""
    if name == "link" and source[label:end] not in ("]", "][]"):
        return [(start, start + 1, "markup"), (label, end, "markup")]
    if name == "link":
        # its text is the name of its address as well
        return [(start, end, "link")]
    if name == "escape":
        return [(start, start + 1, "markup")]
    return [(start, end, _WHOLE[name])] if name != "backticks" or source[start:end].strip("`") else []
