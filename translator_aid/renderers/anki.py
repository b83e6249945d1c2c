"""The text's terms as cards for Anki, one a concept, in the order of their first mention: a file that Anki imports as it is.

The front is the term, with the sentence of the text in which it stands; the back its name in the other language, the definition and an example.
The concept's key and the direction are the note's identifier.
"""

from __future__ import annotations

from html import escape
from pathlib import PurePath
from typing import Iterable, Iterator

from translator_aid import cards, markup
from translator_aid.i18n import _
from translator_aid.model import Match, Run, Span, Unit
from translator_aid.text import sentences

TASKS = ("annotate", "translate")


def render(run: Run, units: Iterable[Unit]) -> Iterator[str]:
    """The header that Anki reads, then a line for each concept.

    >>> from translator_aid.model import *
    >>> concept = Concept("rl", "ai", (Term("pembelajaran penguatan", "id"),), (Term("reinforcement learning", "en"),))
    >>> segment = Segment("paragraph", "Ia memakai pembelajaran penguatan.", 0)
    >>> match = Match(Span(11, 33), concept, concept.indonesian[0], Analysis("pembelajaran penguatan", "pembelajaran penguatan"))
    >>> run = Run("annotate", Document("a.txt", "plain", segment.text, (segment,)), "id", "en", Glossary((concept,)))
    >>> print("".join(render(run, [Unit(0, segment, (match,))])).splitlines()[-1].replace("\\t", " | "))
    rl/id-en | pembelajaran penguatan<br><small>Ia memakai <b>pembelajaran penguatan</b>.</small> | <b>reinforcement learning</b> | ai
    """
    yield cards.header(PurePath(run.document.path).stem)
    seen: set[str] = set()
    for unit in units:
        for match in unit.matches:
            if match.concept.key not in seen and match.concept.terms(run.target):
                seen.add(match.concept.key)
                guid = f"{match.concept.key}/{run.source}-{run.target}"
                yield cards.line((guid, _front(run, unit, match), _back(run, match), match.concept.domain))


def _front(run: Run, unit: Unit, match: Match) -> str:
    """The term as the glossary writes it, and the sentence with it in bold."""
    text, (span,) = markup.bared(unit.segment.text, unit.segment.protected, [match.span])
    sentence = next((one for one in sentences(text) if one.overlaps(span)), Span(0, len(text)))
    before, after = text[sentence.start:span.start], text[span.end:max(sentence.end, span.end)]
    around = f"{escape(before)}<b>{escape(text[span.start:span.end])}</b>{escape(after)}"
    return f"{escape(match.concept.preferred(run.source, run.style, match.term.part_of_speech).text)}<br><small>{around}</small>"


def _back(run: Run, match: Match) -> str:
    concept, target = match.concept, run.target_of(match)
    others = [term.text for term in concept.terms(run.target) if term.text != target and term.status not in ("deprecated", "rare")]
    lines = [f"<b>{escape(target)}</b>" + (f" ({_('also')} {escape(', '.join(others))})" if others else "")]
    if concept.definition:
        lines.append(escape(concept.definition.side(run.target)))
    lines += [f"<i>{escape(example.side(run.target))}</i>" for example in concept.examples[:1]]
    return "<br>".join(line for line in lines if line and line != "<i></i>")
