"""English function words and the scaffolding of questions, which carry no topic."""

from __future__ import annotations

_FUNCTION = """
a an the this that these those it its itself he him his himself she her hers herself they them their theirs
themselves i me my mine myself we our ours ourselves you your yours yourself us
and or but nor so yet if then else than as because while although though unless until whereas whether
of in on at by for with about against between into through during before after above below to from up down
out off over under again further once here there upon within without toward towards among across per via
be am is are was were been being do does did doing done have has had having can could may might must shall
should will would ought cannot can't won't don't doesn't didn't isn't aren't wasn't weren't hasn't haven't hadn't
not no none neither any some all both each few more most other another such only own same too very just also
even still ever never now
"""
_QUESTION = """
what which who whom whose when where why how what's who's where's how's
tell say says said give explain describe according please know want like think mean means happen happened happens
article text source author brief passage paragraph
one ones make makes made making exactly actually really basically kind sort thing things way ways lot much many
"""
STOPWORDS = frozenset(_FUNCTION.split()) | frozenset(_QUESTION.split())
