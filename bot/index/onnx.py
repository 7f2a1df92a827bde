"""The embedding model's transformer in ONNX with weights of eight bits: some two and a half times as fast on a CPU.

It is made once from the model at hand and kept in the data folder. Dynamic quantization by channel (ONNX Runtime)
turns MiniLM's vectors by a cosine of .99; ``python -m benchmarks quality`` prints what that costs.
"""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from filelock import FileLock

from bot.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
OPSET = 17
SUFFIX = "+onnx-int8"
"""What the name of the model's vectors carries, so that they are never mixed with the model's own."""


class OnnxTransformer:
    """Runs the transformer of a sentence-transformers model."""

    def __init__(self, model: SentenceTransformer, path: Path) -> None:
        import onnxruntime

        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(path.with_suffix(".lock")):
                if not path.is_file():
                    _make(model, path)
        options = onnxruntime.SessionOptions()
        # Its threads would go on spinning after each question and take a core from whatever comes next.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def tokens(self, ids: Ints, mask: Ints) -> Floats:
        """The last layer's vectors, (texts, pieces, dimensions)."""
        found: Floats = self._session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
        return found


def _make(model: SentenceTransformer, path: Path) -> None:
    """Writes the quantized model, whole or not at all.

    Raises:
        ModelError: the package ``onnx`` is missing.
    """
    import torch

    try:
        from onnxruntime.quantization import QuantType, quantize_dynamic
    except ImportError as error:
        raise ModelError(
            "LECTERN_EMBEDDING_BACKEND=onnx-int8 makes its model once with a package that is not installed: "
            "pip install 'lectern[onnx]'."
        ) from error

    class Bare(torch.nn.Module):  # type: ignore[misc]
        def __init__(self, transformer: Any) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(self, ids: Any, mask: Any) -> Any:
            return self.transformer(input_ids=ids, attention_mask=mask).last_hidden_state

    whole, part = path.with_suffix(".float.part"), path.with_suffix(".part")
    features = model.preprocess(["a text", "another, somewhat longer text"])
    axes = {name: {0: "texts", 1: "pieces"} for name in ("input_ids", "attention_mask", "tokens")}
    with warnings.catch_warnings():
        # The exporter warns of what does not concern a fixed graph.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Bare(model[0].auto_model).eval(), (features["input_ids"], features["attention_mask"]), str(whole),
            input_names=["input_ids", "attention_mask"], output_names=["tokens"], dynamic_axes=axes,
            opset_version=OPSET, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(str(whole), str(part), per_channel=True, weight_type=QuantType.QInt8)
    whole.unlink()
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(path)
