"""Settings: who says what goes before whom, what may stand where, what is wrong and where, and what all of it costs."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Iterator

import click
import pytest
from conftest import ROOT, run
from hypothesis import HealthCheck, given, settings as hypothesis_settings, strategies as st

from translator_aid import configuration, folders, provenance, settings
from translator_aid.cli import program
from translator_aid.errors import UnreadableError
from translator_aid.parameters import Momentary, Personal, Shared, key

LEVELS = ("user top", "user section", "project top", "project section", "variable for all", "variable", "command line")
"""From the weakest to the strongest."""


@pytest.fixture
def root() -> click.Context:
    return click.Context(program(), info_name="translator-aid")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project's folder, current, with a user's folder and a cache of its own."""
    for name in ("proyek", "pengguna", "cache"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "pengguna"))
    monkeypatch.setenv("HOME", str(tmp_path / "pengguna"))
    monkeypatch.setenv("TRANSLATOR_AID_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("TRANSLATOR_AID_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path / "proyek")
    monkeypatch.setattr("sys.platform", "linux")
    yield tmp_path / "proyek"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def params(name: str, args: list[str]) -> dict[str, Any]:
    """What a command would be called with."""
    group = program()
    with group.make_context("translator-aid", [name, *args], obj=settings.Store()) as ctx:
        _name, command, rest = group.resolve_command(ctx, [name, *args])
        assert command
        return command.make_context(name, rest, parent=ctx).params


def test_each_level_goes_before_the_weaker_ones(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place.parent / "cache").rmdir()
    monkeypatch.setenv("TRANSLATOR_AID_CACHE", "off")
    for chosen in itertools.product((False, True), repeat=len(LEVELS)):
        said = [level for level, wanted in zip(LEVELS, chosen) if wanted]
        for who, folder in (("user", Path(folders.user_path()).parent), ("project", place)):
            lines = [f"keep: [{who} top]\n"] * (f"{who} top" in said) + [f"translate:\n  keep: {who} section\n"] * (f"{who} section" in said)
            write(folder / folders.NAME, "".join(lines))
        for level, variable in (("variable for all", "TRANSLATOR_AID_KEEP"), ("variable", "TRANSLATOR_AID_TRANSLATE_KEEP")):
            monkeypatch.setenv(variable, level) if level in said else monkeypatch.delenv(variable, raising=False)
        args = ["a.txt", "--keep", "command line"] if "command line" in said else ["a.txt"]
        assert params("translate", args)["keep"] == ((said[-1],) if said else ()), said


@pytest.mark.parametrize("variable, value, name, meant", [
    ("TRANSLATOR_AID_KEEP", "GoTo; Google Search", "keep", ("GoTo", " Google Search")),
    ("TRANSLATOR_AID_GLOSSARY", f"a b.yaml{os.pathsep}c.yaml", "own", ("a b.yaml", "c.yaml")),
    ("TRANSLATOR_AID_TRANSLATE_12_HOUR", "yes", "hour12", True),
    ("TRANSLATOR_AID_DOMAIN", "bahasa penalaran", "domains", ("bahasa", "penalaran")),
    ("TRANSLATOR_AID_TRANSLATE_WORKERS", "7", "workers", 7),
])
def test_variables(place: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, name: str, meant: object) -> None:
    monkeypatch.setenv(variable, value)
    assert params("translate", ["a.txt"])[name] == meant


