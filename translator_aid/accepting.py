"""A translated XLIFF file put back into the document that it was made from.

Codes are taken from the document, not from the file, so that a program for translators that lost or changed their originals does no harm. A unit
whose codes are not those of its paragraph is not put back, because markup that is cut in half can break more than its paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import BinaryIO, Mapping, Sequence

from translator_aid import inline, readers, renderers, xliffdocument, xlifftexts, xliffunits
from translator_aid.errors import UnreadableError, WriteError
from translator_aid.i18n import _, ngettext
from translator_aid.interchange import Remark
from translator_aid.model import Document, Origin, Segment, Span
from translator_aid.readers import Piece
from translator_aid.xlifftexts import Code, Mark
from translator_aid.xliffunits import OWN, Beginning, XliffUnit


@dataclass(frozen=True, slots=True)
class Parcel:
    """What came back from the translator."""

    beginning: Beginning
    """What the file says of its document."""
    units: Mapping[str, XliffUnit]
    """The units by their identifier."""

    def said(self, kind: str) -> tuple[str, ...]:
        """What the file says of the document's `sha256`, `format` or `field`.

        >>> Parcel(Beginning("a.md", ("id", "en"), (("translator-aid:format", "markdown"),), Origin("a.xlf", 1, 1)), {}).said("format")
        ('markdown',)
        """
        values = [value.strip() for name, value in self.beginning.said if name == f"{OWN}:{kind}" or kind == "sha256" and name == "crc"]
        return tuple(dict.fromkeys(values))


@dataclass(frozen=True, slots=True)
class Problem:
    """A unit that cannot be put back as it is."""

    origin: Origin
    """Where it stands in the XLIFF file."""
    message: str
    """Which paragraph it is, and what is wrong."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What becomes of a document's paragraphs."""

    texts: tuple[str | None, ...]
    """The new text of each; None for one that stays as it is."""
    problems: tuple[Problem, ...]
    """What stands against it, in the document's order."""


def opened(stream: BinaryIO, path: str) -> Parcel:
    """An XLIFF file of any version.

    :raises UnreadableError: for what is no XML, no XLIFF, or holds the units of several documents.
    """
    found: list[Beginning] = []
    units: dict[str, XliffUnit] = {}
    for item in xliffunits.entries(stream, path):
        if isinstance(item, Beginning):
            found.append(item)
        elif not isinstance(item, Remark):
            units.setdefault(item.name, item)
    if len(found) != 1:
        raise UnreadableError(_("the file holds {n} documents instead of one").format(n=len(found)), Origin(path, 1, 1))
    return Parcel(found[0], units)


def returned(parcel: Parcel, document: Document, drafts: bool = False) -> Returned:
    """The translations of a document's paragraphs, and what stands against any. With `drafts` unfinished ones are taken too.

    :raises UnreadableError: where the document is not the one that the file was made from.
    """
    _held_to(parcel, document)
    texts: list[str | None] = []
    problems: list[Problem] = []
    for number, segment in enumerate(document.segments, 1):
        unit = parcel.units.get(str(number))
        text, wrong = _target(unit, segment, drafts) if unit else (None, _("there is no unit for it"))
        if wrong:
            at = unit.origin if unit else parcel.beginning.origin
            problems.append(Problem(at, _("paragraph {n} ({text}): {problem}").format(n=number, text=_short(segment.text), problem=wrong)))
        texts.append(text)
    return Returned(tuple(texts), tuple(problems))


