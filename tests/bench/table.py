"""Measures what the pages about speed show and writes it into them, between their markers, in both languages.

    python tests/bench/table.py [SECTION ...]

Sections: startup matching rivals load fuzzy corpus; without any, all of them, which takes some minutes. Each bench runs as it stands; what it prints on standard output goes into
the pages. A bench that fails, or that something to compare with is missing for, leaves its section as it was. Text to read is the Indonesian side of training/data.
"""

from __future__ import annotations

import datetime
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Iterable, Iterator

from rivals import CONTESTANTS, installed, paragraphs

ROOT = Path(__file__).resolve().parents[2]
PAGES = {"en": ROOT / "docs" / "en" / "explanation-speed.md", "id": ROOT / "docs" / "id" / "penjelasan-kecepatan.md"}
SECTIONS: dict[str, tuple[tuple[str, ...], ...]] = {
    "startup": (("startup.py", "25"),),
    "matching": (("matching.py", "TEXT"),),
    "rivals": (("rivals.py",),),
    "load": (("glossary.py",),),
    "fuzzy": (("fuzzy.py",),),
    "corpus": (("corpus.py", "5", "TEXT"), ("corpus.py", "25", "TEXT")),
}
"""The benches of each section, TEXT being the text to read."""
NEEDED = {"startup": ("sdcv",), "rivals": tuple({library: 0 for library, _make in CONTESTANTS.values() if library}), "corpus": ("pyarrow", "distributed")}
"""Packages and programs without which a section would lose rows."""
MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
    "id": ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"),
}
NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)?(?!\.?\d)")
MEASURED = re.compile(r"(.+?) ([\d.]+ (?:s|MB)(?: \([\d.]+ x\))?)")
VERSIONS = re.compile(r"(\w+ [\d.]+(, |$))+")
AS_IT_IS = re.compile(r"|[-:# ]+|[0-9a-f]{16}|[#. %x/s]+|# (ms|MB|kB)|[#.]+ MB/s|MB/s|JSONL, --jobs #|Parquet, --jobs #|lookup|lookup --format json|annotate --format jsonl|"
                      r"sdcv \(C\+\+\)|p99|translator-aid|ahocorasick_rs|flashtext2|spaCy PhraseMatcher|`\\w\+`, MB/s")