def test_paths_are_relative_to_their_file(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(place / folders.NAME, "glossary: [istilah.yaml, ../bersama.yaml, ~/saya.yaml, /mutlak.yaml]\ntranslate:\n  keep-file: nama.txt\n")
    (place / "bab" / "1").mkdir(parents=True)
    monkeypatch.chdir(place / "bab" / "1")
    found = params("translate", ["a.txt"])
    assert found["own"] == ("../../istilah.yaml", "../../../bersama.yaml", os.path.expanduser("~/saya.yaml"), "/mutlak.yaml")
    assert found["keep_file"] == "../../nama.txt"


def test_the_search_ends_at_a_repository_and_at_home(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = place / "dalam" / "lagi"
    inner.mkdir(parents=True)
    write(place / folders.NAME, "style: formal\n")
    assert folders.project_path(str(inner)) == str(place / folders.NAME)
    (place / "dalam" / ".git").mkdir()
    assert folders.project_path(str(inner)) is None
    (place / "dalam" / ".git").rmdir()
    monkeypatch.setenv("HOME", str(place / "dalam"))
    assert folders.project_path(str(inner)) is None
    write(place / "dalam" / folders.NAME, "style: news\n")
    assert folders.project_path(str(inner)) == str(place / "dalam" / folders.NAME)


# --- what may stand where ------------------------------------------------------------------------------------------------


def test_the_table_is_whole(root: click.Context) -> None:
    """Every option has a key, a variable and a place, and no key of the top is a command as well."""
    assert isinstance(root.command, click.Group)
    table = settings.table(root.command, root)
    assert not set(table[""]) & set(table), "a key at the top that is a command's name, too"
    seen: dict[str, str] = {}
    for path, command in settings.commands(root.command, root):
        for option in command.params:
            if not isinstance(option, click.Option) or option.is_eager:
                continue
            assert isinstance(option, Momentary) or key(option) in settings.ENGINES_OWN or key(option) in table[path], f"{path} --{key(option)}"
            named = [option.envvar] if isinstance(option.envvar, str) else list(option.envvar or ())
            assert bool(named) == option.allow_from_autoenv, f"{path} --{key(option)} has no variable"
            for name in named:
                wanted = key(option) if name == f"TRANSLATOR_AID_{key(option).replace('-', '_').upper()}" else f"{path} {key(option)}"
                assert seen.setdefault(name, wanted) == wanted, f"{name} is both {seen[name]} and {wanted}"


def test_shared_options_are_alike(root: click.Context) -> None:
    """An option for all commands takes the same values in each."""
    assert isinstance(root.command, click.Group)
    found: dict[str, tuple[object, ...]] = {}
    for _path, command in settings.commands(root.command, root):
        for option in command.params:
            if isinstance(option, Shared):
                what = (type(option.type), getattr(option.type, "choices", None), option.multiple, option.is_flag)
                assert found.setdefault(key(option), what) == what, key(option)


def test_what_sends_texts_away_is_not_a_projects_to_say(root: click.Context) -> None:
    assert isinstance(root.command, click.Group)
    for path, command in settings.commands(root.command, root):
        for option in command.params:
            if key(option) == "allow-network":
                assert isinstance(option, Personal), path
            if key(option) in ("url", "model"):
                assert not option.envvar, path


@pytest.mark.parametrize("user", [False, True])
def test_the_template_is_right_as_it_stands_and_when_its_lines_hold(place: Path, root: click.Context, user: bool) -> None:
    assert isinstance(root.command, click.Group)
    lines = list(provenance.template(root.command, root, user))
    keys = {name for options in settings.table(root.command, root).values() for name, option in options.items() if user or not isinstance(option, Personal)}
    assert {line.lstrip("# ").partition(":")[0] for line in lines[2:] if line.startswith("#")} >= keys
    holding = [line.removeprefix("#").removeprefix(" ") for line in lines[2:] if line.partition("  #")[0].rstrip("# ") and not line.partition("  #")[0].endswith(": ")]
    for text in ("\n".join(lines), "\n".join(holding)):
        path = Path(folders.user_path()) if user else place / folders.NAME
        write(path, text)
        read = configuration.read(configuration.Place(str(path), "user" if user else "project"))
        assert list(settings.wrong(read, root.command, root)) == [], text
    assert len(read.values) > 20


def test_the_users_own_file_may_allow_the_network(place: Path) -> None:
    write(Path(folders.user_path()), "translate:\n  allow-network: true\n")
    assert params("translate", ["a.txt"])["allow_network"] is True


@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.recursive(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
    st.sampled_from(["style", "glossary", "annotate", "glossary export", "keep", "x", "12-hour", "lookup", "limit"]), inner, max_size=4), max_leaves=12))
def test_whatever_stands_there_is_told_not_raised(place: Path, data: object) -> None:
    import yaml

    (place / folders.NAME).write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    group = program()
    ctx = click.Context(group, info_name="translator-aid")
    store = settings.Store()
    try:
        store.checked(group, ctx)
    except UnreadableError as error:
        assert all(line.startswith(f"{folders.NAME}:") for line in str(error).splitlines())
    else:
        for path, command in settings.commands(group, ctx):
            store.defaults(path, command)


# --- what it costs ----------------------------------------------------------------------------------------------------------


def imported(folder: Path, env: dict[str, str]) -> set[str]:
    """The modules that a look-up imports."""
    code = "import sys\nfrom translator_aid.cli import main\ntry:\n    main(['lookup', 'RLHF'])\nexcept SystemExit:\n    print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, timeout=120, env={**os.environ, **env, "PYTHONPATH": str(ROOT)})
    assert done.stdout.startswith("rlhf"), done.stdout + done.stderr
    return set(done.stderr.split())


def test_no_file_costs_no_module_and_a_known_one_no_yaml(tmp_path: Path) -> None:
    env = {"TRANSLATOR_AID_CACHE": str(tmp_path / "cache"), "XDG_CONFIG_HOME": str(tmp_path / "pengguna"), "TRANSLATOR_AID_LANG": "en", "HOME": str(tmp_path)}
    imported(tmp_path, env)
    assert not imported(tmp_path, env) & {"translator_aid.settings", "translator_aid.yamlnodes", "yaml", "difflib", "translator_aid.completing"}
    write(tmp_path / folders.NAME, "style: formal\n")
    assert "yaml" in imported(tmp_path, env)
    again = imported(tmp_path, env)
    assert "translator_aid.settings" in again and not again & {"yaml", "translator_aid.yamlnodes", "translator_aid.cli.translate", "difflib"}


def test_a_change_is_seen_at_once(tmp_path: Path) -> None:
    env = {"TRANSLATOR_AID_CACHE": str(tmp_path / "cache")}
    write(tmp_path / folders.NAME, "style: formal\n")
    assert run("lookup", "RLHF", cwd=tmp_path, env=env).returncode == 0
    write(tmp_path / folders.NAME, "stile: formal\n")
    assert run("lookup", "RLHF", cwd=tmp_path, env=env).returncode == 3
    for kept in (tmp_path / "cache" / "settings").iterdir():
        kept.write_text("rusak", encoding="utf-8")
    write(tmp_path / folders.NAME, "style: formal\n")
    assert run("lookup", "RLHF", cwd=tmp_path, env=env).returncode == 0
