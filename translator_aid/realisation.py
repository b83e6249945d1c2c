"""From the path that the search found back to text: capitals, names, quotation marks, dashes and spaces as in the source (surface realisation)."""

from __future__ import annotations

from typing import Iterator, Mapping, NamedTuple, Sequence

from translator_aid import tokens
from translator_aid.decoding import Hypothesis
from translator_aid.model import Span
from translator_aid.phrasing import Place, Sentence, Vocabulary, is_name, standing
from translator_aid.tokens import Token


class Written(NamedTuple):
    """A translated sentence."""

    text: str
    placed: dict[int, Span]
    """Where each constraint stands, by its number."""
    copied: tuple[Span, ...]
    """Words left as they were because the model does not know them."""
    alignment: tuple[tuple[Span, Span], ...]
    """Each phrase: the span of source text and the span of the translation that stands for it."""


def written(source: Sentence, steps: Sequence[Hypothesis], vocabulary: Vocabulary) -> Written:
    """The text of a path through the search, with capitals, quotation marks and dashes as the source has them."""
    words: list[str] = []
    owners: list[tuple[int, int]] = []
    fixed: dict[int, Span] = {}
    copied: list[int] = []
    for number, one in enumerate(steps):
        assert one.option is not None
        texts = one.option.texts or tuple(vocabulary.words[word] for word in one.option.words)
        first = len(words)
        words += texts if one.option.row >= 0 else _with_capitals(source, one.span, texts)
        owners.append((first, len(words)))
        if one.option.row >= 0:
            fixed[one.option.row] = Span(first, len(words))
        else:
            for place in source.places:
                if one.span.start <= place.span.start and place.span.end <= one.span.end:
                    fixed[place.number] = _found(texts, place, first)
            if one.option.row == -1 and one.option.texts and one.span.start not in source.literal and _is_left(source, one.span.start):
                copied.append(first)
    cased = _recased(source, words, fixed)
    joined = _joined(source, steps, owners, cased)
    around = {place.number: place.constraint.around for place in source.places}

    def stretch(first: int, end: int, before: int = 0, behind: int = 0) -> Span:
        return Span(joined.starts[first] + before, joined.starts[end - 1] + len(cased[end - 1]) - behind)

    placed = {number: stretch(span.start, span.end, len(around[number][0]), len(around[number][1])) for number, span in fixed.items()}
    alignment = tuple((Span(source.tokens[one.span.start].start, source.tokens[one.span.end - 1].end), stretch(first, end))
                      for one, (first, end) in zip(steps, owners) if end > first)
    return Written(joined.text, placed, tuple(stretch(at, at + 1) for at in copied), alignment)


def _with_capitals(source: Sentence, span: Span, texts: Sequence[str]) -> Iterator[str]:
    """The words of a phrase; one that is a name of the source in other letters is written as there: Meta, not meta."""
    names = {source.tokens[at].text.lower(): source.tokens[at].text for at in range(span.start, span.end) if is_name(source, at)}
    return (names.get(text.lower(), text) if text.islower() else text for text in texts)


def _is_left(source: Sentence, at: int) -> bool:
    """True for a copied word that is no name, mark or number: one that the model does not know."""
    word = source.tokens[at].text
    return word[0].isalpha() and not word.isupper() and not is_name(source, at)


def _found(texts: Sequence[str], place: Place, first: int) -> Span:
    if place.constraint.kind == "term":
        span = standing(texts, place.constraint)
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
        out = [word if at in kept or word in _SMALL and at else word[0].upper() +
               word[1:] if word[:1].islower() else word for at, word in enumerate(out)]
    starts = [0] if next((token.text for token in source.tokens if token.text[:1].isalnum()), "")[:1].isupper() else []
    starts += [at + 1 for at, token in _marks(source, out).items() if out[at] == '"' and _capital_follows(source, token)]
    for start in starts:
        for at, word in enumerate(out[start:start + 4], start):
            if word[:1].isdigit() or at in kept:
                break
            if word[:1].isalpha():
                out[at] = word[0].upper() + word[1:]
                break
    return out


def _capital_follows(source: Sentence, mark: Token) -> bool:
    """True for an opening quotation mark of the source that a capital follows."""
    before, behind = _touches(source, mark)
    return behind and not before and source.text[mark.end:mark.end + 1].isupper()


def _range(span: Span | None) -> tuple[int, int]:
    return (span.start, span.end) if span else (0, 0)


def _joined(source: Sentence, steps: Sequence[Hypothesis], owners: Sequence[tuple[int, int]], words: list[str]) -> tokens.Joined:
    """The words as text, markup set as closely as it was, quotation marks and dashes as the source has them."""
    glue: dict[int, tuple[bool, bool]] = {}
    for one, (first, _last) in zip(steps, owners):
        if one.span.start in source.literal:
            glue[first] = _touches(source, source.tokens[one.span.start])
    marks = _marks(source, words)
    glue.update((at, _touches(source, token)) for at, token in marks.items() if words[at] != "–")
    plain = tokens.join(words, glue)
    text = list(plain.text)
    curly = "’" in source.text or "“" in source.text
    for at, (start, word) in enumerate(zip(plain.starts, words)):
        if at in marks:
            text[start] = source.text[marks[at].start]
        elif "'" in word and curly:
            text[start:start + len(word)] = word.replace("'", "’")
    return tokens.Joined("".join(text), plain.starts)


def _marks(source: Sentence, words: Sequence[str]) -> dict[int, Token]:
    """For each quotation mark and dash of the output the one of the source that it stands for, where there are equally many."""
    found: dict[int, Token] = {}
    for kind in ('"', "'", "–"):
        here = [at for at, word in enumerate(words) if word == kind]
        there = [token for at, token in enumerate(source.tokens) if token.text == kind and at not in source.literal]
        if len(here) == len(there):
            found.update(zip(here, there))
    return found


def _touches(source: Sentence, token: Token) -> tuple[bool, bool]:
    """Whether a token of the source touches what stands before and behind it."""
    text = source.text
    return token.start > 0 and not text[token.start - 1].isspace(), token.end < len(text) and not text[token.end].isspace()
