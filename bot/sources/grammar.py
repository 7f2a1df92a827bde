"""The little English grammar that attribution needs, as patterns over one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.model import Voice

REPORTING = (
    "say says said tell tells told argue argues argued claim claims claimed insist insists insisted believe believes "
    "believed think thinks thought warn warns warned contend contends contended maintain maintains maintained assert "
    "asserts asserted add adds added note notes noted explain explains explained reply replies replied state states "
    "stated deny denies denied accuse accuses accused blame blames blamed urge urges urged demand demands demanded want "
    "wants wanted advocate advocates advocated propose proposes proposed oppose opposes opposed reject rejects rejected "
    "support supports supported favor favors favored favour favours favoured defend defends defended dismiss dismisses "
    "dismissed criticize criticizes criticized criticise criticises criticised complain complains complained fear fears "
    "feared hope hopes hoped promise promises promised pledge pledges pledged suggest suggests suggested recommend "
    "recommends recommended see sees saw view views viewed regard regards regarded frame frames framed describe describes "
    "described point points pointed estimate estimates estimated answer answers "
    "answered object objects objected prefer prefers preferred ask asks asked agree agrees agreed "
    "concede concedes conceded acknowledge acknowledges acknowledged admit admits admitted portray portrays portrayed"
).split()
"""Verbs by which a writer gives what somebody says or holds."""

_VERBS = "|".join(sorted(REPORTING, key=len, reverse=True))
_ADVERBS = r"(?:\w+ly|also|now|then|has|have|had|still|long|again|once|would|will|further|never|not|does|do|did)"
_REPORTS = re.compile(
    rf"^[\s,]*(?:{_ADVERBS}\s+){{0,3}}(?:(?:{_VERBS})\b|(?:calls?|called)\b(?: (?:for|on)\b|[^“]*“)|(?:holds?|held) that\b)",
    re.IGNORECASE,
)
_AGENTS = (
    r"(?:government|administration|officials?|authorities|leaders?|leadership|president|ministers?|ministry|"
    r"negotiators?|diplomats?|lawmakers?|spokes\w+|representatives?|lawyers?|managers?|members?|chair\w*|"
    r"director|executives?|organi[sz]ers?|supporters?|allies|delegates?|delegation|side|camp|team|experts?|economists?)"
)
VIEWS = (
    r"(?:view|framing|position|stance|argument|case|claim|proposal|plan|demand|answer|reply|reasoning|"
    r"account|telling|eyes|words|opinion|belief|philosophy|logic|analysis|estimate|reading|approach|policy|strategy)s?"
)
"""Nouns for what somebody holds: "in the union's view"."""
_HELD = re.compile(rf"^\s+(?:\w+\s+){{0,2}}?({_AGENTS}|{VIEWS})\b", re.IGNORECASE)
_IS_VIEW = re.compile(rf"^\s+(?:\w+\s+){{0,2}}?{VIEWS}\b", re.IGNORECASE)
_JUDGED = re.compile(
    r"\b(?:ignores?|ignored|overlooks?|overlooked|misses|neglects?|fails?|failed|underestimates?|overstates?|"
    r"does not explain|do not explain|is flawed|are flawed|rests? on|depends? on|has a cost|is costly)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:but|yet|and|so|still|however|meanwhile|moreover|instead|nevertheless|nonetheless|therefore|more recently|"
    r"(?:last|this|next|that) (?:spring|summer|autumn|fall|winter|year|month|week|january|february|march|april|may|june|july|"
    r"august|september|october|november|december)|in contrast|by contrast|in turn|for (?:its|his|her|their) part|on the other hand)\b,?\s+",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(?:(?:even|hours|days|weeks|months|years|shortly|soon|ever) )?(?:when|after|before|since|while|whereas|if|as|"
    r"although|though|once|until|where|because|in|on|by|at|for|under|during|despite|with|to|from|over|across)\b"
    r"(?:[^,“”]|(?<=\d),(?=\s?\d))*,\s+",
    re.IGNORECASE,
)
_LEADS_TO_NAME = re.compile(
    r"^\W*(?:(?:its|their|his|her)\s+(?:[\w-]+\s+){0,3}[\w-]+,?\s+|the\s+(?:[\w-]+\s+){0,3}[\w-]+,\s+)?(?:(?:the|a|an|both|many|most|some|several|senior|former|local|other|few|leading|critics in|officials in|"
    r"officials at|leaders of|members of|representatives of|president|minister|secretary|mr\.?|mrs\.?|ms\.?|dr\.?|"
    r"professor|governor|senator|mayor|director|chair\w*|spokes\w+|economist|analyst|nurse|lawyer|chief|"
    r"colombian|u\.s\.|american|british|french|european|two|three)\s+)*$",
    re.IGNORECASE,
)
_JOINED = re.compile(r"^,?\s+(?:and|or)\s+|^,\s+\S+(?:\s\S+)?,? and\s", re.IGNORECASE)
_APPOSITION = re.compile(
    r"^,\s+(?:in contrast\b|unlike\b|for (?:its|their|his|her) part|who\b|which\b|the\b|a\b|an\b|"
    r"[^,]*\b(?:of|at|for)\b|however|too|meanwhile|by contrast|as ever)(?:[^,]|(?<=\d),(?=\d))*,"
)
_PASSIVE = re.compile(
    r"^\s+(?:(?:has|have|had|will|would|could|may|might|\w+ly|now|then|also|once|later)\s+)*"
    r"(?:is|are|was|were|been|be|being)\s+(?:\w+ly\s+|now\s+|also\s+|once\s+|not\s+)*"
    r"(?:\w+ed|put|made|cut|sent|told|held|given|taken|seen|said|hit|led|left|paid)\b",
    re.IGNORECASE,
)
_BY_AGENT = re.compile(
    r"(?:\b(?:is|are|was|were|been|be|being)\s+(?:\w+\s+){0,3}?\w+(?:ed|en|ung|ld|id|de|ut|ut)\s+(?:[^,.;]{0,40}\s)?|"
    r"\b\w+(?:tion|sion|ment|al|ance|sal|ure|ing)s?\s+(?:of\s+[^,.;]{1,40}\s+)?)by\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"^\s+(?:is|are|was|were|remains?)\s+(?:still\s+|also\s+|now\s+|not\s+)*(?:\w+’s\b|(?:the|a|an|critical|key)\b)",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"^\W*(he|she|they|it)\b(?=\s+\w)", re.IGNORECASE)
_ACCORDING = re.compile(
    r"\b(?:according to|in the (?:words|view|eyes|account|opinion) of)\s+[^,.;]{0,30}$", re.IGNORECASE
)
_IN_VIEW = re.compile(r"\b(?:in|by|on|under)\s+(?:the\s+)?$", re.IGNORECASE)
_SAID_AFTER = re.compile(rf"[,?!]”?\s+(?:\w+ly\s+)?(?:{_VERBS})\s+(?:[\w’.-]+\s+){{0,4}}$", re.IGNORECASE)
_SAYS_LAST = re.compile(rf"^(?:,[^,]{{2,60}},)?\s+(?:{_ADVERBS}\s+)?(?:{_VERBS})(?:\s+\w+){{0,5}}[.,]?$", re.IGNORECASE)
_SPEAKS_LAST = re.compile(r"[,”?!]\s+(?:the\s+|as\s+)?(?:[\w’-]+\s+){0,3}$", re.IGNORECASE)
_BETWEEN = re.compile(r",?\s+(?:while|whereas)\s+|;\s+|,\s+but\s+|\.\s+", re.IGNORECASE)
_BESIDE = re.compile(r"^(?:while|whereas|where|although|though)\s+([^,]+(?:,[^,]+)?),\s+(.+)$", re.IGNORECASE)
_ADJECTIVE = re.compile(r"(?:^(?:U\.\s?S\.?|US|UK|U\.K\.|EU|E\.U\.)$|(?:an|ese|ish|ic)$)")
_VERBISH = re.compile(
    rf"^\s+(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|does|do|did|{_ADVERBS}|"
    rf"{_VERBS}|\w+ed|\w+es|went|came|put|took|gave|made|kept|began|held|sent|cut|last|still|remains?|continues?)\b"
)


def straightened(text: str) -> str:
    """The sentence with curly quotation marks, one character for one."""
    text = text.replace("'", "’").replace("„", "“").replace("«", "“").replace("»", "”")
    opened = False
    out = []
    for char in text:
        if char == '"':
            char = "”" if opened else "“"
            opened = not opened
        out.append(char)
    return "".join(out)


def main_clause(text: str) -> str:
    """The sentence from its main clause on, without leads such as "Yet" and introductory clauses."""
    text = _LEAD.sub("", text)
    for _ in range(2):
        shorter = _OPENING.sub("", text, count=1)
        if shorter == text or len(shorter) < 12:
            break
        text = shorter
    return _LEAD.sub("", text)


def only_quoted(text: str, inside: bool) -> bool:
    """Whether the sentence is nothing but quoted words; ``inside``: a quotation is open before it."""
    text = text.strip()
    if inside:
        return True
    return text.startswith("“") and (text.find("”") < 0 or text.rstrip(".,!?").endswith("”") or text.endswith("”"))


def opens_subject(before: str) -> bool:
    """Whether what stands before a name leaves it the subject: articles, titles, "several" and the like."""
    return bool(_LEADS_TO_NAME.match(before))


def joined(rest: str) -> bool:
    """Whether the subject goes on with "and …"."""
    return bool(_JOINED.match(rest))


def without_apposition(rest: str) -> str:
    """What follows a subject, without ", the president, "."""
    return _APPOSITION.sub("", rest, count=1)


def passive(rest: str) -> bool:
    """Whether the subject has something done to it."""
    return bool(_PASSIVE.match(rest))


def related(rest: str) -> bool:
    """Whether the clause only says what the subject is: the writer's own description."""
    return bool(_RELATED.match(rest))