"""Cells that both languages share; # stands for a number."""
INDONESIAN = {
    # startup.py
    "run": "yang dijalankan", "CPU, of a bare Click program (# ms here): median": "CPU, dibagi program Click kosong (di sini # md): median", "least": "terkecil",
    "bare Click program": "program Click kosong", "Python alone": "Python saja", "lookup, # concepts": "lookup, # konsep",
    "annotate, # kB of plain text": "annotate, # kB teks biasa", "annotate, # kB of plain text, # concepts": "annotate, # kB teks biasa, # konsep",
    "annotate, # kB full of terms, no sentence twice": "annotate, # kB penuh istilah, tanpa kalimat berulang",
    "annotate, # kB full of terms, no sentence twice, # concepts": "annotate, # kB penuh istilah, tanpa kalimat berulang, # konsep",
    # matching.py
    "terms": "istilah", "compiled in": "dikompilasi dalam", "first reading": "pembacaan pertama", "second reading": "pembacaan kedua",
    "matches in # paragraphs": "temuan dalam # paragraf", "memory": "memori", "the shipped glossary": "glosarium program", "# Indonesian terms": "# istilah Indonesia",
    "# s": "# dtk", "# (#x)": "# (#x)", "matches in a kB": "temuan per kB", "later ones": "pembacaan berikutnya",
    "the shipped glossary, compiled": "glosarium program, terkompilasi", "the shipped glossary, in Python": "glosarium program, Python saja",
    "# terms, phrases, compiled": "# istilah, frasa, terkompilasi", "# terms, phrases, in Python": "# istilah, frasa, Python saja",
    "# terms, common words too, compiled": "# istilah, termasuk kata umum, terkompilasi", "# terms, common words too, in Python": "# istilah, termasuk kata umum, Python saja",
    # rivals.py
    "# MB in # paragraphs; # mentions in # sentences": "# MB dalam # paragraf; # penyebutan dalam # kalimat", "precision": "presisi", "recall": "recall",
    "recall of inflected forms": "recall bentuk turunan", "finds in sentences without a term": "temuan dalam kalimat tanpa istilah", "built in": "disiapkan dalam",
    "ahocorasick_rs, whole words": "ahocorasick_rs, kata utuh", "PySastrawi's stems": "pangkasan PySastrawi",
    # glossary.py
    "# concepts, # MB of YAML, # findings": "# konsep, # MB YAML, # temuan validasi",
    "work": "pekerjaan", "CPU, times PyYAML's": "CPU, kelipatan PyYAML", "PyYAML CSafeLoader": "CSafeLoader dari PyYAML", "load with lines and columns": "memuat dengan baris dan kolom",
    "PyYAML CSafeLoader # s; load with lines and columns # s (# x), libyaml's events alone # x":
        "CSafeLoader dari PyYAML # dtk; memuat dengan baris dan kolom # dtk (# x), kejadian libyaml saja # x",
    "build both trees # s; load, build and store # s (# x); open what is stored # ms":
        "membangun kedua pohon # dtk; memuat, membangun, dan menyimpan # dtk (# x); membuka yang tersimpan # md",
    "compile both directions": "mengompilasi kedua arah", "validate everything": "memvalidasi semuanya", "peak memory": "memori puncak", "# s (# x)": "# dtk (# x)",
    # fuzzy.py
    "# terms in two languages": "# istilah dalam dua bahasa", "letters": "huruf", "errors": "salah ketik", "ms, median": "md, median", "of rapidfuzz alone": "dibagi rapidfuzz saja",
    "right term first": "istilah yang benar di tempat pertama", "among the first five": "di antara lima teratas", "# to #": "# sampai #",
    # corpus.py
    "# MB": "# MB", "seconds": "detik", "beside JSONL, --jobs #": "dibanding JSONL, --jobs #", "peak memory of a process": "memori puncak satu proses", "output": "keluaran",
    "#x": "#x", "Parquet, Dask, two workers": "Parquet, Dask, dua pekerja",
}
"""What the benches print, in Indonesian; # stands for a number."""


def main() -> int:
    """Measures, writes, and says what failed or has no Indonesian wording; the exit code."""
    chosen = sys.argv[1:] or list(SECTIONS)
    if unknown := set(chosen) - set(SECTIONS):
        sys.exit(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}")
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder, "teks.txt")
        text.write_text("\n\n".join(paragraphs([])), encoding="utf-8")
        for section in chosen:
            print(section, file=sys.stderr, flush=True)
            try:
                complete(section)
                printed = tabled("\n\n".join(measured(bench, str(text)) for bench in SECTIONS[section]))
            except (LookupError, subprocess.CalledProcessError) as error:
                print(f"{section}: left as it was: {error}", file=sys.stderr)
                bad = 1
                continue
            for language, page in PAGES.items():
                page.write_text(replaced(page.read_text(encoding="utf-8"), section, block(printed, language)), encoding="utf-8")
            for cell in untranslated(printed):
                print(f"{section}: no Indonesian for: {cell}", file=sys.stderr)
                bad = 1
    return bad


def complete(section: str) -> None:
    """Nothing, where all is there that the section compares with.

    :raises LookupError: naming what is missing.
    """
    missing = [name for name in NEEDED.get(section, ()) if not installed(name) and not shutil.which(name)]
    if missing:
        raise LookupError(f"{', '.join(missing)} is not installed; pip install 'translator-aid[bench,dask]', apt install sdcv")


def measured(bench: tuple[str, ...], text: str) -> str:
    """What a bench prints.

    :raises CalledProcessError: where it fails.
    """
    command = [sys.executable, str(ROOT / "tests" / "bench" / bench[0]), *(text if word == "TEXT" else word for word in bench[1:])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]), "TRANSLATOR_AID_LANG": "en"}
    return subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout


