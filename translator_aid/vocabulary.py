"""What other programs call a language, a status, a kind of term, a part of speech or a data category, in our words.

The words are those of ISO 30042 (TBX) and of the exports of MultiTerm, memoQ, TermWeb, IATE, the Microsoft terminology and UTX; each list holds
what such files have been seen to contain, folded to letters without case, spaces, hyphens and the ending of TBX (`-admn-sts`).
"""

from __future__ import annotations

import re

from translator_aid.model import Language, Status

_LANGUAGES: dict[str, Language] = {
    "id": "id", "in": "id", "ind": "id", "indonesian": "id", "indonesia": "id", "bahasaindonesia": "id", "bahasa": "id",
    "en": "en", "eng": "en", "english": "en", "inggris": "en", "bahasainggris": "en",
}
"""`in` was the code of Indonesian until 1989, and Java still writes it."""

_STATUSES: dict[str, Status] = {
    **dict.fromkeys(("preferred", "preferredterm", "approved", "standardized", "standardizedterm", "recommended", "legal", "legalterm",
                     "regulated", "regulatedterm", "valid", "final", "recommendedterm", "disarankan", "utama"), "preferred"),
    **dict.fromkeys(("admitted", "admittedterm", "allowed", "acceptable", "alternative", "nonstandard", "provisional", "proposed", "new",
                     "nonstandardizedterm", "boleh", "synonym"), "admitted"),
    **dict.fromkeys(("rare", "notrecommended", "notpreferred", "jarang"), "rare"),
    **dict.fromkeys(("deprecated", "deprecatedterm", "superseded", "supersededterm", "obsolete", "obsoleteterm", "forbidden", "prohibited",
                     "rejected", "blacklisted", "donotuse", "avoid", "usang", "jangandipakai", "historical", "blacklist"), "deprecated"),
}
_PARTS = {
    **dict.fromkeys(("noun", "n", "nomina", "propernoun", "commonnoun", "nounphrase", "substantive", "nom", "sustantivo", "sostantivo", "substantiv",
                     "nounmasculine", "nounfeminine", "nounneuter", "massnoun", "countnoun", "katabenda"), "noun"),
    **dict.fromkeys(("verb", "v", "verba", "transitiveverb", "intransitiveverb", "verbphrase", "verbe", "verbo", "katakerja"), "verb"),
    **dict.fromkeys(("adjective", "adj", "adjektiva", "adjectivephrase", "adjectif", "adjetivo", "adjektiv", "aggettivo", "katasifat"), "adjective"),
    **dict.fromkeys(("adverb", "adv", "adverbia", "adverbphrase", "adverbe", "adverbio", "avverbio", "katakerterangan"), "adverb"),
}
_KINDS = {
    **dict.fromkeys(("abbreviation", "abbreviatedform", "acronym", "initialism", "shortform", "clippedterm", "shortcut", "singkatan", "akronim"),
                    "abbreviation"),
    **dict.fromkeys(("variant", "variantform", "spellingvariant", "orthographicalvariant", "transliteratedform", "transcribedform", "varian"),
                    "variant"),
    **dict.fromkeys(("loan", "loanword", "internationalscientificterm", "internationalism", "borrowing", "serapan"), "loan"),
    **dict.fromkeys(("calque", "loantranslation"), "calque"),
}
_PLAIN_KINDS = frozenset(("fullform", "fullterm", "full", "phrase", "phraseologicalunit", "entryterm", "mainentryterm", "term", "synonym",
                          "setphrase"))

_CATEGORIES = {
    **dict.fromkeys(("definition", "def", "definitions", "definisi"), "definition"),
    **dict.fromkeys(("context", "contexts", "example", "samplesentence", "usageexample", "contoh"), "context"),
    **dict.fromkeys(("subjectfield", "subject", "domain", "subjectarea", "bidang"), "subjectField"),
    **dict.fromkeys(("source", "sources", "reference", "sumber"), "source"),
    **dict.fromkeys(("crossreference", "relatedterm", "see", "seealso", "relatedconcept", "relatedconceptbroader", "relatedconceptnarrower",
                     "superordinateconceptgeneric", "subordinateconceptgeneric", "coordinateconceptgeneric"), "crossReference"),
    **dict.fromkeys(("administrativestatus", "usagestatus", "normativeauthorization", "processstatus", "status", "termstatus"), "status"),
    **dict.fromkeys(("partofspeech", "pos", "wordclass"), "partOfSpeech"),
    **dict.fromkeys(("termtype", "type"), "termType"),
    **dict.fromkeys(("note", "comment", "remark", "usagenote", "explanation", "catatan"), "note"),
}
"""The data categories of TBX by what the files of programs call them that let their users name them, folded."""


def language(tag: str) -> Language | None:
    """The language of a tag, a code or a name; None for one that is neither Indonesian nor English.

    >>> language("en-US"), language("IN"), language("Bahasa Indonesia"), language("English (United States)"), language("ms"), language("")
    ('en', 'id', 'id', 'en', None, None)
    """
    code = re.match(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*$", tag.strip())
    return (_LANGUAGES.get(code.group(1).casefold()) if code else None) or _LANGUAGES.get(_folded(re.sub(r"\(.*\)", "", tag)))


def plain_tag(tag: str) -> bool:
    """True where a tag says no more than the language: no region, no script.

    >>> plain_tag("en"), plain_tag("en-GB")
    (True, False)
    """
    return tag.casefold() in ("id", "en")


def status(word: str) -> Status | None:
    """The status that a program's word means; None where it is not known.

    >>> status("preferredTerm-admn-sts"), status("Not recommended"), status("obsolete"), status("qqq")
    ('preferred', 'rare', 'deprecated', None)
    """
    return _STATUSES.get(_folded(word))


def part_of_speech(word: str) -> str | None:
    """Noun, verb, adjective or adverb; empty for any other part; None for a word that is not known.

    >>> part_of_speech("Noun"), part_of_speech("katabenda"), part_of_speech("other"), part_of_speech("qqq")
    ('noun', 'noun', '', None)
    """
    folded = _folded(word)
    return "" if folded in ("other", "", "unknown", "none", "unspecified") else _PARTS.get(folded)


def kind(word: str) -> str | None:
    """The kind of term; empty for an ordinary one; None for a word that is not known.

    >>> kind("acronym"), kind("fullForm"), kind("qqq")
    ('abbreviation', '', None)
    """
    folded = _folded(word)
    return "" if folded in _PLAIN_KINDS else _KINDS.get(folded)


def category_of(name: str) -> str:
    """The data category of TBX that a name means; the name itself where it is none that is known.

    >>> category_of("Usage note"), category_of("Definisi"), category_of("productSubset")
    ('note', 'definition', 'productSubset')
    """
    return _CATEGORIES.get(re.sub(r"[\W_]+", "", name.casefold()), name)


def _folded(word: str) -> str:
    folded = re.sub(r"-admn-sts$", "", word.strip().casefold())
    return re.sub(r"[\W_]+", "", folded)
