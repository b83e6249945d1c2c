"""The forms in which a preferred term may stand in a translation: number, voice and capitals as the source asks for them.

Indonesian nouns have no number, so both English forms are right unless a numeral, a quantifier or reduplication settles it; Indonesian verbs have
voice but no tense, so the English tense is the engine's to choose. Into Indonesian it is the other way round: *trained* is *melatih* or *dilatih*.
"""

from __future__ import annotations

import functools
import re
from typing import Sequence

from translator_aid.english import english_plural, english_verb_forms
from translator_aid.model import Language, Match, Segment, Term
from translator_aid.morphology import is_foreign, stems
from translator_aid.text import fold

_PLURAL_BEFORE: dict[Language, re.Pattern[str]] = {
    "id": re.compile(
        r"(?<!\w)(?:para|banyak|(?:se|ke)?banyaknya|beberapa|berbagai(?: (?:macam|jenis|bentuk))?|bermacam(?:-macam)?|beragam|aneka|sejumlah"
        r"|sekelompok|sekumpulan|serangkaian|sederet(?:an)?|semua|seluruh|kedua|ketiga|keempat|kelima|sebagian besar|kebanyakan"
        r"|(?:puluh|ratus|ribu|juta|miliar)an"
        r"|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|(?:se)?(?:puluh|belas|ratus|ribu)|juta|miliar|triliun"
        r"|(?<![\w.,-])(?!(?:19|20)\d\d\s)(?!1\s)\d+(?:[.,]\d+)*)(?: (?:buah|unit|orang|jenis|macam))?\s+$", re.IGNORECASE),
    "en": re.compile(
        r"(?<!\w)(?:many|several|some|few|various|all|both|two|three|four|five|six|seven|eight|nine|ten|hundreds? of|thousands? of"
        r"|millions? of|hundred|thousand|million|billion|(?<![\w.,-])(?!1\s)\d+(?:[.,]\d+)*)\s+$", re.IGNORECASE),
}
_SINGULAR_BEFORE = re.compile(
    r"(?<!\w)(?:sebuah|seorang|suatu|setiap|tiap|satu|salah satu|sebutir|seekor|semacam|sejenis|sekeping|1)\s+$", re.IGNORECASE)
_PASSIVE_BEFORE = re.compile(
    r"(?<!\w)(?:is|are|was|were|be|been|being|get|gets|got|not|’re|'re|’s|'s)"
    r"(?:\s+\w+ly|\s+also|\s+then|\s+not|\s+first|\s+being|\s+often)?\s+$", re.IGNORECASE)
_PASSIVE_AFTER = re.compile(r"\s+(?:by|on|with|using|in|from|to|via|through|for)\b", re.IGNORECASE)
SMALL: dict[Language, frozenset[str]] = {
    "id": frozenset("di ke dari dan yang untuk pada dengan dalam atau oleh bagi".split()),
    "en": frozenset("a an the of and or for in on to with from by at as nor but".split()),
}
"""Words that stay small in a title (EYD V, II.A.13; Chicago Manual of Style, 8.159)."""
Number = str
"""plural, singular, or empty where nothing tells."""
_TAGS = re.compile(r"(?:<[^<>]{1,400}>\s*)+\Z")


def forms_of(preferred: Term, match: Match, text: str, source: Language) -> tuple[str, ...]:
    """The wordings of a term that grammar may ask for in place of a match, the likeliest first.

    >>> from translator_aid.model import Analysis, Concept, Span
    >>> model = Term("language model", "en", part_of_speech="noun")
    >>> match = Match(Span(7, 19), Concept("x", "d", (), (model,), "noun"), Term("model bahasa", "id"), Analysis("model bahasa", "model bahasa"))
    >>> forms_of(model, match, "Sebuah model bahasa.", "id"), forms_of(model, match, "Banyak model bahasa.", "id")
    (('language model',), ('language models',))
    """
    part = preferred.part_of_speech or match.concept.part_of_speech or "noun"
    if part == "noun":
        return _nouns(preferred, _number(match, text, source), source, text[:match.span.start])
    if part == "verb":
        return _english_verb(preferred.text, match) if source == "id" else _indonesian_verb(preferred, match, text)
    return (preferred.text,)


def _number(match: Match, text: str, source: Language) -> Number:
    before = text[:match.span.start].rstrip("*_`\"'“‘(")
    if any(step.reading == "plural" for step in match.analysis.steps) or _PLURAL_BEFORE[source].search(before):
        return "plural"
    if source == "en":
        return "singular"
    # "model mana": which model; "model itu" may be that model or those models
    return "singular" if _SINGULAR_BEFORE.search(before) else ""


