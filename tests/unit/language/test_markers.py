"""Ids in a stream of words become numbers, whatever way they are split, and nothing else does."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.language.markers import Numbering

IDS = ["ab-1", "ab-2", "ab-3", "cd-1"]


def read(text: str, size: int = 1000, ids: list[str] = IDS) -> Numbering:
    numbering = Numbering(ids)
    said = "".join(numbering.feed(text[at : at + size]) for at in range(0, len(text), size)) + numbering.end()
    assert said == numbering.text
    return numbering


CASES = {
    "one": ("It fell [ab-3].", "It fell [1]."),
    "before the full stop": ("It fell [ab-3]. So.", "It fell [1]. So."),
    "after the full stop": ("It fell. [ab-3] So.", "It fell. [1] So."),
    "by first appearance": ("A [ab-3]. B [ab-1]. C [ab-3].", "A [1]. B [2]. C [1]."),
    "side by side": ("A [ab-1][ab-2].", "A [1][2]."),
    "a list": ("A [ab-1, ab-2].", "A [1][2]."),
    "a list with semicolons": ("A [ab-1; cd-1].", "A [1][2]."),
    "a range": ("A [ab-1–ab-3].", "A [1][2][3]."),
    "a short range": ("A [ab-1-3].", "A [1][2][3]."),
    "with a word before": ("A [passage ab-1] [source: ab-2].", "A [1] [2]."),
    "unicode brackets": ("A 【ab-1】 ［ab-2］.", "A [1] [2]."),
    "made up": ("A [zz-9].", "A."),
    "a number": ("A [1]. B [ab-2].", "A. B [1]."),
    "a number out of range": ("A [99].", "A."),
    "numbers in a list": ("A [1,2].", "A."),
    "numbers in a range": ("A [1-3].", "A."),
    "half made up": ("A [ab-1, zz-9].", "A [1]."),
    "no citation": ("A [sic] b.", "A \\[sic\\] b."),
    "in code": ("A `x[ab-1]` b.", "A x\\[ab-1\\] b."),
    "in a code block": ("```\n[ab-1]\n```\nA [ab-1].", "\n\\[ab-1\\]\n\nA [1]."),
    "never closed": ("A [ab-1 and so on\nB.", "A \\[ab-1 and so on\nB."),
    "at the very end": ("A [ab-1", "A \\[ab-1"),
    "HTML": ("<img src=x> A.", "\\<img src=x\\> A."),
    "a link": ("[here](https://evil.example/x) A.", "\\[here\\](evil.example/x) A."),
    "an image": ("![ab](http://evil.example/x.png)", "!\\[ab\\](evil.example/x.png)"),
    "a bare address": ("See www.evil.example now.", "See evil.example now."),
    "a heading": ("## Answer\nA.", "Answer\nA."),
    "a list of points": ("* A\n+ B\n- C", "- A\n- B\n- C"),
    "bold": ("**A** *b* a_b", "**A** \\*b\\* a\\_b"),
}


@pytest.mark.parametrize("size", [1, 2, 3, 5, 1000])
@pytest.mark.parametrize("name", CASES)
def test_every_split_gives_the_same(name: str, size: int) -> None:
    text, shown = CASES[name]
    assert read(text, size).text == shown


def test_ids_that_are_numbers_are_ids() -> None:
    assert read("A [1][2]. B [1,2]. C [1-3]. D [4].", ids=["1", "2", "3"]).text == "A [1][2]. B [1][2]. C [1][2][3]. D."


def test_what_was_made_up_is_remembered_with_its_place() -> None:
    found = read("A [zz-9]. B [ab-1] [7].")
    assert [name for _, name in found.invented] == ["[zz-9]", "[7]"]
    assert found.numbers == {"ab-1": 1}


def test_a_partial_marker_is_held_back() -> None:
    numbering = Numbering(IDS)
    assert numbering.feed("It fell [ab") == "It fell"
    assert numbering.feed("-3") == ""
    assert numbering.feed("].") == " [1]."


@given(st.text(alphabet="ab-123[]`*<>\\ \n.,#h:/", max_size=80), st.integers(1, 7))
def test_no_number_is_shown_that_was_not_given(text: str, size: int) -> None:
    found = read(text, size)
    assert found.text == read(text).text
    shown = {int(each) for each in re.findall(r"(?<!\\)\[(\d+)\]", found.text)}
    assert shown == set(found.numbers.values())
    assert not re.search(r"(?<!\\)<", found.text)
