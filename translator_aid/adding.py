"""A new entry for a glossary file, refused where it would not validate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from translator_aid.errors import GlossaryError
from translator_aid.glossary import CONCEPT_FIELDS, parse, read_bytes
from translator_aid.layout import canonical, scalar
from translator_aid.model import Finding
from translator_aid.validation import validate


def with_entry(path: Path, entry: dict[str, Any]) -> str:
    """The text of a glossary file with one more entry, in canonical layout; a file that does not exist counts as empty.

    `entry` holds the fields of a concept: texts, lists of texts, and {indonesian, english} pairs.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "saya.yaml"
    >>> print(with_entry(path, {"key": "bug", "indonesian": ["kutu"], "english": ["bug"], "part_of_speech": "noun"}), end="")
    - key: bug
      indonesian:
        - kutu
      english:
        - bug
      part_of_speech: noun

    :raises GlossaryError: where the file is no list of concepts or the entry has faults; the file is not touched.
    """
    text = read_bytes(path).decode("utf-8") if path.exists() else ""
    if text and not text.endswith("\n"):
        text += "\n"
    whole = canonical(text + _block(entry), str(path))
    faults = tuple(finding for finding in _faults(whole, path, entry["key"]) if finding.severity == "error")
    if faults:
        raise GlossaryError(faults)
    return whole


def _block(entry: dict[str, Any]) -> str:
    lines: list[str] = []
    for name in CONCEPT_FIELDS:
        value = entry.get(name)
        if not value:
            continue
        if isinstance(value, dict):
            shown = f"{{{', '.join(f'{side}: {scalar(text, flow=True)}' for side, text in value.items() if text)}}}"
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            shown = f"[{', '.join('{' + ', '.join(f'{side}: {scalar(text, flow=True)}' for side, text in item.items()) + '}' for item in value)}]"
        elif isinstance(value, list):
            shown = f"[{', '.join(scalar(item, flow=True) for item in value)}]"
        else:
            shown = scalar(value)
        lines.append(f"{'  ' if lines else '- '}{name}: {shown}\n")
    return "".join(lines)


def _faults(text: str, path: Path, key: str) -> list[Finding]:
    """What the loader says of the whole file, and validation of the new entry alone; references may lead anywhere."""
    import tempfile

    concepts, findings = parse(text.encode(), str(path))
    found = list(findings)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        copy.write_text(text, encoding="utf-8")
        lines = [concept.origin.line for concept in concepts]
        start = next((concept.origin.line for concept in concepts if concept.key == key), 1)
        end = next((line for line in sorted(lines) if line > start), 10**9)
        found += [finding for finding in validate([copy]).findings if start <= finding.origin.line < end and finding.code not in ("E301", "W601")]
    return found
