"""What all tests share: a clean environment, the outside data where it is there, one built corpus and one open bot.

With pytest-xdist several workers run the tests. What takes long to make is made once for all of them, by the first that
asks for it, and is only read: whoever writes into a data folder takes a copy (``shutil.copytree``).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from filelock import FileLock

from bot.bot import Bot
from bot.learned.encoder import Embedder
from bot.settings import PREFIX, Settings
from evals.evaluation import Evaluation
from evals.runs import Run, load
from evals.suites import read_suites

# How long an example takes says nothing here: the machines that run this are shared.
hypothesis.settings.register_profile("lectern", deadline=None)
hypothesis.settings.load_profile("lectern")

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
SAMPLES = Path(__file__).with_name("data") / "topics"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of a module run in one worker, so that its fixtures are made once; those of the bundled run too."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            of_the_run = "bundled_run" in getattr(item, "fixturenames", ())
            item.add_marker(pytest.mark.xdist_group("run" if of_the_run else item.path.stem))


@pytest.fixture(scope="session", autouse=True)
def _no_settings() -> Iterator[None]:
    """No setting of the developer's."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(PREFIX)]:
            patch.delenv(name)
        yield


@pytest.fixture(autouse=True)
def _own_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A data folder of the test's own."""
    monkeypatch.setenv("LECTERN_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], object]], Path]:
    """Gives the file or folder of that name, which the first worker that asks for it makes and all others wait for."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def made(name: str, make: Callable[[Path], object]) -> Path:
        place, aside = shared / name, own / f"half-made-{name}"
        with FileLock(shared / f"{name}.lock"):
            if not place.exists():
                make(aside)
                aside.rename(place)
        return place

    return made


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The bundled embedding model, loaded once."""
    return Embedder.of(Settings())


@pytest.fixture(scope="session")
def built_data(made_once, embedder: Embedder) -> Path:
    """A data folder in which the bundled topic is built; to be copied, not opened."""
    return made_once("built", lambda folder: Bot.open(Settings(data_dir=folder), embedder=embedder).close())


@pytest.fixture(scope="session")
def built_samples(made_once, embedder: Embedder) -> Path:
    """A data folder in which the sample topics are the user's own, and built; to be copied, not opened."""

    def build(folder: Path) -> None:
        for topic in ("river", "wards"):
            shutil.copytree(SAMPLES / topic, folder / "topics" / topic)
            Bot.open(Settings(data_dir=folder, topic=topic), embedder=embedder).close()

    return made_once("samples", build)


@pytest.fixture(scope="session")
def bot(built_data: Path, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Bot:
    """The bundled topic, opened once."""
    data = tmp_path_factory.mktemp("bundled") / "data"
    shutil.copytree(built_data, data)
    return Bot.open(Settings(data_dir=data), embedder=embedder)


@pytest.fixture(scope="session")
def bundled_run(bot: Bot, made_once) -> Run:
    """All bundled suites, run once."""

    def run(path: Path) -> None:
        evaluation = Evaluation(bot, read_suites(), path)
        assert len(list(evaluation.rows())) == evaluation.total
        evaluation.finish()

    return load(made_once("run.json", run))


@pytest.fixture(scope="session")
def article() -> Path:
    """The article as it was scraped."""
    path = SHARED / "article" / "us-colombia-article.txt"
    if not path.is_file():
        pytest.skip(f"the article is not at {path}")
    return path
