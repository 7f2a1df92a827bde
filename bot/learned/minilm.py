"""The bundled models on ONNX Runtime, in full precision or with weights of eight bits."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bot.errors import ModelError
from bot.learned import weights
from bot.learned.batches import Batch, Floats, Ints, unit
from bot.learned.bundled import bundled_folder

if TYPE_CHECKING:
    from onnxruntime import InferenceSession, SessionOptions

LONGEST = 256
"""Word pieces that the model reads of a text, end marks included (its ``sentence_bert_config.json``)."""
INT8 = "bert.int8.onnx"


class MiniLM:
    """A bundled model; ``small`` has weights of eight bits, two and a half times as fast and a little off.

    ``own``: Lectern's own, and not the original all-MiniLM-L6-v2 that it was made of.

    Raises:
        ModelError: its package is missing, its weights are not the original ones, or nothing can make the small ones.
    """

    dimensions = weights.WIDTH
    vocabulary_size = weights.PIECES

    def __init__(self, small: bool = False, own: bool = True) -> None:
        from tokenizers import Tokenizer

        # Its threads and a later fork would not go together.
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        self._tokenizer = Tokenizer.from_file(str(bundled_folder() / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._session = (
            session_of(weights.kept(own) / INT8, lambda path: quantize(path, own=own)) if small else _session(own)
        )

    def pieces(self, texts: Sequence[str]) -> list[list[int]]:
        """The numbers of all word pieces of each text, end marks left out."""
        return [found.ids for found in self._tokenizer.encode_batch(list(texts), add_special_tokens=False)]

    def offsets(self, text: str) -> list[tuple[int, int]]:
        """Where in the text each word piece begins and ends, in characters."""
        found: list[tuple[int, int]] = self._tokenizer.encode(text, add_special_tokens=False).offsets
        return found

    def run(self, texts: Sequence[str]) -> Batch:
        """The vectors of some texts, worked out together; of each the first ``LONGEST`` word pieces."""
        found = [each.ids for each in self._tokenizer.encode_batch(list(texts))]
        rows = [ids if len(ids) <= LONGEST else [*ids[: LONGEST - 1], ids[-1]] for ids in found]
        ids = np.zeros((len(rows), max(map(len, rows), default=0)), dtype=np.int64)
        mask = np.zeros_like(ids)
        for at, row in enumerate(rows):
            ids[at, : len(row)] = row
            mask[at, : len(row)] = 1
        tokens: Floats = self._session.run(None, {"ids": ids, "mask": mask})[0]
        return Batch(_means(tokens, mask), tokens, ids, mask)


def piece_vectors() -> Floats:
    """The vector of each word piece before the model has read its surroundings, (pieces, dimensions)."""
    return weights.bundled()["pieces"]


def _means(tokens: Floats, mask: Ints) -> Floats:
    counted = mask[:, :, None].astype(np.float32)
    return unit(np.asarray((tokens * counted).sum(axis=1) / np.maximum(counted.sum(axis=1), 1e-9), dtype=np.float32))


def _options() -> SessionOptions:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # Its threads would go on spinning after each question and take a core from whatever comes next.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return options


def _session(own: bool) -> InferenceSession:
    import onnxruntime

    options = _options()
    file = weights.bundled_file(own)
    if file is not None:
        options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(file.parent))
    else:
        held = weights.bundled(own)
        values = [onnxruntime.OrtValue.ortvalue_from_numpy(value) for value in held.values()]
        options.add_external_initializers(list(held), values)
    return onnxruntime.InferenceSession(weights.GRAPH.read_bytes(), options, providers=["CPUExecutionProvider"])


def session_of(path: Path, make: Callable[[Path], None]) -> InferenceSession:
    """Runs an ONNX file that is made once and kept.

    Raises:
        ModelError: it cannot be made, or not be kept.
    """
    import onnxruntime

    if weights.made_once(path, make) is None:
        raise ModelError(
            f"The eight-bit model is made once and kept, and {path.parent} cannot be written to: make it writable, "
            "or leave LECTERN_EMBEDDING_BACKEND out."
        )
    return onnxruntime.InferenceSession(str(path), _options(), providers=["CPUExecutionProvider"])


def quantize(path: Path, whole: Path | None = None, own: bool = True) -> None:
    """Writes a model with eight-bit weights, by ONNX Runtime's dynamic quantization by channel.

    ``whole`` is the model in full precision; None for a bundled one, Lectern's ``own`` or the original.

    Raises:
        ModelError: the package ``onnx`` is missing.
    """
    try:
        from onnxruntime.quantization import QuantType, quantize_dynamic
    except ImportError as error:
        raise ModelError(
            "LECTERN_EMBEDDING_BACKEND=onnx-int8 makes its model once with a package that is not installed: "
            "pip install 'lectern[onnx]'."
        ) from error
    with tempfile.TemporaryDirectory() as folder:
        if whole is None:
            whole = Path(folder) / "bert.onnx"
            whole.write_bytes(weights.GRAPH.read_bytes())
            weights.write(Path(folder) / weights.FILE, own)
        # The fused operators are none of ONNX's own, so that it cannot tell by itself that they give floats.
        options = {"DefaultTensorType": 1}
        quantize_dynamic(
            str(whole), str(path), per_channel=True, weight_type=QuantType.QInt8, extra_options=options,
            op_types_to_quantize=["MatMul", "Attention", "Gather"],
        )  # fmt: skip