def written(document: Document, texts: Sequence[str | None]) -> bytes:
    """The document with new texts for its paragraphs; it has been read again before it comes back.

    >>> document = readers.read("Halo.\\n\\nDunia.\\n".encode(), "a.txt")
    >>> written(document, ["Hello.", None]).decode()
    'Hello.\\n\\nDunia.\\n'

    :raises WriteError: where the result could not be read back.
    """
    news: list[list[Piece]] = [[Span(0, len(segment.text))] if text is None or text == segment.text else [text]
                               for segment, text in zip(document.segments, texts)]
    if renderers.own(document.format) == "same":
        return readers.written(document, news)
    gaps = list(document.gaps())
    data = (gaps[0] + "".join((segment.text if text is None else text) + gap
                              for segment, text, gap in zip(document.segments, texts, gaps[1:]))).encode("utf-8", "surrogatepass")
    there = readers.read(data, document.path, document.format, readers.Options(document.fields, document.language)).segments
    if len(there) != len(document.segments):
        reason = ngettext("it has {found} paragraph instead of {wanted}", "it has {found} paragraphs instead of {wanted}", len(there)).format(
            found=len(there), wanted=len(document.segments))
        raise WriteError(_("{path}: the result could not be read back as {format}, so nothing was written: {reason}").format(
            path=document.path, format=document.format, reason=reason))
    return data


def _held_to(parcel: Parcel, document: Document) -> None:
    """Nothing, if the document is what the file was made from.

    :raises UnreadableError: otherwise, with the first paragraph that differs.
    """
    digests = parcel.said("sha256")
    for number, segment in enumerate(document.segments, 1):
        unit = parcel.units.get(str(number))
        there = _restored(unit.source, segment)[0] if unit else None
        if there is not None and _folded(there) != _folded(segment.text):
            message = _("{path} is not the file that this was made from, or has changed since: paragraph {n} is '{now}' there and '{before}' here")
            text = message.format(path=document.path, n=number, now=_short(segment.text), before=_short(there))
            raise UnreadableError(text, unit.origin if unit else None)
    if digests and xliffdocument.digest(document) not in digests:
        message = _("{path} is not the file that this was made from, or has changed since")
        raise UnreadableError(message.format(path=document.path), parcel.beginning.origin)
    last = max((int(name) for name in parcel.units if name.isdecimal()), default=0)
    if last > len(document.segments):
        message = _("{path} is not the file that this was made from, or has changed since: it has {paragraphs}, and here is a unit {last}")
        paragraphs = ngettext("{n} paragraph", "{n} paragraphs", len(document.segments)).format(n=len(document.segments))
        raise UnreadableError(message.format(path=document.path, paragraphs=paragraphs, last=last), parcel.units[str(last)].origin)


def _target(unit: XliffUnit, segment: Segment, drafts: bool) -> tuple[str | None, str]:
    """A paragraph's new text, or what stands against it."""
    if not xliffdocument.wordy(inline.tokens(segment.text, inline.codes(segment), ())):
        return None, ""
    if unit.target is None or not xlifftexts.text(unit.target).strip():
        return None, _("the target is missing")
    left = [piece for piece in unit.target if isinstance(piece, Mark) and piece.type.endswith(f"{OWN}:{xliffdocument.UNTRANSLATED}")
            or isinstance(piece, Mark) and piece.type == f"x-{xliffdocument.UNTRANSLATED}"]
    if unit.state == "initial" and left:
        return None, _("the target still has words of the source marked as untranslated")
    if unit.state == "initial" and not drafts:
        return None, _("the target is not finished: its state is still that of a draft")
    text, wrong = _restored(unit.target, segment)
    return (None, wrong) if wrong else (text.strip(), "")


def _restored(pieces: Sequence[xlifftexts.Piece], segment: Segment) -> tuple[str, str]:
    """A text with the document's own codes, and what is wrong with its codes, if anything is."""
    marks = {(code.kind, code.name): segment.text[code.start:code.end] for code in inline.codes(segment)}
    left = dict(marks)
    found: list[str] = []
    unknown: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            found.append(piece)
        elif isinstance(piece, Code):
            key = (piece.kind, piece.name)
            if key not in left or piece.kind == "close" and ("open", piece.name) in left:
                unknown.append(marks.get(key, piece.name))
            else:
                found.append(left.pop(key))
    wrong = [_("codes are missing: {codes}").format(codes=" ".join(left.values()))] if left else []
    wrong += [_("codes are too many or in the wrong place: {codes}").format(codes=" ".join(unknown))] if unknown else []
    return "".join(found), "; ".join(wrong)


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _short(text: str) -> str:
    folded = _folded(text)
    return folded if len(folded) <= 40 else f"{folded[:39]}…"
