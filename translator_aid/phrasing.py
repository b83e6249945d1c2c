"""From a sentence and its constraints to the options of the search, and from the search's path back to text.

A constraint's span is exclusive: a phrase may reach over it only if its rendering contains one of the constraint's wordings; and its own wordings are always
among the options, so that one of them is written. Numbers are `<num>` to the model and come back as the constraint, or the source, has them.
"""

from __future__ import annotations

from typing import Callable, Iterable, Iterator, Mapping, NamedTuple, Sequence

from translator_aid import tokens
from translator_aid.decoding import Hypothesis, Option
from translator_aid.model import Constraint, Language, Span
from translator_aid.phrasemodel import LONGEST, UNKNOWN
from translator_aid.tokens import NUMBER, Token

Lookup = Callable[[Sequence[str]], Iterable[Option]]
WALLS = frozenset('" ( ) [ ] { } : ; ! ? . … – ...'.split())
"""What no phrase jumps over."""
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
    word: float
    """Each target word."""
    phrase: float
    """Each phrase."""
    fixed: float
    """A constraint's own wording."""


class Place(NamedTuple):
    """A constraint in the sentence: the tokens that it covers, and its number."""

    span: Span
    number: int
    constraint: Constraint


class Sentence(NamedTuple):
    """A source sentence as the search sees it."""

    text: str
    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    """What is looked up for each token."""
    literal: frozenset[int]
    """Tokens that are markup: they are copied and nothing moves over them."""
    places: tuple[Place, ...]
    case: str
    """`upper` and `title` for a sentence in capitals or a headline in title case, else nothing."""
    walls: frozenset[int]


def sentence(text: str, language: Language, constraints: Sequence[tuple[int, Constraint]], markup: Sequence[Span], vocabulary: Vocabulary) -> Sentence:
    """The sentence with its tokens; constraints come with their numbers, all spans are places in `text`."""
    found: list[Token] = []
    literal: set[int] = set()
    edges = sorted({0, len(text), *(edge for _, one in constraints for edge in (one.span.start, one.span.end)), *(edge for span in markup for edge in (span.start, span.end))})
    marks = {(span.start, span.end) for span in markup}
    for start, end in zip(edges, edges[1:]):
        if (start, end) in marks or any(span.start <= start and end <= span.end for span in markup):
            if text[start:end].strip():
                literal.add(len(found))
                found.append(Token(text[start:end], start, end))
        else:
            found += (Token(one.text, one.start + start, one.end + start) for one in tokens.tokens(text[start:end], language, vocabulary.source))
    case = _case(text, vocabulary)
    words = [one.text.lower() if case and one.text.lower() in vocabulary.source and not _mixed(one.text, case) else one.text for one in found]
    places = tuple(Place(span, number, one) for number, one in constraints if (span := _covered(found, one.span)))
    inside = {at for place in places for at in range(place.span.start, place.span.end)}
    walls = frozenset(at for at, word in enumerate(words) if at in literal or (word in WALLS and at not in inside))
    return Sentence(text, tuple(found), tuple(map(tokens.shape, words)), frozenset(literal), places, case, walls)


def _mixed(word: str, case: str) -> bool:
    return case == "title" and not word[1:].islower() and len(word) > 1


def _case(text: str, vocabulary: Vocabulary) -> str:
    words = [word for word in text.split() if word[:1].isalpha() and len(word) > 2]
    if len(words) < 2:
        return ""
    if all(word.isupper() for word in words) and sum(map(len, words)) > 12:
        return "upper"
    capital = [word for word in words if word[0].isupper()]
    if len(words) >= 3 and len(capital) >= 0.8 * len(words) and sum(word.strip(".,:;!?\"'").lower() in vocabulary.source for word in capital) >= 0.6 * len(capital):
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
        elif start not in within and Span(start, start + 1) not in found:
            found[Span(start, start + 1)] = [_copy(source.tokens[start].text, vocabulary, costs)]
    return found


