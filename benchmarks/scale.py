"""``python -m benchmarks scale``: Lectern beside langchain-chroma and LlamaIndex at several sizes of corpus."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from benchmarks.stores import STORES

ROOT = Path(__file__).resolve().parents[1]
COLUMNS = {
    "per_s": "passages/s", "p50_ms": "p50 ms", "p95_ms": "p95 ms", "cpu_p50_ms": "CPU p50 ms", "right": "right",
    "open_s": "open s", "memory_mb": "MB memory", "disk_mb": "MB disk", "bytes": "bytes a passage",
    "add_one_s": "add one, s", "remove_one_s": "remove one, s", "slowest_meanwhile_ms": "slowest answer meanwhile, ms",
}  # fmt: skip


def scale(
    sizes: Annotated[str, typer.Option(help="Numbers of passages, with commas between.")] = "1000,10000,100000",
    who: Annotated[str, typer.Option(help="Which stores, with commas between.")] = ",".join(STORES),
    model: Annotated[str, typer.Option(help="minilm, onnx-int8, or static: fast, for large sizes.")] = "minilm",
    folder: Annotated[Path | None, typer.Option(help="Where to keep the stores between runs.")] = None,
) -> None:
    """Fill each store with the same made-up passages and ask it the same questions, a process for each step.

    Lectern gives checked answers; the others the four nearest passages. A filling that was killed goes on.
    """
    with tempfile.TemporaryDirectory() as temporary:
        place = folder or Path(temporary)
        rows = [
            (int(size), name, measured(name, int(size), place / f"{size}-{model}", model))
            for size in sizes.split(",")
            for name in who.split(",")
        ]
    table = Table("passages", "store", *COLUMNS.values(), title=f"embedding model: {model}")
    for size, name, row in rows:
        table.add_row(f"{size:,}", name, *(str(row.get(column, "")) for column in COLUMNS))
    Console(width=180).print(table)


def measured(who: str, size: int, folder: Path, model: str) -> dict[str, Any]:
    """What one store of one size measures; what was measured when it was filled is kept beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{who}.json"
    if not kept.is_file():
        kept.write_text(json.dumps(_step(who, "fill", size, folder, model)), encoding="utf-8")
    row = json.loads(kept.read_text(encoding="utf-8"))
    disk = sum(entry.stat().st_size for entry in (folder / who).rglob("*") if entry.is_file())
    row |= {"disk_mb": round(disk / 1e6), "bytes": round(disk / size)}
    row |= _step(who, "ask", size, folder, model)
    if who == "lectern":
        row |= _step(who, "add", size, folder, model)
    return row


def _step(who: str, step: str, size: int, folder: Path, model: str) -> dict[str, Any]:
    print(f"{who}, {size:,} passages: {step}", file=sys.stderr)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.stores", who, step, str(size), str(folder / who), model],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
