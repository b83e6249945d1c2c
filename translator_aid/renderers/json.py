"""One JSON object for the whole document; its schemas are `data/schema/annotate.json` and `translate.json`."""

from __future__ import annotations

import json
from typing import Iterable, Iterator

from translator_aid.contract import match, paragraph
from translator_aid.matchjson import Writer
from translator_aid.matchjson import paragraph as written
from translator_aid.model import Run, Unit

TASKS = ("annotate", "translate")
VERSION = 1


def render(run: Run, units: Iterable[Unit]) -> Iterator[str]:
    """The document as JSON, written paragraph by paragraph.

    >>> from translator_aid.model import *
    >>> run = Run("annotate", Document("a.txt", "plain", "", ()), "id", "en", Glossary((), signature="ab12"))
    >>> json.loads("".join(render(run, [])))["schema"]
    'translator-aid/annotate/1'
    """
    head = {
        "schema": f"translator-aid/{run.task}/{VERSION}", "source": run.source, "target": run.target,
        "document": {"path": run.document.path, "format": run.document.format},
        "glossary": {"signature": run.glossary.signature, "concepts": run.glossary.size, "domains": list(run.glossary.domains)},
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "paragraphs": ['
    writer = Writer(lambda found: match(run, found))
    for number, unit in enumerate(units):
        plain = run.task == "annotate" and unit.translation is None
        yield (",\n" if number else "\n") + (written(run, unit, writer) if plain else json.dumps(paragraph(run, unit), ensure_ascii=False))
    yield "]}\n"
