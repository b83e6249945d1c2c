"""The maintainers' script for the program's messages: `python tests/messages.py update` after a message changed, then translate, then `compile`.

`update` extracts the messages of the package and brings them into the catalogue: new ones empty, changed ones with the old translation marked fuzzy, gone ones
dropped. `compile` writes the .mo files, which are committed because the build compiles nothing. click's own messages are a catalogue of their own, kept by
hand, since they change with click's version.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Callable, Iterable, Iterator

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "translator_aid"
FOLDER = PACKAGE / "locale" / "id" / "LC_MESSAGES"
OURS, CLICKS = FOLDER / "translator_aid.po", FOLDER / "click.po"
KEYWORDS = {"_": None, "ngettext": (1, 2)}
HEADER = """\
# Indonesian messages of translator-aid.
# `python tests/messages.py update` brings new messages in, `python tests/messages.py compile` writes the .mo file.
msgid ""
msgstr ""
"Language: id\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"""
Text = str | tuple[str, ...]


def _rules() -> Iterator[str]:
    from translator_aid.checks import rules

    return (rule.title for rule in rules().values())


def _check_messages() -> Iterator[str]:
    from translator_aid.validation import CHECKS

    return (check.__doc__ or code for code, check in CHECKS.items())


def _formats() -> Iterable[str]:
    from translator_aid.exchange import FORMATS, get

    return (get(name).HOLDS for name in FORMATS)


def _statuses() -> Iterable[str]:
    from translator_aid.model import KINDS, LABELS, STATUSES

    return (*STATUSES, *KINDS, *LABELS, "guarded")


def _coverage() -> Iterable[str]:
    from translator_aid.model import Glossary
    from translator_aid.statistics import stats

    return stats(Glossary(()))["coverage"]


# Where a message is not written in the call itself: the call, and what it can be called with.
INDIRECT: dict[tuple[str, str], Callable[[], Iterable[str]]] = {
    ("cli/check.py", "_(rule.severity)"): lambda: ("error", "warning"),
    ("cli/check.py", "_(rule.title)"): _rules,
    ("cli/exporting.py", "_(exchange.get(name).HOLDS)"): _formats,
    ("cli/options.py", "_(exchange.get(name).HOLDS)"): _formats,
    ("cli/options.py", "_(rule.title)"): _rules,
    ("reports/github.py", "_(rule.title)"): _rules,
    ("reports/sarif.py", "_(rule.title)"): _rules,
    ("statistics.py", "_(field)"): _coverage,
    ("statistics.py", "_(word)"): _statuses,
    ("validation.py", "_(check.__doc__ or code)"): _check_messages,
    ("validation.py", "_(name)"): lambda: ("Indonesian", "English"),
}


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call of the package with its file."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield path.relative_to(PACKAGE).as_posix(), node


def indirect() -> set[tuple[str, str]]:
    """The calls of `_` and `ngettext` whose message stands elsewhere."""
    return {(name, ast.unparse(call)) for name, call in calls()
            if isinstance(call.func, ast.Name) and call.func.id in KEYWORDS and not isinstance(call.args[0], ast.Constant)}


def extracted() -> dict[Text, list[str]]:
    """Every message of the package with the files that say it."""
    found: dict[Text, list[str]] = {}
    for name, _line, text, _comments, _context in extract_from_dir(str(PACKAGE), [("**.py", "python")], keywords=KEYWORDS):
        found.setdefault(text, []).append(Path(name).as_posix())
    for (name, _call), texts in INDIRECT.items():
        for text in texts():
            found.setdefault(text, []).append(name)
    return {text: sorted(set(names)) for text, names in found.items()}


def read(path: Path) -> Catalog:
    """A catalogue; empty where there is no file yet."""
    return read_po(io.BytesIO(path.read_bytes() if path.exists() else HEADER.encode()), "id")


def messages(path: Path) -> list[Message]:
    """The messages of a catalogue, its header aside."""
    return [message for message in read(path) if message.id]


def updated(old: Catalog) -> Catalog:
    """The catalogue brought up to the messages of the package; a message that is new has no translation yet."""
    template = Catalog()
    for text, names in sorted(extracted().items(), key=lambda item: (item[1][0], str(item[0]))):
        template.add(text, locations=[(name, 0) for name in names])
    old.update(template, no_fuzzy_matching=False)
    old.obsolete.clear()
    for message in old:
        if message.id and isinstance(message.string, tuple):
            message.string = message.string[:1]
    return old


def written(catalogue: Catalog) -> str:
    """A catalogue as it is stored: without dates, versions and line numbers, so that a diff shows only what changed."""
    stream = io.BytesIO()
    write_po(stream, catalogue, width=100, omit_header=True, include_lineno=False, include_previous=True)
    return HEADER + "\n" + stream.getvalue().decode("utf-8").strip("\n") + "\n"


def compiled(path: Path) -> bytes:
    """The .mo file of a .po file; fuzzy messages stay out."""
    stream = io.BytesIO()
    write_mo(stream, read(path))
    return stream.getvalue()


def translations(data: bytes) -> dict[Text, Text]:
    """What an .mo file says, without its header, which names Babel's version."""
    return {message.id if isinstance(message.id, str) else tuple(message.id): message.string for message in read_mo(io.BytesIO(data)) if message.id}


def placeholders(text: str) -> Counter[str]:
    """The replacement fields of a message: `{n}`, `{score:.0%}`, `{name!r}`, `%(prog)s`.

    >>> sorted(placeholders("{term} ({score:.0%}): {{x}} %(prog)s"))
    ['%(prog)s', '{score:.0%}', '{term}']
    """
    return Counter(re.findall(r"%\(\w+\)s|\{[^{}]*\}", re.sub(r"\{\{|\}\}", "", text)))


def faults(path: Path) -> Iterator[str]:
    """What keeps a catalogue from being finished."""
    for message in messages(path):
        ids = (message.id,) if isinstance(message.id, str) else message.id
        strings = (message.string,) if isinstance(message.string, str) else message.string
        if message.fuzzy:
            yield f"fuzzy: {ids[0]!r}"
        for string in strings:
            if not string:
                yield f"untranslated: {ids[0]!r}"
            elif placeholders(string) not in [placeholders(one) for one in ids]:
                yield f"placeholders differ: {ids[0]!r} -> {string!r}"
            elif (ids[0][:1].isspace(), ids[0][-1:].isspace()) != (string[:1].isspace(), string[-1:].isspace()):
                yield f"white space at the edges differs: {ids[0]!r} -> {string!r}"


def main(task: str) -> int:
    """Updates or compiles the catalogues; 1 where something is left to translate."""
    if task == "update":
        OURS.parent.mkdir(parents=True, exist_ok=True)
        OURS.write_text(written(updated(read(OURS))), encoding="utf-8")
    elif task == "compile":
        for path in (OURS, CLICKS):
            path.with_suffix(".mo").write_bytes(compiled(path))
    else:
        print("usage: python tests/messages.py update|compile")
        return 2
    left = [fault for path in (OURS, CLICKS) for fault in faults(path)]
    print("\n".join(left) or "nothing is left to translate")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
