"""Families of English words that the rules of this layer share, as stems or plain words."""

from __future__ import annotations

from bot.index.terms import stem

UP = (
    "rise rose risen rising grow grew grown growth increase surge soar climb climbed jump expand expansion double "
    "triple gain boom strengthen strengthened improve improved widen escalate"
)
DOWN = (
    "fall fell fallen falling drop decline decrease shrink shrank shrunk plunge plummet reduce reduction cut halve "
    "sink sank dwindle weaken weakened worsen worsened lessen lose lost"
)

ANTONYMS = (
    ("impose introduce levy add", "remove lift scrap abolish drop waive eliminate"),
    ("suspend halt freeze stop end cancel withdraw cut", "resume restore continue continued maintain maintained extend expand begin began start"),
    ("support favor favour back embrace advocate champion endorse promote want seek accept welcome approve", "oppose reject resist condemn criticize criticise dismiss veto"),
    ("recall withdraw", "send appoint return"),
    ("ally friend partner friendly", "enemy adversary rival foe hostile"),
    ("cooperate cooperation cooperative", "confrontation confront conflict"),
    ("agree agreed agreement align aligned", "disagree disagreement diverge misalign clash"),
    ("trust", "distrust mistrust"),
    ("deepen worsen aggravate escalate escalated mounting intensify", "resolve solve ease eased calm cure subside"),
    ("restore revive return", "replace abandon"),
    ("legal licit", "illegal illicit"),
    ("largest biggest greatest most main", "smallest least lowest minor"),
    ("voluntary voluntarily", "forced compulsory mandatory"),
    ("over above more exceed surpass", "under below less"),
    ("urban city cities", "rural countryside"),
    ("formal official officially", "informal unofficial"),
    ("public publicly openly", "private privately secretly"),
    ("symptom result effect consequence", "cause source origin"),
    ("strained tense worse sour", "cordial warm friendly improved close"),
    ("necessary vital critical essential key important", "irrelevant unimportant unnecessary"),
    ("success succeeded work worked", "failure failed fail"),
    ("fill filled", "empty"),
    ("include included add added", "exclude removed delisted"),
    ("open opened reopen reopened", "closed shut dissolved disbanded"),
    ("certify certified", "decertify decertified decertification"),
)  # fmt: skip
"""Pairs of word groups that cannot both be true of one thing."""

NEGATIONS = frozenset(
    "not no never none neither nor without cannot can't won't don't doesn't didn't isn't aren't wasn't weren't "
    "hasn't haven't hadn't couldn't wouldn't shouldn't lacks lack refuse refused refuses denied fails failed unable".split()
)

HEDGES = frozenset("may might could reportedly allegedly possibly perhaps likely".split())

VIEW = frozenset(
    "view views position positions stance argue argues argued argument arguments think thinks believe believes belief "
    "want wants claim claims case perspective approach policy policies blame blames justify justifies defend defends "
    "propose proposes proposal proposals demand demands see sees frame frames framing favor favors favour favours "
    "support supports oppose opposes opinion opinions side say says said stand stands advocate advocates "
    "priorities priority paradigm philosophy goal goals worldview ideology reasoning rationale strategy solution solutions "
    "should right best deal deals dealt handle handles tackle tackles fight fights solve solves idea ideas answer "
    "understand understands regard regards treat treats describe describes insist insists prefer prefers".split()
)
"""Words that ask what somebody holds."""

COMPARE = frozenset(
    "differ differs differed differing difference differences compare compares compared comparison contrast contrasts "
    "contrasting versus vs disagree disagrees disagreed disagreement disagreements diverge diverges".split()
)
"""Words that set two sides beside each other."""

LEANING = (
    "yet but however still instead this that these those such it its he his she her they their both neither "
    "meanwhile moreover furthermore also nevertheless nonetheless thus therefore then consequently otherwise "
    "similarly likewise conversely rather so and or nor too later afterwards afterward there here"
).split()
"""First words of a sentence that leans on the one before it."""


def stems(words: str) -> frozenset[str]:
    """The stems of blank-separated words."""
    return frozenset(stem(word) for word in words.split())


UP_STEMS = stems(UP)
DOWN_STEMS = stems(DOWN)
ANTONYM_STEMS = tuple((stems(left), stems(right)) for left, right in ANTONYMS)
