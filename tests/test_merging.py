"""Imports merged into glossary files that are there: what is added, what is kept, what is told."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from test_exchange import concepts

from translator_aid.glossary import parse
from translator_aid.merging import merge, rewritten
from translator_aid.model import Bilingual, Concept, Term

PRESENT = """# dasar
- key: machine-learning
  indonesian:
    - pembelajaran mesin # inti
    - {term: ML, status: rare, kind: abbreviation}
  english:
    - machine learning
  part_of_speech: noun
# berikut
- key: bug
  indonesian:
    - kutu
  english:
    - bug
"""


def present() -> tuple[Concept, ...]:
    found, findings = parse(PRESENT.encode(), "dasar.yaml")
    assert not findings
    return found


def imported(key: str, indonesian: tuple, english: tuple, **fields: object) -> Concept:
    def terms(items: tuple, language: str) -> tuple:
        return tuple(Term(text, language, status) for text, status in items)

    return replace(Concept(key, "", terms(indonesian, "id"), terms(english, "en")), **fields)


def test_a_term_pair_finds_its_concept_under_another_key() -> None:
    merged = merge(present(), [imported("x", (("Pembelajaran mesin", "preferred"),), (("Machine learning", "preferred"),), note="inti")])
    assert (merged.added, merged.changed, merged.conflicts) == ((), ("machine-learning",), ())
    assert merged.concepts[0].note == "inti" and merged.concepts[0].key == "machine-learning"


def test_the_same_key_without_a_common_term_is_another_concept() -> None:
    merged = merge(present(), [imported("bug", (("bakteri", "preferred"),), (("germ", "preferred"),))])
    assert merged.added == ("germ",) and merged.concepts[1] == present()[1]


def test_nothing_is_overwritten_unless_asked_for() -> None:
    offered = imported("machine-learning", (("pemelajaran mesin", "preferred"), ("ML", "deprecated")), (("machine learning", "preferred"),), part_of_speech="verb",
                       definition=Bilingual("", "A field."))
    kept = merge(present(), [offered])
    assert [(one.field, one.term, one.present, one.offered) for one in kept.conflicts] == [
        ("part_of_speech", "", "noun", "verb"), ("indonesian.status", "ML", "rare", "deprecated"),
        ("indonesian.preferred", "", "pembelajaran mesin", "pemelajaran mesin")]
    assert [(term.text, term.status) for term in kept.concepts[0].indonesian] == [("pembelajaran mesin", "preferred"), ("ML", "rare"), ("pemelajaran mesin", "admitted")]
    assert kept.concepts[0].definition and kept.concepts[0].part_of_speech == "noun"
    taken = merge(present(), [offered], replace=True)
    assert [(term.text, term.status) for term in taken.concepts[0].indonesian] == [("pembelajaran mesin", "admitted"), ("ML", "deprecated"), ("pemelajaran mesin", "preferred")]
    assert taken.concepts[0].part_of_speech == "verb" and len(taken.conflicts) == 3


def test_an_import_without_statuses_changes_none() -> None:
    offered = imported("machine-learning", (("ML", "preferred"), ("mesin ajar", "admitted")), (("machine learning", "preferred"),))
    merged = merge(present(), [offered], replace=True, statuses=False)
    assert not merged.conflicts
    assert [(term.text, term.status) for term in merged.concepts[0].indonesian] == [("pembelajaran mesin", "preferred"), ("ML", "rare"), ("mesin ajar", "admitted")]


def test_a_concept_with_one_language_fills_in_but_is_never_new() -> None:
    merged = merge(present(), [imported("bug", (), (("bug", "preferred"),), note="lama"), imported("germ", (), (("germ", "preferred"),))])
    assert merged.changed == ("bug",) and [one.key for one in merged.incomplete] == ["germ"]


def test_comments_and_untouched_entries_stay() -> None:
    merged = merge(present(), [imported("bug", (("kutu", "preferred"), ("galat", "admitted")), (("bug", "preferred"),)),
                               imported("model", (("model", "preferred"),), (("model", "preferred"),))])
    text = rewritten(PRESENT, "dasar.yaml", present(), merged.concepts)
    assert text.startswith("# dasar\n# inti\n- key: machine-learning\n") and "# berikut\n- key: bug\n  indonesian:\n    - kutu\n    - galat\n" in text
    assert text.endswith("- key: model\n  indonesian:\n    - model\n  english:\n    - model\n")
    assert rewritten(text, "dasar.yaml", parse(text.encode(), "dasar.yaml")[0], parse(text.encode(), "dasar.yaml")[0]) == text


@given(found=concepts())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_importing_twice_changes_nothing(found: list) -> None:
    once = merge((), found)
    again = merge(once.concepts, once.concepts)
    assert again.concepts == once.concepts and not again.added and not again.changed and not again.conflicts
    text = rewritten("", "saya.yaml", (), once.concepts)
    back, findings = parse(text.encode(), "saya.yaml")
    assert not findings and [concept.key for concept in back] == [concept.key for concept in once.concepts]
    assert rewritten(text, "saya.yaml", back, back) == text
