"""The reader's page: what stands in the file, and what a browser makes of it.

The browser tests need Playwright for Python and a Chromium (`CHROMIUM` names another than the one on the path); the accessibility test also
needs axe-core (`npm pack axe-core`; `AXE_CORE` names its axe.min.js, or it lies in tests/node_modules). Each is skipped, with its reason, where
that is absent.
"""

from __future__ import annotations

import os
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translator_aid import i18n, pipeline
from translator_aid.matching import Matcher
from translator_aid.model import (
    Analysis, Bilingual, Concept, Constraint, Document, Finding, Glossary, Match, Receipt, Run, Segment, Span, Step, Term, Translation, Unit,
)
from translator_aid.readers import read
from translator_aid.renderers import html

VOID = ("meta", "br", "hr", "img", "link", "input")
HOSTILE = "\u202e<script>alert(1)</script>\" onmouseover='x' &lt; \u2066{{ 7*7 }}"
LINES = (
    "# Model *bahasa*", "Model **bahasa _besar** itu_", "***umpan* balik** ~~lama~~", "- model", "  1. umpan balik", "> model",
    "10) [model bahasa](https://a.example) x", "| model | | `a|b` |", "|---|---|---|", "[*umpan](https://a.example) balik*",
    "![umpan balik](x.png)", "<https://a.example/model>", "&amp; <b>umpan</b> <i>balik", "```", "~~~html", "", "", "<div>", "</p>",
    "umpan [^1] balik", "[^1]: model", "---", "===", "[model", "] umpan **", "`` a ` b", "\\*umpan\\*",
)
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


def concept(key: str, indonesian: str, english: str, **more: Any) -> Concept:
    return Concept(
        key, "uji", (Term(indonesian, "id"), *more.pop("also", ())), (Term(english, "en"),), "noun",
        Bilingual(f"Arti {indonesian}.", f"Meaning of {english}."), (Bilingual(f"Contoh {indonesian}.", f"Example of {english}."),), **more)


GLOSSARY = Glossary((
    concept("language-model", "model bahasa", "language model"),
    concept("reinforcement-learning", "pembelajaran penguatan", "reinforcement learning"),
    concept("feedback", "umpan balik", "feedback"),
    concept("artificial-intelligence", "kecerdasan buatan", "artificial intelligence", also=(Term("intelijensi buatan", "id", "deprecated"),)),
), signature="ab12cd34")

ARTICLE = """# Robot belajar menyapu

Model bahasanya dilatih dengan *umpan balik* warga. Pembelajaran **penguatan** datang belakangan.

## Soal 5 * 3

1. kecerdasan buatan di `dapur`
2. [umpan balik](https://contoh.example/a?b=1&c=2) dari pemilik rumah
   - model bahasa kecil

> Intelijensi buatan masih mahal.

| Alat | | Harga |
|---|---|---|
| model bahasa | baru | murah |

```
umpan balik = <kode>
```

Umpan balik itu gratis. [Situs pembuatnya](https://contoh.example/) dan [berkasnya](lokal.md) tidak sama.
"""


