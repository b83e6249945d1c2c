"""Engines against servers on this machine that speak the real protocols: what is sent, what comes back, and what goes wrong."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Iterator

import loopback
import pytest
from conftest import run

from translator_aid import engines
from translator_aid.errors import EngineError, UsageError
from translator_aid.model import Constraint, Draft, Request, Span

SECRET = "sk-RAHASIA-0123456789abcdef"
QUICK = {"attempts": 3, "pause": 0.01}


def request(text: str, *terms: tuple[str, str, str], form: str = "") -> Request:
    """A request whose constraints are these (kind, surface, target), each at its first place."""
    constraints = tuple(Constraint(Span(text.index(surface), text.index(surface) + len(surface)), kind, surface, target)  # type: ignore[arg-type]
                        for kind, surface, target in terms)
    return Request(text, constraints, "id", "en", form=form)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("OPENAI_", "DEEPL_", "LIBRETRANSLATE_", "TRANSLATOR_AID_")) and name != "TRANSLATOR_AID_SHARED":
            monkeypatch.delenv(name)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


@pytest.fixture(params=["libretranslate", "deepl", "openai"])
def service(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, loopback.Service]]:
    """Each remote engine's name, with a server for it."""
    monkeypatch.setenv("DEEPL_AUTH_KEY", "kunci:fx")
    servers = {"libretranslate": loopback.LibreTranslate, "deepl": loopback.DeepL, "openai": loopback.OpenAI}
    with servers[request.param]() as server:
        yield request.param, server


def engine(name: str, server: loopback.Service, **more: Any) -> engines.Engine:
    url = server.url + ("/v1" if name == "openai" else "")
    return engines.get(name, engines.Settings(**{"url": url, "model": "kecil", **QUICK, **more}))


def one(made: engines.Engine, asked: Request) -> Draft:
    draft, = made.translate([asked])
    return draft


def placed(draft: Draft) -> list[str | None]:
    return [draft.text[span.start:span.end] if span else None for span in draft.placed or ()]


def test_a_text_and_its_terms(service: tuple[str, loopback.Service]) -> None:
    name, server = service
    made = engine(name, server)
    text = "Perusahaan itu melatih model bahasa dengan $2,5 juta dan `pip`"
    asked = request(text, ("term", "model bahasa", "a language model"), ("number", "$2,5 juta", "$2.5 million"), ("code", "`pip`", "`pip`"))
    draft = one(made, asked)
    assert draft.text == "The company trained a language model with $2.5 million and `pip`" and not draft.failure
    assert placed(draft)[-1] in ("`pip`", None)
    again = one(made, dataclasses.replace(asked, form="placeholder"))
    assert again.text == draft.text and placed(again) == ["a language model", "$2.5 million", "`pip`"]
    assert made.signature().startswith(f"{name}/")


@pytest.mark.parametrize("fault, said", [
    ("galat500", "answered 500: kaboom"), ("gantung", "did not answer within 1 second"), ("tetes", "did not answer within 1 second"),
    ("putus", "broke off in the middle of its answer"), ("bukanjson", "not what its interface promises"), ("salahbentuk", "not what its interface promises"),
    ("salahjumlah", "not what its interface promises"), ("kosong", "not what its interface promises"), ("tolak400", "answered 400: this text is not to my taste"),
])
def test_a_fault_costs_its_own_paragraph_only(service: tuple[str, loopback.Service], fault: str, said: str) -> None:
    name, server = service
    texts = ["Perusahaan itu satu", "Perusahaan itu dua", f"Perusahaan itu {fault} tiga", "Perusahaan itu empat", "Perusahaan itu lima"]
    drafts = list(engine(name, server, timeout=1.0 if fault in ("gantung", "tetes") else 0.0).translate(map(request, texts)))
    assert [draft.text for draft in drafts if not draft.failure] == ["The company satu", "The company dua", "The company empat", "The company lima"]
    bad = drafts[2]
    if (name, fault) == ("openai", "salahjumlah"):
        said = "did not finish its answer (length)"
    assert said in bad.failure and bad.text == texts[2] and bad.untranslated == (Span(0, len(texts[2])),)
    tries = 1 if fault == "tolak400" or "did not finish" in said else QUICK["attempts"]
    assert sum(fault in text for text in server.texts()) == tries, "an error of the server is worth another try, one of ours is not"


