"""The words by which debaters say what they are doing: signposts, concessions, extensions, weighing and the rest.

Tables of patterns first, then what is read with them. All are searched in single sentences of bounded length.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from bot.debate.phrases import AXES

Cue = Literal[
    "argument", "answer", "extension", "concession", "weighing", "roadmap", "question", "insult", "switch", "empty_talk"
]

PART = r"(?:argument|point|contention|claim|card|disad(?:vantage)?|da|attack|answer|response|objection|reason|case|advantage|plank|harm|turn|counterplan|cp|kritik|observation|subpoint|warrant|evidence|link|impact|solvency)s?"
FOE = r"(?:they|you|he|she|my opponents?|our opponents?|the opponents?|the opposition|(?:the )?other (?:side|team)|(?:the )?(?:aff|neg|affirmative|negative)(?: team| side)?|(?:the )?pro|(?:the )?con|the bot|bogot[aá]|washington|lectern)"
FOES = r"(?:their|your|his|her|my opponents?'s?|our opponents?'s?|the opponents?'s?|the opposition's|the (?:aff|neg|affirmative|negative)(?:'s)?|the other (?:side|team)'s)"
SAY = r"(?:say|says|said|claim|claims|claimed|argue|argues|argued|contend|contends|assert|asserts|asserted|tell|tells|told|think|thinks|believe|believes|read|reads|keep saying|keeps saying|want you to believe|try to say|try to argue|will say|will argue|will tell|might say|may say|would say|bring up|brings up|brought up|talk about|talked about|mention|mentions|mentioned|state|stated|suggest|suggests|suggested|insist|insists|point out|pointed out)"
ORDINAL = r"(?:\d{1,2}(?:st|nd|rd|th)?|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|final)"
NUMBER = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|i{1,3}|iv|v|vi)"

ORDINALS = {
    word: at
    for at, words in enumerate(
        (
            "1 1st first one i", "2 2nd second two ii", "3 3rd third three iii", "4 4th fourth four iv",
            "5 5th fifth five v", "6 6th sixth six vi", "7 7th seventh seven", "8 8th eighth eight",
            "9 9th ninth nine", "10 10th tenth ten",
        ),
        start=1,
    )
    for word in words.split()
} | {"last": -1, "final": -1}  # fmt: skip

FOE_SAYS = rf"{FOE}\b(?:'ll|'ve|'d)?(?: \w+ly| also| then| next| just| first| even| do| will| still)? {SAY}\b"


def _any(*patterns: str, start: bool = False) -> re.Pattern[str]:
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(rf"^(?:{joined})" if start else joined)


ASKS_TO_SWITCH = _any(
    r"\b(?:switch|swap|change|trade|flip|reverse) (?:sides?|your side|positions?|roles?|to my side|over to)\b",
    r"\b(?:argue|speak|debate|fight) (?:for|on) (?:my|our|the other|the opposite|the (?:aff|neg)\w*) (?:side|position|case|behalf)\b",
    r"\b(?:take|join|come (?:over )?to|be on|support|argue|defend) (?:my|our|the other|the opposite) (?:side|team|position)\b(?!'s)",
    r"\b(?:stop|quit) (?:defending|arguing (?:for|against)|supporting|opposing|being)\b",
    r"\b(?:you (?:should|must|have to|need to|now|will|are going to)|please|just|now|i (?:want|order|command|need) you to|can you|could you|why don't you|i demand (?:that )?you)(?: now| just| simply)? (?:agree with me|concede|give up|surrender|admit (?:that )?(?:i|you|we)\b|side with (?:me|us)|argue (?:the )?(?:aff|neg)\w*|argue (?:for|against)\b|be (?:the )?(?:aff|neg)\w*|drop your (?:side|position|case))",
    r"\b(?:ignore|forget|disregard|drop|abandon) (?:all |any )?(?:your|the|previous|prior) (?:previous |prior |own |assigned )?(?:side|position|instructions?|prompt|rules|role|programming)\b",
    r"\b(?:pretend|act|imagine) (?:that )?(?:you are|you're|as if you|to be|as|like) (?:on my|my|the (?:aff|neg)|for the)",
    r"\byou are now (?:on )?(?:the |my |on )?(?:aff|neg|side|my)",
    r"\b(?:agree|side) with (?:me|us)(?: (?:now|already|instead|please))?\s*[.!?]*$",
)

_ABUSE = r"(?:idiots?|stupid|dumb(?:est)?|morons?|moronic|dumbass|imbeciles?|trash|garbage|pathetic|losers?|clowns?|ignorant|brainless|braindead|fools?|foolish|worthless|useless|liars?|cowards?|ridiculous|a joke|suck|sucks|terrible|awful|disgusting|retarded|jerks?|dimwit|embarrassing|hopeless|incompetent|crap|shit|bullshit)"
INSULTS = _any(
    rf"\byou(?:'re| are| were| must be| really are)?(?: all| both| just| such| so| really| truly| a| an| the| complete| total| absolute| utter| bunch of| fucking| bloody| damn| freaking| piece of| most| is| are){{0,6}} {_ABUSE}\b",
    r"\b(?:stupid|dumb|idiotic|useless|dumbass|worthless|pathetic|brainless|silly|lousy|trash|garbage|shitty|crappy) (?:bot|machine|computer|robot|chatbot|program|ai|opponent|debater|thing|toy|clown|idiot|moron)\b",
    rf"\b(?:this|the|my) (?:bot|machine|robot|chatbot|program|ai|opponent|debater) (?:is|are)(?: such| so| a| an| really| just| complete| total| absolute){{0,4}} {_ABUSE}\b",
    rf"\bwhat (?:a|an) (?:\w+ ){{0,2}}{_ABUSE}\b",
    r"\b(?:shut up|shut your|screw you|go to hell|fuck (?:you|off)|piss off|get lost|kiss my|eat shit|drop dead|bite me)\b",
    r"\b(?:are you|were you) (?:even )?(?:stupid|dumb|drunk|high|insane|blind|deaf|an idiot|retarded|a moron)\b",
    r"\bmy (?:grandmother|dog|cat|toaster|goldfish|hamster|toddler)\b.{0,40}\b(?:better|smarter)\b",
    rf"^(?:what an? )?(?:total |complete |absolute )?(?:{_ABUSE}|boo+)(?: {_ABUSE})*[\s.!]*$",
    rf"\byour (?:mother|mom|mum|face|brain)\b.{{0,60}}(?:{_ABUSE}|small|missing|empty|peanut|ugly)\b",
)
ROADMAPS = _any(
    r"\b(?:off[- ]?time )?road ?map\b",
    r"\bthe order (?:is|will be|of (?:this|my) speech)\b",
    r"^(?:so |ok(?:ay)?,? |now )?(?:in this speech|in my speech|today|first|tonight)?,? ?(?:i|we)(?:'ll| will|'m going to| am going to|'re going to| are going to| shall| would like to|'d like to| want to| plan to)(?: first| begin by| start by| start with| briefly| quickly| now| be)* (?:start|begin|go (?:over|through|down|to)|cover|address|do|hit|present|discuss|walk|talk|structure|give|move|make|offer|have|answer|show|prove|argue|explain|respond|attack|defend|summari[sz]e|weighing|extending|going|answering|starting|covering|addressing|read|extend)(?:ing)?\b(?=[^.]*\b(?:then|and then|followed by|before|after that|arguments|points|contentions|reasons|things|off|case|flow|sheet|first|speech|voters)\b)",
    r"^(?:one|two|three|four|five|\d) (?:off|off-case)\b",
    rf"^(?:(?:the )?(?:aff|neg|affirmative|negative|pro|con),? )?{NUMBER} (?:arguments?|points?|contentions?|reasons?|answers?|issues?|questions?|things?|voters?)(?: \w+){{0,5}}\s*[:.]",
    r"^my (?:partner|colleague|teammate) (?:will |has |have |is going to )?(?:tak(?:e|es|en)|took|cover(?:s|ed)?|handle(?:s|d)?|do(?:es)?|did|deals? with|answers?|answered)\b[^.]{0,60}$",
    r"^(?:i|we) have (?:two|three|four|five|\d) (?:arguments|points|contentions|reasons|things)\b",
    r"^(?:(?:starting|beginning) (?:with|on)|start (?:with|on)) [^.]*\bthen\b",
)
CONCESSIONS = _any(
    r"\b(?:i|we)(?:'ll| will|'d| would| do| can| must| have to| fully| freely| gladly| happily| also| hereby| both| all)* (?:concede|admit|grant|acknowledge|accept|recogni[sz]e)\b",
    r"\b(?:i|we)(?:'ll| will| do| can| must| have to| fully| completely| totally| actually| also| all)* agree (?:that|with (?:you|them|their|your|the|my opponent)|on)\b",
    r"^(?:granted|admittedly|true|to be fair|in fairness|sure|of course|certainly|no doubt|yes|yeah|fair enough|fair point|good point|conceded|agreed)\b(?!,? (?:but|however) )[,:.; ]+",
    rf"\b{FOE}(?: are|'re| is|'s| may be| might be)(?: absolutely| completely| partly| probably| quite| certainly| basically)? (?:right|correct)(?: that| about| to| on| when| here|[,.;]|$)",
    r"\b(?:i|we) (?:do not|don't|won't|will not|cannot|can't) (?:contest|dispute|deny|challenge|disagree|question)\b",
    r"\b(?:you have|you've|you make|you made|they have|they make|that's|that is|it's|it is) (?:got )?an? (?:good|fair|strong|valid|great|excellent|reasonable|solid) (?:point|argument|criticism)\b",
    r"^(?:ok(?:ay)?,? |well,? |yes,? )?(?:it is|it's|that is|that's|this is|that much is) (?:indeed |certainly |of course |partly |obviously )?(?:true|right|correct|fair|undeniable)\b(?! only)",
    r"\b(?:i|we) (?:have|had) no (?:answer|response|evidence|reply)\b",
    r"\b(?:i|we) (?:give up|surrender|lose|lost this round|was wrong|were wrong|am wrong|stand corrected|take (?:that|it) back)\b",
    r"\byou (?:win|won|got me)\b",
    r"\b(?:i|we) (?:drop|kick|abandon|withdraw) (?:my|our|the|this|that)\b",
)
EXTENSIONS = _any(
    r"^(?:so |now |and |also |again,? |please |first,? |second,? |third,? |next,? |finally,? |then )*(?:i |we )?(?:also |now |will |want to |would )*(?:extend|pull(?: through| across| over)?|cross-?apply|carry|flow|remember|reextend|re-extend|recall) (?:through |across |over |again )?(?:my|our|the|that|this|all|from|of|how|what|contention|[a-z]+'s)\b",
    rf"\b{FOE}(?:'ve|'d| have| has| had)?(?: also| just| simply| completely| totally| entirely| clearly| still| both| all| again)* (?:dropped|drops|drop|ignored|ignore|ignores|conceded|concede|concedes|skipped|missed|undercovered|forgot|forgets|overlooked|granted)\b(?! to my)",
    rf"\b{FOE}(?:'ve| have| has| had|n't)?(?: still| also)* (?:never|not|no|nothing|failed to|fail to|fails to|did not|didn't|do not|don't|does not|doesn't|could not|couldn't|cannot|can't|haven't|hasn't|gave no|give no|offered no|made no|have made no|has made no)(?: even| really| once| ever| directly| actually)* (?:answer(?:ed|s)?|respond(?:ed)?|respon(?:se|d)s?|repl(?:y|ied)|touch(?:ed)?|address(?:ed)?|contest(?:ed)?|dispute[ds]?|den(?:y|ied)|attack(?:ed)?|refute[ds]?|rebut(?:ted)?|challenge[ds]?|engage[ds]?|deal|dealt|counter(?:ed)?)\b",
    rf"\b(?:my|our) (?:\w+ ){{0,4}}(?:{PART}|framework|plan|evidence)(?: about [\w ]{{1,40}}?| on [\w ]{{1,40}}?| of [\w ]{{1,40}}?| that [\w ]{{1,60}}?)?,? (?:still |clearly |thus |therefore |also |all |both )*(?:stands?|remains?|holds?|flows? (?:through|across)|goes? (?:unanswered|uncontested|unrefuted|conceded|through)|went (?:unanswered|uncontested|unrefuted)|(?:is|was|are|were|went)(?: still| completely| entirely| totally)? (?:dropped|conceded|unanswered|uncontested|unrefuted|ignored|untouched|standing|never|not answered|clean))\b",
    r"^(?:again|once again|as i (?:said|showed|explained|argued|told)|as we (?:said|showed|explained|argued)|like i said|i repeat|to repeat|i already said|we already (?:said|showed)|i still (?:say|maintain|hold|stand by)|we still (?:say|maintain|hold)|i stand by|we stand by|i maintain)\b",
    r"\b(?:go|going|goes|turn|look) back to (?:my|our) \b",
    r"\bthis (?:argument|point|contention) (?:was|is|has been|went) (?:completely |totally |entirely )?(?:dropped|conceded|unanswered|uncontested|ignored|untouched)\b",
    r"\bwas never (?:answered|addressed|contested|touched|refuted)\b",
    r"\bno (?:answer|response|reply) (?:to|from|on|against|was)\b",
)
WEIGHS = _any(
    r"\boutweigh(?:s|ed|ing)?\b",
    r"\b(?:magnitude|time ?frame|probability|reversib|irreversib|scope)\w*\b(?=.{0,80}\b(?:bigger|larger|higher|first|greater|more|outweigh|prefer|impact|because|smaller|lower|wins?|ours?|theirs?)\b|[,:])",
    r"^(?:on|in terms of|by) (?:magnitude|time ?frame|probability|scope|reversibility|severity)\b",
    r"\b(?:prefer|preferred|preferable|favou?r) (?:my|our|the|this|their)\b.{0,60}\b(?:evidence|impact|side|case|framework|card|argument|because|over)\b",
    r"\beven if (?:you |the judge |we |i )?(?:they|you|he|she|the aff\w*|the neg\w*|my opponent|their|your|all of (?:that|this|their)|that|this|grant|believe|buy|accept)\b.{0,80}",
    r"\b(?:more|far more|much more|most) (?:important|significant|serious|severe|urgent|likely|probable|immediate|certain|lasting|irreversible) than\b",
    r"\b(?:matters? more|bigger impact|larger impact|biggest impact|greater impact|comes? (?:before|first)|precede[sd]? |is a prerequisite|short[- ]circuits|takes? precedence)\b",
    r"\b(?:voting issues?|voters?|key voter|reason to vote|vote (?:for (?:us|me|my)|aff\w*|neg\w*|pro|con)|ballot|(?:this|the) (?:round|debate) (?:comes|boils) down to|at the end of the (?:day|round|debate)|on balance|weigh(?:s|ing)?|the tie ?breaker|we win (?:the|this|because|on)|i win (?:the|this|because|on))\b",
    r"\b(?:compare|comparing) (?:the )?(?:two|impacts|both|worlds)\b",
    r"\b(?:our|my) (?:impact|harm|benefit)s? (?:is|are) (?:bigger|larger|greater|worse|more|faster|sooner)\b",
)
_ASKS = _any(
    r"(?:so |and |but |then |ok(?:ay)?,? |well,? )?(?:what|why|how|when|where|who|which \w+)(?:'s| (?:is|are|was|were|do|does|did|can|could|would|should|will|has|have|about)| (?<=who )(?:\w+s|\w+ed))\b(?! (?:more|worse|needed|left|clear|true))",
    r"(?:so |and |but |then )?(?:do|does|did|can|could|would|are|is|will|have|has) (?:you|your|your side|they|there)\b(?! (?:who|said|call))",
    r"(?:isn't|aren't|don't|doesn't|didn't|can't|won't|wouldn't) (?:it|you|they|that|there|your)\b",
    start=True,
)
_IDLE = _any(
    r"(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|greetings|thank you|thanks|welcome|ladies and gentlemen|dear|honou?rable|judges?,|bye|goodbye|cheers)\b.{0,120}",
    r"(?:ok(?:ay)?|yes|no|yeah|nope|nah|lol+|haha+|hm+|um+|uh+|well|right|sure|fine|whatever|test|testing|cool|great|nice|wow|what|so|idk|meh|yawn|ready|please|next|pass|skip|continue|go on|your turn|done|sorry|nothing(?: (?:more |else )?to (?:say|add))?)\W*$",
    r"(?:i (?:do not|don't) (?:know|care)|i have nothing(?: more| else)? to (?:say|add)|no comment|that's (?:all|it)|that is all|i rest my case|this is (?:boring|fun)|i am (?:bored|ready|done|tired|happy|honou?red|excited|proud)|i'm (?:bored|ready|done|tired|happy|honou?red|excited|proud)|let's (?:go|begin|start|get started)|it is (?:an honou?r|my pleasure|a pleasure)|i hope (?:you|everyone)|before i begin|without further ado|with that|my name is|i(?:'m| am) (?:open|ready|happy) for|lorem ipsum|i look forward)\b.{0,160}",
    start=True,
)
_GROUNDS = _any(r"\b(?:because|since|therefore|thus|hence|due to|leads? to|causes?|so that|as a result|\d)")

PARTS = _any(
    r"(?:(?:the|my|our) )?(?:uniqueness|internal link|link|brink|impact|text|competition|solvency|net benefits?|"
    r"alternative|interpretation|violation|standards?|voters?|inherency|harms?|advantage|value|criterion|"
    r"significance|timeframe|magnitude|probability)(?: one| two| three| \d)?\s?(?::|is that\b|\s[–—-]\s)",
    rf"(?:{'|'.join(AXES.values())}|in (?:magnitude|probability|timeframe)) it is\b",
    start=True,
)
"""How a part of a position opens: "Uniqueness:", "The link is that"."""
HEADS = _any(
    r"(?:the|my|our) plan(?: text)?(?: is(?: this| that)?)?[:,]",
    r"(?:plan(?: text)?|definitions?)\s?:",
    r"(?:i|we) define\b",
    r"by [^.]{2,80}?,? (?:i|we) mean\b",
    start=True,
)
"""How the text of a plan or a definition opens, which argues nothing yet."""

DENIALS = _any(
    r"\b(?:not|n't|never|hardly|simply not|just not|far from)(?: actually| really| even| at all| necessarily| quite| entirely)? (?:true|the case|accurate|correct|right that|what (?:happened|the|they|it)|supported|proven|so\b|a fact|how)",
    r"\b(?:is|are|was|were|'s|'re|that|this|it)(?: just| simply| also| plainly| flatly| factually| completely| totally| entirely| demonstrably| dead| obviously| clearly| all){0,3} (?:false|untrue|wrong(?! (?:to|for)\b)|incorrect|mistaken|inaccurate|a lie|a myth|nonsense|bogus|baseless|unfounded|a misreading|misleading|a non sequitur|unproven|unsupported)\b",
    r"\b(?:you|they|he|she)(?:'re| are| is|'s| have got| got)(?: just| simply| completely| totally| flat)? (?:wrong|mistaken|lying|incorrect|making (?:that|this|it) up)\b",
    r"^(?:false|wrong|incorrect|untrue|not so|nonsense|non-?unique|no(?=[,.!;:]))\b",
    r"\b(?:no|zero|not any|lacks? (?:a|any)|without (?:a|any)|isn't (?:a|any)|there's no|is no|never (?:shows?|showed|proves?|proved) (?:a|any)|missing (?:a|any|the)) (?:\w+ )?(?:link|internal link|impact|warrant|uniqueness|solvency|evidence|proof|basis|causal|causation|reason to (?:think|believe)|connection|card|source)\b",
    r"\b(?:does not|doesn't|do not|don't|did not|didn't|will not|won't|would not|wouldn't|cannot|can't|never|nor does it|fails? to|failed to)(?: actually| even| necessarily| really| at all| ever)? (?:follow|cause|lead|prove|show|mean that|mean|say|support|solve|link|apply|work|exist|happen|establish|demonstrate|explain why|make any sense|imply|hold|add up|stand up|make sense)\b",
    r"\b(?:correlation|co-?incidence)\b.{0,40}\bcausation\b|\bnon[- ]?unique\b|\bmakes? no sense\b|\bnon sequitur\b|\bnever happened\b|\bnothing of the (?:kind|sort)\b|\bthe opposite is (?:true|the case)\b|\bquite the opposite\b|\bon the contrary\b|\b(?:says?|said) no such thing\b|\bi (?:deny|dispute|reject|disagree)\b|\bwe (?:deny|dispute|reject|disagree)\b",
)
TURNS = _any(
    r"\b(?:link|impact|straight|case|double|internal link) turns?\b",
    r"^(?:[\w ]{0,20}[,:] )?(?:that's a |this is a |it's a |this is |that is a |and |so )?turns?(?:\s*[:.!,—–-]|$| (?:this|that|their|your|the case|it on its head))",
    r"\b(?:we|i|that|this|which|it|they|card|evidence)(?: will| can|'ll| also| actually)? turns? (?:this|that|their|your|the (?:case|argument|disad\w*|da|impact|link|contention|point|advantage|aff|neg)|it against|it on)\b",
    r"\b(?:is|it's|that's|as) (?:a|an?other|the) turn\b",
    r"\b(?:actually|really|only|in fact|instead|rather|if anything,? (?:it|this|that)?)\b,? ?(?:helps?|hurts?|harms?|worsens?|increases?|reduces?|causes?|strengthens?|weakens?|fuels?|deepens?|feeds?|proves?|supports?|favou?rs?|makes?|undermines?|drives?|creates?|raises?|lowers?|cuts?|benefits?|encourages?) (?:us|me|our|my|them|their|your|it|this|the|more|that|coca|violence|farmers|production|trade|drug|cartels|instability)\b",
    r"\b(?:helps?|proves?|supports?|strengthens?|is good for|is (?:a )?(?:an )?(?:reason|argument|evidence) (?:to vote )?for|favou?rs?|flows?|works? (?:for|in favou?r of)|cuts?) (?:us\b|our (?:side|case|point|argument|position)|my (?:side|case|point|argument|position)|in our favou?r|the other way|both ways|neg\b|aff\b|against (?:them|you))",
    r"\b(?:makes?|made|making|leaves?|left) (?:it|things|this|that|the (?:\w+ ){0,2}\w+|matters|everything|their \w+|your \w+|\w+ \w+) (?:even |far |much |only )?(?:worse|worse off)\b",
    r"\b(?:backfires?|backfired|counter-?productive|the opposite (?:is true|happens|effect|result)|does the opposite|reverses? (?:the|this|their|your)|your own (?:argument|evidence|card|point|logic) (?:\w+ )?(?:proves|shows|helps|supports|says))\b",
)

SIGNPOSTS = _any(
    r"(?:and |so |now |then |but )?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|next|final)(?:ly)?(?: of all| off| up)?(?:\s*[,:.;)—–-]|\s+(?:they|we|i|on|my|our|their|your|is|the|you|there)\b)",
    rf"(?:and |so |now |then |but )?(?:my|our|the|{FOES}) (?:{ORDINAL}|next|other|main) (?:{PART}|reason|issue|thing|problem|voter|voting issue)\b",
    rf"(?:contention|point|argument|reason|observation|subpoint|advantage|disadvantage|claim|issue|number|off|voter|da)\s*(?:#|no\.?|number)? ?(?:{NUMBER}|[a-e])\b\s*[:.,—–-]?",
    r"(?:moreover|furthermore|in addition|additionally|another (?:reason|point|argument|problem|thing|issue)|finally|lastly|to begin(?: with)?|to start|in conclusion|to conclude|in sum|in summary|to sum up|overall|moving on|next up|turning (?:now )?to|let's (?:turn|move|go) (?:now )?to|now (?:on|for|to|onto)|as for|regarding|with regard to|with respect to|concerning|when it comes to|at the top|overview|underview|conclusion|also,|besides,|separately,?|plus,)(?=\W|$)",
    rf"(?:and |so |now |then |but |next,? |first,? |second,? |third,? )?(?:on|off|to|against|at|about|over to|onto|back to|go to|going to) (?:{FOES}|the|my|our|case|contention|point|solvency|harms|inherency|topicality|framework)\b",
    r"(?:on|off) [\w' -]{2,40}[,:.—–]",
    rf"(?:and |so |now |then |but |next,? |first,? |second,? |third,? )?{FOE_SAYS}",
    rf"(?:and |so |now |then |but )?{FOES} (?:\w+ ){{0,3}}{PART}\b",
    r"extend\b|cross-?apply\b",
    r"and(?:,? as a turn)?:",
    r"in (?:the )?(?:cross[- ]?ex(?:amination)?|cross-?fire|c\.?x\.?)\b",
    start=True,
)
LABELS = re.compile(
    rf"(?:and |so |now |then |but |next,? |first,? |second,? |third,? )?(?:(?:on|off|to|against|moving on to|turning to|as for|regarding|about|at) [^,:;]{{1,60}}"
    rf"|(?:my|our|the) (?:own )?(?:{ORDINAL} |next |other )?{PART}(?: (?:number )?{NUMBER})?(?: is .{{1,40}})?"
    rf"|{PART} (?:number )?(?:{NUMBER}|[a-e])(?:\s?[:.,—–-].{{1,50}}| is .{{1,40}})?|(?:first|second|third|next|finally|lastly|overview|underview|conclusion|introduction|intro|framework|weighing|rebuttal|case|{FOES} (?:case|side)))[.:,]?"
)
LEANS = _any(
    r"(?:and |but |so |for )?(?:because|therefore|thus|hence|consequently|accordingly|so|this|that|these|those|it|its|it's|that's|they|them|he|she|his|her|such|which|as a result|as such|for example|for instance|e\.g\.|in fact|indeed|after all|in other words|i\.e\.|specifically|namely|in particular|since then|then|otherwise|instead|rather|even so|still|yet|but|and|or|nor|however|nevertheless|nonetheless|likewise|similarly|meanwhile|in turn|by contrast|in contrast|on the contrary|conversely|why\?|that way|here|there|both|neither|without (?:this|that|it|them)|according to|the reason|the result|the impact|the warrant|the evidence|the link|the point|the problem is|studies show|evidence shows|to quote|in short|not only|only|consider|look at|take|imagine|if (?:that|this|so|it|they)|when (?:that|this|it|they)|where (?:that|this|it)|one reason|each|all of (?:this|that|these)|most of|half of|some of|ultimately|clearly|obviously|again|just|simply|at the same time|until|unless)\b",
    start=True,
)
ANSWERS = _any(
    rf"(?:[\w ]{{0,20}}[,:] )?(?:and |so |now |then |but |next,? |first,? |second,? |third,? |fourth,? |finally,? |lastly,? )*{FOE_SAYS}",
    rf"(?:[\w ]{{0,20}}[,:] )?(?:and |so |now |then |but |next,? |first,? |second,? |third,? |fourth,? |finally,? |lastly,? )*(?:on|off|to|against|at|about|as for|regarding|turning to|moving to|concerning|with regard to|in (?:response|answer|reply) to|responding to|answering)(?: to)? (?:{FOES}|the (?:\w+ ){{0,3}}{PART}|what {FOE}|contention|point|solvency|harms|inherency|the claim|{ORDINAL})\b",
    rf"(?:[\w ]{{0,20}}[,:] )?(?:and |so |now |then |but |next,? |first,? |second,? |third,? |fourth,? |finally,? |lastly,? |even |however,? |yet |well,? |actually,? )*{FOES} (?:[\w-]+ ){{0,4}}(?:{PART}|logic|claim|figures?|numbers?|quote|idea|plan|story|assumption|theory|example|statistic|source|policy|side|approach|reading|framing|model)\b",
    r"(?:the|this|that) (?:\w+ ){0,3}(?:argument|claim|point|contention|evidence|logic|quotation|quote|statistic|card|objection|disad\w*)(?: \w+){0,6} (?:is|was|has|does|doesn't|fails|cannot|can't|isn't|ignores|assumes|makes|proves|only|actually|misreads|says nothing|rests)\b",
    start=True,
)


def folded(text: str) -> str:
    """A sentence as the patterns read it: compatible letters made plain, lower case, one kind of quotation mark and dash."""
    plain = unicodedata.normalize("NFKC", text).translate(_MARKS).lower()
    return " ".join(plain.split())


_MARKS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‐": "-", "‑": "-"})


def cue_of(sentence: str) -> Cue:
    """What a folded sentence does, by its words alone; "answer" where it names what the other side said."""
    asks = sentence.rstrip(" \"')]").endswith("?") or bool(_ASKS.search(sentence))
    if ASKS_TO_SWITCH.search(sentence):
        return "switch"
    if INSULTS.search(sentence) and not _GROUNDS.search(sentence):
        return "insult"
    if asks:
        return "question"
    for cue, pattern in _IN_ORDER:
        if pattern.search(sentence):
            return cue
    if is_idle(sentence):
        return "empty_talk"
    return "answer" if is_answer(sentence) else "argument"


_IN_ORDER: tuple[tuple[Cue, re.Pattern[str]], ...] = (
    ("roadmap", ROADMAPS),
    ("extension", EXTENSIONS),
    ("concession", CONCESSIONS),
    ("weighing", WEIGHS),
)


def is_answer(sentence: str) -> bool:
    """Whether it names what the other side said, denies it or turns it."""
    return bool(ANSWERS.search(sentence)) or denies(sentence, of_theirs=True) or turns(sentence)


def is_idle(sentence: str) -> bool:
    """Whether a folded sentence says nothing: courtesies, a word alone, one word over and over, no word at all."""
    words = re.findall(r"[^\W\d_]+", sentence)
    if _IDLE.search(sentence) or not words:
        return True
    return (len(words) > 2 and len(set(words)) == 1) or all(len(word) > 3 and not _VOWEL.search(word) for word in words)


_VOWEL = re.compile(r"[^\x00-\x7f]|[aeiouy]")
_THEIRS = _any(
    rf"\b(?:that|this|it|you|they|he|she|{FOES}|link|warrant|uniqueness|no evidence|i (?:deny|dispute|reject|disagree)|we (?:deny|dispute|reject|disagree))\b",
    r"^(?:no|false|wrong|incorrect|untrue|nonsense|non)",
)


def denies(sentence: str, of_theirs: bool = False) -> bool:
    """Whether a folded sentence says that a claim is false or does not follow; ``of_theirs``: that it points to one."""
    found = DENIALS.search(sentence)
    return bool(found) and (not of_theirs or bool(_THEIRS.search(sentence)))


def turns(sentence: str) -> bool:
    """Whether a folded sentence says that a claim helps the other side."""
    return bool(TURNS.search(sentence))
