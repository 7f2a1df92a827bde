"""Floors: the least that a figure may be, by metric and suite, from ``evals/floors.yaml``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from evals.errors import SuiteError
from evals.metrics import named
from evals.runs import Figure

PATH = Path(__file__).with_name("floors.yaml")


class Floor(BaseModel):
    """The least that a metric may be over a suite, or over "all"."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    metric: str
    suite: str = "all"
    least: float


def read_floors(path: Path = PATH) -> list[Floor]:
    """The floors in a file.

    Raises:
        SuiteError: it cannot be read, or names an unknown metric.
    """
    try:
        floors = TypeAdapter(list[Floor]).validate_python(
            yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        )
    except OSError as error:
        raise SuiteError(f"{path} cannot be read: {error.strerror}.") from error
    except (yaml.YAMLError, ValidationError) as error:
        raise SuiteError(f"{path.name}: {error}") from error
    for floor in floors:
        if named(floor.metric) is None:
            raise SuiteError(f"{path.name}: there is no metric {floor.metric!r}.")
    return floors


def breached(figures: Iterable[Figure], floors: Iterable[Floor]) -> list[str]:
    """What is below its floor, in words; a figure that the run has not is not judged."""
    found = {(one.metric, one.suite): one for one in figures}
    out = []
    for floor in floors:
        one = found.get((floor.metric, floor.suite))
        if one is not None and one.value is not None and one.value < floor.least:
            out.append(f"{floor.metric} over {floor.suite}: {one.value:.3f} is below the floor of {floor.least:.3f}")
    return out
