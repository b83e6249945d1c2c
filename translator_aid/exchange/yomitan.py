"""Yomitan's dictionaries (github.com/yomidevs/yomitan, format 3), which show a word of a web page when it is pointed at: a ZIP archive of JSON.

Each term of the source language has the whole concept as its article. Yomitan undoes the inflection of English but of no Indonesian word, so every
form that our morphology writes stands in the dictionary as well and leads to its term: *modelnya*, *model-model*, *dilatih*.
"""

from __future__ import annotations

import itertools
import json
import re
from typing import Any, Iterable, Iterator, Mapping
from urllib.parse import quote

from translator_aid import articles, tabular
from translator_aid.archives import Files, Packed, first_name
from translator_aid.errors import UnreadableError
from translator_aid.exchange import Options, Remark, Source, unstated
from translator_aid.i18n import _
from translator_aid.inflecting import written
from translator_aid.interchange import moment
from translator_aid.model import STATUSES, Concept, Language
from translator_aid.pieces import Content, Piece, lines
from translator_aid.repeating import Repeated
from translator_aid.vocabulary import language

SUFFIXES = (".zip", ".json")
HOLDS = "Every field but guards, as an article for each source term; inflected forms lead to their term."
ROWS = 5_000
"""Rows in a bank: what Yomitan reads at once."""
_AUTHOR = "translator-aid"
_RULES = {"noun": "n", "verb": "v", "adjective": "adj", "adverb": "adv"}
_BANK = re.compile(r"(?:.*/)?term_bank_(\d+)\.json")
_STYLE = "li[data-sc-ta=term] span { opacity: 0.75; }\n[data-sc-ta=definition] { margin-top: 0.4em; }\n[data-sc-ta=example] { font-style: italic; }\n"


def sniff(head: bytes) -> int:
    """How sure it is: an archive that begins with one of the dictionary's files, or the index itself."""
    name = first_name(head)
    if re.fullmatch(r"(?:.*/)?(?:index|(?:term|kanji|tag)(?:_meta)?_bank_\d+)\.json", name):
        return 3
    text = tabular.head_text(head).lstrip()
    if text.startswith("{") and '"title"' in text and '"revision"' in text and re.search(r'"(?:format|version)"\s*:\s*[123]\b', text):
        return 3
    return 2 if name and (b"index.json" in head or b"_bank_" in head) else 0


def read(source: Source, options: Options) -> Iterator[Concept | Remark]:
    """The concepts of a dictionary; of one that another program made, a row each."""
    with Files(source) as files:
        names = files.names()
        index = _json(files, next((name for name in names if name.rpartition("/")[2] == "index.json"), names[0] if files.own else ""))
        if not isinstance(index, dict) or not isinstance(index.get("title"), str):
            raise UnreadableError(_("no dictionary of Yomitan: there is no index.json with a title"), files.at("index.json"))
        own = index.get("author") == _AUTHOR
        direction = options.direction
        if not own:
            direction, remark = _direction(index, files, direction)
            yield unstated(source.path)
            yield from remark
        banks = sorted((int(found.group(1)), name) for name in names if (found := _BANK.fullmatch(name)))
        for name in names:
            if re.search(r"(?:kanji|meta)_(?:meta_)?bank_\d+\.json$", name):
                yield Remark(_("characters, frequencies and pronunciations have no place in a glossary"), files.at(name))
        if not banks:
            yield Remark(_("the file has no entries"), files.at("index.json"))
        last: list[Any] = [None]
        for _number, name in banks:
            yield from _bank(files, name, own, direction, last)


def _direction(index: dict[str, Any], files: Files, direction: tuple[Language, Language]) -> tuple[tuple[Language, Language], list[Remark]]:
    """What an index says of the languages."""
    tags = [str(index.get(name) or "") for name in ("sourceLanguage", "targetLanguage")]
    first, second = (language(tag) for tag in tags)
    if first and second:
        return (first, second), []
    message = _("the languages '{tag}' are not Indonesian and English")
    told = [Remark(message.format(tag="/".join(tags)), files.at("index.json"), "fault")] if any(tag and not language(tag) for tag in tags) else []
    if not told:
        message = _("the file names no languages: it is read as {source}-{target}; --direction says otherwise")
        told = [Remark(message.format(source=direction[0], target=direction[1]), files.at("index.json"), "adapted")]
    return direction, told


def _bank(files: Files, name: str, own: bool, direction: tuple[Language, Language], last: list[Any]) -> Iterator[Concept | Remark]:
    rows = _json(files, name)
    if not isinstance(rows, list):
        yield Remark(_("a bank of terms must be a list"), files.at(name), "fault")
        return
    for number, row in enumerate(rows, 1):
        at = files.at(name, number)
        if not isinstance(row, list) or len(row) < 6 or not isinstance(row[0], str) or not isinstance(row[5], list) or not row[0].strip():
            yield Remark(_("a row must hold a term, its reading, tags, rules, a score and a list of definitions"), at, "fault")
            continue
        content = tuple(itertools.chain.from_iterable(_pieces(item) for item in row[5] if not isinstance(item, list)))
        if not content:
            if not own and row[5]:
                yield Remark(_("a form that only leads to its term was left out"), at, "adapted")
            continue
        if own and articles.is_own(content):
            sequence = row[6] if len(row) > 6 else None
            if sequence is None or sequence != last[0]:
                last[0] = sequence
                yield articles.concept_of(content, at)
            continue
        texts = lines(Piece("div", {}, (piece,)) for piece in content)
        if not texts:
            yield Remark(_("an article without text was left out"), at)
        elif direction[0] == direction[1]:
            yield articles.explained([row[0].strip()], texts, direction[0], at)
        else:
            yield articles.foreign([row[0].strip()], texts, direction, at)


