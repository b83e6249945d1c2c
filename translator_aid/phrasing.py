"""From a sentence and its constraints to the options of the search; `realisation` makes text of the path that it finds.

A constraint's span is exclusive: a phrase may reach over it only if its rendering contains one of the constraint's wordings; and its own wordings are
always among the options, so that one of them is written. Numbers are `<num>` to the model and come back as the constraint, or the source, has them.
"""

from __future__ import annotations

import functools
from typing import Callable, Iterable, Iterator, Mapping, NamedTuple, Sequence

from translator_aid import tokens
from translator_aid.decoding import Option
from translator_aid.english import english_verb_forms
from translator_aid.guards import shipped_names
from translator_aid.model import Constraint, Language, Span
from translator_aid.ngrams import UNKNOWN
from translator_aid.phrasemodel import LONGEST
from translator_aid.relatives import relatives
from translator_aid.tokens import BRAND, CLASSES, NAME, Token
from translator_aid.verbatim import is_unmistakable

Lookup = Callable[[Sequence[str]], Iterable[Option]]
WALLS = frozenset('" , ( ) [ ] { } : ; ! ? . … – ...'.split())
"""What no phrase jumps over."""
_OPENERS = frozenset('" : . ! ? … • – ('.split())
SMALL = 2.5
"""What it costs to write a single word with a capital inside the sentence in small letters."""
DOUBT = -0.45
"""The score below which a rendering of what is probably a name is taken for a fault of the alignment (Kim as *Kyim*, Makassar as *Makassarese*):
read off the names in the development sets."""
ARTICLES = frozenset(("para", "sang", "si"))
"""Indonesian words that English does without: they may be left out where no phrase of the table holds them."""
FORM_STEP = 0.35
"""What it costs to write the next of a constraint's wordings instead of the first."""


class Vocabulary(NamedTuple):
    """What the model knows of words."""

    source: Mapping[str, int]
    target: Mapping[str, int]
    words: Sequence[str]
    """The target words by number."""


class Costs(NamedTuple):
    """Weighted scores of what the phrase table does not hold."""

    unknown: float
    """A word copied because the model does not know it."""
    name: float
    """A word with a capital inside the sentence copied, known or not."""
    word: float
    """Each target word."""
    phrase: float
    """Each phrase."""
    swap: float
    """A constraint's own wording that changes places with its neighbour."""


class Place(NamedTuple):
    """A constraint in the sentence: the tokens that it covers, and its number."""

    span: Span
    number: int
    constraint: Constraint


class Sentence(NamedTuple):
    """A source sentence as the search sees it."""

    text: str
    language: Language
    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    """What is looked up for each token."""
    literal: frozenset[int]
    """Tokens that are markup: they are copied and nothing moves over them."""
    places: tuple[Place, ...]
    names: frozenset[str]
    """Words that are names in the text that the sentence is from, also where they begin a sentence."""
    case: str
    """`upper` and `title` for a sentence in capitals or a headline in title case, else nothing."""
    walls: frozenset[int]


def sentence(text: str, language: Language, constraints: Sequence[tuple[int, Constraint]],
             markup: Sequence[Span], vocabulary: Vocabulary, names: frozenset[str] = frozenset()) -> Sentence:
    """The sentence with its tokens; constraints come with their numbers, all spans are places in `text`; `names` as in `Request`."""
    found = _names(text, list(_cut(text, language, [one for _, one in constraints], markup, vocabulary)), vocabulary)
    case = _case(text, vocabulary)
    words = [name_class(one.text) if kind == "name" else _lowered(one.text, case, vocabulary) for one, kind in found]
    all_tokens = tuple(one for one, _ in found)
    literal = frozenset(at for at, (_, kind) in enumerate(found) if kind == "literal")
    places = tuple(Place(span, number, one) for number, one in constraints if (span := _covered(all_tokens, one.span)))
    inside = {at for place in places for at in range(place.span.start, place.span.end)}
    walls = frozenset(at for at, word in enumerate(words) if at in literal or (word in WALLS and at not in inside))
    made = Sentence(text, language, all_tokens, tuple(map(tokens.shape, words)), literal, places, names, case, walls)
    return made._replace(walls=walls | frozenset(_within_names(made, vocabulary)))


