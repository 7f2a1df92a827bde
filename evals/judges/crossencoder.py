"""A cross-encoder for entailment, by its name on a hub or its folder, as the judge."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from evals.errors import JudgeError

ENTAILED = 0.5


class CrossEncoderJudge:
    """Supported where the model gives entailment, or its single score, a probability of at least one half.

    Raises:
        JudgeError: the model cannot be loaded, or none of its labels is entailment.
    """

    def __init__(self, name: str) -> None:
        self.id = f"cross-encoder:{name}"
        self._model = _load(name)
        labels = {int(at): str(label).lower() for at, label in self._model.config.id2label.items()}
        self._entailment = next((at for at, label in labels.items() if label.startswith("entail")), None)
        if len(labels) > 1 and self._entailment is None:
            raise JudgeError(f"{name!r} is no model of entailment; its labels are {', '.join(labels.values())}.")

    def supports(self, statement: str, evidence: Sequence[str]) -> float:
        """1 or 0 for the texts together; NaN where the model's output is no number."""
        raw = np.asarray(
            self._model.predict([(" ".join(evidence), statement)], apply_softmax=False, activation_fn=_same())
        )
        logits = raw.reshape(-1).astype(float)
        if not np.isfinite(logits).all():
            return math.nan
        if self._entailment is None:
            return float(1 / (1 + math.exp(-max(-60.0, min(60.0, logits[0])))) >= ENTAILED)
        weights = np.exp(logits - logits.max())
        return float(weights[self._entailment] / weights.sum() >= ENTAILED)


def _load(name: str) -> Any:
    from sentence_transformers import CrossEncoder

    try:
        return CrossEncoder(name, device="cpu")
    except (OSError, ValueError) as error:
        raise JudgeError(
            f"The cross-encoder {name!r} cannot be loaded ({error}). "
            "Name a folder, or a model of a hub that can be reached."
        ) from error


def _same() -> Any:
    import torch

    return torch.nn.Identity()