class Page(HTMLParser):
    """A page as a tree flattened: elements with their attributes, text by element, and every fault of nesting."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self.faults: list[str] = []
        self.feed(text)
        self.close()
        self.faults += [f"never closed: {tag}" for tag, _attrs in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if len(found) != len(attrs):
            self.faults.append(f"an attribute twice: {tag} {attrs}")
        inside = [name for name, _attrs in self.open]
        if tag in ("a", "p", "button") and tag in inside or tag in ("div", "ul", "ol", "table", "p") and "p" in inside:
            self.faults.append(f"{tag} within {inside}")
        self.elements.append((tag, found))
        if tag not in VOID:
            self.open.append((tag, found))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop()[0] != tag:
            self.faults.append(f"out of turn: /{tag} at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        added = any(attrs.get("class") in ("g", "fn", "vh") for _tag, attrs in self.open)
        self.texts.append((tuple(tag for tag, _attrs in self.open), "" if added and any(tag == "article" for tag, _attrs in self.open) else data))

    def text(self, tag: str = "body") -> str:
        """What stands within that element; in the article without what the page adds to it."""
        return "".join(data for path, data in self.texts if tag in path and "script" not in path)

    def all(self, tag: str, name: str = "") -> list[dict[str, str | None]]:
        return [attrs for found, attrs in self.elements if found == tag and (not name or name in (attrs.get("class") or "").split())]


def annotated(text: str = ARTICLE, glossary: Glossary = GLOSSARY, name: str = "a.md", every: bool = False) -> str:
    document = read(text.encode(), name)
    run = Run("annotate", document, "id", "en", glossary, every=every)
    return "".join(html.render(run, pipeline.annotate(document, Matcher(glossary, "id"))))


def translated() -> str:
    """Two paragraphs whose receipts end in every way there is."""
    first = "Model bahasa memakai umpan balik, kecerdasan buatan, dan pembelajaran penguatan."
    second = "Modelnya seharga Rp 2 miliar."
    document = Document("a.txt", "plain", f"{first}\n{second}", (Segment("paragraph", first, 0), Segment("paragraph", second, len(first) + 1)))
    matches = tuple(Matcher(GLOSSARY, "id").find(first))
    draft = "The language models use responses, AI, dan reinforcement learning."
    outcomes = (("inflected", "language models"), ("admitted", "responses"), ("failed", ""), ("repaired", "reinforcement learning"))
    receipts: tuple[Receipt, ...] = ()
    for match, (outcome, target) in zip(matches, outcomes):
        wanted = match.concept.english[0].text
        constraint = Constraint(match.span, "term", match.analysis.surface, wanted, key=match.concept.key, match=match)
        at = Span(draft.index(target), draft.index(target) + len(target)) if target else None
        receipts += (Receipt(constraint, outcome, at, target or wanted),)  # type: ignore[arg-type]
    price = Receipt(Constraint(Span(17, 28), "number", "Rp 2 miliar", "Rp 2 billion"), "kept", Span(14, 26), "Rp 2 billion")
    units = (
        Unit(0, document.segments[0], matches, Translation(draft, "uji", "", receipts, (Span(draft.index("dan"), draft.index("dan") + 3),)),
             (Finding("T101", "error", "'kecerdasan buatan' is missing"),)),
        Unit(1, document.segments[1], (), Translation("The model for Rp 2 billion.", "uji", "", (price,))),
    )
    return "".join(html.render(Run("translate", document, "id", "en", GLOSSARY, every=True, engine="uji"), units))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use(None)


@pytest.fixture(params=["annotate", "translate"])
def text(request: pytest.FixtureRequest) -> str:
    return annotated() if request.param == "annotate" else translated()


def test_page_is_well_formed_and_light(text: str) -> None:
    assert Page(text).faults == []
    assert text.startswith("<!DOCTYPE html>\n<html lang=\"en\"")
    assert len(text.encode()) < 60_000
    ids = [attrs["id"] for _tag, attrs in Page(text).elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    for _tag, attrs in Page(text).elements:
        for name in ("href", "its-term-info-ref", "aria-describedby", "aria-labelledby"):
            target = attrs.get(name) or ""
            assert not target.startswith("#") or target[1:] in ids
            assert not name.startswith("aria") or not target or target in ids


def test_nothing_is_loaded_from_elsewhere(text: str) -> None:
    for tag, attrs in Page(text).elements:
        assert "src" not in attrs and tag not in ("link", "iframe", "img", "object", "form")
        address = attrs.get("href") or "#"
        assert address.startswith("#") or tag == "a" and attrs["rel"] == "noopener nofollow" and address.startswith("https://contoh.example/")
    assert "@import" not in text and "url(" not in text and "fetch(" not in text
    assert "default-src 'none'" in text


def test_every_block_says_its_language(text: str) -> None:
    page = Page(text)
    blocks = [attrs for tag, attrs in page.elements if tag in ("td", "th", "h1", "p") and attrs.get("class") in ("src ", "quote", "def", "")]
    assert blocks and all(attrs.get("lang") in ("id", "en") for attrs in blocks)
    assert page.all("article")[0]["lang"] == "id"


def test_article_is_set_as_it_was() -> None:
    page = Page(annotated())
    assert page.text("h1") == page.text("title") == "Robot belajar menyapu"
    assert "Soal 5 * 3" in page.text("h2")
    for tag, words in (("em", "umpan balik"), ("strong", "penguatan"), ("code", "dapur"), ("pre", "umpan balik = <kode>\n"), ("td", "barumurah")):
        assert words in page.text(tag)
    assert len(page.all("tr")) == 2 and len(page.all("th")) == 2 and len(page.all("td")) == 4, "an empty cell keeps its place"
    assert page.all("ol")[0] == {"start": "1"} and page.all("li", "deep1")
    links = [attrs["href"] for attrs in page.all("a") if not (attrs["href"] or "").startswith("#")]
    assert links == ["https://contoh.example/a?b=1&c=2", "https://contoh.example/"]
    assert page.text("article").count("*") == 1 and "](" not in page.text("article")


def test_each_match_is_a_term_with_its_entry() -> None:
    page = Page(annotated(every=True))
    terms = page.all("a", "t")
    assert len(terms) == 9 and all(attrs["its-term"] == "yes" and attrs["href"] == attrs["its-term-info-ref"] for attrs in terms)
    assert len(page.all("li")) == 3 + 4, "a list of three items, and four concepts"
    assert [attrs["data-how"] for attrs in terms if "data-how" in attrs] == ["= model bahasa + -nya (possessor)"]
    flagged = page.all("a", "bad")
    assert [attrs["data-note"] for attrs in flagged] == ["deprecated · better: kecerdasan buatan"]
    assert page.text("section").count("3 mentions") == 2
    heads = [data for path, data in page.texts if path[-1:] == ("dfn",)]
    assert heads == ["kecerdasan buatan", "model bahasa", "pembelajaran penguatan", "umpan balik"]


def test_glosses_stand_where_the_run_wants_them() -> None:
    assert len(Page(annotated()).all("span", "g")) == 4
    assert len(Page(annotated(every=True)).all("span", "g")) == 9


def test_plain_text_has_a_title() -> None:
    page = Page(annotated("Kecerdasan buatan di sawah\n\nModel bahasa membantu petani.\n", name="a.txt"))
    assert page.text("h1") == "Kecerdasan buatan di sawah" and page.text("p").count("Model bahasa") >= 1
    page = Page(annotated("Model bahasa membantu petani.\n\nTitik.\n", name="map/berita.txt"))
    assert page.text("h1") == page.text("title") == "berita.txt"


def test_receipts_show_what_became_of_each() -> None:
    page = Page(translated())
    for outcome in ("inflected", "admitted", "repaired", "kept"):
        assert any("data-pair" in attrs for attrs in page.all("span", outcome))
    failed = page.all("a", "failed")
    assert [attrs["data-receipt"] for attrs in failed] == ["Receipt: failed – artificial intelligence"]
    assert [attrs["lang"] for attrs in page.all("span", "left") if "lang" in attrs] == ["id"]
    assert "Draft" in page.text("main") and "“uji”" in page.text("main")
    assert "Error T101" in page.text("strong") and "'kecerdasan buatan' is missing" in page.text("main")
    sources = {attrs["data-pair"] for attrs in page.all("a", "t") + page.all("span", "t") if "data-pair" in attrs}
    assert sources == {"0-0", "0-1", "0-2", "0-3", "1-0"}
    assert {attrs["data-pair"] for attrs in page.all("span", "u") if "data-pair" in attrs} == sources - {"0-2"}


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_hostile_text_stays_text(name: str) -> None:
    pair = Bilingual(HOSTILE, HOSTILE)
    bad = Concept("x", "uji", (Term("model", "id", note=HOSTILE),), (Term(HOSTILE, "en"),), "", pair, (pair,))
    article = f"# {HOSTILE}\n\nSebuah model {HOSTILE} <img src=x onerror=alert(1)> itu.\n\n<script>alert(2)</script>\n"
    text = annotated(article, Glossary((bad,)), name)
    page = Page(text)
    assert page.faults == [] and len(page.all("script")) == 1 and not page.all("img")
    assert not [name for _tag, attrs in page.elements for name in attrs if name.startswith("on")]
    assert page.text().count("<script>alert(1)</script>") >= 5, "title, paragraph, gloss, definitions"
    assert "49" not in page.text() and page.text().count("7*7") + page.text().count("77") >= 5
    assert any(HOSTILE in (attrs.get("data-note") or "") for attrs in page.all("a", "t"))


def hostile_translation() -> str:
    """A page whose source, translation, receipts, findings, engine and document's name are all hostile."""
    segment = Segment("paragraph", f"Sebuah model {HOSTILE}", 0)
    term = Term("model", "id", note=HOSTILE)
    bad = Concept("x", "uji", (term,), (Term(HOSTILE, "en"),), "", Bilingual(HOSTILE, HOSTILE), (Bilingual(HOSTILE, HOSTILE),))
    match = Match(Span(7, 12), bad, term, Analysis("model", "model"))
    constraint = Constraint(match.span, "term", HOSTILE, HOSTILE, key="x", match=match)
    target = f"A {HOSTILE} of {HOSTILE}"
    receipts = (Receipt(constraint, "repaired", Span(2, 2 + len(HOSTILE)), HOSTILE),
                Receipt(Constraint(Span(13, 20), "name", HOSTILE, HOSTILE), "failed", None, HOSTILE))
    unit = Unit(0, segment, (match,), Translation(target, HOSTILE, "", receipts, (Span(len(target) - 5, len(target)),)),
                (Finding("T101", "error", HOSTILE),))
    document = Document(f"{HOSTILE}.txt", "plain", segment.text, (segment,))
    return "".join(html.render(Run("translate", document, "id", "en", Glossary((bad,), signature=HOSTILE), every=True, engine=HOSTILE), [unit]))


