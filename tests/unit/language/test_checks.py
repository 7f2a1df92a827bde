"""The single checks of a statement: quotes, figures and dates, names."""

from __future__ import annotations

import pytest

from bot.answer.checking.figures import strange_figure
from bot.answer.checking.names import strange_name
from bot.answer.checking.quotes import misquoted
from bot.search.terms import Vocabulary
from bot.settings import Settings
from bot.topics import load_topic

FALL = "Coca production fell from more than 163,000 hectares in 2000 to fewer than 50,000 hectares by 2012."


@pytest.mark.parametrize(
    ("statement", "wrong"),
    [
        ("He called it “the great war” once.", None),
        ('He called it "The great war," once.', None),
        ("He called it “the … war” once.", None),
        ("He called it “the Great War” once.", "the Great War"),
        ("He called it “a great war” once.", "a great war"),
        ("He called it “war … great” once.", "war … great"),
        ("No quotation at all, it's said.", None),
    ],
)
def test_quotes(statement: str, wrong: str | None) -> None:
    assert misquoted(statement, ["They spoke of the great war."]) == wrong


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("It fell from 163,000 hectares in 2000 to 50,000 by 2012.", None),
        ("It fell to 50 thousand hectares.", None),
        ("It fell to 40,000 hectares.", "figure"),
        ("It fell by a third.", "figure"),
        ("It fell by 2013.", "date"),
        ("It fell in May 2012.", None),
        ("It fell in June 2012.", "date"),
        ("The two countries saw it fall.", None),
        ("It was 163,000 hectares in 2012.", "date"),
        ("It fell in the 1990s.", "date"),
    ],
)
def test_figures(statement: str, kind: str | None) -> None:
    found = strange_figure(statement, [FALL])
    assert (found.kind if found else None) == kind


def test_decades_are_years() -> None:
    assert strange_figure("For twenty years it fell.", ["For two decades it fell."]) is None
    assert strange_figure("For three decades it fell.", ["For two decades it fell."]) is not None
    assert strange_figure("Weeks after, it fell.", ["Hours after, it fell."]) is not None


def test_names() -> None:
    settings = Settings()
    vocabulary = Vocabulary(load_topic(settings.corpus_dir, settings.topic))
    texts = ["The Santos administration saw it. The United States did not."]
    assert strange_name("It was visible under Santos.", texts, vocabulary) is None
    assert strange_name("It was visible under the Samper administration.", texts, vocabulary) == "Samper administration"
    assert strange_name("Washington did not see it.", texts, vocabulary) is None
    assert strange_name("It was the Sinaloa cartel.", texts, vocabulary) == "Sinaloa"
    assert strange_name("The author says that Santos saw it.", texts, vocabulary) is None
