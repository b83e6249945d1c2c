"""Writes `docs/reference` from the code and its data: `python docs/generate.py`; with `--check` it only says what is out of date.

The commands are described in both languages, because the program's own help is; all else in English.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Callable, Iterable, Iterator

import click
import yaml

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
NOTICE = "<!-- Written by docs/generate.py; a change made here is lost. -->"
TOPICS = {"E1": "The file and its form", "E2": "Keys and terms", "E3": "References", "E4": "Definitions and examples", "E5": "Guards", "E6": "Layout"}
OTHERS = {
    "T101": ("translate", "A term, number or name that had to stand in the translation does not."),
    "T201": ("translate", "A number or date that can be read in two ways was left as it is."),
    "T301": ("translate", "The engine could not translate the paragraph; the message says why."),
    "T302": ("translate", "The paragraph comes from the translation memory, whose source is only like this one."),
    "C901": ("check --baseline", "A suppression of the baseline silences nothing any more."),
    "X101": ("glossary import", "The file breaks a rule of its format."),
    "X102": ("glossary import", "The file is refused; with `--lenient` what can be read of it is read."),
}
"""Codes that no table of the program holds; a test sees that they are all there."""
EXAMPLES = {
    "annotate": ("annotate", "a.id.txt", "--format", "json"),
    "check": ("check", "a.id.txt", "a.en.txt", "--format", "json"),
    "lookup": ("lookup", "agen AI-nya", "--format", "json"),
    "translate": ("translate", "a.id.txt", "--engine", "glossary", "--no-memory", "--format", "json"),
}
FAMILIES = (
    ("readers", "Input formats", "`--input-format`, or by the file's ending, or by its content. What is no text stays as it is, to the byte."),
    ("renderers", "Output formats", "`--format` of `annotate` and `translate`."),
    ("reports", "Reports of a check", "`--format` of `check`."),
    ("engines", "Engines", "`--engine` of `translate`."),
    ("exchange", "Exchange formats", "`--format` of `glossary import` and `glossary export`. What a format cannot hold is reported, term by term, "
     "whenever something is written."),
)


def pages() -> dict[str, str]:
    """Every page of the reference by its file's name."""
    os.environ.update(COLUMNS="100", NO_COLOR="1")
    made: dict[str, Callable[[], Iterable[str]]] = {
        "index.md": index, "commands.md": lambda: commands("en"), "perintah.md": lambda: commands("id"), "codes.md": codes, "formats.md": formats,
        "glossary-format.md": glossary_format, "json.md": schemas, "configuration.md": configuration, "library.md": library,
    }
    return {name: f"{NOTICE}\n\n" + "\n".join(page()).rstrip() + "\n" for name, page in made.items()}


def index() -> Iterator[str]:
    """The first page."""
    yield "# Reference\n\nMade from the program itself and its data.\n"
    yield "```{toctree}\n:maxdepth: 2\n"
    yield from ("commands", "perintah", "codes", "formats", "glossary-format", "json", "configuration", "library")
    yield "```"


def commands(language: str) -> Iterator[str]:
    """The tree of commands with every option and its variables, in a language."""
    from translator_aid import cli, i18n, settings

    i18n.use(language)
    try:
        group = cli.program()
        ctx = click.Context(group, info_name="translator-aid")
        yield {"en": "# Commands\n", "id": "# Perintah\n"}[language]
        yield f"{prose(group.help or '')}\n"
        yield from options(group, ctx)
        for path, command in settings.commands(group, ctx):
            own = click.Context(command, ctx, path)
            yield f"## {path}\n"
            yield f"```text\ntranslator-aid {path} {' '.join(command.collect_usage_pieces(own))}\n```\n"
            yield f"{prose(command.help or '')}\n"
            yield from options(command, own)
    finally:
        i18n.use("en")


def options(command: click.Command, ctx: click.Context) -> Iterator[str]:
    """A list of a command's options."""
    for option in command.get_params(ctx):
        record = option.get_help_record(ctx) if isinstance(option, click.Option) else None
        if record is None or "--help" in option.opts:
            continue
        names = [option.envvar] if isinstance(option.envvar, str) else list(option.envvar or ())
        yield f"`{record[0]}`\n: {prose(record[1])}"
        if names:
            yield "  " + ", ".join(f"`{name}`" for name in names)
        yield ""


def codes() -> Iterator[str]:
    """The codes of a check and of a validation, with examples that the tests run."""
    yield "# Codes\n\nA code is a letter for where it comes from and three digits, of which the first is the topic.\n"
    yield "## Findings about a translation\n"
    yield "`translator-aid check`, and `translate` about its own work. `--select` and `--ignore` take whole codes or topics (`C2`).\n"
    from translator_aid import checks

    for name in sorted(checks.CHECKS, key=lambda name: min(checks.get(name).RULES)):
        yield from _check(name)
    yield "## Other findings\n\n| code | from | meaning |\n| --- | --- | --- |"
    for code, (command, meaning) in OTHERS.items():
        yield f"| {code} | `{command}` | {meaning} |"
    yield "\n## Findings about a glossary\n\n`translator-aid glossary validate`; E is an error, W a warning.\n"
    yield from _validation()