def _places(within: Mapping[int, Place], start: int, end: int) -> list[Place] | None:
    """The constraints that a span holds whole; None where it cuts one."""
    places = list(dict.fromkeys(within[at] for at in range(start, end) if at in within))
    return None if any(place.span.start < start or place.span.end > end for place in places) else places


def _phrases(source: Sentence, span: Span, places: Sequence[Place], lookup: Lookup, vocabulary: Vocabulary) -> list[Option]:
    """What the phrase table has for a span: with the first word in small letters too, and without what would lose a constraint."""
    words = source.words[span.start:span.end]
    found = list(lookup(words))
    first = words[0]
    if span.start == _first(source) and first[:1].isupper():
        found += lookup((first[0].lower() + first[1:], *words[1:]))
    elif not found and first[:1].isupper() and first not in vocabulary.source and len(words) > 1:
        found += lookup((first[0].lower() + first[1:], *words[1:]))
    numbers = [at for at in range(span.start, span.end) if source.words[at] == NUMBER]
    if not numbers and not places:
        return found
    return [kept for one in found if (kept := _checked(one, source, places, numbers, vocabulary))]


def _first(source: Sentence) -> int:
    for at, word in enumerate(source.words):
        if word[0].isalpha() and at not in source.literal:
            return at
    return -1


def _checked(option: Option, source: Sentence, places: Sequence[Place], numbers: Sequence[int], vocabulary: Vocabulary) -> Option | None:
    """The option with its numbers filled in, or None where it lacks one of them or a constraint's wording."""
    if any(any(place.constraint.around) for place in places):
        return None
    words = [vocabulary.words[number] for number in option.words]
    fixed = {at for place in places for at in range(place.span.start, place.span.end)}
    if any(place.constraint.kind != "number" or NUMBER not in source.words[place.span.start:place.span.end] or place.span.end - place.span.start > 1
           for place in places if place.constraint.kind != "term"):
        return None
    if words.count(NUMBER) != len(numbers) or any(at in fixed and _at(places, at).constraint.kind == "term" for at in numbers):
        return None
    texts = list(words)
    fill = iter(numbers)
    for at, word in enumerate(words):
        if word == NUMBER:
            number = next(fill)
            texts[at] = _at(places, number).constraint.target if number in fixed else source.tokens[number].text
    for place in places:
        if place.constraint.kind == "term" and _standing(words, place.constraint) is None:
            return None
    return option._replace(texts=tuple(texts))


def _at(places: Sequence[Place], at: int) -> Place:
    return next(place for place in places if place.span.start <= at < place.span.end)


def _forms(constraint: Constraint) -> tuple[str, ...]:
    return constraint.forms or (constraint.target,)


def _standing(words: Sequence[str], constraint: Constraint) -> Span | None:
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
        plain = form if place.constraint.kind != "term" else form[0].lower() + form[1:] if source.tokens[place.span.start].start == 0 and form[1:].islower() else form
        words = [tokens.shape(one.text) for one in tokens.tokens(plain, "en")]
        numbers = tuple(vocabulary.target.get(word, UNKNOWN) for word in words)
        before, after = place.constraint.around
        yield Option(numbers, costs.fixed + costs.phrase + costs.word * len(words) - FORM_STEP * at, row=place.number, texts=(before + plain + after,))


def _copy(text: str, vocabulary: Vocabulary, costs: Costs) -> Option:
    number = vocabulary.target.get(tokens.shape(text), UNKNOWN)
    cost = costs.unknown if text[0].isalpha() else 0.0
    return Option((number,), cost + costs.phrase + costs.word, texts=(text,))


class Written(NamedTuple):
    """A translated sentence."""

    text: str
    placed: dict[int, Span]
    """Where each constraint stands, by its number."""
    copied: tuple[Span, ...]
    """Words left as they were because the model does not know them."""
    alignment: tuple[tuple[Span, Span], ...]
    """Each phrase: the span of source text and the span of the translation that stands for it."""


