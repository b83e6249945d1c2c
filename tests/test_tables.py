"""Files of tables give back what was written into them, and say so where they cannot; what is read from them lazily is as good as what is made at once."""

from __future__ import annotations

import copy
import dataclasses
import gettext
import inspect
import io
import pickle
import platform
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translator_aid import i18n, records
from translator_aid.errors import UnreadableError
from translator_aid.later import _Inspect, _Platform
from translator_aid.model import NOWHERE, Bilingual, Concept, Glossary, Guard, Term
from translator_aid.packing import StoredConcept, concept_to
from translator_aid.tables import File, Writer

VALUES = st.recursive(st.none() | st.booleans() | st.integers() | st.text() | st.binary(max_size=2000), lambda inner: st.lists(inner) | st.tuples(inner, inner))
CONCEPT = Concept(
    "bias", "etika", (Term("bias", "id", labels=("official",), guard=Guard(near=("@ai",), not_after=("kain",))), Term("prasangka", "id", "admitted")),
    (Term("bias", "en"),), "noun", Bilingual("Kecenderungan.", "A tendency."), (Bilingual("Bias data.", "Data bias."),), ("data",), "KBBI", "", "catatan")


def written(path: Path, **tables: dict[str, Any]) -> File:
    with path.open("wb") as stream:
        writer = Writer(stream)
        for name, items in tables.items():
            writer.table(name, items.items())
        writer.close({"n": len(tables)})
    return File(str(path))


@settings(deadline=None)
@given(st.dictionaries(st.text(), VALUES, max_size=40), st.text())
def test_a_table_gives_back_what_was_written(tmp_path_factory: pytest.TempPathFactory, items: dict[str, Any], other: str) -> None:
    file = written(tmp_path_factory.mktemp("t") / "a.tables", kata=items, kosong={})
    table = file.table("kata")
    assert {name: table.get(name) for name in items} == items and dict(table.items()) == items
    assert table.get(other, "nihil") == items.get(other, "nihil") and file.table("kosong").get(other) is None and file.about == {"n": 2}


def test_many_names(tmp_path: Path) -> None:
    items = {f"kata-{number}": number for number in range(5000)}
    table = written(tmp_path / "a.tables", kata=items).table("kata")
    assert all(table.get(name) == number for name, number in items.items())
    assert all(table.get(f"{name}x") is None for name in items)


@pytest.mark.parametrize("long", [10, 5000])
def test_changed_bytes_are_noticed(tmp_path: Path, long: int) -> None:
    written(tmp_path / "a.tables", kata={"model": "x" * long})
    data = (tmp_path / "a.tables").read_bytes()
    (tmp_path / "b.tables").write_bytes(data.replace(b"xxxx", b"xxyx", 1))
    with pytest.raises(UnreadableError):
        File(str(tmp_path / "b.tables")).table("kata").get("model")
    for wrong in (data[:-1], data + b"x", b"", data[:20], b"y" + data[1:], data[:-3] + b"abc"):
        (tmp_path / "c.tables").write_bytes(wrong)
        with pytest.raises(UnreadableError):
            File(str(tmp_path / "c.tables"))


def test_a_file_cut_short_while_it_is_open(tmp_path: Path) -> None:
    file = written(tmp_path / "a.tables", kata={"model": "x" * 5000, "bahasa": 1})
    with open(tmp_path / "a.tables", "r+b") as stream:
        stream.truncate(40)
    with pytest.raises((UnreadableError, ValueError, IndexError)):
        file.table("kata").get("bahasa")


def test_what_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translator_aid.tables._LARGEST", 100)
    with pytest.raises(OverflowError):
        Writer(io.BytesIO()).blob("x" * 200)


def lazy() -> StoredConcept:
    return StoredConcept.lying((lambda _at: concept_to(CONCEPT), 0), "bias")


def test_a_stored_concept_is_as_good_as_any() -> None:
    assert lazy() == CONCEPT and CONCEPT == lazy() and hash(lazy()) == hash(CONCEPT) and lazy() == lazy() and repr(lazy())[6:] == repr(CONCEPT)
    assert lazy() != dataclasses.replace(CONCEPT, key="x") and lazy() != "bias" and not hasattr(lazy(), "nihil")
    assert pickle.loads(pickle.dumps(lazy())) == CONCEPT and type(pickle.loads(pickle.dumps(lazy()))) is Concept and copy.deepcopy(lazy()) == CONCEPT
    assert records.replace(lazy(), note="x") == records.replace(CONCEPT, note="x") == dataclasses.replace(lazy(), note="x")
    assert lazy().preferred("en").text == "bias" and [field.name for field in dataclasses.fields(lazy())] == list(Concept.__match_args__)  # type: ignore[attr-defined]
    with pytest.raises(dataclasses.FrozenInstanceError):
        lazy().note = "x"  # type: ignore[misc]


def plain(entry: Any) -> tuple[Any, ...]:
    """An entry without the places that a stored glossary forgets."""
    return entry.concept and entry.concept.key, entry.term and records.replace(entry.term, origin=NOWHERE), *entry[2:]