def _within_names(source: Sentence, vocabulary: Vocabulary) -> Iterator[int]:
    """The tokens of a name that goes on with the next token (Joko Widodo): nothing may change places with them."""
    same = [is_name(source, at) and (word in (NAME, BRAND) or word in vocabulary.target) for at, word in enumerate(source.words)]
    for at in range(len(same) - 1):
        if same[at] and same[at + 1] and source.text[source.tokens[at].end:source.tokens[at + 1].start] == " ":
            yield at


def _cut(text: str, language: Language, constraints: Sequence[Constraint],
         markup: Sequence[Span], vocabulary: Vocabulary) -> Iterator[tuple[Token, str]]:
    """The tokens, none over the edge of a constraint or of markup, and what each is: `literal` markup, a kept `name`, `held` by a constraint."""
    spans = [*(one.span for one in constraints), *markup]
    edges = sorted({0, len(text), *(edge for span in spans for edge in (span.start, span.end))})
    for start, end in zip(edges, edges[1:]):
        holder = next((one for one in constraints if one.span.start <= start and end <= one.span.end), None)
        if any(span.start <= start and end <= span.end for span in markup):
            if text[start:end].strip():
                yield Token(text[start:end], start, end), "literal"
        elif holder and holder.kind == "name" and holder.span == Span(start, end):
            yield Token(text[start:end], start, end), "name"
        else:
            for one in tokens.tokens(text[start:end], language, vocabulary.source):
                yield Token(one.text, one.start + start, one.end + start), "held" if holder else ""


def _names(text: str, found: Sequence[tuple[Token, str]], vocabulary: Vocabulary) -> list[tuple[Token, str]]:
    """The tokens, with each run of capitalised words that the model does not know as one name."""
    out: list[tuple[Token, str]] = []
    known = vocabulary.source.keys()
    unknown = [not kind and token.text[0].isupper() and not {token.text, token.text.lower()} & known for token, kind in found]
    at = 0
    while at < len(found):
        end = at + unknown[at]
        # a word that is known does not end a name that goes on: Hyung Won Chung
        while end > at and (more := [size for size in (1, 2) if any(unknown[end:end + size]) and _runs_on(text, found[end - 1:end + size])]):
            end += more[0]
        if end > at:
            first, last = found[at][0], found[end - 1][0]
            out.append((Token(text[first.start:last.end], first.start, last.end), "name"))
        else:
            out.append(found[at])
        at = max(end, at + 1)
    return out


def _runs_on(text: str, run: Sequence[tuple[Token, str]]) -> bool:
    """True for capitalised words, one blank apart, that no constraint holds."""
    return all(not kind and token.text[0].isupper() for token, kind in run) and all(
        text[one.end:other.start] == " " for (one, _), (other, _) in zip(run, run[1:]))


def name_class(name: str) -> str:
    """What a name is to the model.

    >>> name_class("OpenAI"), name_class("BRIN"), name_class("Hyung Won Chung")
    ('<brand>', '<brand>', '<name>')
    """
    return BRAND if any(is_unmistakable(word) or word.isupper() and len(word) > 1 for word in name.split()) or name in _brands() else NAME


@functools.lru_cache(maxsize=1)
def _brands() -> frozenset[str]:
    return frozenset(shipped_names())


def _lowered(word: str, case: str, vocabulary: Vocabulary) -> str:
    """A word of a headline in small letters, where it is known so."""
    return word.lower() if case and not _mixed(word, case) and word.lower() in vocabulary.source else word


def _mixed(word: str, case: str) -> bool:
    return case == "title" and not word[1:].islower() and len(word) > 1


def _case(text: str, vocabulary: Vocabulary) -> str:
    words = [word for word in text.split() if word[:1].isalpha() and len(word) > 2]
    if len(words) < 2:
        return ""
    if all(word.isupper() for word in words) and sum(map(len, words)) > 12:
        return "upper"
    capital = [word for word in words if word[0].isupper()]
    known = sum(word.strip(".,:;!?\"'").lower() in vocabulary.source for word in capital)
    if len(words) >= 3 and len(capital) >= 0.8 * len(words) and known >= 0.6 * len(capital):
        return "title"
    return ""


def _covered(found: Sequence[Token], span: Span) -> Span | None:
    inside = [at for at, token in enumerate(found) if token.start < span.end and token.end > span.start]
    return Span(inside[0], inside[-1] + 1) if inside else None


