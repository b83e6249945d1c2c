"""Servers on this machine that speak the protocols of the services which translate, faults included.

A fake checks a request as the service's documentation says and answers what the service would. What goes wrong is told by a word in the text, so that one
paragraph can fail while its neighbours do not: `galat500`, `sekali500` (once), `sekali429`, `lama429` (asks to wait for an hour), `gantung` (no answer), `tetes` (an answer
that drips), `putus` (a body cut short), `bukanjson`, `salahbentuk`, `salahjumlah`, `kosong`, `tolak400`.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

WORDS = {"Perusahaan": "The company", "melatih": "trained", "membuka": "opened", "kantor": "an office", "di": "in", "dengan": "with", "dan": "and"}
FAULTS = re.compile(r"\b(galat500|sekali500|sekali429|lama429|gantung|tetes|putus|bukanjson|salahbentuk|salahjumlah|kosong|tolak400)\b")


class Reply(NamedTuple):
    """What a server answers."""

    data: Any
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


class Asked(NamedTuple):
    """A request as a server got it."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any


def translated(text: str) -> str:
    """A text as a poor engine would have it: word by word, what it does not know left as it is."""
    return re.sub(r" itu\b", "", re.sub(r"\w+", lambda found: WORDS.get(found.group(), found.group()), text))