@pytest.mark.parametrize("fault", ["sekali500", "sekali429"])
def test_what_passes_is_waited_for(service: tuple[str, loopback.Service], fault: str) -> None:
    name, server = service
    drafts = list(engine(name, server, workers=1).translate([request(f"Perusahaan itu {fault}"), request("Perusahaan itu dua")]))
    assert [draft.text for draft in drafts] == [f"The company {fault}", "The company dua"]
    times = [time for asked, time in zip(server.asked, server.times) if server.translates(asked)]
    assert len(times) == 3 and (fault != "sekali429" or times[1] - times[0] >= 1), "Retry-After: 1 is kept to"


def test_a_service_that_asks_for_an_hour_is_left_alone(service: tuple[str, loopback.Service]) -> None:
    name, server = service
    drafts = list(engine(name, server, workers=1).translate(request(f"Perusahaan itu {word}") for word in ("satu", "lama429", "tiga", "empat")))
    assert not drafts[0].failure and all("asks to wait 3600 seconds" in draft.failure for draft in drafts[1:])
    assert len(server.texts()) == 2


def test_a_wrong_key_ends_it_at_once_and_is_never_shown(service: tuple[str, loopback.Service], monkeypatch: pytest.MonkeyPatch) -> None:
    name, server = service
    server.secret = "the-right-one"
    monkeypatch.setenv({"libretranslate": "LIBRETRANSLATE_API_KEY", "deepl": "DEEPL_AUTH_KEY", "openai": "OPENAI_API_KEY"}[name], SECRET)
    made = engine(name, server)
    with pytest.raises(EngineError, match=r"did not accept the key \(40[13]\)") as caught:
        # The first needs no answer of the service, and says nothing about the key.
        list(made.translate(request(f"{number}" if not number else f"Perusahaan itu {number}") for number in range(20)))
    assert SECRET not in str(caught.value) and "RAHASIA" not in str(caught.value) and "***" in str(caught.value)
    assert SECRET not in repr(made) + repr(made.client)  # type: ignore[attr-defined]
    assert len(server.asked) <= 4


def test_a_key_that_is_wanted_and_not_there() -> None:
    with loopback.LibreTranslate(secret="rahasia") as server, pytest.raises(EngineError, match=r"did not accept the key \(400\): Please contact the server operator"):
        list(engine("libretranslate", server).translate([request("Halo dunia")]))


def test_a_key_that_is_withdrawn_in_between_keeps_what_is_there(service: tuple[str, loopback.Service]) -> None:
    name, server = service
    server.secret = "kunci:fx" if name == "deepl" else ""
    made = engine(name, server, workers=1)
    stream = made.translate(request(f"Perusahaan itu {number}") for number in range(8))
    first = next(stream)
    server.secret = "another"
    rest = list(stream)
    assert first.text == "The company 0" and len(rest) == 7 and "did not accept the key" in rest[-1].failure


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made = engines.get("libretranslate", engines.Settings(url=f"http://127.0.0.1:{port}", **QUICK))
    with pytest.raises(EngineError, match="cannot be reached: Connection refused"):
        list(made.translate([request("Halo dunia")]))


def test_a_certificate_that_nobody_vouches_for(tmp_path: Path) -> None:
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed: no certificate can be made")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "k.pem", "-out", "c.pem", "-days", "2", "-subj", "/CN=localhost"],
                   cwd=tmp_path, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "c.pem", tmp_path / "k.pem")
    with loopback.LibreTranslate() as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        made = engines.get("libretranslate", engines.Settings(url=server.url.replace("http:", "https:"), **QUICK))
        with pytest.raises(EngineError, match="cannot be reached: .*certificate"):
            list(made.translate([request("Halo dunia")]))
        assert not server.asked


