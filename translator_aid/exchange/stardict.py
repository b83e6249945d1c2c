"""StarDict's dictionaries, which GoldenDict, KOReader, sdcv and many others read: `.ifo`, `.idx`, `.dict.dz` and `.syn`, here in one ZIP archive.

The format is that of StarDict's own description, version 3.0.0. Every source term is a headword; the forms that our morphology writes are its
synonyms. An article is HTML. Read are archives, or the `.ifo` file with the others beside it.
"""

from __future__ import annotations

import re
from array import array
from itertools import groupby
from typing import IO, Iterable, Iterator

from translator_aid import articles
from translator_aid.archives import Files, Packed, first_name
from translator_aid.dictzip import Dictzip
from translator_aid.errors import UnreadableError
from translator_aid.exchange import Options, Remark, Source, unstated
from translator_aid.i18n import _, ngettext
from translator_aid.inflecting import written
from translator_aid.interchange import moment
from translator_aid.model import Concept
from translator_aid.pieces import html, lines, parsed
from translator_aid.repeating import Repeated
from translator_aid.sorting import Sorted
from translator_aid.stardict import MAGIC, about, fields, index, part, unpacked

SUFFIXES = (".zip", ".ifo")
HOLDS = "Every field but guards, as an article for each source term; inflected forms are its synonyms."
_OWN = "translator-aid"
_MAX_WORD = 255
"""Bytes of a headword, which the format limits."""


def sniff(head: bytes) -> int:
    """How sure it is: an archive that begins with one of the dictionary's files, or the `.ifo` file itself."""
    name = first_name(head)
    if re.search(r"\.(?:ifo|idx(?:\.gz)?|syn|dict(?:\.dz)?)$", name) or head.removeprefix(b"\xef\xbb\xbf").startswith(MAGIC.encode()):
        return 3
    return 2 if name and (b".ifo" in head or b".idx" in head) else 0


def read(source: Source, options: Options) -> Iterator[Concept | Remark]:
    """The concepts of a dictionary; of one that another program made, an article each."""
    with Files(source) as files:
        found = part(files, "", ".ifo")
        if not found or files.own:
            missing = ".idx" if found else ".ifo"
            raise UnreadableError(_("no whole dictionary of StarDict: there is no {name} file").format(name=missing), files.at(""))
        facts = about(files, found)
        if facts.get("idxoffsetbits", "32") != "32":
            raise UnreadableError(_("a dictionary with offsets of 64 bits is not read"), files.at(found))
        own = facts.get("author") == _OWN
        if not own:
            yield unstated(source.path)
            message = _("the file names no languages: it is read as {source}-{target}; --direction says otherwise")
            yield Remark(message.format(source=options.direction[0], target=options.direction[1]), files.at(found), "adapted")
        base = found.removesuffix(".ifo")
        name = part(files, base, ".dict", ".dict.dz")
        words: set[tuple[int, int, bytes]] = set()
        count = 0
        for entry in index(files, base, own):
            words.add(entry)
            count += not entry[2].startswith(b"\xff")
        if str(count) != facts.get("wordcount", str(count)):
            message = ngettext("the index has {n} word, but the .ifo file speaks of {wanted}",
                               "the index has {n} words, but the .ifo file speaks of {wanted}", count)
            yield Remark(message.format(n=count, wanted=facts["wordcount"]), files.at(found, 1), "fault")
        with unpacked(files.data(name), files, name) as stream:
            for (offset, size), same in groupby(sorted(words), key=lambda word: word[:2]):
                stream.seek(offset)
                data = stream.read(size)
                if len(data) < size:
                    yield Remark(_("an article lies beyond the end of its file"), files.at(name, 1), "fault")
                    continue
                heads = [word.decode("utf-8", "replace") for _offset, _size, word in same]
                yield from _article(heads, data, facts.get("sametypesequence", ""), own, options, files, name)


