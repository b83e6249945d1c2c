"""The canonical layout of a glossary file, so that a diff shows what changed and nothing else.

Fields stand in the loader's order, a term without attributes is a plain word, one with attributes a map on one line, one with a guard a block.
Comments are kept: those on lines of their own stay above the concept that they precede or stand in.
"""

from __future__ import annotations

import re
from typing import Iterator, Sequence

from translator_aid.glossary import CONCEPT_FIELDS, GUARD_FIELDS, TERM_FIELDS, uncollected
from translator_aid.yamlnodes import Node, read_nodes

_INDICATORS = "-?:,[]{}#&*!|>'\"%@` "
_RESERVED = re.compile(r"(?i:y|n|yes|no|true|false|on|off|null|none|~)|[-+.]?\d[\d_.,:eExXoO+-]*|\.(?i:inf|nan)")
FLOW_WIDTH = 140


def canonical(text: str, path: str = "") -> str:
    """The text of a glossary file in its canonical layout; what is no list of concepts comes back as it is.

    >>> print(canonical("- english: [machine learning]\\n  key: machine-learning # inti\\n  indonesian: [pembelajaran mesin]"), end="")
    # inti
    - key: machine-learning
      indonesian:
        - pembelajaran mesin
      english:
        - machine learning

    :raises GlossaryError: where the file is no valid YAML.
    """
    with uncollected():
        root = read_nodes(text, path)
    if root is None or not isinstance(root.value, list) or not all(isinstance(item.value, dict) for item in root.value):
        return text
    lines = text.splitlines()
    comments = list(_comments(lines))
    starts = [item.line for item in root.value] + [len(text) + 1]
    pieces: list[str] = []
    for number, item in enumerate(root.value):
        first = 0 if number == 0 else starts[number]
        if number == 0:
            pieces += [f"{comment}\n" for line, comment in comments if line < starts[0]]
            first = starts[0]
        above = [comment for line, comment in comments if first <= line < starts[number + 1]]
        own, following = _split(lines, above, comments, starts[number + 1])
        pieces += [f"{comment}\n" for comment in own]
        pieces += _concept(item)
        pieces += [f"{comment}\n" for comment in following]
    return "".join(pieces)


def block(concept: Node) -> str:
    """The lines of one concept in canonical layout, from its nodes.

    >>> def node(value):
    ...     return Node(value, 0, 0)
    >>> print(block(node({"key": (node("key"), node("kutu")), "english": (node("english"), node([node("bug")]))})), end="")
    - key: kutu
      english:
        - bug
    """
    return "".join(_concept(concept))


def _split(lines: list[str], above: list[str], comments: list[tuple[int, str]], end: int) -> tuple[list[str], list[str]]:
    """Comments within a concept, and those directly before the next one, which stay before it."""
    following: list[str] = []
    at = end - 1
    known = {line: comment for line, comment in comments}
    while at >= 1 and at <= len(lines) and lines[at - 1].startswith("#"):
        following.insert(0, known[at])
        at -= 1
    own = above[:len(above) - len(following)] if following else above
    return own, following


def _comments(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Every comment with its line, counted from 1; a quoted `#` is none."""
    for number, line in enumerate(lines, 1):
        if "#" not in line:
            continue
        bare = re.sub(r"\"(?:\\.|[^\"\\])*\"|'(?:''|[^'])*'", lambda match: "x" * len(match.group()), line)
        found = re.search(r"(?:^|(?<=\s))#.*", bare)
        if found:
            yield number, line[found.start():].rstrip()


def _concept(node: Node) -> Iterator[str]:
    mark = "- "
    for name in _ordered(node, CONCEPT_FIELDS):
        value = node.value[name][1]
        yield mark
        mark = "  "
        yield from _field(name, value)


def _field(name: str, value: Node) -> Iterator[str]:
    if name in ("indonesian", "english") and isinstance(value.value, list):
        yield f"{name}:\n"
        for item in value.value:
            yield from _term(item)
    elif name == "definition" and isinstance(value.value, dict):
        yield f"{name}:\n"
        yield from _pair(value, "    ", "    ")
    elif name == "examples" and isinstance(value.value, list):
        yield f"{name}:\n"
        for item in value.value:
            yield from _pair(item, "    - ", "      ")
    elif isinstance(value.value, list):
        yield f"{name}: [{', '.join(scalar(item.value, flow=True) for item in value.value)}]\n"
    else:
        yield f"{name}: {scalar(value.value)}\n"


def _pair(node: Node, first: str, rest: str) -> Iterator[str]:
    for name in _ordered(node, ("indonesian", "english")):
        yield f"{first}{name}: {scalar(node.value[name][1].value)}\n"
        first = rest


def _term(node: Node) -> Iterator[str]:
    if isinstance(node.value, str):
        yield f"    - {scalar(node.value)}\n"
        return
    names = _ordered(node, TERM_FIELDS)
    if names == ["term"]:
        yield f"    - {scalar(node.value['term'][1].value)}\n"
    elif "guard" not in names:
        yield f"    - {{{', '.join(f'{name}: {_flow(node.value[name][1])}' for name in names)}}}\n"
    else:
        mark = "    - "
        for name in names:
            value = node.value[name][1]
            if name == "guard":
                yield f"{mark}guard:\n"
                yield from _guard(value)
            else:
                yield f"{mark}{name}: {_flow(value) if isinstance(value.value, list) else scalar(value.value)}\n"
            mark = "      "


def _guard(node: Node) -> Iterator[str]:
    for name in _ordered(node, GUARD_FIELDS):
        items = [item.value for item in node.value[name][1].value]
        if name in ("accepts", "rejects"):
            yield f"        {name}:\n"
            yield from (f"          - {scalar(item)}\n" for item in items)
        else:
            yield f"        {name}: [{', '.join(scalar(item, flow=True) for item in items)}]\n"


def _flow(node: Node) -> str:
    if isinstance(node.value, list):
        return f"[{', '.join(scalar(item.value, flow=True) for item in node.value)}]"
    return scalar(node.value, flow=True)


def _ordered(node: Node, names: Sequence[str]) -> list[str]:
    return [name for name in names if name in node.value]


def scalar(text: str, flow: bool = False) -> str:
    """A YAML scalar, quoted only where it must be.

    >>> scalar("model AI"), scalar("@ai", flow=True), scalar("no"), scalar("a: b"), scalar("a, b"), scalar("a, b", flow=True)
    ('model AI', '"@ai"', '"no"', '"a: b"', 'a, b', '"a, b"')
    """
    plain = (
        text and text == text.strip() and text[0] not in _INDICATORS and ": " not in text and " #" not in text
        and not text.endswith(":") and "\n" not in text and not _RESERVED.fullmatch(text) and text.isprintable()
        and not (flow and re.search(r"[,\[\]{}]|:(?=$)", text))
    )
    if plain or text and text[0] in "-?:" and len(text) > 1 and text[1] not in " -" and not flow and scalar("x" + text) == "x" + text:
        return text
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{quoted}"'
