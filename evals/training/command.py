"""``python -m evals train``: what is learned from public data with a larger model as a teacher."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from evals.training.lessons import read_lessons
from evals.training.teacher import Teacher

trains = typer.Typer(no_args_is_help=True, help="Train what the program ships with.")
out = Console(highlight=False)


@trains.command("encoder")
def train_encoder(
    data: Annotated[Path, typer.Argument(help="The folder of the training data.")],
    teacher: Annotated[str, typer.Option(help="A sentence-transformers model: a name or a folder.")],
    to: Annotated[Path, typer.Option("--out", help="Where the student, and the teacher's vectors, are kept.")],
    minutes: Annotated[float, typer.Option(min=0, help="How long to train.")] = 60,
    threads: Annotated[int, typer.Option(min=1, help="Processor cores to use.")] = 1,
) -> None:
    """Distil the bundled embedding model from a larger one; begun again, it has the teacher's vectors already."""
    import torch

    from evals.training.encoder import texts_of, train

    torch.set_num_threads(threads)
    lessons = read_lessons(data)
    to.mkdir(parents=True, exist_ok=True)
    held = Teacher(teacher, to / "teacher.npz")
    held.learn(texts_of(lessons), lambda done, of: out.print(f"teacher: {done:,} of {of:,} texts"))
    if minutes:
        out.print(train(lessons, held, to / "student", 60 * minutes, out.print))


@trains.command("measure")
def measure(
    data: Annotated[Path, typer.Argument(help="The folder of the measuring data.")],
    model: Annotated[list[str], typer.Option(help="'bundled', or a sentence-transformers name or folder; repeat it.")],
) -> None:
    """How often each model finds the sentence that answers, on sets that nothing was trained on."""
    from rich.table import Table

    from bot.learned.encoder import Embedder
    from evals.training.strangers import FIRST, hits, sets

    table = Table("set", "model", "questions", *(f"@{k}" for k in FIRST))
    embedders = [Embedder(name) for name in model]
    for name, asked in sets(data):
        for embedder in embedders:
            found = hits(asked, embedder)
            table.add_row(name, embedder.id, str(found["questions"]), *(f"{found[f'@{k}']:.3f}" for k in FIRST))
    out.print(table)


@trains.command("adopt")
def adopt(student: Annotated[Path, typer.Argument(help="The folder of a trained student.")]) -> None:
    """Make a student Lectern's own embedding model: write its difference into the package, and name it by its hash."""
    from safetensors.numpy import load_file, save_file

    from bot.learned import weights
    from bot.learned.bundled import bundled_folder

    old = load_file(bundled_folder() / "model.safetensors")
    told = {"trained": (student / "trained.json").read_text(encoding="utf-8"), "base": weights.BUNDLED_SHA256}
    save_file(weights.packed(load_file(student / "model.safetensors"), old), weights.DIFFERENCE, metadata=told)
    digest = hashlib.sha256(weights.DIFFERENCE.read_bytes()).hexdigest()
    place = Path(weights.__file__)
    text = place.read_text(encoding="utf-8").replace(weights.DIFFERENCE_SHA256, digest)
    place.write_text(text, encoding="utf-8")
    out.print(f"{weights.DIFFERENCE}: {weights.DIFFERENCE.stat().st_size:,} bytes, {digest}")
