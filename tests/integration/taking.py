"""Takes in hostile files one after the other: ``python taking.py FOLDER``, which holds ``files.json`` and the files.

A process of its own, without the embedding model, so that its memory says what taking in needs: a reader is born with
its parent's high-water mark. Prints one JSON line a file: what became of it, the seconds by the clock, of the
processor and on its queue, and the peaks of memory in megabytes until then, of this process and of the largest reader.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from tokenizers import Tokenizer

from bot.learned.bundled import bundled_folder
from bot.settings import Settings
from bot.sources.intake import Given, Intake
from bot.sources.store import Store
from bot.topics import load_topic


def processor() -> float:
    """Seconds of the processor that this process and its readers have used."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def on_the_queue() -> tuple[float, float]:
    """Seconds that this process has run, and that it could have run while the machine was busy with others."""
    told = Path("/proc/self/schedstat")
    ran, waited = told.read_text().split()[:2] if told.exists() else ("0", "0")
    return int(ran) / 1e9, int(waited) / 1e9


def peak() -> float:
    """The most memory that this process has had, in megabytes; what it was started from does not count."""
    told = Path("/proc/self/status")
    if not told.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return int(told.read_text().partition("VmHWM:")[2].split()[0]) / 1000


def main(folder: Path) -> None:
    """Takes in every file that the list names."""
    settings = Settings(data_dir=folder / "data")
    topic = load_topic(settings.corpus_dir, settings.topic)
    tokenizer = Tokenizer.from_file(str(bundled_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    intake = Intake(Store(settings.database), topic, settings, lambda text: len(tokenizer.encode(text).ids))
    for number, name in enumerate(json.loads((folder / "files.json").read_text())):
        begun, used, (ran, waited) = time.monotonic(), processor(), on_the_queue()
        outcome = next(intake.take([Given(str(folder / str(number)), upload=True, name=name)]))
        now_ran, now_waited = on_the_queue()
        row = {
            "name": name, "status": outcome.status, "why": outcome.why,
            "source": outcome.source.id if outcome.source else "",
            "seconds": time.monotonic() - begun, "processor": processor() - used,
            "ran": now_ran - ran, "waited": now_waited - waited,
            "own": peak(), "reader": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000,
        }  # fmt: skip
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