def by_agent(before: str) -> bool:
    """Whether the name after ``before`` is the agent of a passive or of a noun of action."""
    return bool(_BY_AGENT.search(before))


def adjectival(name: str, rest: str) -> bool:
    """Whether the name only describes the noun after it ("U.S. aid")."""
    follows = re.match(r"^\s+[a-z]", rest)
    return bool(_ADJECTIVE.search(name) and follows and not _VERBISH.match(rest))


def held(rest: str) -> str | None:
    """What follows "X's officials" or "X's view"; None where what is held is neither people nor a view."""
    match = _HELD.match(rest)
    return rest[match.end() :] if match else None


def reports(rest: str, possessive: bool) -> bool:
    """Whether what follows a subject says what it holds: a reporting verb, or "view is that …"."""
    if possessive and re.match(r"^\s+(?:is|was|remains)\b", rest):
        return True
    return bool(_REPORTS.match(without_apposition(rest)))


def voice(text: str, reported: bool) -> Voice:
    """Who speaks in a side's sentence; one word in quotation marks is no speech unless it is reported."""
    quoted = re.search(r"“\W*\w+(?:[\w’-]*)\W+\w" if not reported else r"[“”]", text)
    if quoted or re.search(r"^[^“]*”", text):
        return "quoted"
    return "reported" if reported else "author"


