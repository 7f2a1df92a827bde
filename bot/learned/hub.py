"""Any other embedding model, through sentence-transformers: a name on a hub, or a folder."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.errors import ModelError
from bot.learned import minilm, weights
from bot.learned.batches import Batch, unit

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

OPSET = 17


class HubModel:
    """A sentence-transformers model on torch; ``small`` runs its transformer with weights of eight bits.

    Raises:
        ModelError: it cannot be loaded, or nothing can make the small weights.
    """

    def __init__(self, name: str, key: str, small: bool = False) -> None:
        """``key`` names the model with its state, so that small weights are made again for another one."""
        self._model = _loaded(name)
        self._session: Any = None
        if small:
            folder = weights.kept().with_name("hub")
            path = folder / f"{hashlib.sha256(key.encode()).hexdigest()[:12]}.int8.onnx"
            self._session = minilm.session_of(path, lambda part: _write_small(self._model, part))

    @property
    def dimensions(self) -> int:
        """How long its vectors are."""
        return int(self._model.get_embedding_dimension() or 0)

    @property
    def vocabulary_size(self) -> int:
        """How many word pieces it knows."""
        return len(self._model.tokenizer)

    def pieces(self, texts: Sequence[str]) -> list[list[int]]:
        """The numbers of all word pieces of each text, end marks left out."""
        found = self._model.tokenizer(list(texts), add_special_tokens=False, truncation=False, verbose=False)
        return [list(ids) for ids in found["input_ids"]]

    def offsets(self, text: str) -> list[tuple[int, int]]:
        """Where in the text each word piece begins and ends, in characters."""
        found = self._model.tokenizer(text, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
        return [(int(begin), int(end)) for begin, end in found["offset_mapping"]]

    def run(self, texts: Sequence[str]) -> Batch:
        """The vectors of some texts; what is beyond the model's length is not read."""
        import torch

        features = self._model.preprocess(list(texts))
        with torch.inference_mode():
            result = self._read(features)
        ids, mask = (np.asarray(features[name].numpy(), dtype=np.int64) for name in ("input_ids", "attention_mask"))
        return Batch(unit(result["sentence_embedding"].numpy()), result["token_embeddings"].numpy(), ids, mask)

    def _read(self, features: dict[str, Any]) -> dict[str, Any]:
        if self._session is None:
            return dict(self._model(features))
        import torch

        given = {"ids": features["input_ids"].numpy(), "mask": features["attention_mask"].numpy()}
        result = {**features, "token_embeddings": torch.from_numpy(self._session.run(None, given)[0])}
        for module in list(self._model)[1:]:
            result = module(result)
        return result


def _loaded(name: str) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    try:
        return SentenceTransformer(name, device="cpu")
    except (OSError, ValueError) as error:
        raise ModelError(
            f"The embedding model {name!r} cannot be loaded ({error}). Set LECTERN_EMBEDDING_MODEL to a "
            "sentence-transformers name or folder, or leave it out for the bundled one."
        ) from error


def _write_small(model: SentenceTransformer, path: Path) -> None:
    """Writes the model's transformer in ONNX with weights of eight bits."""
    import torch

    class Bare(torch.nn.Module):  # type: ignore[misc]
        def __init__(self, transformer: Any) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(self, ids: Any, mask: Any) -> Any:
            return self.transformer(input_ids=ids, attention_mask=mask).last_hidden_state

    whole = path.with_suffix(".whole")
    features = model.preprocess(["a text", "another, somewhat longer text"])
    axes = {name: {0: "texts", 1: "pieces"} for name in ("ids", "mask", "tokens")}
    with warnings.catch_warnings():
        # The exporter warns of what does not concern a fixed graph.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Bare(model[0].auto_model).eval(), (features["input_ids"], features["attention_mask"]), str(whole),
            input_names=["ids", "mask"], output_names=["tokens"], dynamic_axes=axes, opset_version=OPSET, dynamo=False,
        )  # fmt: skip
    minilm.quantize(path, whole)
