"""From imported files to glossary files: merged into what is there, one file a domain, checked before and after they are written."""

from __future__ import annotations

import bisect
import dataclasses
import tempfile
from pathlib import Path
from typing import Iterable, Iterator, Sequence

from translator_aid.errors import GlossaryError
from translator_aid.glossary import parse, read_bytes, slug
from translator_aid.interchange import Imported
from translator_aid.merging import Merged, merge, rewritten, together
from translator_aid.model import Concept, Finding

STDOUT = "<stdout>"
"""The one file of a result that is only shown."""


def merged(
    imports: Sequence[Imported], names: Sequence[str], folder: Path | None, domain: str | None = None, replace: bool = False,
) -> tuple[dict[str, str], Merged]:
    """The text of each glossary file that changes, by path, and what became of the concepts.

    A concept that is there stays in its file; a new one goes into the file of its domain, or where it has none of the imported file's name.
    Without a folder all goes into one text, under `STDOUT`.

    >>> from translator_aid.exchange import Source, read
    >>> texts, result = merged([read(Source("saya.tab", b"kutu\\tbug"))], ["saya.tab"], None)
    >>> texts[STDOUT].splitlines()[0], result.added
    ('- key: bug', ('bug',))

    :raises GlossaryError: where a file that is there has errors; nothing is written.
    """
    present, texts = _present(folder)
    concepts = tuple(concept for found in present.values() for concept in found)
    parts: list[Merged] = []
    for imported, name in zip(imports, names):
        own = "imported" if name == "-" else slug(Path(name).name.split(".")[0])
        incoming = [dataclasses.replace(concept, domain=slug(domain or concept.domain or own)) for concept in imported.concepts]
        parts.append(merge(concepts, incoming, replace, imported.states_status))
        concepts = parts[-1].concepts
    homes = {concept.key: path for path, found in present.items() for concept in found}
    wanted: dict[str, list[Concept]] = {path: [] for path in present}
    for concept in concepts:
        home = str(folder / f"{concept.domain}.yaml") if folder else STDOUT
        wanted.setdefault(homes.get(concept.key, home), []).append(concept)
    results = {path: rewritten(texts.get(path, ""), path, present.get(path, ()), found)
               for path, found in wanted.items() if tuple(found) != present.get(path, ())}
    for path, text in results.items():
        _found, findings = parse(text.encode(), path)
        if findings:
            raise GlossaryError(findings)
    return results, together(parts)


def _present(folder: Path | None) -> tuple[dict[str, tuple[Concept, ...]], dict[str, str]]:
    """The concepts and the texts of the files that are there, by path."""
    present: dict[str, tuple[Concept, ...]] = {}
    texts: dict[str, str] = {}
    for path in sorted(folder.glob("*.yaml")) if folder and folder.is_dir() else ():
        data = read_bytes(path)
        concepts, findings = parse(data, str(path))
        if findings:
            raise GlossaryError(findings)
        texts[str(path)], present[str(path)] = data.decode("utf-8-sig"), concepts
    return present, texts


def validated(texts: dict[str, str], folder: Path | None, keys: set[str]) -> tuple[Finding, ...]:
    """What validation says of the concepts with these keys in the files as they are now.

    That a reference leads nowhere is no finding here: it may lead into the shipped glossary, or to what is still to be imported.

    >>> findings = validated({STDOUT: "- key: bug\\n  indonesian: [agen]\\n  english: [bug]\\n"}, None, {"bug"})
    >>> [finding.message for finding in findings if finding.code == "E505"][0][:40]
    "'agen' is an ordinary word as well (penj"
    """
    from translator_aid.validation import validate

    if folder is not None:
        return tuple(_about(validate(sorted(folder.glob("*.yaml"))).findings, texts, keys))
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "import.yaml"
        path.write_text("".join(texts.values()), encoding="utf-8")
        findings = [dataclasses.replace(
            finding, origin=dataclasses.replace(finding.origin, path=STDOUT), message=finding.message.replace(str(path), STDOUT),
        ) for finding in validate([path]).findings]
    return tuple(finding for finding in findings if finding.code not in ("E301", "W601"))


def rehearsed(texts: dict[str, str], folder: Path, keys: set[str]) -> tuple[Finding, ...]:
    """What `validated` would say if the texts were written into the folder; they are not."""
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary)
        for path in folder.glob("*.yaml"):
            (copy / path.name).write_bytes(path.read_bytes())
        there = {str(copy / Path(path).name): path for path in texts}
        for name, text in zip(there, texts.values()):
            Path(name).write_text(text, encoding="utf-8")
        findings = validated(dict(zip(there, texts.values())), copy, keys)
    return tuple(dataclasses.replace(
        finding, origin=dataclasses.replace(finding.origin, path=there.get(finding.origin.path, finding.origin.path)),
        message=finding.message.replace(temporary, str(folder))) for finding in findings)


def _about(findings: Iterable[Finding], texts: dict[str, str], keys: set[str]) -> Iterator[Finding]:
    """The findings that lie within the concepts of these keys."""
    starts = {path: [(one.origin.line, one.key) for one in parse(text.encode(), path)[0]] for path, text in texts.items()}
    for finding in findings:
        entries = starts.get(finding.origin.path, [])
        at = bisect.bisect_right([line for line, _key in entries], finding.origin.line) - 1
        if at >= 0 and entries[at][1] in keys and finding.code != "E301":
            yield finding
