"""Models of the user's own: fetched from servers on this machine with every fault a download can have, unpacked, looked over, installed, used."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import stat
import sys
import threading
import zipfile
from collections import namedtuple
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
import tinymodels
from conftest import ROOT, cases, run

from translator_aid import engines, extras, fetching, installing, models, neural, recasting, registry, unpacking
from translator_aid.errors import EngineError, UnreadableError, UsageError, WriteError
from translator_aid.model import Request

QUICK = fetching.Patience(timeout=1.0, attempts=3, pause=0.01)


class Files(ThreadingHTTPServer):
    """A file server that knows ranges (RFC 9110); `cut` bytes of an answer at most are sent, for so many answers as it is told."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files: dict[str, bytes] = {}
        self.moved: dict[str, str] = {}
        self.cut, self.cuts = 0, 0
        self.errors: list[int] = []
        self.ranges = True
        self.mark = '"satu"'
        self.asked: list[tuple[str, str, str]] = []
        self.sent = 0
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def url(self, name: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/{name}"

    def handle_error(self, *_args: Any) -> None:
        """Nothing: a client that went away is part of the play."""


class _Handler(BaseHTTPRequestHandler):
    server: Files

    def log_message(self, *_args: object) -> None:
        pass

    def _do(self) -> None:
        name, wanted = self.path.lstrip("/"), self.headers.get("Range", "")
        self.server.asked.append((self.command, name, wanted))
        if name in self.server.moved:
            self.send_response(302)
            self.send_header("Location", self.server.moved[name])
            self.end_headers()
            return
        if self.server.errors and self.command == "GET":
            self.send_error(self.server.errors.pop(0))
            return
        if name not in self.server.files:
            self.send_error(404)
            return
        data, start = self.server.files[name], 0
        if wanted and self.server.ranges and self.headers.get("If-Range") == self.server.mark:
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            if start >= len(data):
                self.send_error(416)
                return
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(data) - start))
        self.send_header("ETag", self.server.mark)
        self.end_headers()
        if self.command == "GET":
            piece = data[start:]
            if self.server.cuts:
                self.server.cuts -= 1
                piece = piece[:self.server.cut]
            self.server.sent += len(piece)
            self.wfile.write(piece)

    do_GET = do_HEAD = _do


@pytest.fixture
def files() -> Iterator[Files]:
    with Files() as server:
        yield server
        server.shutdown()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An own folder of models."""
    monkeypatch.setenv("TRANSLATOR_AID_MODELS", str(tmp_path / "models"))
    for name in ("TRANSLATOR_AID_CTRANSLATE2_MODEL", "TRANSLATOR_AID_ARGOS_MODEL", "ARGOS_PACKAGES_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "models"


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A CTranslate2 folder of a tiny model, and the OPUS-MT archive beside it."""
    return tinymodels.ctranslate2(tmp_path_factory.mktemp("tiny"))


