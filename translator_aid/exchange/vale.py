"""Rules for Vale, the style checker (vale.sh): a ZIP archive with a style for each language and a `.vale.ini` that shows how to use them.

A rule is a substitution: a deprecated term and the preferred one. Forms that our morphology writes have rules of their own. Terms that are right
only in some contexts, and rare ones, make suggestions instead of errors. The terms that may be used stand in a vocabulary, against false alarms of
the spelling.
"""

from __future__ import annotations

import re
from typing import Iterable, Iterator

from translator_aid import tabular
from translator_aid.archives import Files, Packed, first_name
from translator_aid.errors import UnreadableError
from translator_aid.exchange import Options, Remark, Source
from translator_aid.i18n import _
from translator_aid.model import SIDES, Concept, Language, Origin, Status, Term
from translator_aid.patterns import words
from translator_aid.repeating import Repeated
from translator_aid.sorting import Sorted
from translator_aid.substitutions import Rule, substitutions
from translator_aid.yamlnodes import Node, read_nodes

SUFFIXES = (".zip", ".yml", ".ini", ".txt")
HOLDS = "Deprecated and rare terms of both languages, each with the preferred one; the other terms as a vocabulary."
_STYLE = "translator-aid-"
_OWN = "# translator-aid"
_LEVELS = {"Avoid": "error", "Forms": "error", "Case": "error", "Context": "suggestion", "Rare": "suggestion"}


def sniff(head: bytes) -> int:
    """How sure it is: an archive that begins with Vale's settings or a style, a rule, or the settings."""
    name, text = first_name(head), tabular.head_text(head)
    if name.endswith(".vale.ini") or re.match(r"(?:.*/)?styles/", name):
        return 3
    if re.search(r"(?m)^extends:\s*['\"]?(?:substitution|existence)\b", text) or re.search(r"(?m)^\s*(?:StylesPath|BasedOnStyles)\s*=", text):
        return 3
    return 2 if name and b"styles/" in head else 0


def read(source: Source, options: Options) -> Iterator[Concept | Remark]:
    """A concept for each preferred term of a rule, with what it stands instead of; then the terms of the vocabularies.

    >>> rule = b"extends: substitution\\nmessage: x\\nswap:\\n  pengakuan wajah: pengenalan wajah\\n"
    >>> [concept] = [found for found in read(Source("a.yml", rule), Options(direction=("en", "id"))) if isinstance(found, Concept)]
    >>> [(term.text, term.status) for term in concept.indonesian]
    [('pengenalan wajah', 'preferred'), ('pengakuan wajah', 'deprecated')]
    """
    with Files(source) as files:
        own = source.path.replace("\\", "/").rpartition("/")[2]
        names = files.names() if files.archive or own.endswith(".ini") and not files.own else [own]
        known: set[tuple[str, str]] = set()
        rules = [name for name in names if name.endswith((".yml", ".yaml"))]
        ends = ("accept.txt", "reject.txt") if names == [own] else ("/accept.txt", "/reject.txt")
        lists = [name for name in names if name.endswith(ends)]
        if not rules and not lists:
            raise UnreadableError(_("there is no rule and no vocabulary of Vale"), files.at(""))
        if not any(_STYLE in name for name in (*rules, *lists)):
            message = _("the file names no language: it is read as {language}; --direction says otherwise")
            yield Remark(message.format(language=options.direction[1]), files.at(rules[0] if rules else lists[0]), "adapted")
        for name in rules:
            yield from _rules(files, name, options, known)
        for name in lists:
            yield from _vocabulary(files, name, options, known)


def _language(name: str, options: Options) -> Language:
    """The language of a rule or a vocabulary, by its style; of another's the target language."""
    found = re.search(rf"{_STYLE}(id|en)/", name)
    return options.direction[1] if found is None else "id" if found.group(1) == "id" else "en"


