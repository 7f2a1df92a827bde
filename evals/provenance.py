"""What a run is made of: the commit, the corpus, the prompts, the suites, the models and the libraries."""

from __future__ import annotations

import hashlib
import platform
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bot.bot import Bot
from bot.settings import bundled
from evals.runs import Made
from evals.suites import Suite

LIBRARIES = ("lectern", "langchain-core", "chromadb", "onnxruntime", "sentence-transformers", "torch", "ir-measures")
_SETTINGS = {
    "topic", "embedding_model", "gate", "question_chars", "model_temperature", "model_context", "model_reply", "strict",
}  # fmt: skip
"""The settings that change answers; the others say where things lie."""


def made(bot: Bot, suites: Iterable[Suite], judge: str, repeats: int) -> Made:
    """What a run of these suites over this bot is made of, now."""
    commit, changed = _commit()
    return Made(
        engine=bot.engine,
        judge=judge,
        suites={suite.suite: digest(suite.model_dump_json()) for suite in suites},
        repeats=repeats,
        topic=bot.topic.id,
        corpus=digest("".join(source.content_hash for source in bot.sources())),
        prompts={
            path.stem: digest(path.read_text(encoding="utf-8")) for path in sorted(bundled("prompts").glob("*.md"))
        },
        embedding=bot.reader.ranker.embedder.id,
        commit=commit,
        changed=changed,
        versions={"python": platform.python_version(), **{name: _version(name) for name in LIBRARIES}},
        settings=bot.settings.model_dump(mode="json", include=_SETTINGS),
        started=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def digest(text: str) -> str:
    """A short hash that names a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _commit() -> tuple[str, str]:
    """The checkout's commit, and a hash of what differs from it ("" where nothing does or this is no checkout)."""
    root = Path(__file__).resolve().parents[1]
    if not (root / ".git").exists():
        return "", ""
    try:
        head, differs = (
            subprocess.run(
                ["git", "-C", str(root), *words], capture_output=True, text=True, check=True, timeout=10
            ).stdout
            for words in (["rev-parse", "HEAD"], ["diff", "HEAD"])
        )
    except (OSError, subprocess.SubprocessError):
        return "", ""
    return head.strip()[:12], digest(differs) if differs else ""


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