class _Handler(BaseHTTPRequestHandler):
    server: Service
    protocol_version = "HTTP/1.1"

    def log_message(self, *_args: object) -> None:
        pass

    def _do(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if raw and "json" not in self.headers.get("Content-Type", ""):
            self._send(Reply({"error": "expected application/json"}, 415), "")
            return
        asked = Asked(self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, json.loads(raw) if raw else None)
        found = FAULTS.search(raw.decode("utf-8", "replace"))
        fault = found.group() if found and self.server.translates(asked) else ""
        with self.server.lock:
            self.server.asked.append(asked)
            self.server.counts[fault] += 1
            self.server.busy += 1
            self.server.busiest = max(self.server.busiest, self.server.busy)
            self.server.times.append(time.monotonic())
            if fault.startswith("sekali") and self.server.counts[fault] > 1:
                fault = ""
        time.sleep(self.server.delay)
        with self.server.lock:
            # before the answer: who has it may ask again at once
            self.server.busy -= 1
        self._answer(asked, fault)

    do_GET = do_POST = do_DELETE = _do

    def _answer(self, asked: Asked, fault: str) -> None:
        if fault == "gantung":
            self.server.stopped.wait(20)
            self.close_connection = True
            return
        if fault in ("galat500", "sekali500"):
            self._send(Reply({"error": "kaboom"}, 500), fault)
        elif fault in ("sekali429", "lama429"):
            self._send(Reply({"error": "slow down"}, 429, (("Retry-After", "1" if fault == "sekali429" else "3600"),)), fault)
        elif fault == "tolak400":
            self._send(Reply({"error": "this text is not to my taste"}, 400), fault)
        elif fault == "salahbentuk":
            self._send(Reply({"something": ["else"]}), fault)
        else:
            self._send(self.server.answer(asked), fault)

    def _send(self, reply: Reply, fault: str) -> None:
        data = b"" if reply.data is None else json.dumps(reply.data, ensure_ascii=False).encode()
        if fault == "bukanjson":
            data = b"<html>selamat datang</html>"
        self.send_response(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if fault == "putus":
            self.wfile.write(data[:len(data) // 2])
            self.close_connection = True
        elif fault == "tetes":
            for at in range(len(data)):
                try:
                    self.wfile.write(data[at:at + 1])
                    self.wfile.flush()
                except OSError:
                    return
                if self.server.stopped.wait(0.2):
                    return
        else:
            self.wfile.write(data)


class Service(ThreadingHTTPServer):
    """A server in threads of its own for as long as the `with` lasts; what it was asked stands in `asked`."""

    daemon_threads = True
    secret = ""

    def __init__(self, secret: str = "", delay: float = 0.0) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.secret = secret
        self.delay = delay
        self.asked: list[Asked] = []
        self.counts: Counter[str] = Counter()
        self.times: list[float] = []
        self.busy = self.busiest = 0
        self.lock = threading.Lock()
        self.stopped = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> Service:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_args: object) -> None:
        self.stopped.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, *_args: Any) -> None:
        """Nothing: a client that went away is part of the play."""

    def translates(self, asked: Asked) -> bool:
        return True

    def answer(self, asked: Asked) -> Reply:
        raise NotImplementedError

    def texts(self) -> list[str]:
        """The texts that were sent for translation, in the order of their arrival."""
        raise NotImplementedError


class LibreTranslate(Service):
    """https://docs.libretranslate.com/api/operations/translate/"""

    def answer(self, asked: Asked) -> Reply:
        if (asked.method, asked.path) != ("POST", "/translate"):
            return Reply({"error": "not found"}, 404)
        body = asked.body
        if self.secret and not body.get("api_key"):
            return Reply({"error": "Please contact the server operator to get an API key"}, 400)
        if self.secret and body["api_key"] != self.secret:
            return Reply({"error": f"Invalid API key {body.get('api_key')}"}, 403)
        if missing := [name for name in ("q", "source", "target") if not body.get(name)]:
            return Reply({"error": f"Invalid request: missing {missing[0]} parameter"}, 400)
        if {body["source"], body["target"]} != {"id", "en"}:
            return Reply({"error": f"{body['source']} is not supported"}, 400)
        if body.get("format", "text") not in ("text", "html"):
            return Reply({"error": f"{body['format']} format is not supported"}, 400)
        texts = body["q"] if isinstance(body["q"], list) else [body["q"]]
        results = ["" if "kosong" in text else translated(text) for text in texts]
        if any("salahjumlah" in text for text in texts):
            results.append("satu lagi")
        return Reply({"translatedText": results if isinstance(body["q"], list) else results[0]})

    def texts(self) -> list[str]:
        return [text for asked in self.asked for text in asked.body["q"]]


class DeepL(Service):
    """https://developers.deepl.com/docs/api-reference: translation, and glossaries of the third version."""

    def __init__(self, secret: str = "kunci:fx", delay: float = 0.0, glossaries: bool = True) -> None:
        super().__init__(secret, delay)
        self.glossaries: dict[str, dict[str, Any]] = {}
        self.made: list[dict[str, Any]] = []
        self.has_glossaries = glossaries

    def translates(self, asked: Asked) -> bool:
        return asked.path == "/v2/translate"

    def answer(self, asked: Asked) -> Reply:
        if asked.headers.get("authorization") != f"DeepL-Auth-Key {self.secret}":
            return Reply({"message": f"Forbidden: {asked.headers.get('authorization')}"}, 403)
        if asked.path.startswith("/v3/glossaries"):
            return self._glossary(asked) if self.has_glossaries else Reply({"message": "Glossaries are not in your plan"}, 400)
        if (asked.method, asked.path) != ("POST", "/v2/translate"):
            return Reply({"message": "Not found"}, 404)
        return self._translation(asked.body)

    def _translation(self, body: dict[str, Any]) -> Reply:
        if not isinstance(body.get("text"), list) or not 1 <= len(body["text"]) <= 50:
            return Reply({"message": "Parameter 'text' not specified."}, 400)
        if body.get("target_lang") not in ("ID", "EN-US", "EN-GB"):
            return Reply({"message": "Value for 'target_lang' not supported."}, 400)
        if body.get("source_lang") not in (None, "ID", "EN"):
            return Reply({"message": "Value for 'source_lang' not supported."}, 400)
        table: dict[str, str] = {}
        if body.get("glossary_id"):
            glossary = self.glossaries.get(body["glossary_id"])
            if glossary is None or not body.get("source_lang"):
                return Reply({"message": "Bad glossary"}, 404 if glossary is None else 400)
            dictionary = glossary["dictionaries"][0]
            if (dictionary["source_lang"].upper(), dictionary["target_lang"].upper()) != (body["source_lang"], body["target_lang"][:2]):
                return Reply({"message": "Glossary does not match the languages"}, 400)
            table = dict(line.split("\t") for line in dictionary["entries"].splitlines())
        results = [{"detected_source_language": body["source_lang"], "text": "" if "kosong" in text else self._text(text, table)} for text in body["text"]]
        if any("salahjumlah" in text for text in body["text"]):
            results *= 2
        return Reply({"translations": results})

    def _text(self, text: str, table: dict[str, str]) -> str:
        pieces = re.split(r"(<x id=\"\d+\">.*?</x>|<m id=\"\d+\"/>)", text)
        for source, target in table.items():
            pieces = [piece if number % 2 else re.sub(rf"\b{re.escape(source)}\b", target, piece) for number, piece in enumerate(pieces)]
        return "".join(piece if number % 2 else translated(piece) for number, piece in enumerate(pieces))

    def _glossary(self, asked: Asked) -> Reply:
        if asked.method == "GET":
            return Reply({"glossaries": [{"glossary_id": number, "name": one["name"]} for number, one in self.glossaries.items()]})
        if asked.method == "DELETE":
            return Reply(None, 204 if self.glossaries.pop(asked.path.rsplit("/", 1)[1], None) else 404)
        dictionary, = asked.body["dictionaries"]
        if dictionary["entries_format"] != "tsv" or not dictionary["entries"] or {dictionary["source_lang"], dictionary["target_lang"]} != {"id", "en"}:
            return Reply({"message": "Unsupported glossary"}, 400)
        rows = [line.split("\t") for line in dictionary["entries"].split("\n")]
        if any(len(row) != 2 or not all(row) for row in rows) or len({row[0] for row in rows}) < len(rows):
            return Reply({"message": "Invalid glossary entries"}, 400)
        number = f"a1b2-{len(self.made)}"
        self.glossaries[number] = asked.body
        self.made.append(asked.body)
        return Reply({"glossary_id": number, "name": asked.body["name"]}, 201)

    def texts(self) -> list[str]:
        return [text for asked in self.asked if asked.path == "/v2/translate" for text in asked.body["text"]]


class OpenAI(Service):
    """https://platform.openai.com/docs/api-reference/chat; `plain` is a server that knows no structured answers, `fixed` one with its own temperature."""

    def __init__(self, secret: str = "", delay: float = 0.0, plain: bool = False, fixed: bool = False, wrap: str = "{}") -> None:
        super().__init__(secret, delay)
        self.plain, self.fixed, self.wrap = plain, fixed, wrap

    def answer(self, asked: Asked) -> Reply:
        if (asked.method, asked.path) != ("POST", "/v1/chat/completions"):
            return Reply({"error": {"message": "Not found", "type": "invalid_request_error", "code": None}}, 404)
        if self.secret and asked.headers.get("authorization") != f"Bearer {self.secret}":
            return Reply({"error": {"message": f"Incorrect API key provided: {asked.headers.get('authorization')}.", "code": "invalid_api_key"}}, 401)
        body = asked.body
        if body.get("model") != "kecil":
            return Reply({"error": {"message": f"The model '{body.get('model')}' does not exist", "code": "model_not_found"}}, 404)
        if self.fixed and "temperature" in body:
            return Reply({"error": {"message": "Unsupported value: 'temperature' does not support 0 with this model.", "code": "unsupported_value"}}, 400)
        wanted = body.get("response_format")
        if self.plain and wanted:
            return Reply({"error": {"message": "'response_format' is not supported", "code": None}}, 400)
        if wanted and (wanted["type"] != "json_schema" or wanted["json_schema"]["strict"] is not True or not wanted["json_schema"]["name"]
                       or wanted["json_schema"]["schema"]["additionalProperties"] is not False):
            return Reply({"error": {"message": "Invalid schema for response_format", "code": None}}, 400)
        if [message["role"] for message in body["messages"]] != ["system", "user"]:
            return Reply({"error": {"message": "bad messages", "code": None}}, 400)
        text = self._text(body["messages"][0]["content"], body["messages"][1]["content"])
        content = json.dumps({"translation": text}, ensure_ascii=False) if wanted else self.wrap.format(text)
        choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "length" if "salahjumlah" in text else "stop"}
        return Reply({"id": "chatcmpl-1", "object": "chat.completion", "choices": [choice]})

    def _text(self, instruction: str, text: str) -> str:
        if "kosong" in text:
            return ""
        for surface, target in re.findall(r"^- (.+?): (.+)$", instruction, re.MULTILINE):
            text = text.replace(surface, target)
        return translated(text)

    def texts(self) -> list[str]:
        return [asked.body["messages"][1]["content"] for asked in self.asked]
