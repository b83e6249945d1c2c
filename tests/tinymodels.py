"""Small translation models made on the spot: real ones in every file and format, but with random weights, so that what they say means nothing."""

from __future__ import annotations

import io
import json
import math
import random
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

WIDTH = 32
CONFIG = """type: transformer
enc-depth: 1
dec-depth: 1
transformer-heads: 2
transformer-ffn-activation: relu
transformer-preprocess: ""
transformer-postprocess: dan
transformer-postprocess-emb: d
transformer-decoder-autoreg: self-attention
transformer-no-projection: false
transformer-guided-alignment-layer: last
"""


def sentences(count: int = 400) -> list[str]:
    """Sentences of the training data, both languages."""
    lines = [line for path in sorted((ROOT / "training" / "data").glob("ai-*.tsv")) for line in path.read_text(encoding="utf-8").splitlines()]
    if not lines:
        pytest.skip("the sentence pairs of training/data are not here")
    return [side for line in lines[:count] for side in line.split("\t")[:2]]


def opus(folder: Path, size: int = 400) -> Path:
    """An OPUS-MT archive as the University of Helsinki publishes them: Marian's weights, vocabulary and SentencePiece models in a ZIP file."""
    numpy = pytest.importorskip("numpy", reason="NumPy is not installed")
    sentencepiece = pytest.importorskip("sentencepiece", reason="the package 'sentencepiece' is not installed")
    stream = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(sentences()), model_writer=stream, vocab_size=size, minloglevel=2, num_threads=1)
    pieces = sentencepiece.SentencePieceProcessor(model_proto=stream.getvalue())
    words = ["</s>", "<unk>", *(pieces.id_to_piece(number) for number in range(3, pieces.get_piece_size())), "<pad>"]
    vocabulary = "".join(f"{json.dumps(word, ensure_ascii=False)}: {number}\n" for number, word in enumerate(words))
    weights = io.BytesIO()
    numpy.savez(weights, **_weights(numpy, len(words)))
    settings = "models:\n  - opus.npz\nvocabs:\n  - opus.vocab.yml\n  - opus.vocab.yml\nbeam-size: 6\n"
    archive = folder / "opus-tiny-id-en.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in {"opus.npz": weights.getvalue(), "opus.vocab.yml": vocabulary, "decoder.yml": settings, "source.spm": stream.getvalue(),
                           "target.spm": stream.getvalue(), "LICENSE": "CC-BY 4.0", "preprocess.sh": "#!/bin/sh\nexit 1\n"}.items():
            packed.writestr(name, data)
    return archive


def _weights(numpy: Any, words: int) -> dict[str, Any]:
    chance = numpy.random.default_rng(7)

    def matrix(*shape: int) -> Any:
        return chance.normal(0, 0.4, shape).astype("float32")

    made: dict[str, Any] = {"Wemb": matrix(words, WIDTH), "decoder_ff_logit_out_b": matrix(1, words)}
    made["special:model.yml"] = numpy.frombuffer(CONFIG.encode() + b"\0", dtype="int8")
    for layer, attentions in (("encoder_l1", ("self",)), ("decoder_l1", ("self", "context"))):
        for attention in attentions:
            for name in "qkvo":
                made[f"{layer}_{attention}_W{name}"], made[f"{layer}_{attention}_b{name}"] = matrix(WIDTH, WIDTH), matrix(1, WIDTH)
            made[f"{layer}_{attention}_Wo_ln_scale"], made[f"{layer}_{attention}_Wo_ln_bias"] = matrix(1, WIDTH) + 1, matrix(1, WIDTH)
        made[f"{layer}_ffn_W1"], made[f"{layer}_ffn_b1"] = matrix(WIDTH, 2 * WIDTH), matrix(1, 2 * WIDTH)
        made[f"{layer}_ffn_W2"], made[f"{layer}_ffn_b2"] = matrix(2 * WIDTH, WIDTH), matrix(1, WIDTH)
        made[f"{layer}_ffn_ffn_ln_scale"], made[f"{layer}_ffn_ffn_ln_bias"] = matrix(1, WIDTH) + 1, matrix(1, WIDTH)
    return made


def ctranslate2(folder: Path) -> Path:
    """A CTranslate2 folder, converted from the archive by CTranslate2's own programme."""
    converters = pytest.importorskip("ctranslate2.converters", reason="the package 'ctranslate2' is not installed")
    source, target = folder / "marian", folder / "ct2-id-en"
    with zipfile.ZipFile(opus(folder)) as packed:
        packed.extractall(source)
    converters.OpusMTConverter(str(source)).convert(str(target), quantization="int8")
    for name in ("source.spm", "target.spm"):
        (target / name).write_bytes((source / name).read_bytes())
    return target


