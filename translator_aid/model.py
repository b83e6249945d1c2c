"""Every data type that the rooms of the house share.

All of them are frozen and slotted, hold tuples rather than lists, and are filled from left to right along a paragraph's
way: a reader makes a `Document` of `Segment`s, the matcher adds `Match`es, an engine and `terms.settle` a `Translation`
with its `Receipt`s, the checks `Finding`s; a `Unit` carries them together.

Offsets are Unicode code points, half-open, as Python counts them.
"""

from __future__ import annotations

from functools import cached_property
from typing import Callable, Iterator, Literal, Sequence

from translator_aid import records
from translator_aid.records import record

Language = Literal["id", "en"]
"""BCP 47: `id` always means Indonesian, never "identifier"."""
SIDES: tuple[Language, Language] = ("id", "en")
"""Both languages, in the order in which a concept holds them."""

Status = Literal["preferred", "admitted", "rare", "deprecated"]
How = Literal["exact", "inflected", "variant", "fuzzy"]
Outcome = Literal["kept", "inflected", "admitted", "repaired", "failed"]
Severity = Literal["error", "warning"]
Form = Literal["", "inline", "placeholder", "instruction", "glossary"]
"""How an engine is told its constraints: targets written into the source, words that stand for them, a list beside the text, a service's glossary."""

STATUSES: tuple[Status, ...] = ("preferred", "admitted", "rare", "deprecated")
KINDS = ("calque", "loan", "abbreviation", "variant")
LABELS = ("official", "colloquial", "misrendering")
STYLES = ("news", "formal")
PARTS_OF_SPEECH = ("noun", "verb", "adjective", "adverb")


@record(order=True)
class Span:
    """A stretch of a text."""

    start: int
    """First code point."""
    end: int
    """One past the last code point."""

    def overlaps(self, other: Span) -> bool:
        """True where the two share a code point.

        >>> Span(0, 9).overlaps(Span(8, 12)), Span(0, 9).overlaps(Span(9, 12))
        (True, False)
        """
        return self.start < other.end and other.start < self.end


@record
class Origin:
    """A place in a file, as messages name it."""

    path: str
    """The file as the user named it, or `<stdin>`."""
    line: int
    """Counted from 1."""
    column: int
    """Counted from 1, in code points."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


NOWHERE = Origin("", 0, 0)


@record
class Guard:
    """The evidence that an ambiguous term needs before it counts as a match.

    The term fires when no veto holds and, where any of `near`, `before`, `after` is given, at least one of them holds.
    """

    near: tuple[str, ...] = ()
    """One of these stands somewhere in the same segment; an item `@name` stands for a shared evidence list."""
    before: tuple[str, ...] = ()
    """One of these stands directly before the term."""
    after: tuple[str, ...] = ()
    """One of these stands directly after the term."""
    not_near: tuple[str, ...] = ()
    """None of these stands in the segment."""
    not_before: tuple[str, ...] = ()
    """None of these stands directly before the term."""
    not_after: tuple[str, ...] = ()
    """None of these stands directly after the term."""
    accepts: tuple[str, ...] = ()
    """Sentences in which the term must fire; validation runs them."""
    rejects: tuple[str, ...] = ()
    """Sentences in which it must not."""
    origin: Origin = NOWHERE
    """Where the guard begins."""


@record
class Term:
    """One way of saying a concept in one language."""

    text: str
    """As the glossary writes it."""
    language: Language
    """Its language; an English loan used in Indonesian is an Indonesian term."""
    status: Status = "preferred"
    """How far it is recommended."""
    kind: str = ""
    """calque, loan, abbreviation, variant, or empty."""
    labels: tuple[str, ...] = ()
    """official, colloquial, misrendering."""
    style: str = ""
    """news or formal, where the two prefer different terms."""
    case: str = ""
    """`exact` where letters must have the same case."""
    part_of_speech: str = ""
    """The term's own, or its concept's."""
    note: str = ""
    """A remark for people."""
    source: str = ""
    """Where the term was seen."""
    guard: Guard | None = None
    """The evidence it needs, if it is ambiguous."""
    origin: Origin = NOWHERE
    """Where it stands in the glossary."""


@record
class Bilingual:
    """The same thing said in both languages: a definition or an example."""

    indonesian: str
    """The Indonesian side; may be empty in a user's own glossary."""
    english: str
    """The English side; may be empty in a user's own glossary."""
    origin: Origin = NOWHERE
    """Where it stands in the glossary."""

    def side(self, language: Language) -> str:
        """The side in that language.

        >>> Bilingual("umpan balik", "feedback").side("en")
        'feedback'
        """
        return self.indonesian if language == "id" else self.english