def _pieces(item: Any) -> Iterator[Content]:
    """A definition as pieces: text, structured content, or something that has no text."""
    if isinstance(item, str):
        yield item
    elif isinstance(item, list):
        for one in item:
            yield from _pieces(one)
    elif isinstance(item, dict) and item.get("type") in ("text", "structured-content"):
        yield from _pieces(item.get("text") if item["type"] == "text" else item.get("content"))
    elif isinstance(item, dict) and isinstance(item.get("tag"), str):
        data = item.get("data") if isinstance(item.get("data"), dict) else {}
        lang = item["lang"] if isinstance(item.get("lang"), str) else ""
        content = ("\n",) if item["tag"] == "br" else tuple(_pieces(item.get("content")))
        yield Piece(item["tag"], {str(key): str(value) for key, value in (data or {}).items()}, content, lang)


def _json(files: Files, name: str) -> Any:
    if not name:
        return None
    try:
        return json.loads(files.data(name).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        raise UnreadableError(_("not valid JSON: {problem}").format(problem=error), files.at(name, line, column)) from error


# --- writing ----------------------------------------------------------------------------------------------------------


def write(concepts: Iterable[Concept], options: Options) -> Iterator[bytes | Remark]:
    """An archive with an index, tags and the banks of terms, forms among them.

    >>> from translator_aid.model import Term
    >>> concept = Concept("ml", "dasar", (Term("pembelajaran mesin", "id"),), (Term("machine learning", "en"),))
    >>> data = b"".join(piece for piece in write([concept], Options()) if isinstance(piece, bytes))
    >>> [found.english[0].text for found in read(Source("ml.zip", data), Options())]
    ['machine learning']
    """
    domains: dict[str, None] = {}
    with Packed() as archive, Repeated(concepts) as listed:
        archive.add("index.json", json.dumps(_index(options), ensure_ascii=False, indent=1))
        titles = listed.titles(options.direction[0])
        rows = (row for number, concept in enumerate(listed, 1) for row in _rows(concept, number, options.direction, domains, titles))
        bank = 0
        while first := next(rows, None):
            bank += 1
            with archive.open(f"term_bank_{bank}.json") as stream:
                stream.write(b"[")
                for number, row in enumerate(itertools.chain([first], itertools.islice(rows, ROWS - 1))):
                    text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
                    stream.write(f"{',' if number else ''}\n{text}".encode("utf-8", "replace"))
                stream.write(b"\n]\n")
        archive.add("tag_bank_1.json", json.dumps([*_tags(), *([name, "archaism", 5, name, 0] for name in domains)], ensure_ascii=False))
        archive.add("styles.css", _STYLE)
        yield from archive.pieces()


def _index(options: Options) -> dict[str, Any]:
    source, target = options.direction
    index = {
        "title": f"{options.title} {source}-{target}", "revision": f"{moment():%Y.%m.%d}", "format": 3, "sequenced": True, "author": _AUTHOR,
        "description": _("Terms of artificial intelligence, Indonesian and English"), "sourceLanguage": source, "targetLanguage": target,
    }
    return {**index, "attribution": options.licence} if options.licence else index


def _tags() -> Iterator[list[Any]]:
    """The tags of terms: name, category (Yomitan's word for a colour), order, explanation, score."""
    for number, (status, category) in enumerate(zip(STATUSES, ("popular", "frequent", "archaism", "search"))):
        yield [status, category, number, _("status of the term"), 0]
    for part, name in _RULES.items():
        yield [name, "partOfSpeech", 10, part, 0]
    yield ["form", "default", 20, _("inflected form"), 0]


def _rows(
    concept: Concept, number: int, direction: tuple[Language, Language], domains: dict[str, None], titles: Mapping[str, str],
) -> Iterator[list[Any]]:
    source = direction[0]
    found = concept.terms(source)
    if not found:
        return
    domain = re.sub(r"\s+", "-", concept.domain)
    if domain:
        domains[domain] = None
    content = [{"type": "structured-content", "content": _structured(articles.article(concept, direction, titles))}]
    known = {term.text for term in found}
    for term in found:
        rules = _RULES.get(term.part_of_speech or concept.part_of_speech, "") if source == "en" else ""
        tags = " ".join(filter(None, (_RULES.get(term.part_of_speech or concept.part_of_speech, ""), domain)))
        yield [term.text, "", tags, rules, -STATUSES.index(term.status), content, number, term.status]
    for term in found:
        for form in written(term, source):
            if form.surface not in known:
                known.add(form.surface)
                chain = [step.affix for step in form.steps] or [_("another spelling")]
                yield [form.surface, "", "form", "", -10, [[term.text, chain]], number, ""]


def _structured(content: Content) -> Any:
    if isinstance(content, str):
        return content
    piece: dict[str, Any] = {"tag": content.tag, "content": [_structured(item) for item in content.content]}
    if content.tag == "a":
        return {**piece, "href": f"?query={quote(''.join(lines(content.content)))}&wildcards=off"}
    piece["data"] = content.data
    if len(piece["content"]) == 1:
        piece["content"] = piece["content"][0]
    return {**piece, "lang": content.lang} if content.lang else piece
