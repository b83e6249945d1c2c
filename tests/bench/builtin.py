"""What the built-in translator costs: a paragraph from a cold start, sentences a second, memory.

    python tests/bench/builtin.py [--sentences 200]

The paragraph is of 100 words, the sentences are of our own pairs in training/data. Times are user CPU seconds, each beside the same program's `--version`
(a start without work) or beside the tokens alone.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PARAGRAPH = (
    "Sebuah laboratorium AI di Bandung, Laras, meluncurkan model bahasa besar yang memahami bahasa Sunda, Jawa, dan Bugis. Model-model itu dilatih dengan 1,2 triliun token, "
    "lalu disempurnakan lewat pembelajaran penguatan dari umpan balik para penutur jati, kata Laras pada Selasa, 4 November 2025. Laras menghabiskan Rp 2,5 miliar untuk menyewa "
    "64 GPU selama tiga bulan. Bobotnya dirilis sebagai sumber terbuka sehingga siapa pun boleh menjalankannya atau memasangnya di ponsel. Seorang investor dari Singapura dikabarkan "
    "menawarkan pendanaan US$12 juta. Sejumlah pengembang sudah mencobanya. Di Makassar, sebuah rumah sakit memakai agen AI untuk menjawab pertanyaan pasien dalam bahasa Bugis.")


def run(*arguments: str, text: str = "") -> tuple[float, float, int]:
    """Wall seconds, user and system CPU seconds and peak MiB of a command."""
    with tempfile.TemporaryFile() as given:
        given.write(text.encode())
        given.seek(0)
        began = time.perf_counter()
        process = subprocess.Popen([sys.executable, "-m", "translator_aid", *arguments], stdin=given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _pid, _status, used = os.wait4(process.pid, 0)
    return time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


def sentences(count: int, side: int) -> list[str]:
    """Sentences of our own pairs, spread over all files."""
    rows = [row for path in sorted((ROOT / "training" / "data").glob("*.tsv")) for row in csv.reader(path.open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE)]
    return [row[side] for row in rows[::max(1, len(rows) // count)]][:count]


def main() -> None:
    """Prints the table."""
    from translator_aid.engines import builtin
    from translator_aid.model import Request
    from translator_aid.tokens import tokens

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=200)
    options = parser.parse_args()
    run("--version")
    start = min(run("--version")[1] for _ in range(3))
    wall, cpu, peak = min(run("translate", "-", "--engine", "builtin", text=PARAGRAPH) for _ in range(3))
    print(f"{len(PARAGRAPH.split())} words from a cold start: {wall:.2f} s, {cpu:.2f} s CPU ({cpu / start:.1f} x --version), peak {peak} MiB")
    wall, cpu, peak = min(run("translate", "-", "--engine", "builtin", text="Halo.") for _ in range(3))
    print(f"one word from a cold start: {wall:.2f} s, {cpu:.2f} s CPU ({cpu / start:.1f} x --version), peak {peak} MiB")
    for side, (source, target) in enumerate((("id", "en"), ("en", "id"))):
        texts = sentences(options.sentences, side)
        began = time.process_time()
        for text in texts:
            tokens(text, source)  # type: ignore[arg-type]
        baseline = time.process_time() - began
        engine = builtin.Engine()
        next(engine.translate([Request("Halo.", (), source, target)]))  # type: ignore[arg-type]
        began = time.process_time()
        words = 0
        for text, _draft in zip(texts, engine.translate(Request(text, (), source, target) for text in texts)):  # type: ignore[arg-type]
            words += len(text.split())
        spent = time.process_time() - began
        print(f"{source}-{target}: {len(texts) / spent:.1f} sentences/s, {words / spent:.0f} words/s ({spent / baseline:.0f} x their tokens)")
    print("peak of this process, both models open:", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "MiB")


if __name__ == "__main__":
    main()