@record
class Concept:
    """What terms of both languages name."""

    key: str
    """Its name in the glossary, unique."""
    domain: str
    """The stem of the file it comes from."""
    indonesian: tuple[Term, ...] = ()
    """All Indonesian terms, preferred first."""
    english: tuple[Term, ...] = ()
    """All English terms, preferred first."""
    part_of_speech: str = ""
    """noun, verb, adjective, adverb, or empty where not said."""
    definition: Bilingual | None = None
    """One sentence in each language."""
    examples: tuple[Bilingual, ...] = ()
    """Sentence pairs that use it."""
    see: tuple[str, ...] = ()
    """Keys of related concepts."""
    source: str = ""
    """Where the entry was seen."""
    review: str = ""
    """State of review, such as `unsourced`."""
    note: str = ""
    """A remark for people."""
    origin: Origin = NOWHERE
    """Where it stands in the glossary."""

    def terms(self, language: Language) -> tuple[Term, ...]:
        """Its terms in one language, preferred first."""
        return self.indonesian if language == "id" else self.english

    def preferred(self, language: Language, style: str = "news", part: str = "") -> Term:
        """The term to write in that language and style: one marked with the style, preferred or admitted, else the preferred one.

        `part` is the part of speech of the word that it stands for: where it is not the concept's own, a term of that part is preferred.

        >>> concept = Concept("x", "d", (), (Term("transparency", "en"), Term("transparent", "en", part_of_speech="adjective")), "noun")
        >>> concept.preferred("en").text, concept.preferred("en", part="adjective").text
        ('transparency', 'transparent')
        """
        terms = [term for term in self.terms(language) if term.status != "deprecated"] or list(self.terms(language))
        if part and part != self.part_of_speech:
            terms = [term for term in terms if term.part_of_speech == part] or terms
        first = [term for term in terms if term.status == "preferred"] or terms
        styled = [*(term for term in first if term.style == style), *(term for term in terms if term.style == style and term.status == "admitted")]
        return next(iter(styled), next((term for term in first if not term.style), first[0]))


@record(slots=False)
class Glossary:
    """Concepts from one or more files, later files having overridden earlier ones by key."""

    concepts: tuple[Concept, ...]
    """In the order of the domains and, within a domain, of the file."""
    paths: tuple[str, ...] = ()
    """The files it was read from."""
    signature: str = ""
    """A short hash of the files' content: equal signatures, equal glossaries."""

    @cached_property
    def size(self) -> int:
        """How many concepts there are."""
        return len(self.concepts)

    @cached_property
    def by_key(self) -> dict[str, Concept]:
        """Concepts by their key."""
        return {concept.key: concept for concept in self.concepts}

    @cached_property
    def domains(self) -> tuple[str, ...]:
        """The domains in order."""
        return tuple(dict.fromkeys(concept.domain for concept in self.concepts))


@record
class Step:
    """One thing that was done to a lemma to make a surface form."""

    affix: str
    """As grammars write it: `-nya`, `meN-`, `di-`, `(reduplication)`."""
    rule: str
    """The name of its rule in the language's data file."""
    reading: str = ""
    """What it means here (possessor, object, agent, ...), as a code that the program words in either language."""


@record
class Analysis:
    """How a surface form comes from a term.

    >>> print(Analysis("superintelijennya", "superintelijen", (Step("-nya", "clitic-nya"),)))
    superintelijennya = superintelijen + -nya
    """

    surface: str
    """The form in the text, without markup."""
    lemma: str
    """What the affixes were put on: the term's own form, or the stem of a verb."""
    steps: tuple[Step, ...] = ()
    """From the innermost outwards."""

    @property
    def parts(self) -> tuple[str, ...]:
        """Prefixes, lemma, suffixes, in the order in which they are read.

        >>> Analysis("dilatihnya", "latih", (Step("di-", "passive-di"), Step("-nya", "clitic-nya"))).parts
        ('di-', 'latih', '-nya')
        """
        before = tuple(step.affix for step in reversed(self.steps) if step.affix.endswith("-"))
        after = tuple(step.affix for step in self.steps if not step.affix.endswith("-"))
        return before + (self.lemma,) + after

    def __str__(self) -> str:
        return f"{self.surface} = {' + '.join(self.parts)}" if self.steps else self.surface


@record
class Protected:
    """A stretch of a segment that is not text to be read: code, an address, markup."""

    span: Span
    """Where, within the segment."""
    kind: Literal["code", "link", "markup"]
    """`markup` is transparent: a term may run across it; `code` and `link` end a term."""


