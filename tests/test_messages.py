"""The program speaks Indonesian: the catalogue is whole, nothing goes past it, and what a person sees is Indonesian."""

from __future__ import annotations

import ast
import gettext
import json
import os
import re
from pathlib import Path
from typing import Iterator

import messages
import pytest
from conftest import run

from translator_aid import i18n

CATALOGUES = pytest.mark.parametrize("path", [messages.OURS, messages.CLICKS], ids=lambda path: path.stem)

# --- the catalogue ---------------------------------------------------------------------------------------------------


@CATALOGUES
def test_every_message_is_translated(path: Path) -> None:
    assert messages.messages(path) and list(messages.faults(path)) == []


def test_the_catalogue_holds_the_messages_of_the_code() -> None:
    in_code, in_catalogue = set(messages.extracted()), {message.id for message in messages.messages(messages.OURS)}
    assert sorted(map(str, in_code - in_catalogue)) == [], "run `python tests/messages.py update`, translate, then `compile`"
    assert sorted(map(str, in_catalogue - in_code)) == [], "no longer in the code: run `python tests/messages.py update`, then `compile`"


def test_no_message_stands_where_it_cannot_be_found() -> None:
    """Before Python 3.12 what stands within an f-string is not found, and is never translated."""
    found = {text for said in messages.extracted() for text in (said if isinstance(said, tuple) else (said,))}
    hidden = {(name, argument.value) for name, call in messages.calls() if isinstance(call.func, ast.Name) and call.func.id in messages.KEYWORDS
              for argument in call.args[:2] if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and argument.value not in found}
    assert hidden == set(), "say it before the f-string"


def test_messages_from_elsewhere_are_known() -> None:
    assert messages.indirect() == set(messages.INDIRECT), "say in messages.INDIRECT what such a call can be called with"


@CATALOGUES
def test_the_compiled_catalogue_is_up_to_date(path: Path) -> None:
    stored = messages.translations(path.with_suffix(".mo").read_bytes())
    assert stored == messages.translations(messages.compiled(path)), "run `python tests/messages.py compile`"


def test_an_update_changes_nothing() -> None:
    assert messages.written(messages.updated(messages.read(messages.OURS))) == messages.OURS.read_text(encoding="utf-8")


def test_a_new_message_is_found_untranslated(tmp_path: Path) -> None:
    """The fault list itself works: a message without translation, a fuzzy one, a lost placeholder."""
    path = tmp_path / "a.po"
    path.write_text(messages.HEADER + '\nmsgid "new"\nmsgstr ""\n\n#, fuzzy\nmsgid "old"\nmsgstr "lama"\n\nmsgid "{n} terms"\nmsgstr "{m} istilah"\n', encoding="utf-8")
    assert [fault.partition(":")[0] for fault in messages.faults(path)] == ["untranslated", "fuzzy", "placeholders differ"]


@pytest.mark.parametrize("number", [0, 1, 2, 100])
def test_indonesian_has_one_form_for_all_numbers(number: int) -> None:
    i18n.use("id")
    try:
        assert i18n.ngettext("{n} concept", "{n} concepts", number) == "{n} konsep"
    finally:
        i18n.use(None)


# --- nothing goes past it --------------------------------------------------------------------------------------------

SHOWN = {
    "echo": 0, "secho": 0, "prompt": 0, "confirm": 0,
    "Error": 0, "UsageError": 0, "UnreadableError": 0, "WriteError": 0, "EngineError": 0, "ClickException": 0, "BadParameter": 0,
    "Finding": 2, "_error": -1, "error": 2, "stop": 1, "finding": 3,
}
"""What shows a text to a person: the position of that text among its arguments."""
KEYWORDS = ("help", "short_help", "epilog", "metavar", "label", "prompt", "message", "options_metavar", "subcommand_metavar")
ALLOWED = {
    "translator-aid: ": "the program's name before an error",
    "ID EN": "the languages' codes",
    "XLIFF|-": "a format's name",
    "HEX": "the same in both languages",
    "URL": "the same in both languages",
    "definition_indonesian": "a column of our CSV",
    "example_english": "a column of our CSV",
    "indonesian_status": "a column of our CSV",
    "reason": "an attribute of an exception",
    "decoder.yml": "a file's name",
    "skos": "an extra's name",
    "corpus": "an extra's name",
    "-sig": "a codec's name",
}


