"""One paragraph a line, written as it is found; the fields are those of `data/schema`."""

from __future__ import annotations

import json
from typing import Iterable, Iterator

from translator_aid.contract import match, paragraph
from translator_aid.matchjson import Writer
from translator_aid.matchjson import paragraph as written
from translator_aid.model import Run, Unit

TASKS = ("annotate", "translate")


def render(run: Run, units: Iterable[Unit]) -> Iterator[str]:
    """A JSON object and a line end for each Unit.

    >>> from translator_aid.model import *
    >>> segment = Segment("paragraph", "Halo.", 0)
    >>> run = Run("annotate", Document("a.txt", "plain", "Halo.", (segment,)), "id", "en", Glossary(()))
    >>> list(render(run, [Unit(0, segment)]))
    ['{"index": 0, "kind": "paragraph", "start": 0, "text": "Halo.", "matches": []}\\n']
    """
    writer = Writer(lambda found: match(run, found))
    for unit in units:
        if run.task == "annotate" and unit.translation is None:
            yield written(run, unit, writer) + "\n"
            continue
        yield json.dumps(paragraph(run, unit), ensure_ascii=False) + "\n"
