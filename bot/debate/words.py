"""Families of English words that the rules of this layer share, as stems or plain words."""

from __future__ import annotations

from bot.search.terms import stem

UP = (
    "rise rose risen rising grow grew grown growth increase surge soar climb climbed jump expand expansion double "
    "triple gain boom strengthen strengthened improve improved widen escalate"
)
DOWN = (
    "fall fell fallen falling drop decline decrease shrink shrank shrunk plunge plummet reduce reduction cut halve "
    "sink sank dwindle weaken weakened worsen worsened lessen lose lost"
)


NEGATIONS = frozenset(
    "not no never none neither nor without cannot can't won't don't doesn't didn't isn't aren't wasn't weren't "
    "hasn't haven't hadn't couldn't wouldn't shouldn't lacks lack refuse refused refuses denied fails failed "
    "unable".split()
)


def stems(words: str) -> frozenset[str]:
    """The stems of blank-separated words."""
    return frozenset(stem(word) for word in words.split())


UP_STEMS = stems(UP)
DOWN_STEMS = stems(DOWN)
