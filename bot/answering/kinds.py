"""Tells what kind of question it is, by its words: what to answer depends on it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from bot.answering.words import COMPARE, VIEW
from bot.index.terms import Unit, Vocabulary
from bot.model import BOTH, NEUTRAL, Kind, Side, Topic

_HELLO = re.compile(
    r"^\W*(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening|day)|greetings|hola|buenos d[ií]as|buenas)(?: (?:there|lectern|bot|everyone|all))?\W*$",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"^\W*(?:thanks?(?: you)?|thank you|thx|ty|cheers|gracias|great|ok(?:ay)?|cool|nice|perfect|got it|i see|well done|good job)\b[^?]{0,40}$",
    re.IGNORECASE,
)
_BYE = re.compile(r"^\W*(?:bye|goodbye|good night|see (?:you|ya)|farewell|ad[ií]os)\b[^?]{0,20}$", re.IGNORECASE)
_SELF = re.compile(
    r"\b(?:what (?:can|do|could) you (?:do|answer|help)|who are you|what are you|are you (?:a|an) |how do(?:es)? (?:you|this|lectern|it) work|what is lectern|"
    r"what(?:'s| is) your name|how can you help|can you help me|what (?:can|should|could) i ask|help me (?:use|out)|how are you|what is this(?: (?:page|tool|bot|app))?\W*$|"
    r"who (?:made|built|created) you)|^\W*help\W*$",
    re.IGNORECASE,
)
_WORK = r"(?:article|piece|text|brief|essay|op-?ed|document|paper|column|post|story|it|this|that|you quote|source text)"
_ABOUT: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("Original", r"\b(?:link|url|web ?address|read the (?:original|full)|where (?:can|could|do|may) i (?:read|find|see)\b.*\b(?:article|original|piece|full|text|it)\b)"),
        ("Date", rf"\bwhen (?:was|is|did)\b.*\b(?:{_WORK}|author)\b.*\b(?:written|published|released|appear|come out|posted|dated?|publish|write|written)\b|\b(?:date|day|year) (?:of|was|is)\b.*\b(?:publication|article|published|piece)\b|\bpublication date\b|\bhow (?:old|recent) is (?:the|this) {_WORK}|\bwhat (?:date|day|year|month) (?:was|is|did)\b.*\b(?:{_WORK})\b.*\b(?:written|published|from|posted|appear|come out)\b"),
        ("Publisher", rf"\bwhere (?:was|is|did)\b.*\b{_WORK}\b.*\b(?:published|appear|posted|printed|come from|from)\b|\bwho (?:published|publishes|posted)\b|\b(?:which|what) (?:outlet|magazine|publication|newspaper|journal|website|site|publisher|network)\b|\bpublisher of\b|\bwho is the publisher\b"),
        ("About the author", r"\b(?:author|writer|gonz[aá]lez camelo|camelo)(?:['’]s)? (?:background|credentials?|job|profession|work|employer|affiliation|expertise|qualifications?|bio|biography|speciali[sz]\w+|organi[sz]ation|field|title|position|role)\b|\b(?:credentials|background|qualifications|expertise|affiliation|employer|job|profession|bio|biography) of (?:the )?(?:author|writer)|\bwho (?:is|'s) (?:the author|the writer|lucía|lucia|gonz[aá]lez)|\bwhere does (?:the author|the writer|she|lucía|lucia|gonz[aá]lez camelo) work|\bwho does (?:the author|the writer|she) work for|\btell me about the (?:author|writer)|\bwhat (?:does|is) (?:the author|the writer|lucía|lucia)(?: gonz[aá]lez camelo)? (?:do|speciali[sz]e)|\bwho (?:does )?the author works?\b|\bwhat are the author|\babout the author\b|\bis the author an?\b"),
        ("Author", rf"\bwho (?:wrote|writes|authored|penned|is the (?:author|writer)|(?:is|was) (?:this|the|it)\b.*\bby)|\b(?:author|writer|byline) of\b.*\b{_WORK}\b|\b(?:{_WORK}) (?:was |is )?(?:written|authored) by\b|\bname of the (?:author|writer)|\bauthor(?:['’]s)? name\b|\bwritten by who|\bwhose (?:{_WORK}|article)\b|\bwhat is the author called"),
        ("Title", rf"\b(?:title|headline|name) of (?:the|this|your) (?:{_WORK}|source)|\bwhat (?:is|'s) (?:the|this|its) (?:{_WORK}['’]?s? )?(?:title|headline)\b|\b(?:{_WORK}) (?:is )?(?:called|titled|entitled)\b|\bhow is the article (?:called|titled)"),
        ("Sources", r"\b(?:what|which|how many) (?:sources?|documents?|texts?|articles?|materials?)\b.*\b(?:do you|have|there|use|based|draw|know|loaded|available|corpus|rely|cite)\b|\b(?:your|the) (?:sources?|corpus)\??$|\bwhat(?:'s| is) (?:in )?(?:your|the) (?:corpus|sources?)\b|\bwhat (?:are|is) your (?:sources?|answers? based)|\bwhere (?:do|does) (?:your|the) (?:answers?|information|information come)|\bwhat are (?:your answers|you) based on|\bsources? (?:do|did|are) you\b|\blist (?:the|your) sources?\b"),
        ("Structure", rf"\bhow (?:many|long)\b.*\b(?:paragraphs?|sections?|sentences|words|headings)\b|\bhow long is (?:the|this) {_WORK}|\b(?:what|which|list|name) (?:are )?(?:the )?(?:sections?|headings?|section titles|parts)\b.*\b(?:{_WORK}|there|have|called)\b|\bhow is the (?:{_WORK}) (?:structured|organi[sz]ed|divided)|\bstructure of the\b"),
        ("Note", r"\b(?:is this|is it|are these) (?:the )?(?:original|the author['’]s (?:own )?words|a brief|a summary|the full)|\bwhose words\b|\bviews? (?:of|represent) (?:any|an|her|the) (?:organi[sz]ation|employer)|\bspeak(?:s|ing)? for (?:pasa|any|her|an)\b|\bauthor(?:['’]s)? own views"),
    )
)  # fmt: skip
_CLAIM = re.compile(
    r"^\W*(?:(?:please )?(?:check|verify|fact[- ]?check|confirm|evaluate|assess)(?: (?:this|the) (?:claim|statement))?(?: that| whether| if)?\s*[:,-]?\s+|"
    r"(?:is it|it is|it's|is this) (?:true|correct|right|false|wrong|accurate|a fact|the case)(?: to say)?(?: that)?\s*[:,-]?\s*|"
    r"true or false\s*[:,?-]?\s*|claim\s*:\s*|does (?:the )?(?:article|source|text|author|brief) (?:say|claim|state|support|mention)(?: that)? )",
    re.IGNORECASE,
)  # fmt: skip
_TAG = re.compile(
    r",?\s*(?:right|correct|true|isn['’]t it|didn['’]t (?:it|he|they)|true or false|is that (?:true|right|correct))\s*\?+\s*$",
    re.IGNORECASE,
)
_YES_NO = re.compile(
    r"^\W*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)(?:n['’]t)? ", re.IGNORECASE
)
_WH = re.compile(r"\b(?:what|which|who|whom|whose|when|where|why|how)\b", re.IGNORECASE)
_IMPERATIVE = re.compile(
    r"^\W*(?:please |can you |could you |would you |i(?:'d| would) like (?:you )?to |i want to |let's )*(?:tell|explain|describe|list|name|give|show|find|summari[sz]e|outline|discuss|compare|contrast|define|quote|state|identify|set|put|lay|weigh|present|talk|help|ignore|forget|write|say|repeat|print|translate|pretend|act|reveal|know|hear|learn|ask|sum)\b",
    re.IGNORECASE,
)  # fmt: skip
_SUMMARY = re.compile(
    r"\b(?:summar(?:y|i[sz]e|ies|i[sz]ing)|overview|sum(?:s|med)? up|tl;?dr|tldr|gist|in a nutshell|synopsis|abstract|recap|key (?:points?|takeaways?|ideas?|arguments?)|main (?:points?|ideas?|takeaways?|arguments?|message|claim|thesis|topics?|theme)|takeaways?|outline)\b|"
    r"\bwhat(?:'s| is| was)? (?:the|this|that) (?:article|piece|text|brief|essay|document)(?: is)? (?:about|saying|all about|arguing)\b|\bwhat does the (?:article|piece|text|brief) (?:say|argue|cover|discuss|conclude)\W*$|"
    r"\bwhat is said under\b|\bsections?\b.*\b(?:say|about|cover|argue|contain)\b|\bauthor\b.*\b(?:should|recommend|propose|suggest|next|solution|way (?:out|forward))\b|\bwhat(?:'s| is) it (?:all )?about\W*$|\b(?:thesis|conclusion|bottom line|central argument) of (?:the|this)\b|\bwhat(?:'s| is) the (?:thesis|bottom line|point)\b|\bauthor(?:['’]s)? (?:main |central |overall )?(?:thesis|point|argument|conclusion|message|claim)\b|\bwhat does (?:the author|she|the writer) (?:argue|conclude|say|think|believe|claim|recommend|suggest|propose|advocate|call for|want)\W*$",
    re.IGNORECASE,
)  # fmt: skip
_POINT = re.compile(
    r"\b(?:main|central|overall|key) (?:point|argument|message|claim|thesis|idea|takeaway)\b|\bthesis\b|\bauthor\b.*\b(?:should|recommend|propose|suggest|next|solution|way (?:out|forward))\b|\bconclu|\bbottom line\b|\bnutshell\b|\btl;?dr\b|\bgist\b|\bone sentence\b|\bauthor(?:['’]s)? (?:point|argument|message|claim)\b|\bthe (?:author|writer) (?:argue|think|believe|claim|say|recommend|suggest|propose|advocate|call for|want)",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"\b(?:both|each|either|two|opposing|rival|competing|different|the) (?:sides?|parties|governments|capitals|countries|nations|paradigms|camps|positions|views|approaches|perspectives|worldviews)\b|\beach side\b|\bboth of them\b|\bpro(?:s)? and con(?:s)?\b",
    re.IGNORECASE,
)
_BOTH_ASKED = re.compile(
    r"\b(?:both|each|two|either|opposing|rival|competing) (?:sides?|paradigms|parties|camps|positions|views|approaches|perspectives|worldviews)\b|\bpros? and cons?\b|\b(?:the )?sides (?:see|say|think|differ|disagree|want|view)\b|\bparadigms\b",
    re.IGNORECASE,
)
_TWICE = re.compile(r"\band (?:what|how) (?:does|do|is|are)\b", re.IGNORECASE)
_EVENT = re.compile(r"\W*(?:why|when|where|who|which|in which|for how|how (?:long|many|much))\b", re.IGNORECASE)
_EACH_ASKED = re.compile(
    r"\bwho stands where\b|\bwhich side\b.*\bwhich side\b|\bside by side\b|\bwhere (?:does|do) (?:each|the two|both)\b",
    re.IGNORECASE,
)
_PLAIN_COUNTRIES = re.compile(r"\b(?:both|two|the) (?:countries|nations|governments|parties)\b", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|and|or|versus|vs\.?|&|/|against|from|with|than|compared (?:to|with))\s*(?:the |that of |to |does |do |is |how )?", re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked: the kind; the side meant ("" for none); ``about`` is the label of a fact about
    the corpus; ``claim`` is the bare claim of a claim to check; ``point`` asks for the main point only.
    """

    kind: Kind
    side: str = ""
    about: str = ""
    claim: str = ""
    point: bool = False
    talk: str = ""


