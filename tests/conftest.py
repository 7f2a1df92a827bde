"""What all tests share: a clean environment, the outside data where it is there, one open bot."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest
from filelock import FileLock

from bot.bot import Bot
from bot.settings import PREFIX, Settings
from evals.evaluation import Evaluation
from evals.runs import Run
from evals.suites import read_suites

# How long an example takes says nothing here: the machines that run this are shared.
hypothesis.settings.register_profile("lectern", deadline=None)
hypothesis.settings.load_profile("lectern")

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
SAMPLES = Path(__file__).with_name("data") / "topics"


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the developer's, and a data folder of the test's own."""
    for name in list(os.environ):
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)
    monkeypatch.setenv("LECTERN_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], object]], Path]:
    """Gives the file or folder of that name, which the first worker that asks for it makes and all others wait for."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def made(name: str, make: Callable[[Path], object]) -> Path:
        place, aside = shared / name, shared / f"half-made-{name}"
        with FileLock(shared / f"{name}.lock"):
            if not place.exists():
                make(aside)
                aside.rename(place)
        return place

    return made


@pytest.fixture(scope="session")
def built_data(made_once) -> Path:
    """A data folder in which the bundled topic is built; to be copied, not opened."""
    return made_once("built", lambda folder: Bot.open(Settings(data_dir=folder)).close())


@pytest.fixture(scope="session")
def built_samples(made_once) -> Path:
    """A data folder in which the sample topics are the user's own, and built; to be copied, not opened."""

    def build(folder: Path) -> None:
        for topic in ("river", "wards"):
            shutil.copytree(SAMPLES / topic, folder / "topics" / topic)
            Bot.open(Settings(data_dir=folder, topic=topic)).close()

    return made_once("samples", build)


@pytest.fixture(scope="session")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    """The bundled topic, opened once."""
    return Bot.open(Settings(data_dir=tmp_path_factory.mktemp("bundled")))


@pytest.fixture(scope="session")
def bundled_run(bot: Bot, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """All bundled suites, run once."""
    evaluation = Evaluation(bot, read_suites(), tmp_path_factory.mktemp("runs") / "run.json")
    assert len(list(evaluation.rows())) == evaluation.total
    return evaluation.finish()


@pytest.fixture(scope="session")
def article() -> Path:
    """The article as it was scraped."""
    path = SHARED / "article" / "us-colombia-article.txt"
    if not path.is_file():
        pytest.skip(f"the article is not at {path}")
    return path