def argos(folder: Path, model: Path, source: str = "id", target: str = "en", pairs: bool = False, evil: bool = False) -> Path:
    """An Argos package of a model: with SentencePiece or with byte pairs; `evil` adds what such a package has no business to hold."""
    top = f"translate-{source}_{target}-1_9"
    archive = folder / f"{top}.argosmodel"
    metadata = {"package_version": "1.9", "argos_version": "1.9.0", "from_code": source, "from_name": source, "to_code": target, "to_name": target}
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(f"{top}/metadata.json", json.dumps(metadata))
        packed.writestr(f"{top}/README.md", "CC-BY 4.0")
        for path in model.iterdir():
            if path.suffix != ".spm":
                packed.write(path, f"{top}/model/{path.name}")
        if pairs:
            packed.writestr(f"{top}/bpe.model", "#version: 0.2\na n\na n</w>\nm e\ni t\n")
        else:
            packed.write(model / "source.spm", f"{top}/sentencepiece.model")
        if evil:
            packed.writestr(f"{top}/stanza/id/tokenize/gsd.pt", b"\x80\x04cos\nsystem\n(S'touch /tmp/gotcha'\ntR.")
            packed.writestr(f"{top}/setup.py", "raise SystemExit")
    return archive


def firefox(folder: Path, size: int = 400, width: int = 64) -> Path:
    """A folder as Mozilla publishes its models: Marian's own binary format, weights rounded to 8 bits, and a vocabulary whose first word ends a sentence."""
    sentencepiece = pytest.importorskip("sentencepiece", reason="the package 'sentencepiece' is not installed")
    target = folder / "fx-id-en"
    target.mkdir()
    stream = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(sentences()), model_writer=stream, vocab_size=size, minloglevel=2, num_threads=1,
                                             eos_id=0, unk_id=1, bos_id=-1, pad_id=-1)
    (target / "vocab.iden.spm").write_bytes(stream.getvalue())
    (target / "model.iden.intgemm.alphas.bin").write_bytes(_marian(size, width))
    return target


def _marian(words: int, width: int) -> bytes:
    """Weights of one layer each way, the decoder's a simple recurrent unit (Kim et al. 2019), as `marian-decoder` stores them."""
    chance = random.Random(3)
    items: dict[str, tuple[int, tuple[int, ...], bytes]] = {}

    def whole(name: str, *shape: int) -> None:
        items[name] = 0x404, shape, struct.pack(f"<{math.prod(shape)}f", *(chance.gauss(0, 0.3) for _number in range(math.prod(shape))))

    def rounded(name: str, *shape: int) -> None:
        data = struct.pack(f"<{math.prod(shape)}b", *(chance.randint(-127, 127) for _number in range(math.prod(shape)))) + struct.pack("<f", 127.0)
        items[name] = 0x4101, shape, data + b"\0" * (-len(data) % 256)
        items[("none" if name == "Wemb" else name) + "_QuantMultA"] = 0x404, (1, 1), struct.pack("<f", 20.0)

    rounded("Wemb", words, width)
    whole("decoder_ff_logit_out_b", 1, words)
    for layer, attention in (("encoder_l1", "self"), ("decoder_l1", "context")):
        for name in "qkvo":
            rounded(f"{layer}_{attention}_W{name}", width, width)
            whole(f"{layer}_{attention}_b{name}", 1, width)
        for number, first, second in (("1", width, 2 * width), ("2", 2 * width, width)):
            rounded(f"{layer}_ffn_W{number}", first, second)
            whole(f"{layer}_ffn_b{number}", 1, second)
        for name in (f"{layer}_{attention}_Wo", f"{layer}_ffn_ffn"):
            whole(f"{name}_ln_scale", 1, width)
            whole(f"{name}_ln_bias", 1, width)
    for name in ("W", "Wf"):
        rounded(f"decoder_l1_rnn_{name}", width, width)
    for name in ("bf", "ffn_ln_scale", "ffn_ln_bias"):
        whole(f"decoder_l1_rnn_{name}", 1, width)
    settings = CONFIG.replace("self-attention", "rnn") + (
        f"dec-cell: ssru\ndim-emb: {width}\ntransformer-dim-ffn: {2 * width}\ntransformer-ffn-depth: 2\ndim-vocabs:\n  - {words}\n  - {words}\n")
    items["special:model.yml"] = 0x101, (len(settings) + 1,), settings.encode() + b"\0"
    heads = b"".join(struct.pack("<4Q", len(name) + 1, kind, len(shape), len(data)) for name, (kind, shape, data) in items.items())
    names = b"".join(name.encode() + b"\0" for name in items)
    shapes = b"".join(struct.pack(f"<{len(shape)}i", *shape) for _kind, shape, _data in items.values())
    start = struct.pack("<2Q", 1, len(items)) + heads + names + shapes
    gap = -(len(start) + 8) % 256
    return start + struct.pack("<Q", gap) + b"\0" * gap + b"".join(data for _kind, _shape, data in items.values())