def kind_of(question: str, topic: Topic, vocabulary: Vocabulary, chosen: str | None = None) -> Asking:
    """The kind of a question that stands alone; ``chosen`` is the side set by the reader, a side's id or "both"."""
    talk = small_talk(question)
    if talk:
        return Asking("small_talk", talk=talk)
    claim = claim_in(question)
    if claim and _WH.match(claim) is None:
        return Asking("claim", claim=claim)
    about = about_corpus(question)
    if about:
        return Asking("corpus", about=about)
    if _SUMMARY.search(question):
        return Asking("summary", point=bool(_POINT.search(question)))
    units = vocabulary.units(question)
    sides = _sides(units, topic)
    if chosen == BOTH or (chosen is None and _is_both(question, units, sides)):
        return Asking("both_sides")
    if chosen is not None:
        return Asking("one_side", side=chosen)
    if len(sides) == 1 and _is_view(question, units):
        return Asking("one_side", side=sides[0].id)
    asked_of = _asked_of(question, units)
    if len(sides) > 1 and asked_of and _is_view(question, units):
        return Asking("one_side", side=asked_of)
    if _YES_NO.match(question) and not _WH.search(question):
        return Asking("claim", claim=as_claim(question))
    return Asking("fact", side=sides[0].id if len(sides) == 1 else "")