def options(source: Sentence, lookup: Lookup, vocabulary: Vocabulary, costs: Costs) -> dict[Span, list[Option]]:
    """The options of every span that may be written as one phrase; every token is covered by at least one."""
    found: dict[Span, list[Option]] = {}
    size = len(source.words)
    starts = {place.span.start: place for place in source.places}
    within = {at: place for place in source.places for at in range(place.span.start, place.span.end)}
    for start in range(size):
        if start in source.literal:
            found[Span(start, start + 1)] = [Option((), 0.0, texts=(source.tokens[start].text,))]
            continue
        for end in range(start + 1, min(start + LONGEST, size) + 1):
            if end - 1 in source.literal:
                break
            places = _places(within, start, end)
            if places is not None and (some := _phrases(source, Span(start, end), places, lookup, vocabulary)):
                found[Span(start, end)] = some
        if start in starts:
            place = starts[start]
            found.setdefault(place.span, []).extend(_fixed(place, source, vocabulary, costs))
        elif start not in within:
            span = Span(start, start + 1)
            found[span] = _single(source, start, found.get(span, []), lookup, vocabulary, costs)
    return found


def _single(source: Sentence, at: int, found: list[Option], lookup: Lookup, vocabulary: Vocabulary, costs: Costs) -> list[Option]:
    """The options of one word, of which the table has those: a name may stay, an unknown word is taken by its relatives or stays."""
    word, text = source.words[at], source.tokens[at].text
    if is_name(source, at):
        if found and _is_doubtful(source, at, found, lookup, vocabulary):
            return [_copy(text, NAME, vocabulary, costs, True)]
        return [*found, _copy(text, word, vocabulary, costs, True)]
    if source.language == "id" and word.lower() in ARTICLES:
        found = [*found, Option((), costs.phrase)]
    return found or _of_relatives(word, source.language, lookup, vocabulary) or [_copy(text, word, vocabulary, costs, False)]


def _is_doubtful(source: Sentence, at: int, found: Sequence[Option], lookup: Lookup, vocabulary: Vocabulary) -> bool:
    """True where no rendering of a name is good, the name itself is none of them, and it is no common word that somebody capitalised."""
    word = source.words[at]
    if word in CLASSES or not begins(source, at) and any(one.score >= DOUBT for one in lookup((word.lower(),))):
        return False
    return max(one.score for one in found) < DOUBT and not any([vocabulary.words[number] for number in one.words] == [word] for one in found)


def _of_relatives(word: str, language: Language, lookup: Lookup, vocabulary: Vocabulary) -> list[Option]:
    """What the phrase table has for the nearest other form of a word that it does not know."""
    for relative in relatives(word, language, vocabulary.source.keys()):
        if found := list(lookup((relative,))):
            passive = language == "id" and word.lower().startswith(("di", "ter")) and relative.startswith("me")
            return [_participle(one, vocabulary) for one in found] if passive else found
    return []


def _participle(option: Option, vocabulary: Vocabulary) -> Option:
    """A rendering of an active verb by one English word as that of the passive."""
    word = vocabulary.words[option.words[0]] if len(option.words) == 1 else ""
    number = vocabulary.target.get(english_verb_forms(word)[-1]) if word.isalpha() and not word.endswith(("ed", "ing")) else None
    return option if number is None else option._replace(words=(number,))


def _places(within: Mapping[int, Place], start: int, end: int) -> list[Place] | None:
    """The constraints that a span holds whole; None where it cuts one."""
    places = list(dict.fromkeys(within[at] for at in range(start, end) if at in within))
    return None if any(place.span.start < start or place.span.end > end for place in places) else places


def _phrases(source: Sentence, span: Span, places: Sequence[Place], lookup: Lookup, vocabulary: Vocabulary) -> list[Option]:
    """What the phrase table has for a span: with the first word in small letters too, and without what would lose a constraint."""
    words = source.words[span.start:span.end]
    found = list(lookup(words))
    first = words[0]
    if first[:1].isupper() and begins(source, span.start) and first not in source.names:
        found += lookup((first[0].lower() + first[1:], *words[1:]))
    elif not found and first[:1].isupper() and first not in vocabulary.source and len(words) > 1:
        found += lookup((first[0].lower() + first[1:], *words[1:]))
    if len(words) == 1 and is_name(source, span.start) and first not in CLASSES:
        found = [_held(one, first, vocabulary) for one in found]
    marks = [at for at in range(span.start, span.end) if source.words[at] in CLASSES]
    if not marks and not places:
        return found
    return [kept for one in found if (kept := _checked(one, source, places, marks, vocabulary))]


