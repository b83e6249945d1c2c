"""The forms under which a term may stand in a text, each with the chain of rules that made it.

Nothing is stemmed. For every term the *bases* are generated (voice, reduplication, spelling, affixes on foreign words); at
run time only clitics are peeled off a token, and what is left must be a base exactly. So *pelajaran*, *pembelajaran*,
*pelajar* and *ajaran* stay four words, and *superintelijennya* is found although no dictionary has it.

The rules are data: `data/indonesian.yaml` and `data/english.yaml`.
"""

from __future__ import annotations

import functools
import re
from typing import Iterable, Iterator

from translator_aid.english import PLURAL, VERB_FORM, english_bases, english_verb_forms, plural_phrases
from translator_aid.forms import PRONOUN, Base, Peeled, edges, rules
from translator_aid.model import Language, Step, Term
from translator_aid.records import Row


class _Nasal(Row):
    rule: str
    prefix: str
    stem: re.Pattern[str]
    dropped: str
    standard: bool


@functools.lru_cache(maxsize=1)
def _nasals() -> tuple[_Nasal, ...]:
    found = []
    for item in rules("id")["nasal"]:
        dropped = item["stem"][0] if item.get("drops") else ""
        found.append(_Nasal(item["rule"], item["prefix"], re.compile(item["stem"]), dropped, item.get("standard", True)))
    return tuple(found)


def actives(stem: str) -> Iterator[tuple[str, str]]:
    """The meN- forms of a verb stem with the rule of each, the standard one first.

    >>> list(actives("latih")), [form for form, _ in actives("pengaruhi")], [form for form, _ in actives("bom")]
    ([('melatih', 'meN-sonorant')], ['memengaruhi', 'mempengaruhi'], ['membom', 'mengebom'])
    """
    irregular = rules("id")["irregular_verbs"]
    for rule in _nasals():
        if rule.stem.match(stem):
            active = rule.prefix + stem[len(rule.dropped):]
            if stem in irregular.get(active, (stem,)):
                yield active, rule.rule


@functools.lru_cache(maxsize=8192)
def stems(active: str) -> tuple[tuple[str, str], ...]:
    """The stems that a meN- form may have, with the rule that leads back from each; empty where it is not a meN- form.

    Without a dictionary of roots *menulis* may come from *tulis* or *nulis*; the wrong one makes forms that nobody writes, so all are kept,
    the likeliest first (a dropped consonant before a kept one, since most roots begin with p t s k).

    >>> [stem for stem, _ in stems("memproses")], [stem for stem, _ in stems("menulis")][0], stems("model")
    (['proses'], 'tulis', ())
    """
    if not active.startswith("me") or len(active) < 5:
        return ()
    found: dict[str, str] = {}
    irregular = rules("id")["irregular_verbs"]
    if active in irregular:
        return tuple((stem, "meN-irregular") for stem in irregular[active])
    for rule in sorted(_nasals(), key=lambda rule: (not rule.standard, not rule.dropped)):
        if active.startswith(rule.prefix):
            stem = rule.dropped + active[len(rule.prefix):]
            if len(stem) > 2 and rule.stem.match(stem):
                found.setdefault(stem, rule.rule)
    return tuple(found.items())