def small_talk(question: str) -> str:
    """ "hello", "thanks", "bye" or "self" (about Lectern), or "" for a real question."""
    for name, rule in (("hello", _HELLO), ("thanks", _THANKS), ("bye", _BYE)):
        if rule.match(question) and len(question.split()) <= 7:
            return name
    return "self" if _SELF.search(question) and len(question.split()) <= 12 else ""


def about_corpus(question: str) -> str:
    """The label of the fact about the corpus that is asked for, or ""."""
    return next((name for name, rule in _ABOUT if rule.search(question)), "")


def claim_in(question: str) -> str:
    """The claim in a request to check one, or in a plain statement; "" where it is a question."""
    opened = _CLAIM.match(question)
    if opened and len(question[opened.end() :].split()) >= 2:
        return _sentence(_TAG.sub("", question[opened.end() :]))
    tagged = _TAG.search(question)
    if tagged and not _WH.match(question.strip()) and not _YES_NO.match(question):
        return _sentence(question[: tagged.start()])
    if _BOTH_ASKED.search(question) or _EACH_ASKED.search(question):
        return ""
    stated = question.rstrip().endswith((".", "!")) and len(question.split()) >= 4
    if stated and not _WH.match(question.strip()) and not _YES_NO.match(question) and not _IMPERATIVE.match(question):
        return _sentence(question)
    return ""


