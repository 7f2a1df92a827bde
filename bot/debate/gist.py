"""What a reported sentence claims, without who is said to claim it: its label, its reason, what it stands for.

Read off the surface, and always in the sentence's own words, so that whatever is shown between quotation marks is in
the source to the letter.
"""

from __future__ import annotations

import re

LABEL = 9
"""Words of a label at most."""
FEWEST = 5
"""Words that make a claim by themselves."""
_SAYS = (
    r"(?:argue[sd]?|say|says|said|claim(?:s|ed)?|insist(?:s|ed)?|warn(?:s|ed)?|propose[sd]?|hold|holds|held|"
    r"believe[sd]?|estimate[sd]?|add|adds|added|contend(?:s|ed)?|maintain(?:s|ed)?|stress(?:es|ed)?|state[sd]?|"
    r"report(?:s|ed)?|point(?:s|ed)? out|position is|view is|told [^,.“”]{3,40})"
)
_WHO_SAYS = re.compile(
    rf"^[^,;:“”]{{2,60}}?(?:, [^,“”]{{2,60}},)?\s(?:also |has |have )?{_SAYS}(?: [a-z]+)? that ", re.IGNORECASE
)
_ASIDE = re.compile(
    r"^(?:According to [^,]{2,60},|(?:In|For|To) [^,]{2,40}(?:['’]s|their|its) (?:view|eyes|opinion|words),|"
    r"Instead,|Yet,?|But,?|So,?|And,?|Moreover,|In addition,)\s+",
    re.IGNORECASE,
)
_BESIDE = re.compile(r", (?:which|who|whose|for (?:its|their|his|her) part)\b(?:[^,]|,\d)*,(?!\d)")
_QUOTED = re.compile(r"“([^“”]+)”")
_BECAUSE = re.compile(r"[,;]?\s(?:because|since|as long as|given that)\s+([^.;“”]{15,160})[.;]?$", re.IGNORECASE)
_STOP = frozenset(
    "a an and as at be between but by can could each for from had has have if in into is it its may more most no not "
    "of on one only or over should than that the their to two under was were when which who will with would".split()
)
_LEANS = re.compile(r"^(?:he|she|it|its|his|her|according to)\b", re.IGNORECASE)
_BRINGS = re.compile(r"\d|“|\b(?:points? to|estimates?|half|thirds?|quarters?)\b")
_WANTS = re.compile(
    r"\b(?:also|demands?|wants?|proposes?|favou?rs?|rejects?|opposes?|offers?|supports?|denies|calls? for)\b",
    re.IGNORECASE,
)
_REJECTS = re.compile(
    r"\b(?:reject\w*|oppos\w+|den(?:y|ies|ied)|not|no|never|cannot|instead|warns?|would)\b", re.IGNORECASE
)
_FAULTS = re.compile(
    r"\b(?:ignor\w+|overlook\w*|does not|do not|did not|could not|cannot|fail\w*|lose[sd]?|lost|rests on|waste[sd]?|"
    r"only|never|nothing|dried out|walked out|without|neglect\w*|mistak\w+|wrong\w*|weak\w*|contradict\w*)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"^(?:they|them|their|you|your|we|our|i)\b", re.IGNORECASE)


def clause(text: str) -> str:
    """The claim in a sentence: a whole sentence quoted, or what follows "X argues that"; else the sentence itself."""
    spoken = max(_QUOTED.findall(text), key=len, default="")
    if spoken[:1].isupper() and len(spoken.split()) >= FEWEST:
        return _bare(spoken)
    bare = _ASIDE.sub("", text)
    found = _WHO_SAYS.match(bare)
    return _bare(bare[found.end() :] if found else bare)


def label(text: str) -> str:
    """A name for a sentence: the beginning of its claim between quotation marks."""
    whole = clause(text)
    words = re.sub("[“”]", "", _BESIDE.sub(" …", _BECAUSE.sub("", whole))).split()
    colon = next((at for at, word in enumerate(words[:LABEL], 1) if at >= FEWEST and word.endswith(":")), LABEL)
    kept = words[:colon]
    while len(kept) > FEWEST and len(kept) < len(words) and kept[-1].lower() in _STOP:
        kept = kept[:-1]
    said = " ".join(kept).rstrip(",;:.—")
    return f"“{said}{'…' if len(kept) < len(words) else ''}”"


def reason(text: str) -> str:
    """The reason that a sentence gives for what it claims, or ""."""
    found = _BECAUSE.search(_QUOTED.sub("", text).strip())
    return found.group(1).strip() if found else ""


def supports(text: str) -> bool:
    """Whether a sentence brings something for the one before it: it leans on that, with a figure or a quotation."""
    if _OTHERS.match(text) or _WANTS.search(text):
        return False
    return bool(_LEANS.match(text) or _BRINGS.search(text))


def stands(text: str) -> bool:
    """Whether a sentence can be read without the one before it, and claims something in doing so."""
    return not _LEANS.match(_ASIDE.sub("", text)) and not _OTHERS.match(text) and len(clause(text).split()) > FEWEST + 1


def rejects(text: str) -> bool:
    """Whether a sentence speaks against something."""
    return bool(_REJECTS.search(text))


def faults(text: str) -> bool:
    """Whether a sentence of the author's finds fault."""
    return bool(_FAULTS.search(text))


def _bare(text: str) -> str:
    return text.strip().rstrip(".,;:!? ")