def _check(name: str) -> Iterator[str]:
    from translator_aid import checks

    member: Any = checks.get(name)
    rows = _data(f"checks/{name}.yaml")
    page, _, lines = (member.__doc__ or "").strip().partition("\n\nGood:")
    yield f"### {name}\n"
    yield page + "\n"
    for line in ("Good:" + lines).splitlines():
        yield re.sub(r"^(Good|Bad): *", r"- \1: ", line.strip())
    yield ""
    for code, rule in member.RULES.items():
        aside = ", only when selected by name" if rule.optional else ""
        yield f"#### {code}\n\n{rule.severity.capitalize()}{aside}: {rule.title}.\n"
        found = [row for row in rows if any(one[0] == code for one in row["finds"])]
        for row in found[:2]:
            yield from _case(row, code)
    good = next((row for row in rows if not row["finds"]), None)
    if good:
        yield "Nothing is found here:\n"
        yield from _case(good, "")


def _case(row: dict[str, Any], code: str) -> Iterator[str]:
    """A row of the tests' table as a block: source, translation, what is said of it."""
    yield "```text"
    for source, target in row.get("pairs") or [[row["source"], row["target"]]]:
        yield f"  {_flat(source)}\n→ {_flat(target)}"
    if code:
        yield from _said(row, code)
    yield "```\n"


def _said(row: dict[str, Any], code: str) -> Iterator[str]:
    """What the program says of the row under a code."""
    import translator_aid

    pairs = row.get("pairs") or [[row["source"], row["target"]]]
    source, target = ("\n\n".join(pair[side] for pair in pairs if pair[side] not in (None, "null")) for side in (0, 1))
    findings = translator_aid.check(source, target, row.get("from", "id"), format=row.get("format", "plain"), select=[code])
    if not findings:
        raise SystemExit(f"{code}: nothing is found in '{row['name']}'")
    for finding in findings:
        yield f"{code}: {_flat(finding.message)}" + (f" [write: {finding.fix}]" if finding.fix else "")


def _flat(text: str | None) -> str:
    return "–" if text in (None, "null") else re.sub(r"\s*\n\s*", " ⏎ ", str(text).strip())


def _validation() -> Iterator[str]:
    from translator_aid import validation

    faults: dict[str, tuple[str, str]] = {}
    for row in _data("glossary_faults.yaml"):
        for finding in row["findings"]:
            told = re.search(r" ([EW]\d{3}) (.*)", finding, re.DOTALL)
            if told:
                faults.setdefault(told[1], (told[2], row["yaml"]))
    cases = {row["code"]: row for row in _data("validation.yaml")}
    topic = ""
    for code in sorted({*faults, *validation.codes()}, key=lambda code: code[1:]):
        if code[1] != topic:
            topic = code[1]
            yield f"### {TOPICS['E' + topic]}\n"
        yield f"#### {code}\n"
        if code in faults and code not in cases:
            yield f"For example: {prose(faults[code][0])}\n"
            yield from _yaml(faults[code][1])
            continue
        yield f"{prose(validation.codes()[code])}\n"
        if code in cases:
            yield from _yaml(cases[code]["bad"])
            yield "Good:\n"
            yield from _yaml(cases[code]["good"])


def _yaml(text: str) -> Iterator[str]:
    yield f"```text\n{text.rstrip()}\n```\n"


def formats() -> Iterator[str]:
    """What can be read and written, family by family."""
    from translator_aid import exchange, renderers

    yield "# Formats\n"
    for family, title, about in FAMILIES:
        package = importlib.import_module(f"translator_aid.{family}")
        members: dict[str, str] = package.ENGINES if family == "engines" else package.FORMATS
        yield f"## {title}\n\n{about}\n"
        for name, path in members.items():
            member: Any = importlib.import_module(path)
            endings = getattr(member, "SUFFIXES", ())
            yield f"### {name}\n"
            first, _, rest = (member.__doc__ or "").strip().partition("\n\n")
            if name == "memory":
                first, rest = "The translation memory alone: what it does not know is left to the engine `glossary`.", ""
            yield f"{first}\n"
            if rest and family in ("readers", "engines", "exchange"):
                yield f"{rest}\n"
            if endings:
                yield "Endings: " + ", ".join(f"`{ending}`" for ending in endings) + "\n"
            if family == "renderers":
                tasks = [task for task, names in (("annotate", renderers.ANNOTATE), ("translate", renderers.TRANSLATE)) if name in names]
                yield "For: " + ", ".join(f"`{task}`" for task in tasks) + "\n"
            if family == "exchange":
                yield f"Holds: {prose(exchange.get(name).HOLDS)}\n"