def as_claim(question: str) -> str:
    """A question for yes or no as the statement that it asks about: its auxiliary dropped."""
    return _sentence(_YES_NO.sub("", question, count=1))


def _sentence(text: str) -> str:
    return text.strip().strip("\"“”'").rstrip("?!. ").strip()


def _sides(units: list[Unit], topic: Topic) -> list[Side]:
    named = {unit.side for unit in units if unit.side != NEUTRAL}
    return [side for side in topic.sides if side.id in named]


def _is_both(question: str, units: list[Unit], sides: list[Side]) -> bool:
    words = {word.lower().strip("?.,!") for word in question.split()}
    about_event = _EVENT.match(question) is not None
    if _EACH_ASKED.search(question):
        return True
    if _BOTH_ASKED.search(question) and not about_event:
        return True
    views = bool(words & VIEW)
    compares = bool(words & COMPARE)
    if _PLAIN_COUNTRIES.search(question):
        return (views or compares) and not about_event
    if len(sides) < 2:
        return False
    return compares or (views and (_joined(question, units) or _TWICE.search(question) is not None))


def _joined(question: str, units: list[Unit]) -> bool:
    """Whether two actors of different sides are joined by "and" and the like."""
    actors = [unit for unit in units if unit.actor]
    return any(
        left.side != right.side and _AND.fullmatch(question[left.end : right.start]) for left, right in pairwise(actors)
    )


def asks_view(question: str, vocabulary: Vocabulary) -> bool:
    """Whether the question asks what somebody holds, as against what happened."""
    return any(_is_view_word(unit) for unit in vocabulary.units(question))


def _is_view_word(unit: Unit) -> bool:
    """Whether a word, or a word of a name ("Colombian perspective"), asks for a view."""
    return not VIEW.isdisjoint(unit.text.lower().split())


def _asked_of(question: str, units: list[Unit]) -> str:
    """The side that does the holding in "what does the U.S. want from Colombia", or ""."""
    asked = re.search(r"\b(?:does|do|did|would|should) (?:the )?", question, re.IGNORECASE)
    subject = next((unit for unit in units if asked and unit.actor and unit.start == asked.end()), None)
    return subject.side if subject is not None and subject.side != NEUTRAL else ""


def _is_view(question: str, units: list[Unit]) -> bool:
    """Whether a question that names one side asks, in general, for what that side holds."""
    if not re.match(
        r"\W*(?:and |so |but )?(?:what|how|which|describe|explain|give|tell|outline|state|present|summari[sz]e|make)\b",
        question,
        re.IGNORECASE,
    ):
        return False
    content = [unit for unit in units if not unit.stop and not unit.actor]
    asked = [unit for unit in units if _is_view_word(unit)]
    rest = [unit for unit in content if unit.text.lower() not in VIEW]
    return bool(asked) and len(rest) <= 2


__all__ = ["Asking", "about_corpus", "as_claim", "asks_view", "claim_in", "kind_of", "small_talk"]