@record
class Segment:
    """One paragraph, heading, list item or table cell."""

    kind: Literal["paragraph", "heading", "item", "cell", "title"]
    """What it is in the document; a `title` is its name, which stands outside the text."""
    text: str
    """What is to be read: the exact slice of the file or, where the format escapes its text, what the slice stands for."""
    start: int
    """Where the slice begins in the file."""
    protected: tuple[Protected, ...] = ()
    """Ordered, not overlapping."""
    raw: str | None = None
    """The slice of the file that a new text takes the place of; None where it is `text` itself."""

    @property
    def end(self) -> int:
        """One past the slice's last code point in the file.

        >>> Segment("paragraph", "AI & kita", 3, raw="AI &amp; kita").end
        16
        """
        return self.start + len(self.text if self.raw is None else self.raw)


@record
class Document:
    """A file as read: its text and the segments that lie in it."""

    path: str
    """As the user named it."""
    format: str
    """The reader's name."""
    text: str
    """All of it, line ends as they were; empty where it is too long to be held."""
    segments: Sequence[Segment]
    """In order, not overlapping: a tuple or, of a text too long to be held, what finds them anew each time that it is gone through."""
    language: Language | None = None
    """The language that the file itself says its text is in, if it says so."""
    fields: tuple[str, ...] = ()
    """The keys or columns that its text was taken from, for formats that have such."""
    data: bytes = b""
    """The file itself, where `text` is but what of it can be read: the parts of a DOCX."""
    pieces: Callable[[int, int | None], Iterator[str]] | None = None
    """What gives the text between two places, where it is too long to be held."""

    def between(self, start: int, end: int | None = None) -> Iterator[str]:
        """The text from one place to another, or to its end, in pieces.

        >>> list(Document("a.txt", "plain", "Halo, dunia.", ()).between(6, 11))
        ['dunia']
        """
        if self.pieces is None:
            yield self.text[start:end]
        else:
            yield from self.pieces(start, end)

    def gaps(self) -> Iterator[str]:
        """What lies before, between and after the segments: always one gap more than there are segments.

        >>> doc = Document("a.txt", "plain", "Halo.\\n\\nDunia.\\n", (Segment("paragraph", "Halo.", 0), Segment("paragraph", "Dunia.", 7)))
        >>> list(doc.gaps())
        ['', '\\n\\n', '\\n']
        """
        at = 0
        for segment in self.segments:
            yield "".join(self.between(at, segment.start))
            at = segment.end
        yield "".join(self.between(at))


@record
class Match:
    """A term found in a segment."""

    span: Span
    """Where in the segment's text."""
    concept: Concept
    """What it names."""
    term: Term
    """The glossary term that was recognised."""
    analysis: Analysis
    """How the surface comes from the term."""
    how: How = "exact"
    """exact, inflected or variant."""
    also: tuple[Concept, ...] = ()
    """Other concepts that fit this span equally well."""
    gloss: Span | None = None
    """Where the text itself states the term in the other language, if it does."""
    first: bool = True
    """True for the first mention of the concept in the document."""


@record
class Hit:
    """One answer of a look-up."""

    concept: Concept
    """The concept found."""
    term: Term
    """The term by which it was found."""
    how: How
    """In which way."""
    score: float
    """1.0 for a certain answer, the similarity (0 to 1) for a near one."""
    analysis: Analysis
    """How the query comes from the term."""


@record
class Expression:
    """A number, date, time or amount in running text, with its meaning and its wording in the other language."""

    span: Span
    """Where in the text."""
    surface: str
    """As it stands there."""
    kind: Literal["number", "ordinal", "percent", "amount", "unit", "date", "time", "decade", "century", "range"]
    """What it expresses."""
    value: str
    """The meaning in one canonical spelling (`amount USD 300000000`, `date 2025-07-22`): equal meaning, equal value."""
    target: str
    """Its wording in the target language."""
    readings: tuple[str, ...] = ()
    """Two or more canonical values where it can be read in more than one way; `value` and `target` are then the source's."""


@record
class Gloss:
    """A term's name in the other language, to stand behind it."""

    text: str
    """The name."""
    language: Language
    """Its language."""
    surface: str
    """The term, as the text has it."""
    nested: bool = False
    """Whether it stands within round brackets."""

    def __str__(self) -> str:
        return f" [{self.text}]" if self.nested else f" ({self.text})"


@record
class Constraint:
    """Something in the source that must come out a certain way."""

    span: Span
    """Where in the segment's text."""
    kind: Literal["term", "number", "name", "code", "link"]
    """What it is; `number` covers dates, times and amounts."""
    surface: str
    """As it stands in the source."""
    target: str
    """What must stand for it in the translation."""
    variants: tuple[str, ...] = ()
    """Other wordings that are right as well."""
    key: str = ""
    """The concept's key, for a term."""
    match: Match | None = None
    """The match, for a term."""
    readings: tuple[str, ...] = ()
    """The values between which a number leaves one in doubt."""
    around: tuple[str, str] = ("", "")
    """Markup within the span whose other half stands outside it: it must stay before and behind the target."""
    forms: tuple[str, ...] = ()
    """For a term, the wordings of it that grammar may ask for here, the likeliest first: `target` is the first; an engine may write any of them."""
    lemma: str = ""
    """For a term, the preferred wording as the glossary has it; `forms` are forms of it."""
    value: str = ""
    """For a number, its meaning in one canonical spelling, as `Expression` has it."""