def test_hostile_translation_stays_text() -> None:
    page = Page(hostile_translation())
    assert page.faults == [] and len(page.all("script")) == 1 and not page.all("img")
    assert not [name for _tag, attrs in page.elements for name in attrs if name.startswith("on")]
    assert page.text().count("<script>alert(1)</script>") >= 6, "source, translation, finding, engine, gloss, definitions"
    assert "49" not in page.text()


def same_format(text: str, glossary: Glossary, task: str = "annotate", translation: str = "") -> str:
    """An HTML page annotated, or each paragraph replaced, as an HTML page again."""
    from translator_aid.renderers import same

    document = read(text.encode(), "a.html")
    run = Run(task, document, "id", "en", glossary, every=True)  # type: ignore[arg-type]
    units = list(pipeline.annotate(document, Matcher(glossary, "id")))
    if task == "translate":
        units = [unit.replace(translation=Translation(translation, "uji", "")) for unit in units]
    return b"".join(same.render(run, units)).decode()


@pytest.mark.parametrize("task", ["annotate", "translate"])
def test_hostile_text_stays_text_in_a_page_written_back(task: str) -> None:
    bad = Concept("x", "uji", (Term("model", "id"),), (Term(HOSTILE, "en"),))
    source = "<title>Sebuah model</title><p title='model'>Sebuah model &lt;script&gt;alert(2)&lt;/script&gt; <b>itu</b>.</p>"
    page = Page(same_format(source, Glossary((bad,)), task, f"{HOSTILE} <img src=x onerror=alert(1)> <b>"))
    assert not page.all("script") and not page.all("img")
    assert not [name for _tag, attrs in page.elements for name in attrs if name.startswith("on")]
    assert page.text("p").count("<script>alert(1)</script>") == 1 and "<script>alert(1)</script>" in page.text("title")


