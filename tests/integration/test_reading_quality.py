"""Twenty documents of different make: their paragraphs are found, their furniture is not kept."""

from __future__ import annotations

import pytest

from evals.reading.measuring import MAKES, OTHERS, Reading, readings


@pytest.fixture(scope="module")
def found() -> dict[str, Reading]:
    return {one.make: one for one in readings((*MAKES, *OTHERS))}


def test_all_are_read_or_refused_for_a_reason(found: dict[str, Reading]) -> None:
    assert list(found) == [make for make, *_ in (*MAKES, *OTHERS)]
    assert len(found) == 20
    refused = {make: one.refused for make, one in found.items() if one.refused}
    assert list(refused) == ["PDF, a scan"]
    assert "OCR" in refused["PDF, a scan"]


def test_true_paragraphs_are_found_and_furniture_is_not(found: dict[str, Reading]) -> None:
    true, furniture = sum(one.true for one in found.values()), sum(one.furniture for one in found.values())
    assert sum(one.found for one in found.values()) / true >= 0.99
    assert sum(one.kept for one in found.values()) / furniture <= 0.01
    headings = sum(one.headings for one in found.values())
    assert sum(one.headings_found for one in found.values()) / headings >= 0.95
