"""A written text is cut into statements with what each of them cites."""

from __future__ import annotations

from bot.answer.language.statements import statements_of


def told(text: str, **more: object) -> list[tuple[str, tuple[int, ...]]]:
    return [(one.plain, one.numbers) for one in statements_of(text, **more)]  # type: ignore[arg-type]


def test_markers_before_and_after_the_full_stop() -> None:
    assert told("A fell [1]. B rose. [2][1] C stayed.") == [
        ("A fell.", (1,)), ("B rose.", (2, 1)), ("C stayed.", ()),
    ]  # fmt: skip


def test_markers_within_a_sentence() -> None:
    assert told("A fell [1] and B rose [2].") == [("A fell and B rose.", (1, 2))]


def test_points_and_labels() -> None:
    found = statements_of("**Bogotá**\n- A fell [1].\n\n**Washington**\nB rose [2].", (), ["Bogotá", "Washington"])
    assert [(one.plain, one.part) for one in found] == [("A fell.", "Bogotá"), ("B rose.", "Washington")]
    assert told("**Bogotá:** A fell [1].", labels=["Bogotá"]) == [("A fell.", (1,))]


def test_courtesies_are_told_apart() -> None:
    found = statements_of("Sure! Here is the answer: A fell [1]. I hope this helps!")
    assert [one.chatter for one in found if "fell" not in one.plain] == [True, True]


def test_what_was_invented_belongs_to_its_sentence() -> None:
    found = statements_of("A fell. B rose.", [(6, "[zz-9]"), (14, "[7]")])
    assert [one.invented for one in found] == [("[zz-9]",), ("[7]",)]


def test_the_spans_are_those_of_the_text() -> None:
    text = "**A** fell [1]. B rose in the U.S. by 4.5% [2].\n- C."
    assert [text[one.start : one.end] for one in statements_of(text)] == [
        "**A** fell [1].", "B rose in the U.S. by 4.5% [2].", "C.",
    ]  # fmt: skip