def _nouns(preferred: Term, number: Number, source: Language, before: str) -> tuple[str, ...]:
    if source == "en":
        many = reduplicated(preferred) if number == "plural" and not _PLURAL_BEFORE["en"].search(before) else ""
        return (preferred.text, many) if many else (preferred.text,)
    plural = english_plural(preferred.text)
    if number:
        return (plural,) if number == "plural" else (preferred.text,)
    return (preferred.text,) if plural == preferred.text else (preferred.text, plural)


def reduplicated(term: Term) -> str:
    """An Indonesian noun phrase with its head doubled; empty for what does not double: loans, abbreviations, derived nouns.

    >>> reduplicated(Term("model bahasa", "id")), reduplicated(Term("pembelajaran", "id")), reduplicated(Term("LLM", "id"))
    ('model-model bahasa', '', '')
    """
    head, space, rest = term.text.partition(" ")
    doubles = head.isalpha() and head.islower() and 2 < len(head) < 8 and not is_foreign(term)
    return f"{head}-{head}{space}{rest}" if doubles else ""


def verb_phrases(verb: str) -> tuple[str, ...]:
    """An English verb, alone or with what follows it, in its -s, -ing and -ed forms.

    >>> verb_phrases("fine-tune"), verb_phrases("go public")[1]
    (('fine-tunes', 'fine-tuning', 'fine-tuned'), 'going public')
    """
    first, space, rest = verb.partition(" ")
    head, hyphen, last = first.rpartition("-")
    return tuple(head + hyphen + form + space + rest for form in english_verb_forms(last))


def _english_verb(verb: str, match: Match) -> tuple[str, ...]:
    """Passive: the participle first; active: the plain form first, the tense being the engine's to choose."""
    third, gerund, *past = verb_phrases(verb)
    active = (verb, third, *past, gerund)
    return tuple(dict.fromkeys((past[-1], *active) if is_passive(match) else active))


def is_passive(match: Match) -> bool:
    """Whether an Indonesian verb stands in a passive: *dilatih*, *terlatih*, *kulatih*, "yang kami *latih*".

    >>> from translator_aid.model import Analysis, Concept, Span, Step
    >>> match = Match(Span(0, 7), Concept("train", "d"), Term("melatih", "id"), Analysis("dilatih", "latih", (Step("di-", "passive-di"),)))
    >>> is_passive(match)
    True
    """
    if any(step.affix in ("di-", "ter-", "ku-", "kau-") for step in match.analysis.steps):
        return True
    head = fold(match.term.text).partition(" ")[0]
    surface = fold(match.analysis.surface).partition(" ")[0]
    return not match.analysis.steps and surface != head and surface in [stem for stem, _rule in stems(head)]


def _indonesian_verb(preferred: Term, match: Match, text: str) -> tuple[str, ...]:
    active = preferred.text
    head, space, rest = active.partition(" ")
    bare = next((stem for stem, _rule in stems(head)), "")
    if is_foreign(preferred):
        passive = f"di-{active}"
    elif bare:
        passive = f"di{bare}{space}{rest}"
    else:
        return (active,)
    surface = match.analysis.surface.lower()
    participle = bool(match.analysis.steps) and not surface.endswith(("ing", "s")) or surface in verb_phrases(match.term.text)[2:]
    taken = participle and (_PASSIVE_BEFORE.search(text[:match.span.start]) or _PASSIVE_AFTER.match(text, match.span.end))
    imperative = (bare + space + rest,) if bare else ()
    return (passive, active, *imperative) if taken else (active, passive, *imperative)


# --- capitals ---------------------------------------------------------------------------------------------------------


def cased(forms: Sequence[str], match: Match, segment: Segment, language: Language) -> tuple[str, ...]:
    """The forms with the capitals that the place asks for: a sentence's first letter, a title, capitals throughout.

    >>> from translator_aid.model import Analysis, Concept, Span
    >>> term = Term("pembelajaran penguatan", "id")
    >>> match = Match(Span(8, 30), Concept("rl", "d"), term, Analysis("Pembelajaran Penguatan", "pembelajaran penguatan"))
    >>> cased(["reinforcement learning"], match, Segment("heading", "Masalah Pembelajaran Penguatan", 0), "en")
    ('Reinforcement Learning',)
    """
    surface, text = match.analysis.surface, segment.text
    if surface.isupper() and " " in surface and _all_capitals(text):
        return tuple(form.upper() for form in forms)
    if _in_title(match, segment):
        return tuple(titled(form, language, first=begins(text, match.span.start)) for form in forms)
    if surface[:1].isupper() and begins(text, match.span.start):
        return tuple(form[0].upper() + form[1:] if form[:1].islower() and not _is_camel(form) else form for form in forms)
    return tuple(forms)


