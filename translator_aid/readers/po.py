"""Gettext PO and POT: the messages that have no translation yet. Comments, references and what is translated already stay.

A translation goes into `msgstr` and is marked fuzzy, as what a person has still to look at; a gloss becomes a translator's comment.
"""

from __future__ import annotations

import re
from typing import Iterator, Sequence

from translator_aid import placeholders
from translator_aid.errors import UnreadableError
from translator_aid.i18n import _
from translator_aid.model import Document, Gloss, Language, Origin, Segment
from translator_aid.readers import Options, Piece

SUFFIXES = (".po", ".pot")

_STRINGS = r'(?:[ \t]*"(?:[^"\\\r\n]|\\.)*"[ \t]*(?:\r?\n|\Z|(?=")))+'
_ENTRY = re.compile(
    rf'(?P<comments>(?:#(?!~).*(?:\r?\n))*)(?P<context>[ \t]*msgctxt{_STRINGS})?[ \t]*msgid(?P<id>{_STRINGS})'
    rf'(?:[ \t]*msgid_plural(?P<plural>{_STRINGS}))?(?P<translations>(?:[ \t]*msgstr(?:\[\d+\])?{_STRINGS})+)')
_TRANSLATION = re.compile(rf"(msgstr(?:\[(\d+)\])?[ \t]*)({_STRINGS})")
_BETWEEN = re.compile(r"\ufeff?(?:[ \t]*(?:#.*)?(?:\r?\n|\Z))*")
_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{1,2}|[0-7]{1,3}|.)")
_MEANT = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


def read(text: str, path: str, options: Options = Options()) -> Document:
    """The document of a catalogue; `Language:` in its header says what it is translated into.

    >>> read('msgid "Superintelligence in %s"\\nmsgstr ""\\n', "a.po").segments[0].text
    'Superintelligence in %s'

    :raises UnreadableError: at the line that is no PO.
    """
    segments: list[Segment] = []
    language: Language | None = None
    for entry in _entries(text, path):
        message = _meant(entry["id"])
        if not message and not entry["context"]:
            said = re.search(r"^Language:[ \t]*([a-z]{2})", _meant(_TRANSLATION.findall(entry["translations"])[0][2]), re.MULTILINE)
            language = {"id": "en", "en": "id"}.get(said[1]) if said else None  # type: ignore[assignment]
        elif not any(_meant(strings) for _mark, _number, strings in _TRANSLATION.findall(entry["translations"])):
            segments += _segments(text, entry)
    return Document(path, "po", text, tuple(segments), options.language or language)


def write(document: Document, segment: Segment, pieces: Sequence[Piece]) -> str:
    """The entry with its translation, marked fuzzy; or with a comment for each gloss."""
    raw = segment.raw or ""
    end = "\r\n" if "\r\n" in raw else "\n"
    whole = not re.match(r"[ \t]*\"", raw)
    glosses = [piece for piece in pieces if isinstance(piece, Gloss)]
    news = "".join(piece for piece in pieces if isinstance(piece, str))
    if not news:
        return "".join(f"# {gloss.surface}: {gloss.text}{end}" for gloss in dict.fromkeys(glosses)) + raw if whole else raw
    message = _message(document.text, segment.start, whole)
    inner = message.strip()
    start = message.index(inner)
    text = message[:start] + news.strip() + message[start + len(inner):]
    string = _quoted(text, 0 if max(map(len, raw.splitlines())) > 80 else 76).replace("\n", end)
    if not whole:
        return string
    head = raw[:raw.rindex("msgstr")]
    mark = re.match(r"msgstr(?:\[\d+\])?[ \t]*", raw[len(head):])
    return _fuzzy(head, end) + (mark[0] if mark else "msgstr ") + string


