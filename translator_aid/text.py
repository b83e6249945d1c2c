"""Tokens of running text, folded for comparison, with exact offsets.

A token is a word, a number, or something opaque (an address, a dotted name) that no term may enter. The separator before
a token is reduced to what matters for matching: a space, a hyphen, or the punctuation itself. Nothing is lower-cased as a
whole text, so offsets never shift (`len("İ".lower()) == 2`).
"""

from __future__ import annotations

import functools
import re
from typing import Iterator, Sequence

from translator_aid.model import Protected, Span
from translator_aid.records import Row

INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Soft hyphen and zero-width characters: they may stand in a word and mean nothing."""

_NOTHING = {ord(char): None for char in INVISIBLE}
_MARKS = f"\u0300-\u036f{INVISIBLE}"
_LETTER = "a-zA-Z\u0130\u0131\u017f\u212a"
"""What `[a-z]` matches where case is ignored; ignoring it only here halves the time that the pattern takes to compile."""
_WORD = rf"\w[\w{_MARKS}]*"
_TOKEN = rf"\d+(?:[.,]\d+)+(?![\w])|{_WORD}(?:(?:'(?=\w)|’(?=\w)|ʼ(?=\w)|\.(?=[^\W\d_])){_WORD})*(?:\+\+|#(?!\w))?"
"""A number or a word; compiled when a text first needs it."""
_ADDRESS = (
    rf"(?:[{_LETTER}][{_LETTER}0-9+.-]*://|[wW][wW][wW]\.)[^\s<>()\[\]\"“”]+[^\s<>()\[\]\"“”.,;:!?'’]"
    rf"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w])@\w+"
)
"""An address, which only a text with `://`, `www.` or `@` can hold: most have none, and to compile this takes longest."""
_HYPHENS = {"-": "-", "\u2010": "-", "\u2011": "-", "\u2013": "\u2013"}


class Token(Row):
    """One token and the separator before it."""

    start: int
    """First code point in the text."""
    end: int
    """One past the last."""
    surface: str
    """As it stands there, without markup that runs through it."""
    before: str
    """What separates it from the token before: space, hyphen, `–`, or the punctuation itself; a barrier reads `\\n\\n`."""


def tidy(surface: str) -> str:
    """A token with its letters' case kept: NFC, full-width letters narrowed, straight apostrophes, invisible characters removed.

    >>> tidy("ＧＰＵ"), tidy("G\\u00adPU")
    ('GPU', 'GPU')
    """
    if surface.isascii():
        return surface
    import unicodedata

    plain = "".join(unicodedata.normalize("NFKC", char) if "\uff01" <= char <= "\uff5e" else char for char in surface.translate(_NOTHING))
    return unicodedata.normalize("NFC", plain.replace("’", "'").replace("ʼ", "'"))


@functools.lru_cache(maxsize=65536)
def fold(surface: str) -> str:
    """A token as it is compared: tidied and case-folded.

    >>> fold("Kecer\\u00addasan"), fold("ＡＩ"), fold("Jum’at")
    ('kecerdasan', 'ai', "jum'at")
    """
    if surface.isascii():
        return surface.lower()
    import unicodedata

    return unicodedata.normalize("NFC", tidy(surface).casefold())


def tokens(text: str, protected: Sequence[Protected] = (), start: int = 0, end: int | None = None) -> Iterator[Token]:
    """The tokens of a text in order; markup is stepped over, code and addresses are barriers.

    >>> [(token.surface, token.before) for token in tokens("Model-model AI di-fine-tune, lalu dirilis.")]
    [('Model', ''), ('model', '-'), ('AI', ' '), ('di', ' '), ('fine', '-'), ('tune', '-'), ('lalu', ', '), ('dirilis', ' ')]
    >>> [token.surface for token in tokens("Lihat https://agen.id/model atau x.ai versi 3.5")]
    ['Lihat', 'https://agen.id/model', 'atau', 'x.ai', 'versi', '3.5']
    """
    stop = len(text) if end is None else end
    if protected:
        yield from _around(text, protected, start, stop)
        return
    last = start
    if not start and end is None and text.isascii() and text.replace(" ", "").isalpha():
        for word in text.split():
            begin = text.index(word, last)
            yield Token(begin, begin + len(word), word, " " if begin != last else "")
            last = begin + len(word)
        return
    for match in _pattern(may_hold_address(text)).finditer(text, start, stop):
        begin, finish = match.span()
        yield Token(begin, finish, match.group(), separator(text[last:begin]) if begin != last else "")
        last = finish


def may_hold_address(text: str) -> bool:
    """False where a text can hold neither an address nor a handle.

    >>> may_hold_address("Lihat WWW.agen.id"), may_hold_address("Lihat agen.id")
    (True, False)
    """
    return "@" in text or "://" in text or "www." in text.lower()


@functools.lru_cache(maxsize=2)
def _pattern(addresses: bool) -> re.Pattern[str]:
    return re.compile(f"{_ADDRESS}|{_TOKEN}" if addresses else _TOKEN)


def _around(text: str, protected: Sequence[Protected], start: int, stop: int) -> Iterator[Token]:
    """Tokens of a text with protected spans: the text is blanked where it is protected, so that offsets stay."""
    plain = list(text[start:stop])
    barriers: list[int] = []
    for item in protected:
        for at in range(max(item.span.start, start), min(item.span.end, stop)):
            plain[at - start] = "\u2060" if item.kind == "markup" else "\x00"
        if item.kind != "markup":
            barriers.append(item.span.start)
    # Markup at the edge of a word must not become part of the token, hence the trimming.
    blank = "".join(plain)
    last = 0
    for match in _pattern(may_hold_address(blank)).finditer(blank):
        surface = match.group()
        begin = match.start() + len(surface) - len(surface.lstrip("\u2060"))
        finish = match.end() - (len(surface) - len(surface.rstrip("\u2060")))
        gap = blank[last:begin]
        before = "\n\n" if "\x00" in gap else separator(gap.replace("\u2060", ""))
        yield Token(begin + start, finish + start, surface.strip("\u2060").replace("\u2060", ""), before)
        last = finish


@functools.lru_cache(maxsize=4096)
def separator(gap: str) -> str:
    """What lies between two tokens, reduced to what matching looks at.

    >>> separator("\u2011"), separator(" \\n "), separator("), "), separator("\\n\\n")
    ('-', ' ', '), ', '\\n\\n')
    """
    plain = gap.translate(_NOTHING)
    if plain in _HYPHENS:
        return _HYPHENS[plain]
    return re.sub(r"\s+", " ", plain) if plain.strip() else " " if "\n\n" not in plain.replace("\r", "") else "\n\n"


def is_opaque(surface: str) -> bool:
    """True for an address or a handle: its letters are not words.

    >>> is_opaque("https://agen.id"), is_opaque("agen")
    (True, False)
    """
    return "://" in surface or "@" in surface or surface.lower().startswith("www.")


_ABBREVIATIONS = frozenset(
    "dr prof ir drs dra hj h st sh mh no hal tgl dll dsb dst mr mrs ms vs inc ltd co corp jr sr tn ny pt cv tbk jl a.n u.p e.g i.e".split()
)
_SENTENCE_END = r"[.!?…]+[\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*[A-Z0-9\u00c0-\u00de])"


def sentences(text: str) -> Iterator[Span]:
    """The sentences of a paragraph; spans exclude the white space between them.

    >>> text = 'Menurut Dr. Wei, model itu baik. “Ya,” katanya. Lalu?'
    >>> [text[span.start:span.end] for span in sentences(text)]
    ['Menurut Dr. Wei, model itu baik.', '“Ya,” katanya.', 'Lalu?']
    """
    start = 0
    for match in re.finditer(_SENTENCE_END, text):
        words = text[start:match.start()].rsplit(None, 1)
        word = words[-1].lower().strip("(\"“'") if words else ""
        if match.group()[0] == "." and (word in _ABBREVIATIONS or len(word) == 1 and word.isalpha()):
            continue
        yield Span(start, match.end())
        start = match.end()
        while start < len(text) and text[start].isspace():
            start += 1
    if text[start:].strip():
        yield Span(start, start + len(text[start:].rstrip()))


WINDOW = 65536
"""Code points of a paragraph that are looked at in one go."""


def windows(text: str, size: int = WINDOW) -> Iterator[Span]:
    """A text in pieces of about `size` code points, cut where a sentence or at least a word ends.

    Ordinary paragraphs come back whole; this keeps memory flat on a file without line breaks.

    >>> [(span.start, span.end) for span in windows("Satu dua. Tiga empat.", 12)]
    [(0, 10), (10, 21)]
    """
    start = 0
    while len(text) - start > size:
        cut = text.rfind(". ", start + size // 2, start + size)
        if cut < 0:
            cut = text.rfind(" ", start + size // 2, start + size)
        end = start + size if cut < 0 else cut + (2 if text[cut] == "." else 1)
        yield Span(start, end)
        start = end
    yield Span(start, len(text))