@record
class Receipt:
    """What became of one constraint."""

    constraint: Constraint
    """What was asked."""
    outcome: Outcome
    """What happened."""
    at: Span | None
    """Where it stands in the translation; None if it failed."""
    target: str
    """What stands there, or should have stood."""


@record
class Translation:
    """What an engine made of a segment, with a receipt for every constraint."""

    text: str
    """The translated segment."""
    engine: str
    """The engine's name."""
    signature: str
    """Engine, version and glossary: equal signatures, equal output."""
    receipts: tuple[Receipt, ...] = ()
    """One a constraint, in the order of the source."""
    untranslated: tuple[Span, ...] = ()
    """Stretches of `text` that are still in the source language, by the engine's own account."""


@record
class Finding:
    """One thing that a check or a validation has to say."""

    code: str
    """Letter and three digits: `E101`."""
    severity: Severity
    """error or warning."""
    message: str
    """A sentence a person can act on."""
    origin: Origin = NOWHERE
    """Where."""
    span: Span | None = None
    """Where in the segment, if it concerns one."""
    fix: str = ""
    """What to write instead, where that is known."""
    side: Literal["source", "target"] = "target"
    """Which of the two texts origin and span are in; `source` where the translation lacks something."""


@record
class Unit:
    """One segment's journey through the program."""

    index: int
    """The segment's number in its document, from 0."""
    segment: Segment
    """What was read."""
    matches: tuple[Match, ...] = ()
    """What was recognised, in order, not overlapping."""
    translation: Translation | None = None
    """What it became."""
    findings: tuple[Finding, ...] = ()
    """What there is to say about it."""

    def replace(self, **changes: object) -> Unit:
        """A copy with these fields filled.

        >>> Unit(0, Segment("paragraph", "Halo.", 0)).replace(index=3).index
        3
        """
        return records.replace(self, **changes)


@record
class Request:
    """What an engine is asked for: a segment's text and what must come out a certain way."""

    text: str
    """The source text."""
    constraints: tuple[Constraint, ...]
    """In order, not overlapping."""
    source: Language
    """The text's language."""
    target: Language
    """The language wanted."""
    markup: tuple[Span, ...] = ()
    """Stretches of the text that are markup: they stay, and are no words."""
    form: Form = ""
    """How the constraints are to be handed over, one of the engine's `FORMS`; empty: its best, the first of them."""
    names: frozenset[str] = frozenset()
    """Words that are names in the document that the text is from, as far as its capitals tell."""


@record
class Draft:
    """What an engine gives back for a request."""

    text: str
    """The translation."""
    placed: tuple[Span | None, ...] | None = None
    """Where each constraint stands, if the engine knows; None for one that it dropped."""
    untranslated: tuple[Span, ...] = ()
    """Stretches that it left in the source language."""
    repaired: tuple[int, ...] = ()
    """Numbers of constraints whose placeholder came back damaged and was made good; they are among the placed."""
    failure: str = ""
    """Why the engine could not translate this text, as a sentence for a person; `text` is then the source, all of it untranslated."""
    engine: str = ""
    """Who made it where that is not the engine asked: `memory`."""
    score: float = 1.0
    """How like the request's text the one was that this is a translation of, 0 to 1; below 1 only for a fuzzy match of a memory."""
    original: str = ""
    """That text, for a fuzzy match."""


@record
class Run:
    """What a renderer may know beside the Units: the task, the document and the choices that were made."""

    task: Literal["annotate", "translate"]
    """Which of the two."""
    document: Document
    """What was read."""
    source: Language
    """The document's language."""
    target: Language
    """The language of the glosses or of the translation."""
    glossary: Glossary
    """What was recognised from."""
    every: bool = False
    """True: gloss each mention; False: only a concept's first."""
    style: str = "news"
    """Whose preferred terms."""
    engine: str = ""
    """Who translated."""
    color: bool = False
    """Whether a terminal wants colours."""
    width: int = 80
    """Columns of the terminal."""

    def gloss(self, match: Match) -> str:
        """The other language's term for a match; empty where the text says it already or it would only repeat the word."""
        if match.gloss or not (self.every or match.first):
            return ""
        target = self.target_of(match)
        return "" if not target or target.casefold() == match.analysis.surface.casefold() else target

    def target_of(self, match: Match) -> str:
        """The preferred term of the other language; empty where the glossary has none."""
        terms = match.concept.terms(self.target)
        return match.concept.preferred(self.target, self.style, match.term.part_of_speech).text if terms else ""