def judged(rest: str) -> bool:
    """Whether the writer passes judgement on a view."""
    return bool(_JUDGED.search(rest))


def pronoun(clause: str) -> tuple[str, str] | None:
    """The pronoun that is the subject, and what follows; None where there is none."""
    match = _PRONOUN.match(clause)
    return (match.group(1).lower(), clause[match.end() :]) if match else None


def says_pronoun(text: str) -> str:
    """The pronoun in "“…,” he said.", or ""."""
    match = re.search(rf"[,?!.]”\s+(he|she|they|it)\s+(?:{_ADVERBS}\s+)?(?:{_VERBS})\b", text, re.IGNORECASE)
    return match.group(1).lower() if match else ""


def source_before(before: str, after: str, possessive: bool) -> bool:
    """Whether "according to", "in …'s view" or "for …," makes the name a source."""
    if _ACCORDING.search(before):
        return True
    if possessive and _IN_VIEW.search(before) and _IS_VIEW.match(after):
        return True
    opened = re.match(r"^(?:for|to)\s+(?:the\s+)?$", before, re.IGNORECASE)
    return bool(opened and not possessive and after.startswith(","))


def source_after(before: str, after: str) -> bool:
    """Whether the sentence closes with "said X" or ", X says"."""
    if _SAID_AFTER.search(before):
        return True
    return bool(_SPEAKS_LAST.search(before) and before.strip(" ,“”") and _SAYS_LAST.match(after))


def contrasts(text: str) -> Iterator[tuple[str, str]]:
    """The pairs of clauses that are set against each other."""
    beside = _BESIDE.match(text)
    if beside:
        yield beside.group(1), beside.group(2)
        return
    for match in _BETWEEN.finditer(text):
        yield text[: match.start()], text[match.end() :]
