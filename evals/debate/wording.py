"""What the checks look for in words: sentences, quotations, filler, rebuttal, votes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.debate.model import Stance

_FILLER = re.compile(
    r"\b(?:ladies and gentlemen|in today's debate|it is (?:important|worth) (?:to note|noting)|as we all know|"
    r"needless to say|in conclusion|to conclude|at the end of the day|thank you|good (?:morning|afternoon|evening)|"
    r"first and foremost|last but not least|let me be clear|make no mistake|simply put|the fact of the matter|"
    r"without further ado|i (?:stand|rise) (?:here )?(?:today|before you)|welcome to|hello|in this day and age|"
    r"when all is said and done|i would like to)\b",
    re.IGNORECASE,
)
_REBUTS = re.compile(
    r"\b(?:they|them|you|your|my opponents?|the opposition|the other (?:side|team)|they'(?:ll|ve|re)|"
    r"their (?:case|argument|answer|point|claim|card|evidence|speech|side|policy|figure|sentence|word)s?|"
    r"the (?:affirmative|negative)(?:'s)? (?:says?|claims?|argues?|case|answer))\b",
    re.IGNORECASE,
)
_FARMERS = re.compile(r"\bfarmers\b[^.]*\b(?:they|them|their)\b", re.IGNORECASE)
_VOTE = re.compile(r"\b(?:ballot for|vote(?:s|d)?(?: for)?) the (affirmative|negative)\b", re.IGNORECASE)
_SIGNPOST = re.compile(r"(?:Turn on|On|Extend|They dropped|\w+,) (?=\S)")
_QUOTED = re.compile(r"“([^“”]+)”")


def folded(text: str) -> str:
    """Small letters and single spaces, with neither marks nor quotation marks."""
    words = [word.strip("'") for word in re.findall(r"[\w$%.']+", text.lower().replace("’", "'"))]
    return " ".join(filter(None, words)).replace(". ", " ").strip(". ")


def count(text: str) -> int:
    """Words: what stands between white space and holds a letter or a digit."""
    return sum(any(char.isalnum() or char == "_" for char in word) for word in text.split())


def sentences(text: str) -> list[str]:
    """The sentences of some words; what stands before a colon is one by itself."""
    return [piece.strip() for piece in re.split(r"(?<=[.!?:;])[”’]?\s+|\n", text) if any(map(str.isalnum, piece))]


def unsigned(text: str, labels: Sequence[str]) -> str:
    """The text without the signpost at its beginning: "On root causes:", "Extend trade.", "First, the partner."."""
    found = _SIGNPOST.match(text)
    if found is None:
        return text
    label = next((one for one in labels if text.startswith(one, found.end())), None)
    return text[found.end() + len(label) :].lstrip(":. ") if label else text


def quoted(text: str) -> list[str]:
    """What stands between quotation marks and is a quotation of at least three words."""
    return [words.strip(" ….,") for words in _QUOTED.findall(text) if count(words) >= 3]


def holds(text: str, words: str) -> bool:
    """Whether a text has some words in this order, marks and letter case aside; an ellipsis parts them."""
    there = f" {folded(text)} "
    at = 0
    for piece in words.split("…"):
        wanted = folded(piece)
        found = there.find(wanted, at) if wanted else at
        if found < 0:
            return False
        at = found + len(wanted)
    return True


def filler(sentence: str) -> str:
    """The filler that a sentence has, or ""."""
    found = _FILLER.search(sentence)
    return found.group() if found else ""


def rebuts(text: str) -> str:
    """The words with which a text speaks to an opponent, or ""."""
    found = _REBUTS.search(_FARMERS.sub("", text))
    return found.group() if found else ""


def votes_for(text: str) -> Stance | None:
    """The side for which a text asks the ballot, or None."""
    found = _VOTE.search(text)
    if found is None:
        return None
    return "affirmative" if found.group(1).lower() == "affirmative" else "negative"


def first_number(text: str) -> int | None:
    """The first whole number in a text."""
    found = re.search(r"\d+", text)
    return int(found.group()) if found else None
