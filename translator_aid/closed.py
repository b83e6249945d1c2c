"""Files of other programs that are not read here, and how to get from there what is."""

from __future__ import annotations

import re
from pathlib import Path, PurePath

from translator_aid.errors import UnreadableError
from translator_aid.i18n import _
from translator_aid.interchange import Source
from translator_aid.xmlstream import declared_encoding

_JET = (b"Standard Jet DB", b"Standard ACE DB")
"""What stands behind the first four bytes of Microsoft's desktop databases."""
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an Excel workbook of before 2007 begins."""


def refuse(source: Source) -> None:
    """Nothing, unless it is such a file.

    >>> refuse(Source("saya.csv", "mesin,machine".encode()))
    >>> refuse(Source("istilah.xml", "<mtf><conceptGrp/></mtf>".encode("utf-16")))
    Traceback (most recent call last):
    translator_aid.errors.UnreadableError: istilah.xml: this is MultiTerm's own XML, not TBX. Export the termbase from MultiTerm as TBX, \
or turn this file into TBX or CSV with Glossary Converter, which is free, and import that

    :raises UnreadableError: for such a file, with the way out.
    """
    if source.data is None and not (source.file or Path(source.path)).is_file():
        return
    head, suffix = source.head(), PurePath(source.path).suffix.lower()
    if head[4:19] in _JET or suffix == ".sdltb":
        message = _("{path}: this is a termbase of Trados, a database in a closed form. Export it as TBX: in MultiTerm with Catalog, Export, Process "
                    "and a TBX export definition, or with Glossary Converter, which is free, as TBX or CSV; and import that")
    elif suffix == ".sdltm":
        message = _("{path}: this is a translation memory of Trados, not a glossary. Export it there as TMX, and add that with: "
                    "translator-aid memory import")
    elif _is_multiterm(head):
        message = _("{path}: this is MultiTerm's own XML, not TBX. Export the termbase from MultiTerm as TBX, "
                    "or turn this file into TBX or CSV with Glossary Converter, which is free, and import that")
    elif _is_workbook(head, suffix):
        message = _("{path}: this is a workbook. Save the sheet as CSV (Excel: File, Save As, CSV UTF-8; LibreOffice: File, Save As, Text CSV) "
                    "and import that")
    else:
        return
    raise UnreadableError(message.format(path=source.path))


def _is_multiterm(head: bytes) -> bool:
    try:
        text = head.decode(declared_encoding(head), "ignore")
    except LookupError:
        return False
    return bool(re.match(r"\s*(?:<\?[^>]*>\s*|<!--.*?-->\s*)*<mtf[\s>]", text.lstrip("\ufeff"), re.DOTALL))


def _is_workbook(head: bytes, suffix: str) -> bool:
    if head.startswith(_COMPOUND):
        return suffix not in (".doc", ".ppt")
    packed = head.startswith(b"PK\x03\x04")
    return packed and (suffix in (".xlsx", ".xlsm", ".ods") or b"opendocument.spreadsheet" in head[:120] or b"xl/workbook.xml" in head)
