"""Which argument a sentence points to: "on their second point", "the trade argument", "they say that …"."""

from __future__ import annotations

import re

from bot.debate.cues import FOE_SAYS, FOES, NUMBER, ORDINAL, ORDINALS, PART
from bot.search.stopwords import STOPWORDS

LONGEST = 16
"""So many words of what "they say" names their argument well enough."""
_POINTER = r"(?:on|off|to|against|at|about|for|answer|answering|regarding|extend|extending|of|with|from|over|by)"
_OWN = r"(?:my|our|the|this|that)"
_BY_ORDER = (
    re.compile(rf"\b{FOES} (?:very |own )?(?P<n>{ORDINAL})\b(?: \w+)?"),
    re.compile(rf"\b{FOES} (?:{PART}|number|no\.?) ?(?:number |no\.? ?|#)?(?P<n>{NUMBER})\b"),
    re.compile(rf"\b{_POINTER} {_OWN} (?:very )?(?P<n>{ORDINAL}) (?:\w+ )?{PART}\b"),
    re.compile(rf"\b{_POINTER} (?:{_OWN} )?(?:{PART}|number|no\.?|#) ?(?:number |no\.? ?|#)?(?P<n>{NUMBER})\b"),
    re.compile(
        rf"\bthe (?P<n>{ORDINAL}) (?:\w+ )?{PART} (?:they|you|he|she|is (?:wrong|false|untrue)|fails|doesn't)\b"
    ),
    re.compile(rf"\b(?:they|you) (?:\w+ ){{0,3}}(?:my|our) (?P<n>{ORDINAL}) (?:\w+ )?{PART}\b"),
    re.compile(rf"^(?:my|our) (?P<n>{ORDINAL}) (?:\w+ )?{PART} (?:still |was |is |went )"),
)
_WHOSE = rf"(?:{FOES}|the|my|our|this|that)"
_END = r"(?=\s*(?:[,.;:!?—–]|$)|\s+(?:is|are|was|were|has|have|does|doesn't|fails?|they|we|i|because|still|stands?|which|and|but|first|again)\b)"
_BY_NAME = (
    re.compile(
        rf"\b{_WHOSE} (?:\w+ )?{PART} (?:about|on|that|of|regarding|concerning|for|against|over) (?P<words>[^,.;:!?—–]{{2,90}}?){_END}"
    ),
    re.compile(rf"\b{_WHOSE} (?P<words>(?:[\w&$%'-]+ ){{1,4}}?){PART}\b"),
    re.compile(
        r"^(?:and |so |now |then |but |next,? |first,? |second,? |third,? |finally,? )?(?:on|off|as for|regarding|concerning|turning to|moving to|moving on to|with regard to|when it comes to)(?: the| their| your| my| our)? (?P<words>[\w&$%' -]{2,60}?)(?=\s*[,.:;—–])"
    ),
    re.compile(rf"\b{FOE_SAYS}(?: (?:us|me|the judge))?(?: that|:|,)? (?P<words>[^.;!?—–]{{3,240}})"),
    re.compile(
        r"\b(?:extend|pull through|pull across|cross-?apply|remember|recall|flow)(?: through| across)?(?: the| my| our| all of)? (?P<words>[^,.;:!?—–]{2,80}?)"
        + _END
    ),
    re.compile(
        r"\b(?:dropped|ignored|conceded|skipped|missed|forgot|never answered|never addressed|never touched|not answered|not answer|didn't answer|no answer to|no response to|never contested|never respond(?:ed)? to)(?: the| my| our| to)? (?P<words>[^,.;:!?—–]{2,80}?)"
        + _END
    ),
    re.compile(
        r"\b(?:concede|admit|grant|acknowledge|accept|agree|right|contest|dispute|deny)(?: that| with| about| on)+ (?P<words>[^.;!?—–]{3,160}?)(?=\s*(?:[.;!?—–]|, but\b|, yet\b|$))"
    ),
)
_EMPTY = re.compile(
    rf"^(?:{PART}|{ORDINAL}|{NUMBER}|{FOES}|case|flow|side|very|own|whole|entire|main|only|other|next|same|new|all|every|also|number|this|that|it|them|you)$"
)


def refers_to(sentence: str) -> int | None:
    """The number of the argument that a folded sentence points to; -1 for the last, nothing where it names none."""
    for pattern in _BY_ORDER:
        found = pattern.search(sentence)
        if found:
            return ORDINALS.get(found["n"])
    return None


def refers_words(sentence: str) -> str:
    """The words of a folded sentence that name the argument it points to, without those that every argument has."""
    for pattern in _BY_NAME:
        for found in pattern.finditer(sentence):
            words = found["words"].replace('"', " ").split()
            while words and (_EMPTY.match(words[0].strip(".,'")) or words[0] in STOPWORDS):
                del words[0]
            while words and (_EMPTY.match(words[-1].strip(".,'")) or words[-1] in STOPWORDS):
                del words[-1]
            if words:
                return " ".join(words[:LONGEST]).strip(" ,.'-")
    return ""
