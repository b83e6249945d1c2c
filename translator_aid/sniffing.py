"""What kind of file some bytes are, where no suffix says it."""

from __future__ import annotations

import io
import json
import re
from typing import BinaryIO

_HEAD = 65536
_SUBTITLE = re.compile(r"\s*(?:\d+[ \t]*\r?\n)?\d{1,2}:\d\d:\d\d[,.]\d{1,3}[ \t]*-->")
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|main|section|div|p|h[1-6]|ul|ol|table)[\s>]",
    re.IGNORECASE | re.DOTALL)
_PO = re.compile(r"(?m)^msgid[ \t]+\"(?:.*\r?\n)+?msgstr(?:\[0\])?[ \t]+\"")
_STRONG = re.compile(r"(?m)^(?:```|~~~).*$|^\|?[ \t]*:?-{3,}:?[ \t]*\|(?:[ \t:|-]*)$|\]\((?:https?://|\.{0,2}/|#)[^)\s]*\)")
_WEAK = re.compile(r"(?m)^#{1,6}[ \t]+\S|^[-*+][ \t]+\S|(?<!\w)\*\*\S[^*\n]*\*\*(?!\w)|^>[ \t]+\S|(?<!`)`[^`\n]+`(?!`)")
_FRONT = re.compile(r"---[ \t]*\r?\n(?:[\w-]+:.*\r?\n|[ \t].*\r?\n|- .*\r?\n)+---[ \t]*\r?\n")


def sniff(data: bytes) -> str:
    """The name of the reader for a file's bytes; plain text where nothing speaks for another.

    A CSV file looks like plain text and is never guessed.

    >>> sniff(b"<!DOCTYPE html><p>Halo"), sniff(b'{"teks": "Halo"}'), sniff(b"1\\n00:00:01,000 --> 00:00:02,000\\nHalo\\n"), sniff(b"Halo.")
    ('html', 'json', 'srt', 'plain')
    """
    return sniff_stream(io.BytesIO(data))


def sniff_stream(stream: BinaryIO) -> str:
    """The same for an open file, from where it stands; only what may well be JSON is read further than its beginning.

    >>> sniff_stream(io.BytesIO(b"[Bandung, ANTARA] Model itu dilatih ulang."))
    'plain'
    """
    start = stream.tell()
    data = stream.read(_HEAD)
    if data[:4] == b"PK\x03\x04":
        return "docx"
    head = data.decode("utf-8", "ignore").lstrip("\ufeff")
    if head.startswith("WEBVTT"):
        return "vtt"
    if _SUBTITLE.match(head):
        return "srt"
    if _HTML.match(head):
        return "html"
    if head.lstrip()[:1] in ("{", "["):
        return _json(stream, start, head) or _markdown(head)
    return "po" if _PO.search(head) else _markdown(head)


def _json(stream: BinaryIO, start: int, head: str) -> str:
    """json, or jsonl for several values on lines of their own; empty for neither."""
    if not _cannot_be_json(head):
        stream.seek(start)
        try:
            json.loads(stream.read())
            return "json"
        except (ValueError, RecursionError):
            pass
    elif not re.search(r"[\r\n]", head):
        return ""  # what the first line begins with is wrong already
    stream.seek(start)
    try:
        for lines in stream:
            for line in lines.splitlines():
                if line.strip():
                    json.loads(line)
        return "jsonl"
    except (ValueError, RecursionError):
        return ""


def _cannot_be_json(head: str) -> bool:
    """Whether no text that begins so is one value of JSON, whatever follows: what is wrong does not come of the cut at the end."""
    head = head.lstrip()
    try:
        end = json.JSONDecoder().raw_decode(head)[1]
    except json.JSONDecodeError as error:
        return "\0" not in head and not error.msg.startswith("Unterminated") and error.pos < len(head) - 20
    except (ValueError, RecursionError):
        return True
    return bool(head[end:].strip())


def _markdown(head: str) -> str:
    if _FRONT.match(head) or _STRONG.search(head):
        return "markdown"
    kinds = {found[0][0] for found in _WEAK.finditer(head)}
    return "markdown" if len(kinds) > 1 else "plain"
