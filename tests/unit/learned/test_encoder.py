"""The embedding model on ONNX Runtime: torch's vectors without torch, from files that are made once and checked."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from bot.errors import ModelError
from bot.learned import weights
from bot.learned.encoder import Embedder, Encoded
from evals.fitting import graph

ROOT = Path(__file__).resolve().parents[3]
TEXTS = [
    "What does Bogotá want?",
    "x",
    "",
    "word " * 600,
    "The river authority raised the dam’s fee to 1,200 crowns — for the first time in 30 years!",
    "La política antidrogas de Colombia; 毒品政策 😀",
]


@pytest.fixture(scope="module")
def bundled() -> Embedder:
    return Embedder()


@pytest.fixture(scope="module")
def torch_model() -> Embedder:
    """The same weights by sentence-transformers, as any folder is opened."""
    return Embedder(str(weights.bundled_folder()))


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own; the folder of the bundled model in it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return weights.kept()


def alike(some: list[Encoded], others: list[Encoded], within: float) -> bool:
    return all(
        np.abs(one.vector - other.vector).max() <= within
        and (one.ids == other.ids).all()
        and np.abs(one.tokens - other.tokens).max(initial=0) <= within
        for one, other in zip(some, others, strict=True)
    )


def test_vectors_agree_with_torch(bundled: Embedder, torch_model: Embedder) -> None:
    assert alike(Embedder("minilm").encode(TEXTS), torch_model.encode(TEXTS), 1e-4)
    assert bundled.dimensions == torch_model.dimensions == 384
    assert bundled.vocabulary_size == torch_model.vocabulary_size


def test_lecterns_own_model_is_the_original_and_its_difference(bundled: Embedder, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    shutil.copytree(weights.bundled_folder(), folder)
    tensors = load_file(folder / "model.safetensors")
    for name, change in weights.difference().items():
        tensors[name] = tensors[name] + change.reshape(tensors[name].shape)
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    assert alike(bundled.encode(TEXTS), Embedder(str(folder)).encode(TEXTS), 1e-4)
    assert bundled.id != Embedder("minilm").id


def test_a_difference_keeps_each_number_to_half_a_step_of_its_row() -> None:
    chance = np.random.default_rng(0)
    old = {
        name: chance.normal(size=shape).astype(np.float32)
        for name, shape in (("a", (6, 8)), ("b", (8,)), ("c", (2, 2)))
    }
    new = {"a": old["a"] + 0.01 * chance.normal(size=(6, 8)).astype(np.float32), "b": old["b"] + 0.1, "c": old["c"]}
    held = weights.packed(new, old)
    assert sorted(held) == ["a", "a.scale", "b", "b.scale"]
    back = held["a"].astype(np.float32) * held["a.scale"].astype(np.float32)[:, None]
    assert (np.abs(back - (new["a"] - old["a"])) <= 0.51 * held["a.scale"].astype(np.float32)[:, None] + 1e-6).all()


def test_a_damaged_difference_is_refused(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytearray(weights.DIFFERENCE.read_bytes())
    data[-1] ^= 1
    (tmp_path / "lectern.safetensors").write_bytes(data)
    monkeypatch.setattr(weights, "DIFFERENCE", tmp_path / "lectern.safetensors")
    with pytest.raises(ModelError, match="damaged"):
        Embedder().load()
    assert not (cache / weights.FILE).exists()


def test_word_pieces_are_those_of_torch(bundled: Embedder, torch_model: Embedder) -> None:
    assert bundled.token_ids_of(TEXTS) == torch_model.token_ids_of(TEXTS)
    assert [bundled.count_tokens(text) for text in TEXTS] == [torch_model.count_tokens(text) for text in TEXTS]
    assert [bundled.query(text).offsets for text in TEXTS] == [torch_model.query(text).offsets for text in TEXTS]


def test_what_stands_beside_a_text_in_a_batch_does_not_change_it(bundled: Embedder) -> None:
    assert alike(bundled.encode(TEXTS), [bundled.encode([text])[0] for text in TEXTS], 1e-5)


def test_the_graph_is_what_its_command_writes(tmp_path: Path) -> None:
    graph.write(tmp_path / "bert.onnx")
    assert (tmp_path / "bert.onnx").read_bytes() == weights.GRAPH.read_bytes()


@pytest.mark.parametrize("damage", ["lost", "cut", "garbled", "without its hash"])
def test_a_damaged_file_of_weights_is_made_again(cache: Path, damage: str) -> None:
    made = weights.bundled_file()
    assert made == cache / weights.FILE
    whole = made.read_bytes()
    if damage == "lost":
        made.unlink()
    elif damage == "cut":
        made.write_bytes(whole[:-4096])
    elif damage == "garbled":
        made.write_bytes(whole[:5000] + b"\x01" + whole[5001:])
    else:
        made.with_name(f"{weights.FILE}.sha256").unlink()
    assert weights.bundled_file() == made
    assert made.read_bytes() == whole


def test_where_nothing_can_be_kept_the_vectors_are_the_same(
    cache: Path, bundled: Embedder, caplog: pytest.LogCaptureFixture
) -> None:
    cache.parents[1].parent.mkdir(parents=True)
    cache.parents[1].write_text("a file where the folder would be")
    assert alike(Embedder().encode(TEXTS), bundled.encode(TEXTS), 0)
    assert "cannot be kept" in caplog.text


def test_other_weights_are_refused(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    for entry in weights.bundled_folder().iterdir():
        if entry.is_file() and entry.name != "model.safetensors":
            (folder / entry.name).symlink_to(entry)
    data = bytearray((weights.bundled_folder() / "model.safetensors").read_bytes())
    data[-1] ^= 1
    (folder / "model.safetensors").write_bytes(data)
    monkeypatch.setattr(weights, "bundled_folder", lambda: folder)
    with pytest.raises(ModelError, match="not the original"):
        Embedder().load()
    assert not (cache / weights.FILE).exists()


def test_eight_bits_are_near_and_keep_a_name_of_their_own(cache: Path, bundled: Embedder) -> None:
    small = Embedder(small=True)
    cosines = [
        float(one.vector @ other.vector) for one, other in zip(small.encode(TEXTS), bundled.encode(TEXTS), strict=True)
    ]
    assert min(cosines) > 0.97
    assert small.id != bundled.id
    assert (cache / "bert.int8.onnx").stat().st_size < 0.7 * weights.bundled_file().stat().st_size


def test_eight_bits_of_any_other_model_are_near(cache: Path, torch_model: Embedder) -> None:
    small = Embedder(torch_model.name, small=True)
    cosines = [
        float(one.vector @ other.vector)
        for one, other in zip(small.encode(TEXTS), torch_model.encode(TEXTS), strict=True)
    ]
    assert min(cosines) > 0.97


def test_a_model_that_is_not_there_is_told() -> None:
    with pytest.raises(ModelError, match="LECTERN_EMBEDDING_MODEL"):
        Embedder(str(ROOT / "docs")).load()