def test_an_address_that_would_run_is_no_link() -> None:
    page = Page(annotated("[agen](javascript:alert(1)) dan <javascript:alert(2)> dan [a](data:text/html,x).\n"))
    assert not [attrs for attrs in page.all("a") if not (attrs["href"] or "").startswith("#")]


def test_hostile_document_name() -> None:
    page = Page(annotated("Satu.\n\nDua.\n", name=f"{HOSTILE.replace('/', '')}.txt"))
    assert page.faults == [] and len(page.all("script")) == 1


def test_interface_speaks_the_chosen_language() -> None:
    i18n.use("id")
    assert Page(annotated()).all("html")[0]["lang"] == "id"


def test_empty_document_is_a_page() -> None:
    page = Page(annotated("", name="a.txt"))
    assert page.faults == [] and page.text("section").strip().endswith("No term of the glossary was found in this text.")


def test_page_arrives_while_the_units_do() -> None:
    segments = (Segment("paragraph", "Satu.", 0), Segment("paragraph", "Dua.", 6))
    run = Run("annotate", Document("a", "plain", "Satu.\nDua.", segments), "id", "en", GLOSSARY)
    seen: list[int] = []

    def units() -> Iterator[Unit]:
        for number, segment in enumerate(segments):
            seen.append(number)
            yield Unit(number, segment)

    for piece in html.render(run, units()):
        if "Satu." in piece:
            break
    assert seen == [0]


