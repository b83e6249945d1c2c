"""The words of the model: one SentencePiece vocabulary for both languages (Kudo and Richardson 2018), numbered as Marian numbers it.

`</s>` is 0 and `<unk>` 1; after the pieces comes `<pad>`, which CTranslate2 leaves out. Nothing is normalised and rare letters are bytes, so that
what is copied comes out as it went in.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Iterable, Iterator

import annotation

MASKS = tuple(f"T{number:02d}X" for number in range(1, 21))
"""The words that stand for code and links, each one piece."""
END = 0


def learnt(texts: Iterable[str], folder: Path, size: int, seed: int = 1) -> Any:
    """The pieces, learnt from the texts and written to `source.spm`, `target.spm` and `vocab.json`; an earlier run's are taken as they are."""
    import sentencepiece

    path = folder / "source.spm"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        sentencepiece.set_random_generator_seed(seed)
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(texts), model_prefix=str(folder / "learnt"), vocab_size=size, hard_vocab_limit=False, character_coverage=0.9995,
            byte_fallback=True, normalization_rule_name="identity", user_defined_symbols=[annotation.BACK, *MASKS], eos_id=END, unk_id=1, bos_id=-1,
            pad_id=-1, input_sentence_size=2_000_000, shuffle_input_sentence=True, num_threads=1, minloglevel=2)
        data = (folder / "learnt.model").read_bytes()
        (folder / "target.spm").write_bytes(data)
        found = sentencepiece.SentencePieceProcessor(model_proto=data)
        words = [*(found.id_to_piece(number) for number in range(found.get_piece_size())), "<pad>"]
        (folder / "vocab.json").write_text(json.dumps({word: number for number, word in enumerate(words)}, ensure_ascii=False), encoding="utf-8")
        path.write_bytes(data)
    return sentencepiece.SentencePieceProcessor(model_file=str(path))


def encoded(found: Any, texts: Iterable[str], longest: int) -> Iterator[list[int]]:
    """The numbers of each text's pieces with the mark of its end; an empty list for a text that has too many."""
    for text in texts:
        numbers = found.encode(text)
        yield [*numbers, END] if len(numbers) < longest else []