def glossary_format() -> Iterator[str]:
    """The fields of a glossary file, from its schema and from the types that hold them."""
    schema = _schema("glossary")
    meanings = _meanings()
    yield "# The glossary file\n"
    yield f"YAML. {schema['description']} The JSON Schema: {{download}}`glossary.json <../../translator_aid/data/schema/glossary.json>`.\n"
    yield from ("```yaml", "pembelajaran penguatan: reinforcement learning", "agen pintar: [smart agent, intelligent agent]", "```\n")
    yield "An entry of the shipped glossary:\n"
    yield from ("```yaml", _entry("machine-learning.yaml", "reinforcement-learning") or _entry("training-alignment.yaml", "rlhf"), "```\n")
    for name, title in (("concept", "A concept"), ("term", "A term"), ("guard", "A guard"), ("bilingual", "A text in both languages")):
        yield f"## {title}\n"
        shape = schema["$defs"][name]
        if name == "term":
            yield "A text, or a map:\n"
            shape = shape["anyOf"][1]
        if "description" in shape:
            yield f"{prose(shape['description'])}\n"
        yield "| field | value | meaning |\n| --- | --- | --- |"
        for field, value in shape["properties"].items():
            needed = " (needed)" if field in shape["required"] else ""
            yield f"| `{field}`{needed} | {_kind(value)} | {prose(meanings.get((name, field), ''))} |"
        yield ""


def _entry(file: str, key: str) -> str:
    """One entry as it stands in a file of the shipped glossary."""
    text = (ROOT / "glossary" / file).read_text(encoding="utf-8")
    found = re.search(rf"^- key: {key}\n(?:[ ].*\n|\n)*", text, re.MULTILINE)
    return found[0].rstrip() if found else ""


def _meanings() -> dict[tuple[str, str], str]:
    """What the types say about their fields, by type and field in the words of the file."""
    names = {"Concept": "concept", "Term": "term", "Guard": "guard", "Bilingual": "bilingual"}
    other = {"definitions": "definition", "text": "term"}
    found: dict[tuple[str, str], str] = {}
    for node in ast.parse((ROOT / "translator_aid" / "model.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef) and node.name in names:
            for field, told in zip(node.body, node.body[1:]):
                if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(told, ast.Expr):
                    name = field.target.id
                    found[names[node.name], other.get(name, name)] = " ".join(str(ast.literal_eval(told.value)).split())
    return found


def schemas() -> Iterator[str]:
    """The fields of what `--format json` and `jsonl` give."""
    yield "# JSON\n\nThe last part of a schema's name is its version: it is raised when a field changes its meaning or goes.\n"
    for path in sorted((ROOT / "translator_aid" / "data" / "schema").glob("*.json")):
        if path.stem == "glossary":
            continue
        schema = _schema(path.stem)
        yield f"## {path.stem}\n\n`{schema['title']}` (schema `{schema['$id']}`): "
        yield f"{{download}}`{path.name} <../../translator_aid/data/schema/{path.name}>`\n"
        yield "| field | value | |\n| --- | --- | --- |"
        for shape in schema.get("anyOf", [schema])[:1]:
            yield from _fields("", shape, schema, ())
        yield "\nFor example:\n"
        yield from _example(*EXAMPLES[path.stem])


def _example(*words: str) -> Iterator[str]:
    """What a command prints for a small text of our own, with a small glossary of our own."""
    texts = {"a.id.txt": "Agen AI itu seharga Rp 2,5 miliar.\n", "a.en.txt": "The AI agent cost Rp 2.5 million.\n", "g.yaml": "agen AI: [AI agent]\n"}
    with tempfile.TemporaryDirectory() as folder:
        for name, text in texts.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "translator_aid", "--config", "off", "--lang", "en", *words, "--no-shipped", "--glossary", "g.yaml"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TRANSLATOR_AID_STATE": "off"}
        printed = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment).stdout
    found = re.sub(r'("signature": ")[^"]*', r"\1…", json.dumps(json.loads(printed), indent=1, ensure_ascii=False))
    yield f"```sh\ntranslator-aid {shlex.join(words)} --no-shipped --glossary g.yaml\n```\n"
    yield f"```json\n{found}\n```\n"


def library() -> Iterator[str]:
    """The public functions, and the names of the types and errors."""
    import translator_aid

    yield f"# The library\n\n```text\n{(translator_aid.__doc__ or '').strip()}\n```\n"
    for name in translator_aid.__all__:
        member = vars(translator_aid).get(name)
        if inspect.isfunction(member):
            signature = re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(inspect.signature(member)))
            yield f"## {name}\n\n```python\ntranslator_aid.{name}{signature}\n```\n\n```text\n{inspect.getdoc(member)}\n```\n"
    yield "## Types and errors\n"
    for name in translator_aid.__all__:
        kind = getattr(translator_aid, name)
        if inspect.isclass(kind):
            yield f"`{name}`\n: {(inspect.getdoc(kind) or '').partition(chr(10))[0]}\n"