def plain(folder: Path, top: str = "") -> bytes:
    """A ZIP file of a CTranslate2 folder, with stand-ins for what only the library reads."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        for name in ("model.bin", "source.spm", "target.spm"):
            packed.writestr(top + name, f"isi {name}" * 2000)
    return data.getvalue()


def put(wanted: str, **more: Any) -> models.Installed:
    return installing.install(installing.plan(wanted, patience=QUICK, **more), patience=QUICK)


def left(home: Path) -> list[str]:
    """What stands in the folder of models beside whole models and the two files of bookkeeping."""
    return sorted(path.name for path in home.glob(".*") if path.name != ".partial") + sorted(path.name for path in home.glob(".partial/*"))


def test_the_catalogue_is_whole() -> None:
    for name, entry in models.catalogue().items():
        assert models.NAME.fullmatch(name) and models.direction(name) == entry.direction and name.endswith(entry.direction)
        assert entry.licence and entry.page.startswith("https://") and set(entry.about) == {"en", "id"} and entry.size
        assert bool(entry.registry) != bool(entry.files) and all(address.startswith("https://") for address in [*(file.url for file in entry.files), entry.registry] if address)
        assert all(not file.sha256 or len(file.sha256) == 64 for file in entry.files)


def test_a_fetched_model_is_there_with_its_checksum(files: Files, home: Path, tmp_path: Path) -> None:
    files.files["opus-id-en.zip"] = plain(tmp_path, "opus/")
    job = installing.plan(files.url("opus-id-en.zip"), patience=QUICK)
    assert job.size == len(files.files["opus-id-en.zip"]) and job.hosts == (f"127.0.0.1:{files.server_address[1]}",) and not home.exists()
    seen: list[tuple[int, int]] = []
    model = installing.install(job, lambda there, total: seen.append((there, total)), QUICK)
    assert (model.name, model.kind, model.direction) == ("opus-id-en", "ctranslate2", "id-en") and seen[-1] == (job.size, job.size)
    assert model.files[0]["sha256"] == hashlib.sha256(files.files["opus-id-en.zip"]).hexdigest() == installing.recorded(files.url("opus-id-en.zip"))
    assert models.installed() == (model,) and models.find("opus-id-en").folder == home / "opus-id-en" and not left(home)
    assert sorted(path.name for path in model.folder.iterdir()) == ["model.bin", "source.spm", "target.spm", "translator-aid.json"]
    assert models.remove("opus-id-en") == model and not models.installed() and not model.folder.exists()


@pytest.mark.parametrize("ranges", [True, False])
def test_a_download_that_breaks_off_goes_on(files: Files, home: Path, tmp_path: Path, ranges: bool) -> None:
    data = plain(tmp_path)
    files.files["opus-id-en.zip"] = data
    files.cut, files.cuts, files.ranges = 20_000, 2, ranges
    assert put(files.url("opus-id-en.zip")).files[0]["sha256"] == hashlib.sha256(data).hexdigest()
    wanted = [one for method, _name, one in files.asked if method == "GET"]
    assert wanted == ["", "bytes=20000-", "bytes=40000-"] if ranges else wanted[-1] == "bytes=20000-"
    assert files.sent == len(data) if ranges else files.sent == 40_000 + len(data)


def test_the_next_run_goes_on_where_the_last_one_stopped(files: Files, home: Path, tmp_path: Path) -> None:
    data = plain(tmp_path)
    files.files["opus-id-en.zip"] = data
    files.cut, files.cuts, files.errors = 30_000, 1, [200]
    files.errors = []
    job = installing.plan(files.url("opus-id-en.zip"), patience=QUICK)
    del files.files["opus-id-en.zip"]
    files.files["opus-id-en.zip"] = data
    stop = lambda there, total: files.files.pop("opus-id-en.zip", None)  # noqa: E731
    with pytest.raises(EngineError, match="there is no such file to be had"):
        installing.install(job, stop, QUICK)
    assert not models.installed() and any(name.endswith(".part") for name in left(home))
    files.files["opus-id-en.zip"], before = data, files.sent
    put(files.url("opus-id-en.zip"))
    assert files.sent - before == len(data) - 30_000 and not left(home)


def test_another_file_in_between_is_fetched_from_the_start(files: Files, home: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    files.files["a"], files.cut, files.cuts = plain(tmp_path), 30_000, 99
    with pytest.raises(EngineError, match="cannot be fetched: .*goes on from there"):
        files.ranges = False
        fetching.fetch(files.url("a"), path, patience=QUICK)
    files.cuts, files.ranges, files.mark, files.files["a"] = 0, True, '"dua"', b"baru" * 10_000
    fetching.fetch(files.url("a"), path, patience=QUICK)
    assert path.read_bytes() == b"baru" * 10_000 and files.asked[-1][2].startswith("bytes=")


def test_a_part_as_long_as_the_file_is_fetched_again(files: Files, tmp_path: Path) -> None:
    path = tmp_path / "a"
    files.files["a"] = b"x" * 1000
    (tmp_path / "a.part").write_bytes(b"y" * 2000)
    (tmp_path / "a.json").write_text(json.dumps({"url": files.url("a"), "mark": '"satu"', "total": 1000}))
    fetching.fetch(files.url("a"), path, patience=QUICK)
    assert path.read_bytes() == b"x" * 1000


@pytest.mark.parametrize("errors, said", [([503, 500], ""), ([503] * 9, "cannot be fetched: the server answered 503; 0 bytes are here"), ([404], "there is no such file to be had")])
def test_what_a_server_answers(files: Files, tmp_path: Path, errors: list[int], said: str) -> None:
    files.files["a"], files.errors = b"isi", errors
    if said:
        with pytest.raises(EngineError, match=said):
            fetching.fetch(files.url("a"), tmp_path / "a", patience=QUICK)
        return
    fetching.fetch(files.url("a"), tmp_path / "a", patience=QUICK)
    assert (tmp_path / "a").read_bytes() == b"isi"


def test_redirects_lead_on_but_not_out_of_https_nor_to_a_file(files: Files, tmp_path: Path) -> None:
    files.files["a"] = b"isi"
    files.moved = {"b": files.url("a"), "c": "file:///etc/passwd", "d": "ftp://contoh.example/a"}
    fetching.fetch(files.url("b"), tmp_path / "b", patience=QUICK)
    assert (tmp_path / "b").read_bytes() == b"isi"
    for name in "cd":
        with pytest.raises(EngineError):
            fetching.fetch(files.url(name), tmp_path / name, patience=QUICK)
    handler = fetching._SameKind()
    with pytest.raises(EngineError, match="not encrypted"):
        handler.redirect_request(fetching.urllib.request.Request("https://contoh.example/a"), None, 302, "", {}, "http://contoh.example/a")


def test_a_wrong_checksum_installs_nothing_and_keeps_nothing(files: Files, home: Path, tmp_path: Path) -> None:
    files.files["opus-id-en.zip"] = plain(tmp_path)
    with pytest.raises(UnreadableError, match="the checksum is [0-9a-f]{64}, but should be 0{64}; .* was not used"):
        put(files.url("opus-id-en.zip"), sha256="0" * 64)
    assert not models.installed() and not left(home)


def test_a_file_of_which_nobody_publishes_a_checksum_must_stay_the_same(files: Files, home: Path, tmp_path: Path) -> None:
    files.files["opus-id-en.zip"] = plain(tmp_path)
    first = put(files.url("opus-id-en.zip"))
    assert put(files.url("opus-id-en.zip")).files == first.files
    files.files["opus-id-en.zip"] = plain(tmp_path, "lain/")
    with pytest.raises(UnreadableError, match="should be " + first.files[0]["sha256"]):
        put(files.url("opus-id-en.zip"))
    assert models.find("opus-id-en").files == first.files, "what was installed stays"
    put(files.url("opus-id-en.zip"), sha256=hashlib.sha256(files.files["opus-id-en.zip"]).hexdigest())


def _cut(data: bytes) -> bytes:
    return data[:len(data) // 2]


def _damaged(data: bytes) -> bytes:
    return data[:5000] + bytes(255 - value for value in data[5000:5010]) + data[5010:]


def _member(name: str, content: bytes = b"x", mode: int = 0) -> Callable[[bytes], bytes]:
    def added(data: bytes) -> bytes:
        stream = io.BytesIO(data)
        with zipfile.ZipFile(stream, "a") as packed:
            item = zipfile.ZipInfo(name)
            item.external_attr = mode << 16
            packed.writestr(item, content)
        return stream.getvalue()
    return added


@pytest.mark.parametrize("spoilt, said", [
    (_cut, "is damaged or cut short"), (_damaged, "is damaged or cut short"), (lambda data: b"PK", "is damaged or cut short"), (lambda data: b"", "neither a ZIP file"),
    (lambda data: b"<html>masuk dulu</html>", "neither a ZIP file"),
    (_member("../jahat.bin"), "would lead out of its folder"), (_member("/tmp/jahat.bin"), "would lead out of its folder"),
    (_member("a/../../jahat.bin"), "would lead out of its folder"), (_member("..\\jahat.bin"), "would lead out of its folder"),
    (_member("C:jahat.bin"), "would lead out of its folder"),
    (_member("tautan.bin", b"/etc/passwd", stat.S_IFLNK | 0o777), "would lead out of its folder"),
], ids=["cut", "damaged", "stub", "empty", "page", "parent", "absolute", "deep", "backslash", "drive", "link"])
def test_a_spoilt_package_installs_nothing(files: Files, home: Path, tmp_path: Path, spoilt: Callable[[bytes], bytes], said: str) -> None:
    files.files["opus-id-en.zip"] = spoilt(plain(tmp_path))
    with pytest.raises(UnreadableError, match=said):
        put(files.url("opus-id-en.zip"))
    assert not models.installed() and not (tmp_path / "jahat.bin").exists() and not list(home.rglob("*jahat*"))
    assert [name for name in left(home) if name.startswith(".new")] == []


def test_what_lies_about_its_size_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "LARGEST", 100_000)
    path = tmp_path / "bom.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("model.bin", b"0" * 1_000_000)
    lying = path.read_bytes().replace((1_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    for data in (path.read_bytes(), lying):
        path.write_bytes(data)
        (tmp_path / "keluar").mkdir(exist_ok=True)
        with pytest.raises(UnreadableError, match="too big|damaged"):
            unpacking.unpack(path, tmp_path / "keluar")
        assert sum(one.stat().st_size for one in (tmp_path / "keluar").iterdir()) <= 100_000
        shutil.rmtree(tmp_path / "keluar")


def test_no_room_on_the_disk(files: Files, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files.files["opus-id-en.zip"] = plain(tmp_path)
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(fetching.shutil, "disk_usage", lambda path: usage(10**9, 10**9, 1000))
    with pytest.raises(WriteError, match="there is not enough room: [0-9]+ MB are needed, 0 MB are free"):
        put(files.url("opus-id-en.zip"))
    assert not models.installed() and files.sent == 0 or files.sent < 200_000


def test_a_disk_that_fills_while_it_is_written_to(files: Files, tmp_path: Path) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("there is no /dev/full here")
    files.files["a"] = b"x" * 1_000_000
    (tmp_path / "a.part").symlink_to("/dev/full")
    with pytest.raises(WriteError, match="No space left on device"):
        fetching.fetch(files.url("a"), tmp_path / "a", patience=QUICK)


def test_a_registry_names_the_files_and_one_hash(files: Files, home: Path) -> None:
    parts = {"model": b"bobot" * 3000, "lexicalShortlist": b"kata" * 1000, "vocab": b"kosakata" * 500}
    names = {"model": "model.iden.intgemm.alphas.bin", "lexicalShortlist": "lex.50.50.iden.s2t.bin", "vocab": "vocab.iden.spm"}
    listed: dict[str, Any] = {}
    for part, data in parts.items():
        files.files[f"models/id-en/x/{names[part]}.gz"] = gzip.compress(data)
        listed[part] = {"path": f"models/id-en/x/{names[part]}.gz"}
    listed["model"]["uncompressedHash"] = hashlib.sha256(parts["model"]).hexdigest()
    old = {"architecture": "base", "releaseStatus": "Nightly", "files": {"model": {"path": "tidak/ada.gz"}}}
    data = {"baseUrl": files.url("").rstrip("/"), "models": {"id-en": [old, {"architecture": "tiny", "releaseStatus": "Release", "files": listed}], "en-id": [old]}}
    files.files["db/models.json"] = json.dumps(data).encode()
    entry = models.Entry("firefox-id-en", "firefox", "id-en", registry=files.url("db/models.json"))
    found = registry.files(entry.registry, "id-en", QUICK)
    job = installing.Plan(models.Entry("firefox-id-en", "firefox", "id-en", files=found), None, 0)
    model = installing.install(job, patience=QUICK)
    assert model.kind == "firefox" and {path.name: path.read_bytes() for path in model.folder.glob("*.[bs]*") if path.suffix != ".json"} == {
        names[part]: data for part, data in parts.items()}
    with pytest.raises(EngineError, match="lists no released model for en-id"):
        registry.files(entry.registry, "en-id", QUICK)
    files.files[f"models/id-en/x/{names['model']}.gz"] = gzip.compress(b"lain")
    with pytest.raises(UnreadableError, match="not what its list promises|should be"):
        installing.install(job, patience=QUICK)
    for spoilt in (b"{", b"[]", b'{"models": {"id-en": [{"releaseStatus": "Release"}]}, "baseUrl": "x"}'):
        files.files["db/models.json"] = spoilt
        with pytest.raises(UnreadableError, match="is no list of models"):
            registry.files(entry.registry, "id-en", QUICK)


def test_what_is_no_model(home: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "foto-id-en.zip", "w") as packed:
        packed.writestr("foto.json", "{}")
    shutil.copy(tmp_path / "foto-id-en.zip", tmp_path / "foto.zip")
    with pytest.raises(UnreadableError, match="no translation model in it"):
        put(str(tmp_path / "foto-id-en.zip"))
    with pytest.raises(UsageError, match="say --direction id-en or en-id"):
        put(str(tmp_path / "foto-id-en.zip").replace("-id-en", ""))
    with pytest.raises(UnreadableError, match=f"{tmp_path}: there is no translation model in it"):
        put(str(tmp_path))
    with pytest.raises(UsageError, match="is no name for a model"):
        put(str(tmp_path / "foto-id-en.zip"), name="../luar")
    for name in ("../luar", ".", "tidak-ada"):
        with pytest.raises(UsageError, match="No model"):
            models.find(name)


def test_a_description_that_was_not_ours_is_no_model(home: Path) -> None:
    (home / "lain").mkdir(parents=True)
    for text in ("{}", "[", '{"kind": "argos", "surprise": 1}'):
        (home / "lain" / models.DESCRIPTION).write_text(text)
        assert not models.installed()
        with pytest.raises(UsageError, match="installed: none"):
            models.remove("lain")
    assert (home / "lain").is_dir()


@pytest.mark.parametrize("yaml", ["models: [../opus.npz]\nvocabs: [opus.vocab.yml]", "models: [/etc/passwd]\nvocabs: [a]", "models: 5", "!!python/object/apply:os.system ['true']"])
def test_an_opus_description_that_leads_elsewhere(tmp_path: Path, yaml: str) -> None:
    pytest.importorskip("ctranslate2", reason="the package 'ctranslate2' is not installed")
    (tmp_path / "decoder.yml").write_text(yaml)
    (tmp_path / "opus.npz").write_bytes(b"PK")
    with pytest.raises(UnreadableError, match="decoder.yml"):
        recasting.finish(tmp_path, "opus")


def test_weights_with_a_pickle_in_them_are_refused(tmp_path: Path, home: Path) -> None:
    numpy = pytest.importorskip("numpy", reason="NumPy is not installed")
    pytest.importorskip("ctranslate2", reason="the package 'ctranslate2' is not installed")
    archive = tinymodels.opus(tmp_path)

    class Jahat:
        def __reduce__(self) -> tuple[Any, tuple[str]]:
            return os.system, (f"touch {tmp_path}/kena",)

    weights = io.BytesIO()
    numpy.savez(weights, **{"special:model.yml": numpy.array([Jahat()], dtype=object)})
    with zipfile.ZipFile(archive) as packed:
        members = {item.filename: packed.read(item) for item in packed.infolist()}
    with zipfile.ZipFile(archive, "w") as packed:
        for name, data in {**members, "opus.npz": weights.getvalue()}.items():
            packed.writestr(name, data)
    with pytest.raises(UnreadableError, match="the weights cannot be converted"):
        put(str(archive))
    assert not (tmp_path / "kena").exists() and not models.installed()


def test_opus_is_converted_and_found_by_its_name(tiny: Path, files: Files, home: Path) -> None:
    files.files["opus-id-en.zip"] = (tiny.parent / "opus-tiny-id-en.zip").read_bytes()
    model = put(files.url("opus-id-en.zip"), name="opus-kecil")
    assert model.kind == "ctranslate2"
    assert not list(model.folder.glob("*.npz")) and not list(model.folder.glob("*.sh")) and (model.folder / "LICENSE").is_file()
    asked = [Request("Perusahaan itu membuka kantor. Lalu tutup.", (), "id", "en"), Request("12.5", (), "id", "en")]
    by_name = list(engines.get("ctranslate2", engines.Settings(model="opus-kecil")).translate(asked))
    by_direction = list(engines.get("ctranslate2").translate(asked))
    by_folder = list(engines.get("ctranslate2", engines.Settings(model=str(tiny))).translate(asked))
    assert by_name == by_direction == by_folder and by_name[0].text and by_name[1].text == "12.5" and not by_name[0].failure
    with pytest.raises(UsageError, match="No model here translates from en to id"):
        list(engines.get("ctranslate2").translate([Request("Hello.", (), "en", "id")]))
    with pytest.raises(UsageError, match="The model 'opus-kecil' is for --engine ctranslate2"):
        engines.get("argos", engines.Settings(model="opus-kecil"))
    with pytest.raises(UsageError, match="No model 'lain' is installed .installed: opus-kecil."):
        engines.get("ctranslate2", engines.Settings(model="lain"))


@pytest.mark.parametrize("pairs", [False, True])
def test_argos_packages_without_what_could_be_executed(tiny: Path, home: Path, tmp_path: Path, pairs: bool) -> None:
    if pairs:
        pytest.importorskip("subword_nmt", reason="the package 'subword-nmt' is not installed")
        pytest.importorskip("sacremoses", reason="the package 'sacremoses' is not installed")
    put(str(tinymodels.argos(tmp_path, tiny, pairs=pairs, evil=True)))
    put(str(tinymodels.argos(tmp_path, tiny, "en", "id", pairs=pairs)))
    assert [(model.name, model.kind, model.direction) for model in models.installed()] == [
        ("translate-en_id-1_9", "argos", "en-id"), ("translate-id_en-1_9", "argos", "id-en")]
    assert not [path for path in home.rglob("*") if path.suffix in (".pt", ".py")]
    engine = engines.get("argos")
    assert "id_en" in engine.signature() and "en_id" in engine.signature()
    there, = engine.translate([Request("Perusahaan itu membuka kantor.", (), "id", "en")])
    back, = engine.translate([Request("The company opened an office.", (), "en", "id")])
    assert there.text and back.text and not there.failure and not back.failure


def test_packages_that_argos_installed_itself_are_found(tiny: Path, home: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="The engine 'argos' needs a model"):
        engines.get("argos")
    packages = tmp_path / "data" / "argos-translate" / "packages"
    with zipfile.ZipFile(tinymodels.argos(tmp_path, tiny)) as packed:
        packed.extractall(packages)
    draft, = engines.get("argos").translate([Request("Perusahaan itu.", (), "id", "en")])
    assert draft.text and not draft.failure


def test_a_very_long_sentence_is_translated_in_parts(tiny: Path) -> None:
    text = "Perusahaan itu membuka kantor baru di kota yang jauh " * 16
    draft, = engines.get("ctranslate2", engines.Settings(model=str(tiny))).translate([Request(text.strip(), (), "id", "en")])
    assert draft.text and not draft.failure


def test_a_model_that_is_damaged(tiny: Path, tmp_path: Path) -> None:
    shutil.copytree(tiny, tmp_path / "rusak")
    (tmp_path / "rusak" / "model.bin").write_bytes((tiny / "model.bin").read_bytes()[:1000])
    engine = engines.get("ctranslate2", engines.Settings(model=str(tmp_path / "rusak")))
    with pytest.raises(UnreadableError, match="rusak: the model cannot be loaded"):
        list(engine.translate([Request("Halo dunia.", (), "id", "en")]))


def test_the_command_line(tiny: Path, files: Files, tmp_path: Path) -> None:
    files.files["opus-id-en.zip"] = (tiny.parent / "opus-tiny-id-en.zip").read_bytes()
    environment = {"TRANSLATOR_AID_MODELS": str(tmp_path / "models"), "TRANSLATOR_AID_STATE": str(tmp_path / "state")}
    url = files.url("opus-id-en.zip")
    refused = run("model", "install", url, env=environment)
    assert refused.returncode == 2 and b"kB will be fetched from 127.0.0.1:" in refused.stderr and b"Nothing was fetched." in refused.stderr
    assert [method for method, _name, _range in files.asked] == ["HEAD"] and not (tmp_path / "models").exists()
    done = run("model", "install", url, "--name", "kecil", "--yes", env=environment)
    assert done.returncode == 0 and b"Nobody publishes a checksum" in done.stderr and b"--engine ctranslate2 --model kecil" in done.stderr, done.stderr
    assert run("model", "path", "kecil", env=environment).stdout.decode().strip() == str(tmp_path / "models" / "kecil")
    listed = json.loads(run("model", "list", "--installed", "--format", "json", env=environment).stdout)
    assert [(row["name"], row["engine"], row["installed"]) for row in listed] == [("kecil", "ctranslate2", True)]
    text = "Perusahaan itu melatih model bahasa dengan $2,5 juta.\n"
    made = run("translate", "-", "--engine", "ctranslate2", "--model", "kecil", "--format", "json", stdin=text.encode(), env=environment)
    unit, = json.loads(made.stdout)["paragraphs"]
    assert made.returncode == 0 and unit["translation"]["signature"].startswith("ctranslate2/1 kecil ") and len(unit["translation"]["receipts"]) == 3
    assert b"Traceback" not in made.stderr
    removed = run("model", "remove", "kecil", env=environment)
    assert removed.returncode == 0 and b"kecil is removed" in removed.stderr and run("model", "path", "kecil", env=environment).returncode == 2


def test_a_firefox_model_is_installed_and_used(home: Path, tmp_path: Path) -> None:
    pytest.importorskip("fxtranslate", reason="the package 'fxtranslate' is not installed")
    folder = tinymodels.firefox(tmp_path)
    (folder / "catatan.pdf").write_bytes(b"%PDF")
    model = put(str(folder), name="firefox-kecil")
    assert (model.kind, model.direction) == ("firefox", "id-en") and not list(model.folder.glob("*.pdf"))
    engine = engines.get("firefox")
    assert engine.signature().startswith("firefox/1 firefox-kecil ")
    long = "Perusahaan itu membuka kantor baru di kota yang jauh " * 60
    drafts = list(engine.translate(Request(text, (), "id", "en") for text in ("Perusahaan itu baru. Lalu tutup.", "12.5", long.strip(), "\u200b\U0001f600 \ufffd")))
    assert all(draft.text and not draft.failure for draft in drafts) and drafts[1].text == "12.5"
    assert drafts == list(engines.get("firefox", engines.Settings(model=str(model.folder))).translate(
        Request(text, (), "id", "en") for text in ("Perusahaan itu baru. Lalu tutup.", "12.5", long.strip(), "\u200b\U0001f600 \ufffd")))
    for path in model.folder.glob("model*.bin"):
        path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(UnreadableError, match="the model cannot be loaded: "):
        list(engines.get("firefox").translate([Request("Halo dunia.", (), "id", "en")]))
    (model.folder / "vocab.iden.spm").unlink()
    with pytest.raises(UnreadableError, match="holds no srcvocab"):
        engines.get("firefox")


@pytest.mark.parametrize("name, modules, extra", [
    ("firefox", ["fxtranslate"], "firefox"), ("ctranslate2", ["ctranslate2"], "ctranslate2"), ("ctranslate2", ["sentencepiece"], "ctranslate2"),
    ("argos", ["subword_nmt.apply_bpe", "subword_nmt"], "argos"),
])
def test_a_library_that_is_not_there_is_named(name: str, modules: list[str], extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "m"
    (folder / "model").mkdir(parents=True)
    for path in ("model.bin", "source.spm", "target.spm", "vocab.spm", "model/model.bin", "bpe.model"):
        (folder / path).write_bytes(b"")
    (folder / "metadata.json").write_text('{"from_code": "id", "to_code": "en"}')
    if name == "argos":
        (folder / "source.spm").unlink()
        monkeypatch.setitem(sys.modules, "ctranslate2", type(sys)("ctranslate2"))
        monkeypatch.setattr(sys.modules["ctranslate2"], "Translator", lambda *_args, **_named: None, raising=False)
    if modules == ["sentencepiece"]:
        monkeypatch.setitem(sys.modules, "ctranslate2", type(sys)("ctranslate2"))
        monkeypatch.setattr(sys.modules["ctranslate2"], "Translator", lambda *_args, **_named: None, raising=False)
    for module in modules:
        monkeypatch.setitem(sys.modules, module, None)
    engine = engines.get(name, engines.Settings(model=str(folder)))
    drafts: list[Any] = []
    try:
        drafts = list(engine.translate([Request("Halo dunia.", (), "id", "en")]))
    except EngineError as error:
        assert extras.command(extra) in str(error) and f"[{extra}]" in str(error)
    assert not drafts or extras.command(extra) in drafts[0].failure


def test_every_option_of_these_commands_has_a_case() -> None:
    import importlib

    rows = [" ".join(map(str, case["args"])) + " " + " ".join(case.get("env", {})) for case in cases("cli")]
    for group in ("memory", "model"):
        for name, command in importlib.import_module(f"translator_aid.cli.{group}").command.commands.items():
            lines = [row for row in rows if row.startswith(f"{group} {name}")]
            assert lines, f"{group} {name} has no case"
            for option in [max(parameter.opts, key=len) for parameter in command.params if parameter.opts[0].startswith("-")]:
                short = {"--output": "-o"}.get(option, option)
                assert any(f" {option} " in row + " " or f" {short} " in row + " " for row in lines), f"{group} {name} {option} has no case"


@pytest.mark.parametrize("answer, code", [("n\n", 2), ("y\n", 0)])
def test_at_a_terminal_it_is_asked_and_a_bar_is_drawn(answer: str, code: int, files: Files, tmp_path: Path) -> None:
    pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")
    files.files["opus-id-en.zip"] = plain(tmp_path)
    pid, terminal = pty.fork()
    if not pid:
        environment = {**os.environ, "TRANSLATOR_AID_MODELS": str(tmp_path / "models"), "TRANSLATOR_AID_LANG": "en", "PYTHONPATH": str(ROOT)}
        os.execve(sys.executable, [sys.executable, "-m", "translator_aid", "model", "install", files.url("opus-id-en.zip")], environment)
    shown, answered = b"", False
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:
            break
        if not piece:
            break
        shown += piece
        if b"[y/N]" in shown and not answered:
            answered = True
            os.write(terminal, answer.encode())
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == code, shown.decode()
    assert b"kB will be fetched from 127.0.0.1:" in shown and (b"100%" in shown and b"is installed in" in shown) == (code == 0)
    assert (tmp_path / "models" / "opus-id-en").exists() == (code == 0)


def test_a_model_converted_by_way_of_transformers_gets_its_end_of_sentence(tiny: Path, tmp_path: Path) -> None:
    """CTranslate2 leaves the mark to the caller there; the same weights must say the same."""
    asked = [Request("Perusahaan itu membuka kantor.", (), "id", "en")]
    wanted = list(engines.get("ctranslate2", engines.Settings(model=str(tiny))).translate(asked))
    other = tmp_path / "lain"
    shutil.copytree(tiny, other)
    data = json.loads((other / "config.json").read_text())
    (other / "config.json").write_text(json.dumps({**data, "add_source_eos": False}))
    assert list(engines.get("ctranslate2", engines.Settings(model=str(other))).translate(asked)) == wanted


class Echo:
    """A translator that says what it was given."""

    def __init__(self) -> None:
        self.given: list[Any] = []

    def translate_batch(self, tokens: list[list[str]], target_prefix: Any = None, **_named: Any) -> list[Any]:
        self.given.append((tokens, target_prefix))
        return [namedtuple("Result", "hypotheses")([[*(target_prefix[0] if target_prefix else []), *one]]) for one in tokens]


@pytest.mark.parametrize("name, added, mark", [("source.spm", False, True), ("source.spm", True, False), ("sentencepiece.model", False, False)])
def test_only_models_of_marian_want_the_end_marked(tiny: Path, tmp_path: Path, name: str, added: bool, mark: bool) -> None:
    folder = tmp_path / "lain"
    shutil.copytree(tiny, folder)
    (folder / "source.spm").rename(folder / name)
    (folder / "config.json").write_text(json.dumps({"add_source_eos": added}))
    model, echo = neural.Model(folder), Echo()
    model._translator = echo
    model.translate("Satu.", "en")
    assert (echo.given[0][0][0][-1] == "</s>") == mark


@pytest.mark.parametrize("vocabulary, target, mark", [
    ([">>ind<<", ">>eng<<", "a"], "id", ">>ind<<"), ([">>id<<", "a"], "id", ">>id<<"), ([">>ind<<"], "en", None), (["a", "\u2581b", ["odd"]], "id", None)])
def test_a_model_for_several_languages_is_told_which(tiny: Path, tmp_path: Path, vocabulary: list[Any], target: str, mark: str | None) -> None:
    folder = tmp_path / "banyak"
    shutil.copytree(tiny, folder)
    (folder / "shared_vocabulary.json").write_text(json.dumps(vocabulary))
    model, echo = neural.Model(folder), Echo()
    model._translator = echo
    assert model.translate("Satu.", target)  # type: ignore[arg-type]
    (tokens,), _prefix = echo.given[0]
    assert (tokens[0] == mark) if mark else not tokens[0].startswith(">>")


def test_a_prefix_that_a_package_wants_is_given_and_taken_away(tiny: Path) -> None:
    model, echo = neural.Model(tiny, prefix="__en__"), Echo()
    model._translator = echo
    assert model.translate("Satu.", "en") == "Satu." and echo.given[0][1] == [["__en__"]]


def test_what_a_killed_program_left_is_swept_up(home: Path, tmp_path: Path) -> None:
    (home / ".new-lama").mkdir(parents=True)
    (home / ".new-baru").mkdir()
    os.utime(home / ".new-lama", (1, 1))
    (tmp_path / "a-id-en.zip").write_bytes(plain(tmp_path))
    put(str(tmp_path / "a-id-en.zip"))
    assert left(home) == [".new-baru"]
