"""What a person waits for: CPU time of whole runs with a warm cache, as ratios to a bare Click program in the same run.

    python tests/bench/startup.py [RUNS]

Runs take turns and medians are compared, so that other work on the machine weighs on all alike. They are made in an environment of their own into
which the program is only linked: what an editable install does at each start of Python would flatter all ratios.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

import click
from fuzzy import grown

from translator_aid import glossary

ROOT = Path(__file__).parent.parent.parent
BARE = """import click
@click.command()
@click.argument('terms', nargs=-1)
@click.option('--limit', type=click.IntRange(1))
def main(terms, limit):
    click.echo(' '.join(terms))
main()
"""
OWN = """import sys
from translator_aid.__main__ import main
sys.exit(main())
"""
"""As the script that an installer makes."""
SIZE = 5000
CONCEPTS = 30_000


def cpu(command: list[str], environment: dict[str, str]) -> float:
    """CPU seconds of a run, those of the system with them."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def interpreter(folder: Path) -> str:
    """A Python of its own that finds the program and its libraries without any hook."""
    venv.create(folder)
    python = folder / "bin" / "python"
    [packages] = folder.glob("lib/*/site-packages")
    libraries = Path(click.__file__).parent.parent
    packages.joinpath("linked.pth").write_text(f"{ROOT}\n{libraries}\n", encoding="utf-8")
    return str(python)


def articles(folder: Path) -> dict[str, Path]:
    """Texts to annotate: the article of the examples until it fills 5 kB, and a text with more terms than any article and no sentence twice."""
    article = (ROOT / "examples" / "berita.id.txt").read_text(encoding="utf-8")
    sentences = [example.indonesian for concept in glossary.load().concepts[7::40] for example in concept.examples[:1]]
    dense = "\n\n".join([article, (ROOT / "examples" / "artikel.id.md").read_text(encoding="utf-8"), *sentences])
    found = {"5 kB of plain text": (article * (SIZE // len(article) + 1))[:SIZE], "5 kB full of terms, no sentence twice": dense[:SIZE]}
    for number, text in enumerate(found.values()):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return {name: folder / f"{number}.txt" for number, name in enumerate(found)}


def written(path: Path, size: int) -> None:
    """Writes a glossary that makes that many concepts of the shipped ones: terms of two or three common words, so that a text hardly has any of them."""
    chance = random.Random(7)
    shipped = glossary.load().concepts
    keys = {concept.key for concept in shipped}
    made = [concept for concept in grown(5 * size, chance).concepts if concept.key not in keys and " " in concept.indonesian[0].text]
    lines = (f"- {{key: {concept.key}, indonesian: [{concept.indonesian[0].text}], english: [{concept.english[0].text}]}}\n"
             for concept in chance.sample(made, size - len(shipped)))
    path.write_text("".join(lines), encoding="utf-8")


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        python = interpreter(folder / "python")
        for script, text in (("bare.py", BARE), ("own.py", OWN)):
            folder.joinpath(script).write_text(text, encoding="utf-8")
        written(folder / "besar.yaml", CONCEPTS)
        left_out = ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "PYTHONUNBUFFERED", "PYTHONPATH")
        environment = {key: value for key, value in os.environ.items() if key not in left_out and not key.startswith("TRANSLATOR_AID")}
        environment.update(TRANSLATOR_AID_CACHE=f"{folder}/cache", PYTHONPYCACHEPREFIX=f"{folder}/pyc")
        own = [python, f"{folder}/own.py"]
        big = ["--glossary", f"{folder}/besar.yaml"]
        texts = articles(folder)
        commands = {
            "bare Click program": [python, f"{folder}/bare.py", "agen AI"], "Python alone": [python, "-c", "pass"],
            "lookup": [*own, "lookup", "pembelajaran penguatannya"], "lookup --format json": [*own, "lookup", "agen AI", "--format", "json"],
            f"lookup, {CONCEPTS:,} concepts": [*own, "lookup", "pembelajaran penguatannya", *big],
            **{f"annotate, {about}": [*own, "annotate", str(path)] for about, path in texts.items()},
            **{f"annotate, {about}, {CONCEPTS:,} concepts": [*own, "annotate", str(path), *big] for about, path in texts.items()},
            "annotate --format jsonl": [*own, "annotate", str(folder / "0.txt"), "--format", "jsonl"],
        }
        if shutil.which("sdcv"):
            commands["sdcv (C++)"] = ["sdcv", "-v"]
        taken: dict[str, list[float]] = {about: [] for about in commands}
        for number in range(runs + 2):
            for about, command in commands.items():
                seconds = cpu(command, environment)
                if number > 1:
                    taken[about].append(seconds)
    bare = taken["bare Click program"]
    print(f"| run | CPU, of a bare Click program ({1000 * statistics.median(bare):.0f} ms here): median | least |\n| --- | --- | --- |")
    for about, seconds in taken.items():
        print(f"| {about} | {statistics.median(seconds) / statistics.median(bare):.2f} | {min(seconds) / min(bare):.2f} |")


if __name__ == "__main__":
    main()
