"""What becomes of the statements of a real weak model: verified, marked, or dropped.

``python -m benchmarks.small_model FILE.jsonl [STATEMENTS]`` serves SmolLM2-135M-Instruct (``tests/smollm.py``), asks it
questions about the bundled topic, and writes each statement with what it cites and its check to the file, to be read by
hand. It prints the shares.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

from bot import Bot, Settings
from bot.answer.language.answering import LanguageAnswerer
from bot.answer.language.reviewing import Review
from bot.models import Connection, make_model
from bot.models.limits import Limits
from evals.suites import read_suites

ROOT = Path(__file__).resolve().parents[1]
LIMITS = Limits(context=3000, reply=160, attempts=1)
"""Little to read and to write: the model is small, and so is the machine."""
SUITES = ("facts", "sides")


class Watched(LanguageAnswerer):
    """Keeps what was made of every statement."""

    seen: list[dict[str, Any]]

    def _finished(self, base: Any, job: Any, found: Review, drafting: Any) -> Any:
        for one in found.statements:
            self.seen.append(
                {
                    "question": job.question, "statement": one.written.plain, "ground": one.check.ground,
                    "reason": one.check.reason,
                    "cites": [found.cited[number - 1].text for number in one.written.numbers],
                }
            )  # fmt: skip
        return super()._finished(base, job, found, drafting)


def questions() -> Iterator[str]:
    """Questions about the bundled topic; more of one kind than of another would measure that kind."""
    asked = ([case.turns[0] for case in suite.cases if len(case.turns) == 1] for suite in read_suites(SUITES))
    for row in zip_longest(*asked):
        yield from filter(None, row)


def main(path: Path, wanted: int) -> None:
    """Asks until so many statements have been made."""
    sys.path.insert(0, str(ROOT / "tests"))
    from smollm import small_model

    with tempfile.TemporaryDirectory() as folder, small_model() as url:
        bot = Bot.open(Settings(data_dir=Path(folder)))
        model = make_model(Connection("openai:smollm2-135m", f"{url}/v1", limits=LIMITS))
        writer = Watched(bot.answerer, model)
        writer.seen = []
        for question in questions():
            writer.ask(question)
            path.write_text("".join(json.dumps(one) + "\n" for one in writer.seen), encoding="utf-8")
            if len(writer.seen) >= wanted:
                break
        bot.close()
    grounds = Counter(one["ground"] or "verified" for one in writer.seen)
    print(f"{len(writer.seen)} statements: {dict(grounds.most_common())}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 200)
