"""The model: a Marian transformer of deep encoder and shallow decoder (Kim et al. 2019; Kasai et al. 2021), and its way to CTranslate2's format.

The class is that of Hugging Face Transformers: CTranslate2 converts it by its own converter, so that what is trained and what is used agree.
"""

from __future__ import annotations

import shutil
import warnings
from pathlib import Path
from typing import Any, NamedTuple


class Size(NamedTuple):
    """How large a model is."""

    width: int
    inner: int
    heads: int
    encoder: int
    decoder: int
    vocabulary: int


SIZES = {
    "tiny": Size(128, 512, 4, 2, 1, 4000),
    "small": Size(256, 1024, 4, 6, 2, 8000),
    "medium": Size(384, 1536, 6, 6, 2, 16000),
    "base": Size(512, 2048, 8, 6, 2, 32000),
}
"""`tiny` is for trying the recipe, `small` has 9 million weights and as many bytes when converted, `medium` 21, `base` 44."""
POSITIONS = 512


def made(size: Size, words: int, dropout: float) -> Any:
    """A model with fresh weights; `<pad>` is the last word, stands before a translation and is never written."""
    from transformers import MarianConfig, MarianMTModel

    return MarianMTModel(MarianConfig(
        vocab_size=words, d_model=size.width, encoder_layers=size.encoder, decoder_layers=size.decoder, encoder_attention_heads=size.heads,
        decoder_attention_heads=size.heads, encoder_ffn_dim=size.inner, decoder_ffn_dim=size.inner, activation_function="relu", dropout=dropout,
        attention_dropout=0.0, activation_dropout=0.0, init_std=size.width ** -0.5, max_position_embeddings=POSITIONS, scale_embedding=True,
        pad_token_id=words - 1, eos_token_id=0, bos_token_id=0, decoder_start_token_id=words - 1, share_encoder_decoder_embeddings=True,
        tie_word_embeddings=True, use_cache=False))


def loss(model: Any, sources: Any, targets: Any, smoothing: float) -> Any:
    """The sum of the cross-entropies of the target words, smoothed (Szegedy et al. 2016), in nats."""
    import torch

    pad = model.config.pad_token_id
    shifted = targets.new_full(targets.shape, pad)
    shifted[:, 1:] = targets[:, :-1]
    found = model(input_ids=sources, attention_mask=(sources != pad).long(), decoder_input_ids=shifted)
    # without <pad>, whose row is never touched: CTranslate2 begins a translation with zeros
    scores = found.logits[..., :pad].float()
    return torch.nn.functional.cross_entropy(scores.flatten(0, 1), targets.flatten(), ignore_index=pad, label_smoothing=smoothing, reduction="sum")


def converted(model: Any, vocabulary: Path, folder: Path) -> Path:
    """The model in CTranslate2's format, weights of 8 bits, and its pieces, put in place whole: a folder for `--engine ctranslate2 --model`."""
    import ctranslate2.converters
    from transformers import MarianTokenizer, logging

    logging.disable_progress_bar()
    warnings.filterwarnings("ignore", message=".*sacremoses")
    work = folder.with_name(folder.name + ".new")
    shutil.rmtree(work, ignore_errors=True)
    plain = work / "transformers"
    model.save_pretrained(plain)
    MarianTokenizer(str(vocabulary / "source.spm"), str(vocabulary / "target.spm"), str(vocabulary / "vocab.json")).save_pretrained(plain)
    ctranslate2.converters.TransformersConverter(str(plain)).convert(str(work / "model"), quantization="int8")
    for name in ("source.spm", "target.spm"):
        shutil.copyfile(vocabulary / name, work / "model" / name)
    shutil.rmtree(folder, ignore_errors=True)
    (work / "model").rename(folder)
    shutil.rmtree(work)
    return folder
