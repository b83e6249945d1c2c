"""What a translation takes over as it is: placeholders, addresses, names that are no words, and the names that a user lists.

Certain ones only. Of the names in `dev.ai` and `dev.news` that carry a capital inside or a digit, and of the listed names of `data/names.yaml`, the
human translators copied 98 in 100 and dropped the rest; of other capitalised sequences (*Menteri Keuangan*, *Bank Sentral*) not half.
"""

from __future__ import annotations

import functools
import re
from typing import Iterable, Iterator, Literal, Sequence

from translator_aid.guards import shipped_names
from translator_aid.locales import left_alone
from translator_aid.model import Span
from translator_aid.placeholders import PLACEHOLDER

_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>()\[\]\"“”]*[^\s<>()\[\]\"“”.,;:!?'’*_]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w@/.])[@#][A-Za-z_]\w+")
_NAME = re.compile(r"(?<![\w/@#.-])[^\W_](?:[\w&]|[.'’-](?=\w))*")
_WORD, _INSIDE = re.compile(r"[^\W\d_]+"), re.compile(r"(?<=[a-z,)] )[A-Z][a-z]{2,}(?![\w-])")
_CLITIC = re.compile(r"(?:-?(?:nya|lah|kah|pun|ku|mu)|['’]s|s['’])$")
_DEGREE = re.compile(r"[SD][1-4]$")
_CODED = re.compile(
    r"(?<![\w@$€£¥.,/:-])(?:v?\d+(?:\.\d+){2,3}|v\d+(?:\.\d+)?|[a-jl-z]\d{1,2}(?:-[a-z]+)*|\d+[DG]|\d+(?:\.\d+)?B"
    r"|(?<=\w )\d+\.\d+)(?![\w%$]|[.,:/-]\w)")
_NAMED_BEFORE = re.compile(r"(?:\b[A-Z]\w+|\bversi(?:on)?) $")
_PARAMETERS = re.compile(r"param|\bmodel|\bLLM|\bbobot|\bweight", re.IGNORECASE)
Kind = Literal["name", "code", "link"]


def copied(text: str, keep: Sequence[str] = ()) -> Iterator[tuple[Kind, Span]]:
    """The stretches of a text that stay as they are, those of `keep` first; they may overlap.

    >>> text = "Kata Bu Laras, {nama} memakai GPT-4o-nya dari OpenAI; lihat contoh.id atau https://contoh.id/a."
    >>> [(kind, text[span.start:span.end]) for kind, span in copied(text, ["Bu Laras"])]
    [('name', 'Bu Laras'), ('code', '{nama}'), ('link', 'https://contoh.id/a'), ('name', 'OpenAI'), ('name', 'GPT-4o'), ('name', 'OpenAI')]
    """
    if keep:
        for found in _listed(tuple(keep)).finditer(text):
            yield "name", Span(*found.span())
    for found in PLACEHOLDER.finditer(text):
        yield "code", Span(*found.span())
    for found in _ADDRESS.finditer(text):
        yield "link", Span(*found.span())
    yield from _coded(text)
    for found in _listed(shipped_names()).finditer(text):
        yield "name", Span(*found.span())
    for found in _NAME.finditer(text):
        name = bare(found[0])
        if is_unmistakable(name) and len(name) > 1 and not _DEGREE.match(name):
            yield "name", Span(found.start(), found.start() + len(name))


def capitalised(texts: Iterable[str]) -> frozenset[str]:
    """The words that texts write with a capital inside a sentence and never without: names, also where they begin a sentence.

    >>> sorted(capitalised(["Di kota Bandung, startup Laras melatih model.", "Laras merilisnya."]))
    ['Bandung', 'Laras']
    """
    found: set[str] = set()
    small: set[str] = set()
    for text in texts:
        words = _WORD.findall(text)
        lower = {word for word in words if word[0].islower()}
        small |= lower
        if 2 * len(lower) >= len(words):  # no headline
            found.update(_INSIDE.findall(text))
    return frozenset(word for word in found if word.lower() not in small)


def _coded(text: str) -> Iterator[tuple[Kind, Span]]:
    """What holds digits and is no number: ISO dates and times, telephone numbers, addresses of machines, versions (v1.2, o3, 5G, Llama 3.1)."""
    for span in left_alone(text):
        yield "code", span
    for found in _CODED.finditer(text):
        # "2B users" are two billion, "a 7B model" is called so
        if found[0].endswith("B") and not _PARAMETERS.search(text):
            continue
        if re.fullmatch(r"\d+\.\d+", found[0]) and not _NAMED_BEFORE.search(text[:found.start()]):
            continue
        yield "name", Span(*found.span())


@functools.lru_cache(maxsize=8)
def _listed(names: tuple[str, ...]) -> re.Pattern[str]:
    """Any of some names, the longest first, in exactly these letters."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(name) for name in sorted(names, key=len, reverse=True))})(?!\w)")


def bare(word: str) -> str:
    """A name without clitic or genitive.

    >>> bare("OpenAI-nya"), bare("Altman’s")
    ('OpenAI', 'Altman')
    """
    return _CLITIC.sub("", word) or word


def is_unmistakable(name: str) -> bool:
    """True for what can be no word: capitals within, or letters with digits.

    >>> [is_unmistakable(name) for name in ("DeepSeek", "GPT-4.5", "Menteri", "UMKM", "Jakarta-Bandung", "50-an", "iPhone", "PT.Bank2")]
    [True, True, False, False, False, False, True, False]
    """
    if re.search(r"\.(?!\d)|(?<!\d)\.", name):
        return False
    if re.match(r"(?:Rp|RM|[A-Z]{3})\d|[IVX]+-(?:19|20)\d\d$", name):  # an amount, a semester
        return False
    inner = re.search(r"[a-z][A-Z]", name) is not None and "-" not in name
    return inner or re.search(r"[A-Z]", name) is not None and re.search(r"\d", name) is not None and not re.match(r"\d", name)