def test_a_redirect_takes_neither_text_nor_key_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIBRETRANSLATE_API_KEY", SECRET)

    class Moved(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(307)
            self.send_header("Location", other.url + "/translate")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            pass

    with loopback.LibreTranslate() as other, ThreadingHTTPServer(("127.0.0.1", 0), Moved) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        made = engines.get("libretranslate", engines.Settings(url=f"http://127.0.0.1:{server.server_address[1]}", **QUICK))
        with pytest.raises(EngineError, match="wants to send the texts on to 127.0.0.1:.*Name the right address with --url"):
            list(made.translate([request("Halo dunia")]))
        server.shutdown()
        assert not other.asked


@pytest.mark.parametrize("url, said", [
    ("ftp://contoh.example", "is no address of a service"), ("http://user:sandi@contoh.example", "must hold no password"),
    ("http://contoh.example", "would receive the key unencrypted"),
])
def test_addresses_that_are_refused(url: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIBRETRANSLATE_API_KEY", SECRET)
    with pytest.raises(UsageError, match=said):
        engines.get("libretranslate", engines.Settings(url=url))


def test_several_are_on_their_way_but_no_more_than_allowed_and_order_is_kept(service: tuple[str, loopback.Service]) -> None:
    name, server = service
    server.delay = 0.05
    texts = [f"Perusahaan itu {number}" for number in range(24)]
    drafts = list(engine(name, server, workers=3).translate(map(request, texts)))
    assert [draft.text for draft in drafts] == [f"The company {number}" for number in range(24)]
    assert 1 < server.busiest <= 3


def test_the_rate_is_held() -> None:
    with loopback.LibreTranslate() as server:
        list(engine("libretranslate", server, workers=8, rate=20).translate(request(f"Perusahaan itu {number}") for number in range(10)))
        assert server.times[-1] - server.times[0] >= 9 / 20 * 0.7


def test_a_service_that_fails_all_the_time_is_given_up() -> None:
    with loopback.LibreTranslate() as server:
        drafts = list(engine("libretranslate", server, workers=1, attempts=1).translate(request(f"galat500 itu {number}") for number in range(60)))
        assert len(drafts) == 60 and all(draft.failure for draft in drafts) and "12 texts in a row" in drafts[-1].failure
        assert len(server.asked) == 12


def test_what_needs_no_translation_is_not_sent(service: tuple[str, loopback.Service]) -> None:
    name, server = service
    draft = one(engine(name, server), request("GPT-4o: $2,5 juta", ("name", "GPT-4o", "GPT-4o"), ("number", "$2,5 juta", "$2.5 million")))
    assert draft.text == "GPT-4o: $2.5 million" and not server.texts()


def test_deepl_gets_a_glossary_that_is_deleted_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEEPL_AUTH_KEY", "kunci:fx")
    with loopback.DeepL() as server:
        asked = [request("Perusahaan itu melatih model bahasa & `pip`", ("term", "model bahasa", "language models"), ("code", "`pip`", "`pip`")),
                 request("Perusahaan itu melatih agen AI", ("term", "agen AI", "an AI agent"))]
        drafts = list(engine("deepl", server).translate(asked))
        assert [draft.text for draft in drafts] == ["The company trained language models & `pip`", "The company trained an AI agent"]
        assert [one["dictionaries"][0]["entries"] for one in server.made] == ["model bahasa\tlanguage models\nagen AI\tan AI agent"]
        assert not server.glossaries, "the glossary is deleted at the end"
        bodies = [asked.body for asked in server.asked if asked.path == "/v2/translate"]
        assert all(body["glossary_id"] and body["tag_handling"] == "xml" for body in bodies)
        assert 'Perusahaan itu melatih model bahasa &amp; <x id="0">`pip`</x>' in server.texts()


@pytest.mark.parametrize("status", ["refused", "unknown"])
def test_deepl_without_glossaries_gets_terms_in_tags(status: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEEPL_AUTH_KEY", "kunci:fx")
    with loopback.DeepL(glossaries=False) as server:
        if status == "unknown":
            monkeypatch.setattr(server, "_glossary", lambda asked: loopback.Reply({"message": "Not found"}, 404))
            server.has_glossaries = True
        draft = one(engine("deepl", server), request("Perusahaan itu melatih model bahasa", ("term", "model bahasa", "a language model")))
        assert draft.text == "The company trained a language model" and placed(draft) == ["a language model"]
        assert server.texts() == ['Perusahaan itu melatih <x id="0">a language model</x>']


def test_openai_asks_for_json_and_does_without_where_that_is_unknown() -> None:
    asked = [request(f"Perusahaan itu melatih model bahasa {number}", ("term", "model bahasa", "a language model")) for number in range(6)]
    wanted = [f"The company trained a language model {number}" for number in range(6)]
    with loopback.OpenAI() as server:
        assert [draft.text for draft in engine("openai", server).translate(asked)] == wanted
        body = server.asked[0].body
        assert body["response_format"]["type"] == "json_schema" and body["temperature"] == 0 and len(server.asked) == 6
        assert "- model bahasa: a language model" in body["messages"][0]["content"] and '"translation"' in body["messages"][0]["content"]
    with loopback.OpenAI(plain=True, fixed=True, wrap="<think>Apa ya?</think>\n```text\n{}\n```") as server:
        made = engine("openai", server, workers=2)
        assert [draft.text for draft in made.translate(asked)] == wanted
        assert [draft.text for draft in made.translate(asked)] == wanted
        last = server.asked[-1].body
        assert "temperature" not in last and "response_format" not in last and "JSON" not in last["messages"][0]["content"]
        assert len(server.asked) <= 6 + 6 + 4, "what the service does not know is not tried again"


def test_openai_does_not_know_the_model() -> None:
    with loopback.OpenAI() as server, pytest.raises(EngineError, match=r"does not know that address or model \(404\): The model 'besar' does not exist"):
        list(engine("openai", server, model="besar").translate([request("Halo dunia")]))


@pytest.mark.parametrize("name, said", [("openai", "set OPENAI_API_KEY in the environment"), ("deepl", "set DEEPL_AUTH_KEY in the environment")])
def test_a_key_that_is_not_there(name: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        engines.get(name, engines.Settings(model="kecil"))


def test_the_key_may_be_in_the_keyring(tmp_path: Path) -> None:
    pytest.importorskip("keyring", reason="the package 'keyring' is not installed")
    (tmp_path / "gantungan.py").write_text(
        "from keyring.backend import KeyringBackend\n\nclass Ring(KeyringBackend):\n    priority = 1\n    def get_password(self, service, user):\n"
        f"        return {SECRET!r} if (service, user) == ('translator-aid', 'openai') else None\n"
        "    def set_password(self, *_args): pass\n    def delete_password(self, *_args): pass\n", encoding="utf-8")
    environment = {"PYTHONPATH": str(tmp_path), "PYTHON_KEYRING_BACKEND": "gantungan.Ring", "TRANSLATOR_AID_STATE": str(tmp_path / "s")}
    with loopback.OpenAI(secret=SECRET) as server:
        result = run("translate", "-", "--engine", "openai", "--model", "kecil", "--url", server.url + "/v1", "--format", "text", stdin=b"Perusahaan itu baru",
                     env=environment)
        assert (result.returncode, result.stdout.decode()) == (0, "The company baru"), result.stderr.decode()


def test_one_paragraph_fails_on_the_command_line(tmp_path: Path) -> None:
    text = "Perusahaan itu membuka kantor.\n\nPerusahaan itu tolak400 $2,5 juta.\n\nPerusahaan itu melatih model bahasa.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    environment = {"TRANSLATOR_AID_STATE": str(tmp_path / "state"), "LIBRETRANSLATE_API_KEY": SECRET}
    with loopback.LibreTranslate(secret=SECRET) as server:
        words = ("translate", "a.txt", "--engine", "libretranslate", "--url", server.url)
        result = run(*words, "-o", "b.txt", cwd=tmp_path, env=environment)
        stderr = result.stderr.decode()
        assert result.returncode == 1 and "a.txt:3:1: T301" in stderr and "this text is not to my taste" in stderr, stderr
        assert stderr.count("T301") == 1 and "Paragraphs that the engine could not translate, left as they are: 1." in stderr
        assert "What was translated is kept" in stderr
        written = (tmp_path / "b.txt").read_text(encoding="utf-8")
        assert written.startswith("The company opened an office.\n\n\u27e6Perusahaan itu tolak400 $2,5 juta.\u27e7\n\nThe company train language model")
        shown = json.loads(run(*words, "--format", "json", cwd=tmp_path, env=environment).stdout)
        assert [len(paragraph["findings"]) for paragraph in shown["paragraphs"]][1] == 1
        kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
        assert SECRET.encode() not in kept + result.stdout + result.stderr and kept.count(b"The company opened") >= 2
        assert len(server.texts()) == 3 + 1, "the second run asks only for what the first did not get"


def test_a_wrong_key_on_the_command_line_is_in_no_message_and_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Perusahaan itu membuka kantor.\n\nPerusahaan itu dua.\n", encoding="utf-8")
    environment = {"TRANSLATOR_AID_STATE": str(tmp_path / "state"), "OPENAI_API_KEY": SECRET}
    with loopback.OpenAI(secret="lain") as server:
        result = run("translate", "a.txt", "--engine", "openai", "--model", "kecil", "--url", server.url + "/v1", "-o", "b.txt", cwd=tmp_path, env=environment)
    assert result.returncode == 3 and b"did not accept the key (401)" in result.stderr and result.stdout == b"" and not (tmp_path / "b.txt").exists()
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"RAHASIA" not in kept + result.stderr


def test_engines_are_imported_only_when_asked_for() -> None:
    code = "import sys; from translator_aid import engines; engines.get('glossary'); print([name for name in sys.modules if 'urllib' in name or 'engines.' in name])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "request" not in done.stdout and "deepl" not in done.stdout