def tabled(printed: str) -> str:
    """What was printed, with lines of times and sizes as a table.

    >>> print(tabled("PyYAML CSafeLoader 0.50 s; load with lines and columns 0.25 s (0.50 x)"))
    | work | CPU, times PyYAML's |
    | --- | --- |
    | PyYAML CSafeLoader | 0.50 s |
    | load with lines and columns | 0.25 s (0.50 x) |
    """
    lines: list[str] = []
    for line in printed.splitlines():
        found = [MEASURED.fullmatch(part) for part in line.split("; ")]
        if all(found) and not line.startswith("|"):
            if not lines or not lines[-1].startswith("|"):
                lines += ["| work | CPU, times PyYAML's |", "| --- | --- |"]
            lines += [f"| {one[1]} | {one[2]} |" for one in found if one]
        else:
            lines.append(line)
    return "\n".join(lines)


def block(printed: str, language: str) -> str:
    """What stands between the markers: tables, lines beside them as paragraphs, and in what circumstances it was measured."""
    lines: list[str] = []
    for line in filter(None, map(str.strip, printed.splitlines())):
        table = line.startswith("|")
        if lines and not (table and lines[-1].startswith("|")):
            lines.append("")
        lines.append(line if language == "en" else indonesian(line))
    return "\n".join([*lines, "", circumstances(language)])


def circumstances(language: str) -> str:
    """The machine in general words, and the month."""
    cores, python, today = os.cpu_count(), ".".join(platform.python_version_tuple()[:2]), datetime.date.today()
    month = f"{MONTHS[language][today.month - 1]} {today.year}"
    return f"*{cores} cores, Python {python}, {month}.*" if language == "en" else f"*{cores} inti, Python {python}, {month}.*"


def replaced(page: str, section: str, text: str) -> str:
    """A page with other text between the markers of a section."""
    found, count = re.subn(rf"(<!-- figures: {section} -->\n).*?(<!-- end of figures -->)", lambda match: f"{match[1]}\n{text}\n\n{match[2]}", page, flags=re.DOTALL)
    if count != 1:
        sys.exit(f"the page has {count} places for {section}")
    return found


# --- Indonesian -----------------------------------------------------------------------------------------------------------


def indonesian(line: str) -> str:
    """A line of Markdown, cell by cell, in Indonesian, with its numbers written as there.

    >>> indonesian("| the shipped glossary | 0.3 s |")
    '| glosarium program | 0,3 dtk |'
    """
    return " | ".join(_cell(cell) for cell in line.split(" | ")) if line.startswith("|") else _cell(line)


def _cell(cell: str) -> str:
    ends = re.fullmatch(r"(\|? ?)(.*?)( ?\|?)", cell)
    assert ends
    numbers = iter(number.translate(str.maketrans(".,", ",.")) for number in NUMBER.findall(ends[2]))
    wording = INDONESIAN.get(NUMBER.sub("#", ends[2]))
    if wording is None:
        return cell if re.fullmatch(r"[0-9a-f]{16}", ends[2]) else NUMBER.sub(lambda _number: next(numbers), cell)
    return ends[1] + re.sub("#", lambda _place: next(numbers), wording) + ends[3]


def untranslated(printed: str) -> Iterator[str]:
    """Cells and lines that the table of wordings lacks, once each."""
    for cell in dict.fromkeys(cells(printed.splitlines())):
        if cell not in INDONESIAN and not AS_IT_IS.fullmatch(cell) and not VERSIONS.fullmatch(cell):
            yield cell


def cells(lines: Iterable[str]) -> Iterator[str]:
    """Cells of tables and other lines, with # for each number."""
    for line in lines:
        for cell in line.strip("| ").split(" | "):
            yield NUMBER.sub("#", cell) if not re.fullmatch(r"[0-9a-f]{16}", cell) else cell


if __name__ == "__main__":
    sys.exit(main())