def test_marks_that_run_into_each_other_do_no_harm() -> None:
    segment = Segment("paragraph", "model bahasa", 0)
    first = GLOSSARY.concepts[0]
    analysis = Analysis("x", "x", (Step("-nya", "clitic-nya"),))
    matches = tuple(Match(Span(*span), first, first.indonesian[0], analysis) for span in ((0, 12), (6, 12), (6, 40)))
    run = Run("annotate", Document("a", "plain", segment.text, (segment,)), "id", "en", GLOSSARY)
    page = Page("".join(html.render(run, [Unit(0, segment, matches)])))
    assert page.faults == [] and len(page.all("a", "t")) == 1


@settings(max_examples=150, deadline=None)
@given(lines=st.lists(st.sampled_from(LINES), max_size=9), ends=st.sampled_from(["\n", "\r\n"]))
def test_any_markdown_makes_a_well_formed_page(lines: list[str], ends: str) -> None:
    i18n.use("en")
    page = Page(annotated(ends.join(lines)))
    assert page.faults == [], lines


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync = pytest.importorskip("playwright.sync_api", reason="Playwright for Python is not installed")
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not path:
        pytest.skip("no Chromium is installed")
    with sync.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def visit(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """Opens a page's text as a file; fails at the end where its script or its policy complained, or anything was asked of a network."""
    contexts: list[Any] = []
    faults: list[str] = []

    def opened(text: str, width: int = 1280, **options: Any) -> Any:
        file = tmp_path / f"{len(contexts)}.html"
        file.write_text(text, encoding="utf-8", errors="surrogatepass")
        contexts.append(browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce", bypass_csp="axe" in options, **{
            name: value for name, value in options.items() if name != "axe"}))
        page = contexts[-1].new_page()
        page.on("console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: faults.append(request.url) if not request.url.startswith("file:") else None)
        page.goto(file.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def test_hover_opens_and_leaving_closes(visit: Any) -> None:
    page = visit(annotated())
    page.locator("article .t").first.hover()
    page.wait_for_selector("#card:visible", timeout=2000)
    card = page.locator("#card")
    made = "Model bahasanya = model bahasa + \u2011nya (possessor)"
    for words in (made, "language model", "Arti model bahasa.", "Meaning of language model.", "Example of language model."):
        assert words in card.inner_text()
    card.hover()
    page.wait_for_timeout(500)
    assert card.is_visible(), "the pointer may move onto the card"
    page.mouse.move(5, 5)
    page.wait_for_selector("#card", state="hidden", timeout=2000)


def test_keyboard_all_the_way(visit: Any) -> None:
    page = visit(annotated())
    page.locator("nav a").focus()
    page.keyboard.press("Tab")
    term = page.locator("article .t").first
    assert term.evaluate("element => element === document.activeElement")
    assert term.get_attribute("aria-expanded") == "true" and page.locator("#card").is_visible(), "focus opens"
    page.keyboard.press("Escape")
    assert not page.locator("#card").is_visible() and term.get_attribute("aria-expanded") == "false"
    for key in ("Enter", " "):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.id") == "card"
        page.keyboard.press("Escape")
        assert not page.locator("#card").is_visible() and term.evaluate("element => element === document.activeElement"), "focus returns"
    page.keyboard.press("Enter")
    for _number in range(3):
        page.keyboard.press("Tab")
    assert page.locator("article .t").nth(1).evaluate("element => element === document.activeElement"), "Tab leaves the card for the next term"


def test_tap_opens_a_sheet_and_a_tap_beside_it_closes(visit: Any) -> None:
    page = visit(annotated(), 390, has_touch=True, is_mobile=True)
    page.locator("article .t").first.tap()
    card = page.locator("#card")
    assert card.is_visible() and card.evaluate("element => getComputedStyle(element).position") == "fixed"
    page.locator("h1").tap()
    assert not card.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing runs out of the phone"


def test_switch_takes_the_glosses_out_of_the_text(visit: Any) -> None:
    page = visit(annotated())
    gloss = page.locator(".g").first
    switch = page.get_by_role("switch", name="Glosses in the text")
    assert gloss.is_visible() and switch.get_attribute("aria-checked") == "true"
    switch.press(" ")
    assert not gloss.is_visible() and switch.get_attribute("aria-checked") == "false"


def test_without_script_a_term_leads_to_its_entry(visit: Any) -> None:
    page = visit(annotated(), java_script_enabled=False)
    page.locator("article .t").first.click()
    assert page.url.endswith("#t1") and not page.locator("#switch").is_visible()


def test_pairs_light_up_together(visit: Any) -> None:
    page = visit(translated())
    shade = "element => getComputedStyle(element).backgroundColor"
    source, target = page.locator(".src").nth(1), page.locator(".dst").nth(1)
    other = page.locator(".dst").nth(0)
    target.hover()
    page.wait_for_timeout(300)
    assert source.evaluate(shade) == target.evaluate(shade) != other.evaluate(shade)
    page.locator(".u[data-pair='0-3']").hover()
    page.wait_for_selector("#card:visible", timeout=2000)
    assert page.locator(".lit").count() == 2 and "Receipt: repaired – reinforcement learning" in page.locator("#card").inner_text()
    page.mouse.move(5, 5)
    page.wait_for_selector("#card", state="hidden", timeout=2000)
    page.locator("nav a").focus()
    page.keyboard.press("Tab")
    assert page.locator(".lit").all_inner_texts() == ["Model bahasa", "language models"]
    assert source.bounding_box()["x"] < target.bounding_box()["x"], "side by side"


def test_phone_sets_paragraph_under_paragraph(visit: Any) -> None:
    page = visit(translated(), 390)
    source, target = page.locator(".src").first.bounding_box(), page.locator(".dst").first.bounding_box()
    assert source["y"] + source["height"] <= target["y"] and abs(source["x"] - target["x"]) < 20
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_print_turns_glosses_into_footnotes(visit: Any) -> None:
    page = visit(annotated())
    page.locator("article .t").first.click()
    page.emulate_media(media="print")
    assert not page.locator("#card").is_visible() and not page.locator(".g").first.is_visible() and not page.locator("nav").is_visible()
    assert page.locator("sup.fn").all_inner_texts() == ["1", "2", "3", "4"]
    notes = page.evaluate("[...document.querySelectorAll('.entries > li')].sort((a, b) => a.offsetTop - b.offsetTop).map(li => li.innerText)")
    assert [note.split()[0] for note in notes] == ["1", "2", "3", "4"]
    assert "model bahasa → language model" in notes[0] and "Meaning of language model." in notes[0]


def test_hostile_text_does_nothing_in_a_browser(visit: Any) -> None:
    bad = Concept("x", "uji", (Term("model", "id", note=HOSTILE),), (Term(HOSTILE, "en"),), "", Bilingual(HOSTILE, HOSTILE))
    page = visit(annotated(f"Sebuah model {HOSTILE} <img src=x onerror=alert(1)> itu.\n", Glossary((bad,)), "a.md"))
    page.locator("article .t").click()
    assert "alert(1)" in page.locator("#card").inner_text()


def test_hostile_translation_does_nothing_in_a_browser(visit: Any) -> None:
    page = visit(hostile_translation())
    page.locator("article .t").first.click()
    assert "alert(1)" in page.locator("#card").inner_text()
    assert page.evaluate("document.scripts.length") == 1


@pytest.mark.parametrize("task", ["annotate", "translate"])
def test_hostile_page_written_back_does_nothing_in_a_browser(task: str, visit: Any) -> None:
    bad = Concept("x", "uji", (Term("model", "id"),), (Term(HOSTILE, "en"),))
    source = "<!DOCTYPE html><meta charset=utf-8><title>x</title><p>Sebuah model &lt;img src=x onerror=alert(2)&gt; itu.</p>"
    page = visit(same_format(source, Glossary((bad,)), task, f"{HOSTILE} <img src=x onerror=alert(1)>"))
    assert page.evaluate("document.scripts.length + document.images.length") == 0
    assert "<script>alert(1)</script>" in page.locator("p").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_has_nothing_to_say(text: str, visit: Any, width: int, scheme: str) -> None:
    axe = Path(os.environ.get("AXE_CORE", Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"))
    if not axe.exists():
        pytest.skip("axe-core is not there: npm pack axe-core, and AXE_CORE names its axe.min.js")
    page = visit(text, width, color_scheme=scheme, axe=True)
    page.evaluate(axe.read_text(encoding="utf-8"))
    for card in (False, True):
        if card:
            page.locator("article .t").first.click()
        found = page.evaluate("axe.run()")
        assert [(item["id"], [node["html"] for node in item["nodes"]]) for item in found["violations"]] == []