def _article(heads: list[str], data: bytes, types: str, own: bool, options: Options, files: Files, name: str) -> Iterator[Concept | Remark]:
    at = files.at(name)
    contents = [parsed(text) if kind in "hgx" else (text,) for kind, text in fields(data, types)]
    for content in contents:
        if own and articles.is_own(content):
            yield articles.concept_of(content, at)
            return
    texts = [line for content in contents for line in lines(content)]
    terms = [head.removeprefix("\ufffd") for head in heads if head.strip("\ufffd ")]
    if texts and terms:
        yield articles.foreign(sorted(terms, key=lambda term: term not in heads), texts, options.direction, at)
    else:
        yield Remark(_("an article without text was left out"), at)


# --- writing ----------------------------------------------------------------------------------------------------------


def write(concepts: Iterable[Concept], options: Options) -> Iterator[bytes | Remark]:
    """An archive with the four files.

    >>> from translator_aid.model import Term
    >>> concept = Concept("ml", "dasar", (Term("pembelajaran mesin", "id"),), (Term("machine learning", "en"),))
    >>> data = b"".join(piece for piece in write([concept], Options()) if isinstance(piece, bytes))
    >>> [found.english[0].text for found in read(Source("ml.zip", data), Options())]
    ['machine learning']
    """
    source, target = options.direction
    base = f"{_OWN}-{source}-{target}"
    with Packed() as archive, Dictzip() as text, Sorted() as words, Sorted() as synonyms, Repeated(concepts) as listed:
        count = offset = 0
        titles = listed.titles(source)
        for concept in listed:
            found = concept.terms(source)
            data = html(articles.article(concept, options.direction, titles), "bword://").encode("utf-8", "replace") if found else b""
            text.write(data)
            known: set[str] = set()
            for term in found:
                word = _word(term.text)
                if not word:
                    yield Remark(_("a term of more than 255 bytes was left out"), key=concept.key)
                    continue
                words.add(word + offset.to_bytes(4, "big") + len(data).to_bytes(4, "big") + count.to_bytes(4, "big"))
                known.add(term.text)
                for form in written(term, source):
                    if form.surface not in known and (other := _word(form.surface)):
                        known.add(form.surface)
                        synonyms.add(other + count.to_bytes(4, "big"))
                count += 1
            offset += len(data)
        numbers = array("I", bytes(4 * count))
        with archive.open(f"{base}.idx") as stream:
            size = _written(stream, words, numbers)
        with archive.open(f"{base}.syn") as stream:
            forms = _synonyms(stream, synonyms, numbers)
        with archive.open(f"{base}.dict.dz") as stream:
            stream.writelines(text.pieces())
        archive.add(f"{base}.ifo", _information(options, count, size, forms))
        yield from archive.pieces()


def _word(text: str) -> bytes:
    """A word as a record begins with it: folded as StarDict compares words, then as it is; empty where it is too long."""
    word = " ".join(text.split()).replace("\0", "").encode("utf-8", "replace")
    return word.lower() + b"\0" + word + b"\0" if 0 < len(word) <= _MAX_WORD else b""


def _written(stream: IO[bytes], words: Iterable[bytes], numbers: array[int]) -> int:
    """Writes the index and notes where each word came to stand."""
    size = 0
    for place, record in enumerate(words):
        entry = record[record.index(b"\0") + 1:-4]
        numbers[int.from_bytes(record[-4:], "big")] = place
        size += stream.write(entry)
    return size


def _synonyms(stream: IO[bytes], synonyms: Iterable[bytes], numbers: array[int]) -> int:
    count = 0
    for count, record in enumerate(synonyms, 1):
        stream.write(record[record.index(b"\0") + 1:-4] + numbers[int.from_bytes(record[-4:], "big")].to_bytes(4, "big"))
    return count


def _information(options: Options, words: int, size: int, forms: int) -> str:
    title = " ".join(f"{options.title} {'-'.join(options.direction)}".split())
    about_it = _("Terms of artificial intelligence, Indonesian and English")
    licence = _("Licence")
    rights = f"{licence}: {' '.join(options.licence.split())}" if options.licence else about_it
    return (f"{MAGIC}\nversion=3.0.0\nbookname={title}\nwordcount={words}\n" + (f"synwordcount={forms}\n" if forms else "")
            + f"idxfilesize={size}\nauthor={_OWN}\ndescription={rights}\ndate={moment():%Y.%m.%d}\nsametypesequence=h\n")