def titled(text: str, language: Language, first: bool = True) -> str:
    """A phrase in title case; words that have capitals of their own keep them.

    >>> titled("chain of thought", "en"), titled("penyetelan halus", "id"), titled("fine-tuning", "en"), titled("xAI model", "en")
    ('Chain of Thought', 'Penyetelan Halus', 'Fine-Tuning', 'xAI Model')
    """
    words = text.split(" ")
    return " ".join(word if _is_camel(word) or word.lower() in SMALL[language] and (at or not first) else "-".join(
        part[:1].upper() + part[1:] for part in word.split("-")) for at, word in enumerate(words))


def _is_camel(word: str) -> bool:
    return re.match(r"[a-z]\w*[A-Z]", word) is not None


def begins(text: str, at: int) -> bool:
    """True where a sentence begins at a place of a text, opening marks aside.

    >>> begins("Model itu. Data", 11), begins("Model itu", 6)
    (True, False)
    """
    before = _TAGS.sub("", text[:at]).rstrip(" \t\n\"'“‘([*_#>-–—•")
    return not before or before[-1] in ".!?:…"


def _all_capitals(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return sum(char.isupper() for char in letters) > 0.8 * len(letters)


def _in_title(match: Match, segment: Segment) -> bool:
    """True where a term has title capitals because its heading has, or a name that it is part of: *Strategi Nasional Kecerdasan Buatan*."""
    words = re.findall(r"[^\W\d_]+", match.analysis.surface)
    if not words or not all(word[0].isupper() or word.lower() in SMALL["id"] | SMALL["en"] for word in words) or all(map(str.isupper, words)):
        return False
    if _is_title(segment):
        return len(words) > 1 or len(segment.text.split()) > 1
    if len(words) < 2:
        return False
    following = re.match(r" ([^\W\d_]\w+)", segment.text[match.span.end:])
    preceding = re.search(r"([^\W\d_]\w+) $", segment.text[:match.span.start])
    opens = preceding is not None and begins(segment.text, preceding.start())
    return bool(following and following[1][0].isupper() or preceding and preceding[1][0].isupper() and not opens)


def _is_title(segment: Segment) -> bool:
    return _titles(segment.text) and (segment.kind in ("heading", "cell") or segment.text.rstrip(" *_\"”")[-1:] not in tuple(".!?,;:"))


@functools.lru_cache(maxsize=256)
def _titles(text: str) -> bool:
    """True where nearly all longer words have capitals."""
    words = [word for word in re.findall(r"[^\W\d_][\w-]*", text) if word.lower() not in SMALL["id"] | SMALL["en"]]
    return len(words) > 1 and sum(word[0].isupper() for word in words) > 0.8 * len(words)


def article(phrase: str) -> str:
    """The indefinite article that a phrase takes: *a* before a consonant's sound, *an* before a vowel's.

    >>> [article(word) for word in ("AI model", "language model", "LLM", "GPU", "hour", "user", "one-shot prompt", "RNN", "URL", "8-bit model")]
    ['an', 'a', 'an', 'a', 'an', 'a', 'a', 'an', 'a', 'an']
    """
    word = re.match(r"[\W_]*([^\W_]*)", phrase)
    first = word[1] if word else ""
    if re.match(r"8|1[18](?!\d)|18\d\d(?!\d)", first):
        return "an"
    if len(first) > 1 and first.isupper() and first not in ("NASA", "RAM", "LAN", "RAG", "LORA", "NATO", "SQUAD", "ROUGE", "SIM") or len(first) == 1:
        return "an" if first[0] in "AEFHILMNORSX" else "a"
    if re.match(r"(?:hour|hono|heir|x(?=[A-Z])|mRNA)", first):
        return "an"
    vowel = re.match(r"(?i)[aeio]|u(?!ni(?!n|m)|s[aeu]|ti|biq|ran|ro|ku|kr)", first)
    return "an" if vowel and not re.match(r"(?i)one|eu|once", first) else "a"