def test_a_stored_tree_is_the_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from translator_aid import compiled
    from translator_aid.paths import END

    words = ["bahasa", "besar", "dasar", "kecil", "citra", "dunia", "suara", "harga", "iklim", "saraf", "topik", "ruang", "waktu", "niaga", "data", "uji"]
    terms = [f"model {first} {second}" for first in words for second in words[:3]] + words + [" ".join(words * 80)]
    lines = [f"- {{key: k{number}, indonesian: [{term}], english: [w{number} {term[:40]}]}}\n" for number, term in enumerate(terms)]
    path = tmp_path / "a.yaml"
    path.write_text("".join(lines), encoding="utf-8")
    monkeypatch.setenv("TRANSLATOR_AID_CACHE", str(tmp_path / "cache"))
    _loaded, made = compiled.opened([str(path)], shipped=False)
    _stored, again = compiled.opened([str(path)], shipped=False)
    for language in ("id", "en"):
        left: list[tuple[Any, Any]] = [(made[language].tree, again[language].tree)]
        seen = 0
        while left:
            one, other = left.pop()
            seen += 1
            assert (END in one) == (END in other) and list(map(plain, other.get(END, []))) == list(map(plain, one.get(END, [])))
            assert other.get("nihil", 7) == 7 and "nihil" not in other
            assert seen == 1 or len(one) == len(other)
            for name in one:
                assert name in other
                left += [(one[name], other.get(name))] if name != END else []
        assert seen > 60
        forms = again[language].vocabulary
        assert all(form in forms for form in made[language].vocabulary) and not any(f"{form}q" in forms for form in made[language].vocabulary)


def test_clues_are_read_as_they_are_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from translator_aid import compiled
    from translator_aid.guards import items_of

    monkeypatch.setenv("TRANSLATOR_AID_CACHE", str(tmp_path))
    loaded, made = compiled.opened(domains=["foundations"])
    _stored, again = compiled.opened(domains=["foundations"])
    one, other = made["id"].clues, again["id"].clues
    guards = [term.guard for concept in loaded.concepts for term in concept.indonesian if term.guard]
    assert guards and all(one.wanted(guard.near) == other.wanted(guard.near) and one.vetoes(guard) == other.vetoes(guard) for guard in guards)
    assert all(word in other.first and other.first[word] == numbers for word, numbers in one.first.items()) and "qqq" not in other.first
    assert list(one.clues) == list(other.clues) and len(one.clues) == len(other.clues)
    assert one.wanted(("belum", "pernah ada")) == other.wanted(("belum", "pernah ada")) and other.of("pernah") and len(one.clues) == len(other.clues)
    assert {item: one.wanted((item,)) for guard in guards for item in items_of(guard)} == {
        item: other.wanted((item,)) for guard in guards for item in items_of(guard)}


class Wanted(NamedTuple):
    """What a row must be like."""

    path: str
    line: int = 1


class Have(records.Row):
    """A row."""

    path: str
    line: int = 1


@pytest.mark.parametrize("values, named", [
    (("a",), {}), (("a", 2), {}), (("a",), {"line": 3}), ((), {"line": 3, "path": "b"}), ((), {}), (("a", 1, 2), {}), (("a",), {"path": "b"}), (("a",), {"nihil": 1})])
def test_a_row_is_made_as_a_named_tuple(values: tuple[Any, ...], named: dict[str, Any]) -> None:
    for _time in range(2):
        try:
            want: Any = tuple(Wanted(*values, **named))
        except TypeError:
            with pytest.raises(TypeError):
                Have(*values, **named)
        else:
            have = Have(*values, **named)
            assert have == want and (have.path, have.line) == want and have._asdict() == Wanted(*want)._asdict() and type(have._replace(line=9)) is Have
            assert pickle.loads(pickle.dumps(have)) == have and type(copy.copy(have)) is Have and repr(have) == repr(Wanted(*want)).replace("Wanted", "Have")
        for number in range(records.WARM + 1):
            Have("a", number)
    assert Have._fields == Wanted._fields and Have._field_defaults == Wanted._field_defaults and not hasattr(Have("a"), "__dict__")


@given(st.text(alphabet=" \t\n\r\x0bab\u00a0é"))
def test_help_texts_are_tidied_as_by_the_true_module(text: str) -> None:
    assert _Inspect("inspect").cleandoc(text) == inspect.cleandoc(text)


def test_the_postponed_module_gives_what_the_true_one_has() -> None:
    assert _Inspect("inspect").signature is inspect.signature
    assert _Platform("platform").system() == platform.system() and _Platform("platform").machine() == platform.machine()
    with pytest.raises(AttributeError):
        _Inspect("inspect").nihil


def test_a_glossary_of_no_concepts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from translator_aid import compiled

    monkeypatch.setenv("TRANSLATOR_AID_CACHE", str(tmp_path / "cache"))
    (tmp_path / "a.yaml").write_text("[]\n", encoding="utf-8")
    for _time in range(2):
        glossary, matchers = compiled.opened([str(tmp_path / "a.yaml")], shipped=False)
        assert isinstance(glossary, Glossary) and glossary.size == 0 and matchers["id"].find("Model bahasa besar.") == ()


def test_messages_are_found_as_by_gettext() -> None:
    path = Path(i18n.LOCALES, "id", "LC_MESSAGES", "translator_aid.mo")
    with path.open("rb") as stream:
        true = gettext.GNUTranslations(stream)
    have = i18n._Catalogue(path.read_bytes())
    messages: list[Any] = list(true._catalog)  # type: ignore[attr-defined]
    plain = [message for message in messages if isinstance(message, str) and message]
    counted = [message[0] for message in messages if isinstance(message, tuple)]
    assert len(plain) > 500 and counted
    for message in [*plain, *counted, "nihil", "\u007f", "{n}", *(message[:-1] for message in plain)]:
        assert have.gettext(message) == true.gettext(message)
        assert [have.ngettext(message, "jamak", number) for number in (0, 1, 2)] == [true.ngettext(message, "jamak", number) for number in (0, 1, 2)] or (
            message in plain)


@pytest.mark.parametrize("data", [b"", b"x" * 100, b"\xde\x12\x04\x95", b"\x95\x04\x12\xde" + b"\0" * 40])
def test_what_is_no_catalogue_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        i18n._Catalogue(data)