def verify(document: Document, text: str) -> None:
    """Nothing, if the catalogue has the same messages as before and Babel can read it too.

    :raises UnreadableError: otherwise.
    """
    import io

    from babel.messages.pofile import PoFileError, read_po

    before, after = ([(entry["context"], entry["id"], entry["plural"]) for entry in _entries(one, document.path)] for one in (document.text, text))
    if before != after:
        raise UnreadableError(_("its messages are not the same"))
    used = re.sub(r"(?m)^#~.*$", "", text.removeprefix("\ufeff"))  # of obsolete messages Babel does not know all that there is
    try:
        read_po(io.BytesIO(used.encode("utf-8", "surrogatepass")), abort_invalid=True)
    except (PoFileError, ValueError) as error:
        raise UnreadableError(str(error)) from error


def _entries(text: str, path: str) -> Iterator[re.Match[str]]:
    """The entries that are in use.

    :raises UnreadableError: at what is neither an entry nor a comment.
    """
    at = 0
    for entry in _ENTRY.finditer(text):
        _only_comments(text, at, entry.start(), path)
        yield entry
        at = entry.end()
    _only_comments(text, at, len(text), path)


def _only_comments(text: str, start: int, end: int, path: str) -> None:
    found = _BETWEEN.match(text, start, end)
    stop = found.end() if found else start
    if stop < end:
        line = text.count("\n", 0, stop) + 1
        raise UnreadableError(_("no PO: {text}").format(text=text[stop:end].split("\n")[0][:60]), Origin(path, line, 1))


def _segments(text: str, entry: re.Match[str]) -> Iterator[Segment]:
    """The singular for the first form of several, the plural for all others and for the only one; each lies where its translation goes."""
    found = list(_TRANSLATION.finditer(text, entry.start("translations"), entry.end("translations")))
    start = entry.start()
    for number, translation in enumerate(found):
        source = entry["plural"] if entry["plural"] and (number or len(found) == 1) else entry["id"]
        message = _meant(source).strip()
        begin = start if not number else translation.start(3)
        end = translation.start(3) + len(translation[3].rstrip())
        if message:
            yield Segment("paragraph", message, begin, tuple(placeholders.protected(message)), text[begin:end])


def _meant(strings: str) -> str:
    """What quoted strings stand for."""
    inner = "".join(re.findall(r'"((?:[^"\\\r\n]|\\.)*)"', strings))
    return _ESCAPE.sub(lambda found: _MEANT.get(found[1]) or _character(found[1]), inner)


def _character(escape: str) -> str:
    """What follows a backslash as a character: its number in octal or hexadecimal digits, or itself."""
    if escape[0] == "x" and len(escape) > 1:
        return chr(int(escape[1:], 16))
    return chr(int(escape, 8)) if escape[0] in "01234567" else escape


def _message(text: str, start: int, whole: bool) -> str:
    """The message whose translation goes to a place, with the white space at its ends."""
    entry = _ENTRY.match(text, start) if whole else None
    if entry:
        only = entry["plural"] and len(_TRANSLATION.findall(entry["translations"])) == 1
        return _meant(entry["plural"] if only else entry["id"])
    plural = re.compile(_STRINGS).match(text, text.rindex("msgid_plural", 0, start) + len("msgid_plural"))
    return _meant(plural[0]) if plural else ""


def _quoted(text: str, width: int) -> str:
    from babel.messages.pofile import normalize

    return str(normalize(text, width=width))


def _fuzzy(head: str, end: str) -> str:
    """An entry's beginning with the flag that asks a person to look."""
    flags = re.search(r"^#,(?P<flags>.*)$", head, re.MULTILINE)
    if flags:
        return head if re.search(r"\bfuzzy\b", flags["flags"]) else head[:flags.start() + 2] + " fuzzy," + head[flags.start() + 2:]
    place = re.search(r"^(?:#\||[ \t]*msgctxt|[ \t]*msgid)", head, re.MULTILINE)
    at = place.start() if place else 0
    return head[:at] + f"#, fuzzy{end}" + head[at:]
