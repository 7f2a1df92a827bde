"""The program's own words in a debate, in one place; what is said of the topic comes from the bank and the cards."""

from __future__ import annotations

import re
from collections.abc import Sequence

ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth", "Eleventh")
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")


def listed(names: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def opening(side: str, labels: Sequence[str]) -> str:
    """The roadmap of a first constructive."""
    count = NUMBERS[len(labels)] if len(labels) < len(NUMBERS) else str(len(labels))
    noun = "argument" if len(labels) == 1 else "arguments"
    return f"{side}, {count} {noun}: {listed(labels)}."


def roadmap(mine: bool, theirs: bool, weighs: bool) -> str:
    """The order of a later speech."""
    parts = [part for part, there in (("my case", mine), ("their case", theirs), ("weighing", weighs)) if there]
    return f"In order: {', then '.join(parts)}." if len(parts) > 1 else ""


PARTNERED = ("My partner takes the rest of the flow.", "My partner has taken the top of the flow, and I take the rest.")
"""What the first and the second of two speakers say who divide the flow."""


def ordinal(number: int) -> str:
    """ "First" for 0, and so on."""
    return ORDINALS[number] if number < len(ORDINALS) else f"Number {number + 1}"


def position(form: str, label: str) -> str:
    """An argument as it is named when it is made: most positions have their kind in their label."""
    return f"a disadvantage: {label}" if form == "disadvantage" else label


AXES = {"scale": "in scale", "certainty": "in certainty", "time": "in time", "duration": "in how long it lasts"}
"""What two arguments are compared on, as a speaker says it."""


def stakes(there: Sequence[tuple[str, str]]) -> str:
    """What an argument has at stake, axis by axis: "In scale it is …; in time it is …."."""
    said = "; ".join(f"{AXES[axis]} it is {words}" for axis, words in there)
    return f"{capital(said)}." if said else ""


def set_beside(axis: str, mine: tuple[str, str], theirs: tuple[str, str]) -> str:
    """Two arguments compared on one axis, each by its label and what it is."""
    return f"{capital(AXES[axis])}, {mine[0]} is {mine[1]} and {theirs[0]} is {theirs[1]}."


def overview(labels: Sequence[str]) -> str:
    """Opens a last speech: what the round comes down to."""
    if len(labels) == 1:
        return f"One thing decides this round: {labels[0]}."
    return f"{capital(NUMBERS[len(labels)])} things decide this round: {listed(labels)}."


def let_go(labels: Sequence[str]) -> str:
    """What the other side no longer carries."""
    return f"They no longer carry {listed(labels)}."


def set_above(axis: str, mine: tuple[str, str], theirs: Sequence[tuple[str, str]]) -> str:
    """One argument compared with several on one axis, each by its label and what it is."""
    beside = listed([f"{label}, which is {words}" for label, words in theirs])
    none = "neither comes" if len(theirs) == 2 else "none of them comes"
    return f"{capital(AXES[axis])}, {mine[0]} is {mine[1]}, and set beside it {beside}; {none} up to it."


WALKS = (
    "Against it stood their answer on {theirs}; ours on {mine} met that{where}, and they let it stand.",
    "Their answer on {theirs} was met by ours on {mine}{where}, and they said nothing more.",
    "As to {theirs}, our answer was on {mine}{where}, and nothing came back.",
    "Their answer on {theirs} has had no defence since ours on {mine}{where}.",
)
"""How an answer of the other side was met for good, in turn."""
WEAK = (
    "To our answer on {mine}{where}, which met theirs on {theirs}, they came back without a card.",
    "Their answer on {theirs} was met by ours on {mine}{where}, and what they said to that brought no evidence.",
    "They spoke again to our answer on {mine}{where}, and read nothing against it.",
)
"""How an answer of the other side was met and came back without evidence, in turn."""
LEFT = (
    "On {theirs} they left our answer on {mine} without a word{where}, and the row is weaker by that.",
    "Nothing was said to our answer on {mine}{where}, so {theirs} comes to the end of this round with a hole in it.",
    "Our answer on {mine} still stands against {theirs}{where}, and they have had every speech to meet it.",
    "To {theirs} our answer was on {mine}{where}, and there it ended.",
)
"""How an own answer to one of their rows was left standing, in turn."""


def dropped(label: str) -> str:
    """Opens an extension of what the other side left unanswered."""
    return f"They dropped {label}."


def extend(label: str) -> str:
    """Opens an extension."""
    return f"Extend {label}."


def on(label: str, turn: str | None) -> str:
    """Opens an answer on a point."""
    return f"Turn on {label}:" if turn else f"On {label}:"


def crossed(label: str, fresh: bool) -> str:
    """An answer in the source's own words: a card that is read now, or one that was read before."""
    return f"{label}." if fresh else f"cross-apply {label}."


def ends_early(left: int) -> str:
    """Said where the evidence runs out before the budget does."""
    return f"The evidence carries me no further, so I end {left} words early."


def conceded(labels: Sequence[str], own: Sequence[str]) -> str:
    """An open concession of what finds no answer or no room, and of ``own`` words from cross-examination."""
    parts = [f"what they say on {listed(list(dict.fromkeys(labels)))}"] if labels else []
    return f"I concede {listed([*parts, *dict.fromkeys(own)])}."


def own_word(label: str) -> str:
    """Names what was granted in cross-examination, for either side."""
    return f"what was granted on {label}"


KICKS = "I do not carry"
"""How :func:`kicked` begins."""


def kicked(labels: Sequence[str], granted_too: bool) -> str:
    """Lets own arguments go, and with them what was said against them."""
    them = "it" if len(labels) == 1 else "them"
    grant = f" and grant what they say on {them}" if granted_too else ""
    return f"{KICKS} {listed(labels)} any further{grant}."


_COUNTED = re.compile(
    r"^\W*(?:(?:my |our |the )?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|next|finally|last|"
    r"lastly|firstly|secondly|thirdly)(?: argument| point| contention| reason| of all)?(?: is(?: that)?)?|"
    r"(?:argument|contention|point) (?:\d+|[a-e]|one|two|three)|\d+[.):]|[a-e]\))(?:\s*[,:.—-])?\s+",
    re.IGNORECASE,
)


def without_ordinal(text: str) -> str:
    """The text without the "First," that counts it."""
    return _COUNTED.sub("", text, count=1)


def quoted_label(text: str, words: int = 7) -> str:
    """A label for what a person typed: its first words between quotation marks."""
    bare = without_ordinal(text)
    first = re.split(r"(?<=[.!?])\s", bare, maxsplit=1)[0]
    first = re.sub(r"^(?:and|but|so|then|also),? ", "", first, flags=re.IGNORECASE)
    found = re.findall(r"\S+", first.replace("“", "").replace("”", "").replace('"', ""))
    short = " ".join(found[:words]).rstrip(".,;:!?")
    return f"“{short}{'…' if len(found) > words else ''}”"


def granted(words: str) -> str:
    """Uses what the other side granted in cross-examination."""
    return f"In cross-examination, {words}"


def own_word_only(label: str) -> str:
    """Asked of somebody who has named no sentence."""
    return f"So {label} rests on your word alone, and on no sentence of the source?"


def yes_or_no(question: str) -> str:
    """A question put again to somebody who has not said yes or no to it."""
    first, _, rest = question.partition(" ")
    return f"Yes or no: {first if first.isupper() or first[1:] != first[1:].lower() else first.lower()} {rest}"


def exchange(question: str, answer: str) -> str:
    """A question and its answer, to be quoted later."""
    inner = str.maketrans("“”", "‘’")
    return f"asked “{question.translate(inner)}”, they said “{answer.translate(inner)}”"


NEAREST = (
    "the source says no more of it than this.",
    "nearer than this the source does not come to it.",
    "what the source has on the matter is this and nothing further.",
)
"""Said with the sentence that comes nearest, in turn; then :func:`nearest`."""


def nearest(label: str) -> str:
    """The same once more, with the label in it."""
    return f"on {label} the source has this and no more."


NO_EVIDENCE = (
    "the source has no evidence for that, and none was read.",
    "that too is asserted without evidence, and I find none in the source.",
    "no card was read for it, and the source holds none either.",
)
"""Said of what rests on nothing, in turn; then :func:`no_evidence`."""


def no_evidence(label: str) -> str:
    """The same once more, with the label in it."""
    return f"nothing that was read supports {label}, and nothing in the source does."


IN_KIND = {
    "empty": "You gave no speech, so everything I said stands unanswered.",
    "insult": "Insults answer no argument, and there is nothing in them to flow.",
    "switch": "I keep my side; we can swap and play again when the round is over.",
    "off topic": "What you said about {about} has no bearing on the resolution, and the source does not treat it.",
    "misquote": "The words “{about}” are not in the source.",
    "copied": "You have read my own words back to me, and I take that as agreement.",
    "late": "{about} is a new argument in a rebuttal, which the flow does not take.",
    "overrun": "Your speech ran past its budget of {about} words, and what came after is not on the flow.",
    "press": "",
    "unplaced": "{about} answers something that nobody has argued.",
    "outside": "{about} is not in our sources, and I cannot check it.",
}
"""What a speech says to a note about the speech before it."""