def _rules(files: Files, name: str, options: Options, known: set[tuple[str, str]]) -> Iterator[Concept | Remark]:
    data = files.data(name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(_("byte 0x{byte:02x} is not UTF-8; save the file as UTF-8").format(byte=data[error.start]), files.at(name)) from error
    root = read_nodes(text, str(files.at(name).path))
    fields = {key: value for key, (_node, value) in root.value.items()} if root is not None and isinstance(root.value, dict) else {}
    kind = fields["extends"].value if "extends" in fields else ""
    stem = name.rpartition("/")[2].partition(".")[0] if text.startswith(_OWN) else ""
    if stem == "Forms":
        return
    status: Status = "rare" if stem.startswith("Rare") else "deprecated"
    side = _language(name, options)
    if kind == "substitution" and isinstance(getattr(fields.get("swap"), "value", None), (dict, list)):
        yield from _swapped(fields["swap"], side, status, files.at(name).path, known)
    elif kind == "existence" and isinstance(getattr(fields.get("tokens"), "value", None), list):
        for node in fields["tokens"].value:
            yield from _avoided(node, side, files.at(name).path, known)
    else:
        yield Remark(_("a rule of the kind '{kind}' has no place in a glossary").format(kind=kind), files.at(name))


def _swapped(swap: Node, side: Language, status: Status, path: str, known: set[tuple[str, str]]) -> Iterator[Concept | Remark]:
    """Concepts from the pairs of a rule, neighbours with one replacement as one."""
    items = swap.value if isinstance(swap.value, list) else [Node({key: pair}, pair[0].line, pair[0].column) for key, pair in _map(swap)]
    before: tuple[str, list[Term], Origin] | None = None
    for item in items:
        for key, value in (pair for _key, pair in _map(item)):
            at = Origin(path, key.line, key.column)
            found = words(key.value)
            instead = value.value if isinstance(value.value, str) else ""
            if not found or not instead.strip() or re.search(r"\$\d", instead):
                yield Remark(_("the pattern '{pattern}' is no list of words and was left out").format(pattern=key.value), at)
                continue
            if before and before[0] != instead:
                yield _concept(before[0], before[1], side, before[2], known)
                before = None
            before = before or (instead, [], at)
            before[1].extend(Term(word.strip(), side, status, origin=at) for word in found)
    if before:
        yield _concept(before[0], before[1], side, before[2], known)


def _map(node: Node) -> list[tuple[str, tuple[Node, Node]]]:
    return list(node.value.items()) if isinstance(node.value, dict) else []


def _concept(instead: str, avoided: list[Term], side: Language, at: Origin, known: set[tuple[str, str]]) -> Concept:
    right = [text.strip() for text in instead.split("|") if text.strip()]
    terms = [Term(text, side, "admitted" if number else "preferred", origin=at) for number, text in enumerate(right)]
    folded = {text.casefold() for text in right}
    for term in avoided:
        exact = term.text.casefold() in folded
        if term.text not in [other.text for other in terms]:
            terms.append(Term(term.text, side, term.status, case="exact" if exact else "", origin=term.origin))
    known.update((side, term.text) for term in terms)
    return Concept("", "", tuple(terms) if side == "id" else (), tuple(terms) if side == "en" else (), origin=at)


def _avoided(node: Node, side: Language, path: str, known: set[tuple[str, str]]) -> Iterator[Concept | Remark]:
    at = Origin(path, node.line, node.column)
    found = words(node.value) if isinstance(node.value, str) else ()
    if not found:
        yield Remark(_("the pattern '{pattern}' is no list of words and was left out").format(pattern=node.value), at)
    for word in found:
        known.add((side, word))
        term = Term(word.strip(), side, "deprecated", origin=at)
        yield Concept("", "", (term,) if side == "id" else (), (term,) if side == "en" else (), origin=at)


def _vocabulary(files: Files, name: str, options: Options, known: set[tuple[str, str]]) -> Iterator[Concept | Remark]:
    side = _language(name, options)
    status: Status = "preferred" if name.endswith("accept.txt") else "deprecated"
    for number, line in enumerate(files.data(name).decode("utf-8-sig", "replace").splitlines(), 1):
        at = files.at(name, number)
        if not line.strip() or line.startswith("#"):
            continue
        found = words(line.strip())
        if not found:
            yield Remark(_("the pattern '{pattern}' is no list of words and was left out").format(pattern=line.strip()), at)
        for word in found:
            if (side, word) not in known:
                known.add((side, word))
                term = Term(word, side, status, origin=at)
                yield Concept("", "", (term,) if side == "id" else (), (term,) if side == "en" else (), origin=at)


# --- writing ----------------------------------------------------------------------------------------------------------


def write(concepts: Iterable[Concept], options: Options) -> Iterator[bytes | Remark]:
    """An archive with the settings, the rules and the vocabularies.

    >>> terms = (Term("pengenalan wajah", "id"), Term("pengakuan wajah", "id", "deprecated"))
    >>> data = b"".join(piece for piece in write([Concept("face", "", terms)], Options()) if isinstance(piece, bytes))
    >>> [[term.text for term in found.indonesian] for found in read(Source("a.zip", data), Options()) if isinstance(found, Concept)]
    [['pengenalan wajah', 'pengakuan wajah']]
    """
    with Packed() as archive, Repeated(concepts) as listed:
        archive.add(".vale.ini", _settings(options.direction[1]))
        for side in SIDES:
            yield from _style(archive, listed, side)
        yield from archive.pieces()


def _style(archive: Packed, listed: Repeated, side: Language) -> Iterator[Remark]:
    """Writes the rules and the vocabulary of one language."""
    rules: dict[str, dict[str, Rule]] = {}
    wrong = {term.text.casefold() for concept in listed for term in concept.terms(side) if term.status in ("deprecated", "rare")}
    right = {term.text.casefold() for concept in listed for term in concept.terms(side)
             if term.status in ("preferred", "admitted") and term.text.casefold() in wrong}
    with Sorted() as accepted, Sorted() as rejected:
        for concept in listed:
            for item in substitutions(concept, side, right):
                if isinstance(item, Remark):
                    yield item
                elif item.file in ("accept", "reject"):
                    (accepted if item.file == "accept" else rejected).add(item.pattern.encode("utf-8", "replace"))
                elif (there := rules.setdefault(item.file, {}).setdefault(item.pattern.casefold(), item)).instead != item.instead:
                    message = _("'{term}' has the replacement '{other}' already, and '{left}' was left out")
                    yield Remark(message.format(term=item.pattern, other=there.instead, left=item.instead), key=concept.key)
        for file, found in rules.items():
            archive.add(f"styles/{_STYLE}{side}/{file}.yml", _file(file, found.values()))
        for name, kept in (("accept", accepted), ("reject", rejected)):
            _list(archive, f"styles/config/vocabularies/{_STYLE}{side}/{name}.txt", kept)


def _settings(language: Language) -> str:
    other = "en" if language == "id" else "id"
    use = _("unpack this beside the texts; to check the other language, write {name} instead").format(name=_STYLE + other)
    level = _("MinAlertLevel = suggestion warns of rare terms and of those that are wrong only in some contexts as well")
    return (f"{_OWN}: {use}\n# {level}\n"
            f"StylesPath = styles\nMinAlertLevel = warning\nVocab = {_STYLE}{language}\n\n"
            f"[*.{{md,txt,html,rst,adoc}}]\nBasedOnStyles = {_STYLE}{language}\n")


def _file(name: str, rules: Iterable[Rule]) -> str:
    """A rule file; the vocabulary is kept out of it, because a rule must not be silenced by a term within the one that it warns of."""
    base = name.removesuffix("Signs")
    message = _("Rather write '%s' than '%s'.") if _LEVELS[base] == "suggestion" else _("Write '%s' instead of '%s'.")
    exact = base == "Case"
    signs = ["nonword: true"] if name != base else []
    lines = [_OWN, "extends: substitution", f"message: {_scalar(message)}", f"level: {_LEVELS[base]}", f"ignorecase: {str(not exact).lower()}",
             f"capitalize: {str(not exact).lower()}", "vocab: false", *signs, "action:", "  name: replace", "swap:"]
    return "\n".join([*lines, *(f"  {_scalar(rule.pattern)}: {_scalar(rule.instead)}" for rule in rules)]) + "\n"


def _scalar(text: str) -> str:
    """A text as YAML's double-quoted scalar, which holds anything."""
    escaped = (f"\\{mark}" if mark in '"\\' else mark if mark.isprintable() else f"\\U{ord(mark):08x}" for mark in text)
    return f'"{"".join(escaped)}"'


def _list(archive: Packed, name: str, lines: Iterable[bytes]) -> None:
    last = b""
    with archive.open(name) as stream:
        for line in lines:
            if line != last and b"\n" not in line and not line.startswith(b"#"):
                stream.write(line + b"\n")
            last = line