def _fields(path: str, shape: dict[str, Any], schema: dict[str, Any], within: tuple[str, ...]) -> Iterator[str]:
    """A row of the table for each field, those inside others by their path."""
    shape, within = _followed(shape, schema, within)
    if len(set(within)) < len(within):
        return
    for choice in shape.get("anyOf", ()):
        yield from _fields(path, choice, schema, within)
    if "items" in shape and path:
        yield from _fields(f"{path}[]", shape["items"], schema, within)
    for field, value in shape.get("properties", {}).items():
        name = f"{path}.{field}".lstrip(".")
        inner, _names = _followed(value, schema, ())
        may = "" if field in shape.get("required", ()) else "may be absent; "
        yield f"| `{name}` | {_kind(inner)} | {prose(may + inner.get('description', '')).strip('; ')} |"
        yield from _fields(name, value, schema, within)


def _followed(shape: dict[str, Any], schema: dict[str, Any], within: tuple[str, ...]) -> tuple[dict[str, Any], tuple[str, ...]]:
    while "$ref" in shape:
        within += (shape["$ref"],)
        shape = schema["$defs"][shape["$ref"].rpartition("/")[2]]
    return shape, within


def _kind(shape: dict[str, Any]) -> str:
    """What a value may be, in words."""
    if "$ref" in shape:
        return str(shape["$ref"]).rpartition("/")[2]
    if "const" in shape:
        return f"`{shape['const']}`"
    if "enum" in shape:
        return ", ".join(f"`{'null' if value is None else value}`" for value in shape["enum"])
    if "anyOf" in shape:
        return " or ".join(dict.fromkeys(_kind(choice) for choice in shape["anyOf"]))
    kinds = shape.get("type", "object")
    words = {"array": "list", "object": "map", "string": "text", "integer": "whole number", "null": "null", "boolean": "true or false"}
    told = " or ".join(words.get(kind, kind) for kind in ([kinds] if isinstance(kinds, str) else kinds))
    return f"list of: {_kind(shape['items'])}" if kinds == "array" and "items" in shape else told


def configuration() -> Iterator[str]:
    """Settings files, every key with its variables, and the other variables."""
    from translator_aid import cli, manual, settings
    from translator_aid.folders import NAME

    group = cli.program()
    ctx = click.Context(group, info_name="translator-aid")
    yield f"""# Settings\n
An option's value is what the command line says, else the environment, else `{NAME}` of the project, else your own file, else the default.
The project's file is looked for from the current folder upwards, as far as a folder with `.git`, your home folder or the root; your own is
`~/.config/translator-aid/{NAME}`. `translator-aid config show` says where each value comes from, `config init` writes a file with every setting in
a comment, and an unknown key is an error with its place and what was probably meant.\n"""
    yield from ("```yaml", "style: formal", "glossary: [istilah.yaml]", "keep: [GoTo, Tokopedia]", "annotate:", "  format: html", "```\n")
    for section, keys in settings.table(group, ctx).items():
        yield f"## {section or 'For all commands'}\n"
        yield "| key | variables | |\n| --- | --- | --- |"
        for name, option in keys.items():
            names = [option.envvar] if isinstance(option.envvar, str) else list(option.envvar or ())
            yield f"| `{name}` | {', '.join(f'`{one}`' for one in names)} | {prose(option.help or '')} |"
        yield ""
    yield "## Other variables of the environment\n\n| variable | |\n| --- | --- |"
    for names_, meaning in manual._environment():
        yield "| " + ", ".join(f"`{name}`" for name in names_.split(", ")) + f" | {prose(meaning)} |"


def prose(text: str) -> str:
    r"""A text with Markdown's signs made harmless.

    >>> print(prose("* for all; FILE|off"))
    \* for all; FILE\|off
    """
    return re.sub(r"([\\*_\[\]<>{}|#$])", r"\\\1", " ".join(text.split()))


def _schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "translator_aid" / "data" / "schema" / f"{name}.json").read_text(encoding="utf-8"))
    return found


def _data(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests" / "cases" / name).read_text(encoding="utf-8"))
    return found


def main() -> int:
    """Writes what is out of date; with --check it only says so, and 1 comes back if anything is."""
    stale = 0
    for name, text in pages().items():
        path = REFERENCE / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale += 1
            print(path.relative_to(ROOT))
            if "--check" not in sys.argv[1:]:
                path.write_text(text, encoding="utf-8")
    return int(stale > 0 and "--check" in sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