def _spelled(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The same words in their other spellings."""
    table = _spellings()
    for at, word in enumerate(words):
        for other in table.get(word, ()):
            yield words[:at] + other + words[at + 1:]
        for other in table.get("-".join(words[at:at + 2]), ()) if len(words) > at + 1 else ():
            yield words[:at] + other + words[at + 2:]
    if words and words[0] not in table:
        yield from ((other,) + words[1:] for other in _verbs_spelled(words[0]))
    if len(words) > 1 and words[0] in bound_forms():
        yield (words[0] + words[1],) + words[2:]
    if not words:
        return
    for size in range(2, min(7, len(words[0]) - 3)):
        if words[0][:size] in bound_forms() and size > 2:
            yield (words[0][:size], words[0][size:]) + words[1:]


def _verbs_spelled(word: str) -> Iterator[str]:
    """A verb whose stem is spelled otherwise: menganalisis, menganalisa; berisiko, beresiko."""
    table = _spellings()
    for stem, _rule in stems(word):
        for suffix in ("", "kan", "i"):
            root = stem[:len(stem) - len(suffix)] if stem.endswith(suffix) else ""
            for other in table.get(root, ()):
                yield from (active for active, _name in list(actives(other[0] + suffix))[:1] if len(other) == 1)
    if word.startswith("ber"):
        for root, prefix in ((word[3:], "ber"), (word[2:], "be")):
            yield from (("be" if other[0].startswith("r") else prefix) + other[0] for other in table.get(root, ()) if len(other) == 1)


@functools.lru_cache(maxsize=1)
def _spellings() -> dict[str, tuple[tuple[str, ...], ...]]:
    """The other spellings of a word, each as the words it is written with."""
    table: dict[str, tuple[tuple[str, ...], ...]] = {}
    for group in rules("id")["spellings"]:
        for word in group:
            table[word] = tuple(edges(other) for other in group if other != word)
    return table


@functools.lru_cache(maxsize=1)
def bound_forms() -> frozenset[str]:
    """Forms like pra-, multi- and antar-, which different hands write joined, with a hyphen or apart."""
    return frozenset(rules("id")["bound"])


REDUPLICATION = "(reduplication)"
"""The affix of a step that doubles a word."""
_VERBAL = (Step(REDUPLICATION, "verbal", "repeated"),)
_PASSIVE = (Step("di-", "passive-di"),)
_RECIPROCAL = (Step(REDUPLICATION, "reciprocal", "mutual"),)


def is_foreign(term: Term) -> bool:
    """True for a term that Indonesian borrowed as it is: a loan or an abbreviation."""
    return term.kind in ("loan", "abbreviation") or term.language == "en"


def indonesian_bases(term: Term) -> Iterator[Base]:
    """The bases of an Indonesian term; the term itself comes first.

    >>> melatih = Term("melatih", "id", part_of_speech="verb")
    >>> [" ".join(base.edges) for base in indonesian_bases(melatih)][:5]
    ['melatih', 'dilatih', 'kulatih', 'kaulatih', 'melatih -latih']
    """
    own = edges(term.text)
    if not own:
        return
    foreign = is_foreign(term)
    seen: set[tuple[str, ...]] = set()
    plain = " ".join(own)
    for number, words in enumerate((own, *_spelled(own))):
        for base in _word_bases(words, term.part_of_speech or "noun", foreign):
            if base.edges not in seen:
                seen.add(base.edges)
                if base.lemma == plain:
                    base = base._replace(lemma=term.text)
                yield base if number == 0 or base.steps else base._replace(how="variant")


def _word_bases(words: tuple[str, ...], part: str, foreign: bool) -> Iterator[Base]:
    yield Base(words, " ".join(words).replace(" -", "-"), part=part, head_last=foreign)
    if part == "verb":
        yield from _verb_bases(words, foreign)
    elif len(words) == 1 or not words[1].startswith("-"):
        yield from _noun_bases(words, part, foreign)
    if foreign and part == "verb" and len(words[0]) > 2:
        yield from _foreign_bases(words)


def _noun_bases(words: tuple[str, ...], part: str, foreign: bool) -> Iterator[Base]:
    """The English plural of a loan, and di- on a noun in pra- or pasca- (diprapelatihan); reduplication is taken off at run time."""
    if foreign:
        lemma = " ".join(words)
        for plural in plural_phrases(words):
            yield Base(plural, lemma, PLURAL, "inflected", part=part, head_last=True)
    elif words[0][:3] == "pra" and len(words[0]) > 6 or words[0][:5] == "pasca" and len(words[0]) > 8:
        yield Base(("di" + words[0],) + words[1:], " ".join(words), _PASSIVE, "inflected", part="passive")


def _verb_bases(words: tuple[str, ...], foreign: bool) -> Iterator[Base]:
    head, rest = words[0], words[1:]
    if foreign:
        lemma = " ".join(words)
        for at in {0, len(words) - 1}:
            for form in english_verb_forms(words[at]):
                yield Base(words[:at] + (form,) + words[at + 1:], lemma, VERB_FORM, "inflected", part="verb", head_last=True)
        return
    known = stems(head)
    for stem, rule in known or ((head, ""),):
        yield from _voices(stem, rule, head, rest, derived=bool(known))
    if not known and re.match("(?:ber|ter)", head):
        root = head[3:]
        if len(root) > 2:
            yield Base((head, "-" + root) + rest, head, _VERBAL, "inflected", part="verb")


def _voices(stem: str, rule: str, head: str, rest: tuple[str, ...], derived: bool) -> Iterator[Base]:
    """The other voices of a verb: of the stem behind a meN- form, or of a bare verb."""
    def base(first: tuple[str, ...], steps: tuple[Step, ...], part: str = "verb", requires: str = "") -> Base:
        return Base(first + rest, " ".join((stem,) + rest), steps, "inflected", requires, part=part)

    for item in rules("id")["voice"]:
        prefix = item["affix"][:-1]
        steps = (Step(item["affix"], item["rule"]),)
        yield base((prefix + stem,), steps, "passive" if prefix == "di" else "verb")
    for active, name in actives(stem):
        if active != head:
            yield base((active,), (Step("meN-", name),))
    mine = (Step("meN-", rule),) if derived else ()
    passive = (Step("di-", "passive-di"),)
    second = head[2:] if derived and not head.endswith(stem) else stem
    yield base((head, "-" + second), mine + _VERBAL)
    if derived:
        yield base((stem, "-" + head), mine + _RECIPROCAL)
        yield base((stem,), (), requires=PRONOUN)
        yield base((stem, "-" + stem), _VERBAL, requires=PRONOUN)
    yield base(("di" + stem, "-" + stem), passive + _VERBAL, "passive")
    suffix = re.search("(?:kan|i)$", stem)
    if suffix and len(stem) - len(suffix.group()) > 2:
        bare = stem[:suffix.start()]
        yield base((head[:len(head) - len(suffix.group())], "-" + (second if second != stem else stem)), mine + _VERBAL)
        yield base(("di" + bare, "-" + stem), passive + _VERBAL, "passive")


def _foreign_bases(words: tuple[str, ...]) -> Iterator[Base]:
    """Affixes joined to a foreign verb (mendeploy, difine-tune); hyphenated ones are taken off at run time."""
    rule = rules("id")["foreign"]["rule"]
    lemma = " ".join(words)
    for prefix in ("di", "nge"):
        part = "passive" if prefix == "di" else "verb"
        step = Step(f"{prefix}-", rule)
        yield Base((prefix + words[0],) + words[1:], lemma, (step,), "inflected", part=part, head_last=True)
        if len(words) == 1:
            yield Base((prefix + words[0] + "in",), lemma, (Step("-in", rule), step), "inflected", part=part, head_last=True)
    for active, name in actives(words[0]):
        if active.endswith(words[0]):
            yield Base((active,) + words[1:], lemma, (Step("meN-", name),), "inflected", part="verb", head_last=True)


# --- Clitics ----------------------------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=1)
def _clitics() -> tuple[tuple[tuple[str, str, str], ...], tuple[tuple[str, str, str], ...]]:
    data = rules("id")
    read = [tuple((item["affix"][1:], item["affix"], item["rule"]) for item in data[name]) for name in ("clitics", "particles")]
    return read[0], read[1]


@functools.lru_cache(maxsize=1)
def clitic_endings() -> tuple[str, ...]:
    """The letters in which a token with a clitic can end: most tokens end otherwise and need no second look."""
    return tuple(ending for group in _clitics() for ending, _affix, _rule in group)


@functools.lru_cache(maxsize=1)
def lexical_doubles() -> frozenset[str]:
    """Words whose doubling is a word of its own (laba-laba, mata-mata), no plural."""
    return frozenset(rules("id")["lexical_doubles"])


@functools.lru_cache(maxsize=1)
def look_alikes() -> frozenset[str]:
    """Words that only look as if they carried a clitic; the data gives each one's reason."""
    return frozenset(rules("id")["look_alikes"])


def clitic_steps(form: str) -> tuple[tuple[str, str], ...]:
    """The clitics that a form consists of wholly, or nothing: `nyalah` is -nya + -lah.

    >>> clitic_steps("nya"), clitic_steps("nyalah"), clitic_steps("model")
    ((('-nya', 'clitic-nya'),), (('-nya', 'clitic-nya'), ('-lah', 'particle-lah')), ())
    """
    return next((peeled.steps for peeled in peel(form, shortest=0) if not peeled.form), ())


def peel(form: str, shortest: int = 2) -> list[Peeled]:
    """A token without one pronoun, one particle, or a pronoun and a particle; empty for a look-alike.

    >>> [(peeled.form, [affix for affix, _ in peeled.steps]) for peeled in peel("superintelijennyalah")]
    [('superintelijennya', ['-lah']), ('superintelijen', ['-nya', '-lah'])]
    """
    alike = look_alikes()
    if not form.endswith(clitic_endings()) or form in alike:
        return []
    pronouns, particles = _clitics()
    found: list[Peeled] = []
    outer: list[tuple[str, tuple[tuple[str, str], ...]]] = [(form, ())]
    for ending, affix, rule in particles:
        if form.endswith(ending) and len(form) - len(ending) >= shortest:
            found.append(Peeled(form[:-len(ending)], ((affix, rule),)))
            outer.append(found[-1])
            break
    for rest, steps in outer:
        for ending, affix, rule in pronouns:
            if rest.endswith(ending) and len(rest) - len(ending) >= shortest and rest not in alike:
                found.append(Peeled(rest[:-len(ending)], ((affix, rule), *steps)))
                break
    return found


@functools.lru_cache(maxsize=512)
def clitic_step(affix: str, rule: str, part: str) -> Step:
    """The step of a clitic on a word of that part of speech, with its reading.

    >>> clitic_step("-nya", "clitic-nya", "verb").reading
    'object'
    """
    data = rules("id")
    for item in (*data["clitics"], *data["particles"]):
        if item["rule"] == rule:
            reading = item["reading"]
            return Step(affix, rule, reading if isinstance(reading, str) else reading.get(part, ""))
    return Step(affix, rule, "plural" if affix == REDUPLICATION else "")


FULL, HEAD, TWO = (REDUPLICATION, "full"), (REDUPLICATION, "head"), (REDUPLICATION, "informal-2")
"""Reduplication as a matcher takes it off: of a word, of the head of several, and written with a 2."""


@functools.lru_cache(maxsize=1)
def foreign_affixes() -> tuple[dict[str, tuple[str, str]], dict[str, tuple[str, str]]]:
    """The prefixes and suffixes that a hyphen joins to a foreign word, each as (affix, rule).

    >>> foreign_affixes()[0]["nge"], foreign_affixes()[1]["in"]
    (('nge-', 'foreign-affix'), ('-in', 'foreign-affix'))
    """
    data = rules("id")["foreign"]
    prefixes = {prefix: ("meN-" if prefix[0] == "m" else f"{prefix}-", data["rule"]) for prefix in data["prefixes"]}
    return prefixes, {suffix: (f"-{suffix}", data["rule"]) for suffix in data["suffixes"]}


def bases(term: Term, language: Language) -> Iterable[Base]:
    """The bases of a term in a text of that language: an English term in Indonesian text inflects as a loan."""
    return indonesian_bases(term) if language == "id" else english_bases(term)
