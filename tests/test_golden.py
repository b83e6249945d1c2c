"""Every output format over the two example articles, compared with golden files; `--rewrite-golden` rewrites them for review.

Of a DOCX file it is the text of the document, an element a line, so that a diff can be read.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import HERE, ROOT

from translator_aid import engines, glossary, pipeline, renderers
from translator_aid.matching import Matcher
from translator_aid.model import Run
from translator_aid.readers import read

GOLDEN = HERE / "golden"
EXAMPLES = ("berita.id.txt", "artikel.id.md")
JOBS = [("annotate", name) for name in renderers.ANNOTATE] + [("translate", name) for name in renderers.TRANSLATE]


def rendered(example: str, task: str, format: str, color: bool = False) -> str:
    document = read((ROOT / "examples" / example).read_bytes(), example)
    loaded = glossary.load([GOLDEN / "glosarium.yaml"], shipped=False)
    matcher = Matcher(loaded, "id")
    run = Run(task, document, "id", "en", loaded, every=format in renderers.EVERY_BY_DEFAULT, engine="glossary", color=color)  # type: ignore[arg-type]
    units = pipeline.annotate(document, matcher) if task == "annotate" else pipeline.translate(document, matcher, engines.get("glossary"))
    pieces: list[Any] = list(renderers.get(format).render(run, units))
    return "".join(pieces) if not pieces or isinstance(pieces[0], str) else readable(b"".join(pieces))


def readable(data: bytes) -> str:
    """Bytes as text: those of a DOCX file as the XML of its document."""
    if not data.startswith(b"PK"):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        xml = archive.read("word/document.xml").decode()
    return re.sub(r"(?<=>)\s*(?=<w:(?:p|tr|tc|tbl|r|sectPr)[ >])", "\n", re.sub(r"^.*?(?=<w:body>)", "", xml, flags=re.DOTALL))


@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("task, format", JOBS, ids=lambda value: value)
def test_golden(example: str, task: str, format: str, request: pytest.FixtureRequest) -> None:
    path = GOLDEN / f"{Path(example).name}.{task}.{format}"
    output = rendered(example, task, format)
    if request.config.getoption("--rewrite-golden"):
        path.write_text(output, encoding="utf-8", newline="")
    assert path.read_text(encoding="utf-8") == output, f"{path.name} differs; run pytest --rewrite-golden and review the diff"


def test_colours_change_nothing_but_colours() -> None:
    colored = rendered("berita.id.txt", "annotate", "terminal", color=True)
    assert "\x1b[36m" in colored
    first = re.sub(r"\x1b\[[0-9;]*m", "", colored).split("\n")[0]
    assert first == rendered("berita.id.txt", "annotate", "terminal").split("\n")[0]


def test_every_renderer_has_golden_files() -> None:
    names = {path.suffix[1:] for path in GOLDEN.iterdir()}
    assert names >= set(renderers.FORMATS)
