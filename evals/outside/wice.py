"""WiCE (Kamoi et al. 2023): claims with the sentences of a page, and whether these support them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from evals.outside.files import field, json_lines


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim, its evidence sentences, its label and the sets of sentences (from 0) that support it."""

    text: str
    evidence: tuple[str, ...]
    label: str
    supporting: tuple[tuple[int, ...], ...]

    @property
    def supported(self) -> bool:
        """Whether it is supported wholly."""
        return self.label == "supported"


def read_wice(path: Path) -> list[Claim]:
    """The claims of a file.

    Raises:
        DataError: the file cannot be read or lacks a field.
    """
    return [
        Claim(
            text=field(item, "claim", path, number),
            evidence=tuple(field(item, "evidence", path, number)),
            label=field(item, "label", path, number),
            supporting=tuple(tuple(each) for each in item.get("supporting_sentences", ())),
        )
        for number, item in json_lines(path)
    ]
