"""A translation model that the user has: a CTranslate2 folder with its SentencePiece model, as OPUS-MT conversions and Argos packages hold them.

Nothing in such a folder is executed. The libraries come with the extra `ctranslate2` and are imported when a model is first used.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any, Sequence

from translator_aid.errors import EngineError, UnreadableError, UsageError
from translator_aid.i18n import _
from translator_aid.model import Language
from translator_aid.text import sentences

PIECES = (("source.spm", "target.spm"), ("sentencepiece.model", "sentencepiece.model"), ("spm.model", "spm.model"),
          ("sentencepiece.bpe.model", "sentencepiece.bpe.model"))
"""Names of the SentencePiece models for source and target, as converters write them."""
_THREE = {"id": "ind", "en": "eng"}
_SAMPLE = 1 << 20


class Model:
    """One model, loaded when it is first asked; not for several threads at once.

    :raises UsageError: for a folder that is not there.
    :raises UnreadableError: for one that lacks a part of a model.
    """

    def __init__(self, folder: str | Path, pieces: str | Path | None = None, prefix: str = "") -> None:
        self.folder = Path(folder)
        if not self.folder.is_dir():
            raise UsageError(_("{path}: is no folder with a model").format(path=folder))
        if not (self.folder / "model.bin").is_file():
            raise UnreadableError(_("{path}: holds no model.bin; a model must be in CTranslate2's format").format(path=folder))
        self._pieces = self._found(Path(pieces or folder))
        self._prefix = prefix
        self._loaded: tuple[Any, Any, Any] | None = None

    def signature(self) -> str:
        """The folder's name and a short hash of the model."""
        path = self.folder / "model.bin"
        size = path.stat().st_size
        with path.open("rb") as stream:
            sample = stream.read(_SAMPLE)
            stream.seek(max(0, size - _SAMPLE))
            sample += stream.read(_SAMPLE)
        return f"{self.folder.name} {hashlib.sha256(str(size).encode() + sample).hexdigest()[:12]}"

    def translate(self, text: str, target: Language) -> str:
        """A paragraph of one line, translated sentence by sentence.

        :raises EngineError: where the libraries are missing or the model cannot be loaded.
        """
        spans = list(sentences(text))
        return " ".join(self._sentences([text[span.start:span.end] for span in spans], target)) if spans else text

    def _sentences(self, texts: Sequence[str], target: Language) -> list[str]:
        translator, source, goal = self._load()
        marks = [mark for mark in (f">>{_THREE[target]}<<", f">>{target}<<") if mark in self._words()][:1]
        tokens = [marks + source.encode(text, out_type=str) for text in texts]
        prefixes = [[self._prefix]] * len(tokens) if self._prefix else None
        longest = max(map(len, tokens)) * 3 + 16
        results = translator.translate_batch(tokens, target_prefix=prefixes, beam_size=4, max_decoding_length=longest, replace_unknowns=True)
        return [goal.decode(result.hypotheses[0][len(prefixes[0]) if prefixes else 0:]).strip() for result in results]

    def _load(self) -> tuple[Any, Any, Any]:
        if self._loaded is None:
            try:
                import ctranslate2
                import sentencepiece
            except ImportError as error:
                raise EngineError(_("This engine needs more libraries; install them with: pip install 'translator-aid[ctranslate2]'")) from error
            try:
                translator = ctranslate2.Translator(str(self.folder), device="auto")
                self._loaded = (translator, *(sentencepiece.SentencePieceProcessor(model_file=str(path)) for path in self._pieces))
            except (RuntimeError, ValueError, OSError) as error:
                raise UnreadableError(_("{path}: the model cannot be loaded: {reason}").format(path=self.folder, reason=str(error).splitlines()[0])) from error
        return self._loaded

    def _words(self) -> frozenset[str]:
        """The marks of languages in the model's vocabulary: models for several languages want to be told which."""
        for name in ("shared_vocabulary", "source_vocabulary"):
            for suffix in (".json", ".txt"):
                path = self.folder / (name + suffix)
                if path.is_file():
                    text = path.read_text(encoding="utf-8", errors="replace")
                    words = json.loads(text) if suffix == ".json" else text.splitlines()
                    return frozenset(word for word in words if re.fullmatch(r">>\w+<<", word))
        return frozenset()

    def _found(self, folder: Path) -> tuple[Path, Path]:
        for names in PIECES:
            source, target = (folder / name for name in names)
            if source.is_file() and target.is_file():
                return source, target
        raise UnreadableError(_("{path}: holds no SentencePiece model ({names})").format(
            path=folder, names=", ".join(dict.fromkeys(name for names in PIECES for name in names))))
