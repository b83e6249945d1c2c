"""Remarks for people and for programs: each matter once, with how often it was met and where first; or all of them as JSON's objects."""

from __future__ import annotations

from typing import Any, Sequence

from translator_aid.i18n import _
from translator_aid.interchange import Remark
from translator_aid.model import Origin


def lines(remarks: Sequence[Remark], report: str = "text") -> list[str]:
    """A line for each matter, or with the report `full` for each remark.

    >>> at = Origin("saya.tbx", 3, 1)
    >>> lines([Remark("warna tidak dikenal", at), Remark("warna tidak dikenal", Origin("saya.tbx", 9, 1))])
    ['saya.tbx:3:1: warna tidak dikenal (2 times; here first)']
    """
    if report == "full":
        return [f"{_where(remark)}{remark.message}" for remark in remarks]
    matters: dict[tuple[str, str, str], list[Remark]] = {}
    for remark in remarks:
        matters.setdefault((remark.origin.path, remark.kind, remark.message), []).append(remark)
    found = []
    for (_path, _kind, message), same in matters.items():
        often = _(" ({n} times; here first)").format(n=len(same)) if len(same) > 1 else ""
        found.append(f"{_where(same[0])}{message}{often}")
    return found


def as_object(remark: Remark) -> dict[str, Any]:
    """A remark as JSON's object.

    >>> as_object(Remark("warna tidak dikenal", Origin("saya.tbx", 3, 1)))["line"]
    3
    """
    return {"kind": remark.kind, "message": remark.message, "key": remark.key or None, **place(remark.origin)}


def place(origin: Origin) -> dict[str, Any]:
    """A place as JSON's members; null where there is none.

    >>> place(Origin("saya.tbx", 3, 1))
    {'path': 'saya.tbx', 'line': 3, 'column': 1}
    """
    return {"path": origin.path or None, "line": origin.line or None, "column": origin.column or None}


def _where(remark: Remark) -> str:
    return f"{remark.origin}: " if remark.origin.line else f"{remark.key}: " if remark.key else ""