def _held(option: Option, word: str, vocabulary: Vocabulary) -> Option:
    """An option for a capitalised word; one in small letters, which would make a common noun of a name, at a price."""
    small = all(vocabulary.words[number].islower() and vocabulary.words[number] != word.lower() for number in option.words)
    return option._replace(score=option.score - SMALL) if small else option


def _first(source: Sentence) -> int:
    """The first token that begins with a letter or digit; -1 for none."""
    return next((at for at, token in enumerate(source.tokens) if token.text[0].isalnum() and at not in source.literal), -1)


def _checked(option: Option, source: Sentence, places: Sequence[Place], marks: Sequence[int], vocabulary: Vocabulary) -> Option | None:
    """The option with its number and name filled in, or None where it lacks one of them or a constraint's wording; no option has two of a kind."""
    if any(any(place.constraint.around) for place in places):
        return None
    if any(place.span.end - place.span.start > 1 or place.span.start not in marks for place in places if place.constraint.kind != "term"):
        return None
    words = [vocabulary.words[number] for number in option.words]
    here = [source.words[at] for at in marks]
    if any(words.count(mark) != here.count(mark) or here.count(mark) > 1 for mark in CLASSES):
        return None
    fixed = {at: place for place in places for at in range(place.span.start, place.span.end)}
    if any(at in fixed and fixed[at].constraint.kind == "term" for at in marks):
        return None
    texts = list(words)
    for at, mark in zip(marks, here):
        texts[words.index(mark)] = fixed[at].constraint.target if at in fixed else source.tokens[at].text
    for place in places:
        if place.constraint.kind == "term" and standing(words, place.constraint) is None:
            return None
    return option._replace(texts=tuple(texts))


def _forms(constraint: Constraint) -> tuple[str, ...]:
    return constraint.forms or (constraint.target,)


def standing(words: Sequence[str], constraint: Constraint) -> Span | None:
    """Where one of a constraint's wordings stands among the words of an option, once and only once."""
    lowered = [word.lower() for word in words]
    found: set[Span] = set()
    for form in _forms(constraint):
        wanted = [one.text.lower() for one in tokens.tokens(form, "en")]
        found |= {Span(at, at + len(wanted)) for at in range(len(words) - len(wanted) + 1) if lowered[at:at + len(wanted)] == wanted}
    longest = max(found, key=lambda span: span.end - span.start, default=None)
    return longest if longest and all(longest.start <= span.start and span.end <= longest.end for span in found) else None


def _fixed(place: Place, source: Sentence, vocabulary: Vocabulary, costs: Costs) -> Iterator[Option]:
    """A constraint's own wordings."""
    for at, form in enumerate(_forms(place.constraint)):
        leading = place.constraint.kind == "term" and source.tokens[place.span.start].start == 0 and form[1:].islower()
        plain = form[0].lower() + form[1:] if leading else form
        shapes = [tokens.shape(one.text) for one in tokens.tokens(plain, "en")]
        words = [source.words[place.span.start]] if place.constraint.kind == "name" else shapes
        numbers = tuple(vocabulary.target.get(word, UNKNOWN) for word in words)
        before, after = place.constraint.around
        turns = (0.0, costs.swap, 0.0)
        yield Option(numbers, costs.phrase + costs.word * len(words) - FORM_STEP * at, turns, turns, place.number, (before + plain + after,))


def is_name(source: Sentence, at: int) -> bool:
    """True for a word with a capital that is not there because a sentence or a headline has one."""
    text = source.tokens[at].text
    return source.words[at] in (NAME, BRAND) or not source.case and text[0].isupper() and (text in source.names or not begins(source, at))


def begins(source: Sentence, at: int) -> bool:
    """True for a token that a sentence, or a quotation within it, begins with."""
    before = next((source.words[one] for one in range(at - 1, -1, -1) if one not in source.literal), "")
    return at == _first(source) or before in _OPENERS


def _copy(text: str, word: str, vocabulary: Vocabulary, costs: Costs, name: bool) -> Option:
    if word[0] == "+" and word[1:] in tokens.CLITICS:
        return Option((), costs.unknown)  # an enclitic that no phrase takes is left out rather than left over
    number = vocabulary.target.get(word, UNKNOWN)
    cost = 0.0 if word in (NAME, BRAND) else costs.name if name else costs.unknown if text[0].isalpha() else 0.0
    return Option((number,), cost + costs.phrase + costs.word, texts=(text,))
