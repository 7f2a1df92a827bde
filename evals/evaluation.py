"""One evaluation from suites to a whole run: asked, scored, held to the floors, written."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.bot import Bot
from evals import provenance
from evals.errors import SuiteError, need
from evals.floors import breached, read_floors
from evals.journal import Journal
from evals.judges import make_judge
from evals.library import begun
from evals.metrics.metric import Scene
from evals.running import ask_all, passages, tasks
from evals.runs import Row, Run, partial_of, save
from evals.scoring import figures, scored
from evals.suites import Suite

LEXICAL = "lexical"


class Evaluation:
    """Suites over a bot, to be written to the file ``out``; resumes what was begun there.

    Where ``out`` is a folder, the run gets a name there, or that of one made of the same that was begun.
    Iterate over :meth:`rows` to the end, then call :meth:`finish`.

    Raises:
        JudgeError: the judge cannot be made.
        SuiteError: a suite is about another topic than the bot's.
        ExtraError: what measures is not installed.
    """

    def __init__(
        self,
        bot: Bot,
        suites: Sequence[Suite],
        out: Path,
        judge: str = LEXICAL,
        repeats: int = 1,
        at_once: int = 1,
        attempts: int = 3,
    ) -> None:
        need("ir_measures", "scipy")
        for suite in suites:
            if suite.topic != bot.topic.id:
                raise SuiteError(f"The suite {suite.suite!r} is about {suite.topic!r}; open is {bot.topic.id!r}.")
        self._bot = bot
        self._passages = passages(bot)
        self._scene = Scene(make_judge(judge, bot), bot.topic, self._passages)
        self._made = provenance.made(bot, suites, self._scene.judge.id, repeats)
        self.out = out if out.suffix == ".json" else begun(out, self._made) or _new(out, bot.engine)
        self._todo = tasks(suites, repeats)
        self._at_once = at_once
        self._attempts = attempts
        self._rows: dict[tuple[str, int], Row] = {}
        self._seconds = 0.0
        self.total = len(self._todo)
        self.resumed = 0

    def rows(self) -> Generator[Row, None, None]:
        """Every row as it comes, those of an earlier start first. Closing it keeps what was asked.

        Raises:
            RunError: the rows cannot be kept, or what was begun there is another run.
            ModelError, JudgeError: a model cannot be reached.
        """
        started = time.perf_counter()
        with Journal(partial_of(self.out), self._made) as journal:
            self._rows = dict(journal.rows)
            self.resumed = len(self._rows)
            yield from list(self._rows.values())
            todo = [task for task in self._todo if task.key not in self._rows]
            for row in ask_all(self._bot, todo, self._finish, journal, self._at_once, self._attempts):
                self._rows[row.key, row.repeat] = row
                yield row
        self._seconds = time.perf_counter() - started

    def finish(self) -> Run:
        """The whole run, written; what kept its rows is taken away.

        Raises:
            RunError: cases are missing, or it cannot be written.
        """
        rows = tuple(self._rows[task.key] for task in self._todo)
        seen = figures(rows)
        used = {one.passage_id for row in rows for one in row.reply.citations}
        used |= {one.passage_id for row in rows for one in row.contexts}
        run = Run(
            made=self._made,
            seconds=round(self._seconds, 1),
            rows=rows,
            figures=tuple(seen),
            broken=tuple(breached(seen, read_floors())),
            passages={key: shown for key, shown in self._passages.items() if key in used},
        )
        save(run, self.out)
        partial_of(self.out).unlink(missing_ok=True)
        return run

    def _finish(self, row: Row) -> Row:
        return scored(row, self._scene)


def _new(folder: Path, engine: str) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    safe = "".join(char if char.isalnum() or char in "-_." else "-" for char in engine)
    return folder / f"{stamp}-{safe}.json"