def literals(node: ast.expr) -> Iterator[str]:
    """The texts with words in an expression, those handed to gettext, JSON and look-ups aside."""
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if name in ("_", "ngettext", "dumps", "version"):
            return
    if isinstance(node, (ast.Subscript, ast.Lambda, ast.Compare)):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"[^\W\d_]{2,}", node.value):
        yield node.value
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.keyword):
            child = child.value
        if isinstance(child, ast.expr):
            yield from literals(child)


def bypassing() -> Iterator[tuple[str, str]]:
    for name, call in messages.calls():
        func = call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""
        shown = [keyword.value for keyword in call.keywords if keyword.arg in KEYWORDS and keyword.arg != "label" or keyword.arg == "label" and func == "progressbar"]
        if func in SHOWN and len(call.args) > max(SHOWN[func], 0):
            shown.append(call.args[SHOWN[func]])
        for node in shown:
            for text in literals(node):
                yield f"{name}:{node.lineno}", text


def test_no_text_goes_past_gettext() -> None:
    found = list(bypassing())
    assert [item for item in found if item[1] not in ALLOWED] == []
    assert {text for _place, text in found} == set(ALLOWED), "an allowance that nothing needs any more"


def test_english_opens_no_catalogue() -> None:
    i18n._catalogue.cache_clear()
    i18n.use("en")
    try:
        assert i18n._("Close") == "Close" and i18n._catalogue.cache_info().currsize == 0
    finally:
        i18n.use(None)


def test_what_is_lent_to_click_comes_back() -> None:
    before = gettext.textdomain(), os.environ.get("LANGUAGE")
    i18n.use("id")
    try:
        with i18n.lent("click"):
            assert gettext.gettext("Options") == "Opsi"
    finally:
        i18n.use(None)
    assert (gettext.textdomain(), os.environ.get("LANGUAGE")) == before and gettext.gettext("Options") == "Options"


# --- what a person sees ----------------------------------------------------------------------------------------------

ENGLISH = re.compile(r"\b(?:the|of|and|or|not|is|are|with|no|each|this|that|exit|file|show|usage|options|commands|error|missing|invalid|default)\b(?!\])", re.IGNORECASE)
COMMANDS = ([], ["lookup"], ["annotate"], ["translate"], ["check"], ["explain"], ["glossary"], ["glossary", "validate"], ["glossary", "stats"], ["glossary", "path"],
            ["glossary", "diff"], ["glossary", "add"])


def spoken(*args: str, stdin: str = "", cwd: Path | None = None) -> tuple[int, str, str]:
    """Exit code, output and messages of a run in Indonesian."""
    done = run("--lang", "id", *args, stdin=stdin.encode(), cwd=cwd)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help(command: list[str]) -> None:
    code, shown, _said = spoken(*command, "--help")
    prose = re.sub(r"(?m)translator-aid(?: [a-z]+)+|(?<!\w)--?[\w-]+|\[[\w|]+\]|\.\.\.", "", shown)
    assert code == 0 and shown.startswith("Cara pakai: translator-aid") and "Tampilkan bantuan ini, lalu keluar." in shown
    assert ENGLISH.findall(prose) == []


@pytest.mark.parametrize("args, code, said", [
    (["lokup"], 2, "Kesalahan: Perintah 'lokup' tidak ada. Maksud Anda 'lookup'?"),
    (["annotate"], 2, "Kesalahan: Kurang argumen 'BERKAS...|FOLDER|-'."),
    (["annotate", "-", "--from", "fr"], 2, "Nilai untuk '--from' tidak sah: 'fr' tidak termasuk pilihan 'id', 'en'."),
    (["annotate", "tidak-ada.txt"], 2, "translator-aid: tidak-ada.txt: berkas tidak ditemukan"),
    (["annotate", "-", "--domain", "evalution"], 2, "Ranah 'evalution' tidak ada. Maksud Anda 'evaluation'?"),
    (["check", "a.txt"], 2, "sebutkan juga berkas terjemahannya"),
    (["lookup", "qwxyzzy"], 1, "'qwxyzzy' tidak ada dalam glosarium dan tidak ada istilah yang mirip."),
])
def test_error(args: list[str], code: int, said: str) -> None:
    done = spoken(*args)
    assert done[0] == code and said in done[2] and ENGLISH.findall(re.sub(r"'[^']*'|--\w+|\(builtin\)", "", done[2])) == []


