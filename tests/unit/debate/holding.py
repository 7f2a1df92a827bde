"""A small round made by hand, in which each thing that an export shows happens once."""

from __future__ import annotations

from pathlib import Path

from bot.debate.card import Card, Cite
from bot.debate.formats import load_format
from bot.debate.model import Block, Exchange, Note, Point, Round, Speech
from bot.topics import load_topic

TOPIC = load_topic(Path(__file__).parents[3] / "corpus", "us-colombia")
BODY = "The bridge, which cost $5, was not safe. It held for years, however, over the river."
CITE = Cite("Doe", "2024", "Jo Doe", "Bridges", "The Press", "2024-05-01", "Ends", 7, "https://example.org/b?a=1&b=2")
CARD = Card(
    id="c", tag="The bridge was not safe.", cite=CITE, source_id="s", passage_id="p", start=0, end=len(BODY), body=BODY,
    read=((0, 10), (25, 40)), side="bogota", voice="reported", kind="statistic", attribution="reporting Bogotá",
    warnings=("The cut leaves out “however”.",),
)  # fmt: skip


def held(words: str = "I say the same of the ferry.", title: str = "Bridges", card: Card = CARD) -> Round:
    """A short round as far as the first affirmative rebuttal; ``words`` are what the person typed in it."""
    argued = Block("argument", "First, safety. The bridge was not safe.", card, "So it fell.", "AC.1")
    speeches = (
        Speech("AC", "affirmative", "bot", (Block("roadmap", "One argument: safety."), argued)),
        Speech("CX1", "negative", "user", exchanges=(Exchange("negative", "Is it safe?", "No.", "AC.1", "no", card),)),
        Speech("NC", "negative", "user", (
            Block("typed", words, point="NC.1"), Block("typed", "It is cheap.", point="NC.2"),
            Block("typed", "Ferries sink.", point="NC.3"),
        ), typed=words, heard=9, notes=(Note("overrun", "40 words were not heard."),)),
        Speech("CX2", "affirmative", "bot", exchanges=(Exchange("affirmative", "Is it cheap?", "", "NC.2"),)),
        Speech("1AR", "affirmative", "bot", (
            Block("answer", "On cost: five is little.", analytic=True, point="1AR.1"),
            Block("concession", "I concede what they say on ferries.", analytic=True),
            Block("weighing", "Safety comes first.", point="1AR.3"), Block("notice", "I end 100 words early."),
        )),
    )  # fmt: skip
    points = (
        Point("AC.1", "AC", "affirmative", "argument", "safety", "", "AC.1", evidence=True, warrant=True),
        Point("CX1.1", "CX1", "affirmative", "admission", "safety", "No.", "AC.1", answers="AC.1"),
        Point("NC.1", "NC", "negative", "answer", "“I say”", words, "AC.1", answers="AC.1", extends="CX1.1"),
        Point("NC.2", "NC", "negative", "argument", "cost", "It is cheap.", "NC.2", misquotes=("cheap as dirt",)),
        Point("NC.3", "NC", "negative", "answer", "ferries", "Ferries sink.", "AC.1", answers="AC.1", turn="link"),
        Point("1AR.1", "1AR", "affirmative", "answer", "five is little", "", "NC.2", answers="NC.2"),
        Point("1AR.2", "1AR", "affirmative", "concession", "granted: ferries", "", "AC.1", answers="NC.3"),
        Point("1AR.3", "1AR", "affirmative", "weighing", "safety", "", "AC.1", extends="AC.1"),
        Point("1AR.4", "1AR", "affirmative", "argument", "a new one", "", "1AR.4", late=True),
    )  # fmt: skip
    return Round(
        id="r", title=title, topic="us-colombia", resolution="Bridges should be closed.", format=load_format("short"),
        sides=("bogota", "washington"), players=("bot", "user"), speeches=speeches, points=points,
        created="2026-01-02T03:04:05+00:00", corrections=("NC.2: label “cost”",),
    )  # fmt: skip
