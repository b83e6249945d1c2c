"""Words cut into the pieces that a translation model knows, and pieces put together again, by the files that come with the model.

Two ways are in use: SentencePiece (Kudo and Richardson 2018), one file for both languages or one each; and byte pair encoding (Sennrich et al. 2016)
over words cut as the Moses tools do, which the newer Argos packages for Indonesian have. The libraries are imported when a model is first used.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from translator_aid.errors import EngineError, UnreadableError
from translator_aid.i18n import _
from translator_aid.model import Language

NAMES = (("source.spm", "target.spm"), ("sentencepiece.model", "sentencepiece.model"), ("spm.model", "spm.model"),
         ("sentencepiece.bpe.model", "sentencepiece.bpe.model"))
"""Names of the SentencePiece models for source and target, as converters write them; the first are Marian's."""
CODES = "bpe.model"
"""The name under which a package holds its byte pair codes."""


class Pieces(Protocol):
    """One model's way to cut and to join."""

    marian: bool
    """Whether the model wants the end of a sentence marked, as Marian's do."""

    def cut(self, text: str) -> list[str]:
        """The pieces of a sentence."""

    def joined(self, pieces: list[str]) -> str:
        """The sentence that pieces make."""


def found(folder: Path, source: Language = "id", target: Language = "en") -> Pieces:
    """How the model whose files stand in this folder cuts and joins.

    >>> found(Path("/tidak/ada"))
    Traceback (most recent call last):
    translator_aid.errors.UnreadableError: /tidak/ada: holds no model of word pieces (source.spm, target.spm, sentencepiece.model, spm.model, \
sentencepiece.bpe.model, bpe.model)

    :raises UnreadableError: for a folder without such files.
    """
    for names in NAMES:
        first, second = (folder / name for name in names)
        if first.is_file() and second.is_file():
            return _Sentence(first, second, names == NAMES[0])
    if (folder / CODES).is_file():
        return _Moses(folder / CODES, source, target)
    known = dict.fromkeys([*(name for pair in NAMES for name in pair), CODES])
    raise UnreadableError(_("{path}: holds no model of word pieces ({names})").format(path=folder, names=", ".join(known)))


def missing(extra: str) -> EngineError:
    """The error that says with which extra to install libraries that are not there."""
    from translator_aid import extras

    return EngineError(_("This engine needs more libraries; install them with: {command}").format(command=extras.command(extra)))


@dataclass(slots=True)
class _Sentence:
    """SentencePiece."""

    source: Path
    target: Path
    marian: bool
    _loaded: tuple[Any, Any] | None = None

    def cut(self, text: str) -> list[str]:
        pieces: list[str] = self._models()[0].encode(text, out_type=str)
        return pieces

    def joined(self, pieces: list[str]) -> str:
        text: str = self._models()[1].decode(pieces)
        return text

    def _models(self) -> tuple[Any, Any]:
        if self._loaded is None:
            try:
                import sentencepiece
            except ImportError as error:
                raise missing("ctranslate2") from error
            try:
                first, second = (sentencepiece.SentencePieceProcessor(model_file=str(path)) for path in (self.source, self.target))
            except (RuntimeError, OSError) as error:
                raise UnreadableError(_("{path}: is no SentencePiece model").format(path=self.source)) from error
            self._loaded = first, second
        return self._loaded


@dataclass(slots=True)
class _Moses:
    """Byte pairs over the words of the Moses tools."""

    codes: Path
    source: Language
    target: Language
    marian: bool = False
    _loaded: tuple[Any, ...] | None = None

    def cut(self, text: str) -> list[str]:
        normal, tokenizer, pairs, _joiner = self._tools()
        pieces: list[str] = pairs.segment_tokens(tokenizer.tokenize(normal.normalize(text)))
        return pieces

    def joined(self, pieces: list[str]) -> str:
        words = " ".join(pieces).replace("@@ ", "").split()
        text: str = self._tools()[3].detokenize(words)
        return text

    def _tools(self) -> tuple[Any, ...]:
        if self._loaded is None:
            try:
                from sacremoses import MosesDetokenizer, MosesPunctNormalizer, MosesTokenizer
                from subword_nmt.apply_bpe import BPE
            except ImportError as error:
                raise missing("argos") from error
            try:
                with self.codes.open(encoding="utf-8") as stream:
                    pairs = BPE(stream)
            except (SystemExit, ValueError, IndexError, OSError) as error:
                raise UnreadableError(_("{path}: holds no byte pair codes").format(path=self.codes)) from error
            self._loaded = MosesPunctNormalizer(self.source), MosesTokenizer(self.source), pairs, MosesDetokenizer(self.target)
        return self._loaded