def test_lookup() -> None:
    code, shown, _said = spoken("lookup", "superintelijennya")
    assert code == 0 and "superintelligence · nomina" in shown and "superintelijennya = superintelijen + -nya (pemilik)" in shown
    assert re.search(r"(?m)^  Indonesia +superintelijen; ", shown) and re.search(r"(?m)^  Inggris +superintelligence", shown) and re.search(r"(?m)^  Definisi ", shown)


def test_explain() -> None:
    _code, shown, _said = spoken("explain", "masalah", "model-model")
    assert "mirip, tetapi kata lain" in shown and "bukan bentuk dari istilah mana pun" in shown and "pengulangan (jamak)" in shown


def test_translate_report() -> None:
    code, shown, said = spoken("translate", "-", "--format", "bilingual", stdin="Superintelijen itu seharga Rp 2,5 miliar.\n")
    assert code == 0 and re.search(r"Superintelijen → [Ss]uperintelligence \(sesuai\)", shown)
    assert said.startswith("Istilah, angka, dan nama: sesuai 2, gagal 0.\nIni konsep dari penerjemah bawaan; sunting dulu")


def test_check(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Laba naik menjadi Rp 2,5 miliar.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Profit rose to Rp 2.5 million.\n", encoding="utf-8")
    code, shown, said = spoken("check", "a.txt", "b.txt", cwd=tmp_path)
    assert code == 1 and "C202 'Rp 2,5 miliar' (Rp 2.5 billion) menjadi 'Rp 2.5 million'" in shown and "[tulis: Rp 2.5 billion]" in shown
    assert said.startswith("1 paragraf, 1 kesalahan, ")
    annotation = spoken("check", "a.txt", "b.txt", "--format", "github", cwd=tmp_path)[1]
    assert annotation.startswith("::error file=b.txt,") and "title=C202 angka seribu kali terlalu besar atau terlalu kecil::" in annotation
    rules = json.loads(spoken("check", "a.txt", "b.txt", "--format", "sarif", cwd=tmp_path)[1])["runs"][0]["tool"]["driver"]["rules"]
    assert rules[-1]["shortDescription"]["text"] == "pengecualian tidak terpakai"


def test_check_lists_its_codes() -> None:
    code, shown, _said = spoken("check", "--list")
    assert code == 0 and "C101 kesalahan: istilah tidak diterjemahkan\n" in shown and ENGLISH.findall(shown) == []


def test_glossary_validate(tmp_path: Path) -> None:
    (tmp_path / "g.yaml").write_text("- {key: a, indonesian: [x], english: [{term: y, status: prefered}]}\n", encoding="utf-8")
    code, shown, said = spoken("glossary", "validate", "g.yaml", cwd=tmp_path)
    assert code == 1 and "g.yaml:1:57: E111 status 'prefered' tidak dikenal; pilihannya preferred, admitted, rare, atau deprecated\n" in shown
    assert said == "0 konsep, 1 kesalahan, 1 peringatan\n"


def test_glossary_stats() -> None:
    shown = spoken("glossary", "stats", "--domain", "evaluation")[1]
    assert "Konsep menurut ranah:\n  evaluation: " in shown and re.search(r"definisi dalam kedua bahasa: \d+,\d%", shown) and "utama " in shown


def test_page() -> None:
    shown = spoken("annotate", "-", "--format", "html", stdin="Superintelijen itu baru.\n")[1]
    assert '<html lang="id" class="annotate">' in shown and "Teks bahasa Indonesia dengan padanan bahasa Inggris" in shown and "Istilah dalam teks ini" in shown


@pytest.mark.parametrize("env, shown", [
    ({"TRANSLATOR_AID_LANG": "id"}, "Cara pakai:"), ({"TRANSLATOR_AID_LANG": "", "LANGUAGE": "", "LC_ALL": "id_ID.UTF-8"}, "Cara pakai:"),
    ({"TRANSLATOR_AID_LANG": "en", "LC_ALL": "id_ID.UTF-8"}, "Usage:"), ({"TRANSLATOR_AID_LANG": "id", "LANGUAGE": "en"}, "Cara pakai:"),
])
def test_environment_chooses(env: dict[str, str], shown: str) -> None:
    assert run("--help", env=env).stdout.decode().startswith(shown)