def written(source: Sentence, steps: Sequence[Hypothesis], vocabulary: Vocabulary, target: Language) -> Written:
    """The text of a path through the search, with capitals, quotation marks and dashes as the source has them."""
    words: list[str] = []
    owners: list[tuple[int, int]] = []
    fixed: dict[int, Span] = {}
    copied: list[int] = []
    for number, one in enumerate(steps):
        assert one.option is not None
        texts = one.option.texts or tuple(vocabulary.words[word] for word in one.option.words)
        first = len(words)
        words += texts
        owners.append((first, len(words)))
        if one.option.row >= 0:
            fixed[one.option.row] = Span(first, len(words))
        else:
            for place in source.places:
                if one.span.start <= place.span.start and place.span.end <= one.span.end:
                    fixed[place.number] = _found(texts, place, first)
            if one.option.words == (UNKNOWN,) and texts[0][0].isalpha() and one.span.start not in source.literal:
                copied.append(first)
    cased = _recased(source, words, fixed)
    joined = _joined(source, steps, owners, cased, target)
    around = {place.number: place.constraint.around for place in source.places}
    return Written(
        joined.text,
        {number: Span(joined.starts[span.start] + len(around[number][0]), joined.starts[span.end - 1] + len(cased[span.end - 1]) - len(around[number][1]))
         for number, span in fixed.items()},
        tuple(Span(joined.starts[at], joined.starts[at] + len(cased[at])) for at in copied),
        tuple((Span(source.tokens[one.span.start].start, source.tokens[one.span.end - 1].end), Span(joined.starts[a], joined.starts[b - 1] + len(cased[b - 1])))
              for one, (a, b) in zip(steps, owners) if b > a))


def _found(texts: Sequence[str], place: Place, first: int) -> Span:
    if place.constraint.kind == "term":
        span = _standing(texts, place.constraint)
        assert span is not None
        return Span(first + span.start, first + span.end)
    at = list(texts).index(place.constraint.target)
    return Span(first + at, first + at + 1)


_SMALL = frozenset("a an and as at but by for from in of on or the to with via dan di ke dari yang untuk pada dengan oleh atau".split())


def _recased(source: Sentence, words: Sequence[str], fixed: Mapping[int, Span]) -> list[str]:
    """The words in the source's case: a headline's, or a capital at the beginning."""
    out = list(words)
    kept = {at for place in source.places if place.constraint.kind in ("code", "link") for at in range(*_range(fixed.get(place.number)))}
    if source.case == "upper":
        return [word if at in kept else word.upper() for at, word in enumerate(out)]
    if source.case == "title":
        out = [word if at in kept or word in _SMALL and at else word[0].upper() + word[1:] if word[:1].islower() else word for at, word in enumerate(out)]
    begins = next((token.text for token in source.tokens if token.text[:1].isalnum()), "")
    if begins[:1].isupper():
        for at, word in enumerate(out):
            if word[:1].isdigit() or at in kept:
                break
            if word[:1].isalpha():
                out[at] = word[0].upper() + word[1:]
                break
    return out


def _range(span: Span | None) -> tuple[int, int]:
    return (span.start, span.end) if span else (0, 0)


def _joined(source: Sentence, steps: Sequence[Hypothesis], owners: Sequence[tuple[int, int]], words: list[str], target: Language) -> tokens.Joined:
    """The words as text, markup set as closely as it was, quotation marks of the source's kind."""
    glue: dict[int, tuple[bool, bool]] = {}
    for one, (first, _last) in zip(steps, owners):
        if one.span.start in source.literal:
            token = source.tokens[one.span.start]
            glue[first] = token.start > 0 and not source.text[token.start - 1].isspace(), token.end < len(source.text) and not source.text[token.end].isspace()
    plain = tokens.join(words, glue)
    curly = any(mark in source.text for mark in "“”")
    text = list(plain.text)
    opened = False
    dash = next((mark for mark in source.text if mark in "—–"), "–")
    for start, word in zip(plain.starts, words):
        if word == '"' and curly:
            text[start] = "”" if opened else "“"
            opened = not opened
        elif word == "–":
            text[start] = dash
        elif "'" in word and (curly or "’" in source.text):
            text[start:start + len(word)] = word.replace("'", "’")
    return tokens.Joined("".join(text), plain.starts)
