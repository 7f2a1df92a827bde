"""What a model thinks aloud is taken out, however it is marked and wherever its pieces are cut."""

from __future__ import annotations

import pytest
from chatserver import pieces

from bot.models.thinking import Thoughts

ANSWER = "The answer is 5 < 6 [abc-1], as [b] said."
THOUGHTS = "Okay, the user asks [abc-1]. Is 3 < 4?"


def read(text: str, size: int, silent: bool = False, cut: bool = False) -> str:
    thoughts, out = Thoughts(silent), ""
    for piece in (*pieces(text, size), None):
        given = thoughts.end(cut) if piece is None else thoughts.feed(piece)
        if thoughts.aloud:
            out, thoughts.aloud = "", False
        out += given
    return out


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13, 1000])
@pytest.mark.parametrize(
    "text",
    [
        f"<think>{THOUGHTS}</think>\n\n{ANSWER}",
        f"{THOUGHTS}</think>\n{ANSWER}",
        f"<Thinking>\n{THOUGHTS}\n</Thinking> {ANSWER}",
        f"<reasoning>{THOUGHTS}</reasoning>{ANSWER}<|im_end|>",
        f"<s>{ANSWER}</s>",
        f"[THINK]{THOUGHTS}[/THINK]{ANSWER}",
        f"◁think▷{THOUGHTS}◁/think▷{ANSWER}",
        f"<think></think>{ANSWER}",
        f"<think>{THOUGHTS}</think><think>{THOUGHTS}</think>{ANSWER}",
        "<|channel|>analysis<|message|>Let me see.<|end|><|start|>assistant<|channel|>final<|message|>"
        f"{ANSWER}<|return|>",
        "<|channel|>commentary to=none<|message|>A<|end|><|start|>assistant<|channel|>analysis<|message|>B<|end|>"
        f"<|start|>assistant<|channel|>final<|message|>{ANSWER}",
        f"analysisWe need to answer.assistantfinal{ANSWER}",
        ANSWER,
    ],
)
def test_only_the_answer_is_left(text: str, size: int) -> None:
    assert read(text, size) == ANSWER


@pytest.mark.parametrize("size", [1, 4, 1000])
@pytest.mark.parametrize("text", [f"<think>{THOUGHTS}", "<|channel|>analysis<|message|>Let me", "[THINK] so"])
def test_of_thoughts_that_are_cut_off_nothing_is_left(text: str, size: int) -> None:
    assert read(text, size) == ""


def test_a_model_known_to_think_without_a_mark_is_not_heard_before_the_last_one() -> None:
    assert read(THOUGHTS, 5, silent=True, cut=True) == ""
    assert read(f"{THOUGHTS}</think>{ANSWER}", 5, silent=True) == ANSWER
    # For once it did not think: what came to its end is the answer.
    assert read(ANSWER, 5, silent=True) == ANSWER


@pytest.mark.parametrize("text", ["Analysis of the figures shows [abc-1].", "A < b, <b>bold</b>, [x](y) and [1]."])
def test_other_marks_and_words_stay(text: str) -> None:
    assert read(text, 3) == text
