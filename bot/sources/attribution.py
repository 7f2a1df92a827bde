"""Whose view a sentence gives, and who speaks, from words alone: no model, no parser.

The rules look for the one that acts in the main clause, for reporting verbs, source phrases
("according to …", "in …'s view"), speakers of quotations, pronouns that carry on, and headings that
name a side. Stance from word choice is not tried: it is weak (.61 on Perspectrum against .53 for the
majority), while attribution in a news text is written on its surface.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.model import BOTH, NEUTRAL, Actor, Side, Voice
from bot.sources import grammar
from bot.sources.mentions import Mention, Mentions

Label = tuple[str, Voice]
_NOBODY: Label = (NEUTRAL, "author")
_VOICES: tuple[Voice, ...] = ("reported", "quoted", "author")
_LONGEST = 1500
"""Characters of a sentence from which on it is not read: no sentence, and a trap for patterns."""
_OPEN, _CLOSE = "“", "”"


def attribute(
    sentences: Sequence[str], sides: Sequence[Side], actors: Sequence[Actor] = (), section: str = ""
) -> list[Label]:
    """The (side, voice) of each sentence of one paragraph, in order.

    The side is a side's id, "both" where a sentence sets the sides against each other, or
    "neutral"; the voice is "quoted", "reported", or "author" where the writer tells what a side did
    or speaks for themselves. ``section`` is the heading above the paragraph.
    """
    return _attributor(tuple(sides), tuple(actors)).paragraph(sentences, section)


def combined(labels: Sequence[Label]) -> Label:
    """The label of a whole paragraph from those of its sentences."""
    taken = [label for label in labels if label[0] != NEUTRAL]
    if not taken or len(taken) < len(labels) / 4:
        return _NOBODY
    named = {side for side, _ in taken}
    voices = [voice for _, voice in taken]
    return (named.pop() if len(named) == 1 else BOTH), max(_VOICES, key=voices.count)


class Attributor:
    """The rules over the names of one topic."""

    def __init__(self, sides: Sequence[Side], actors: Sequence[Actor]) -> None:
        self.mentions = Mentions(sides, actors)

    def paragraph(self, sentences: Sequence[str], section: str = "") -> list[Label]:
        """As :func:`attribute`."""
        texts = [grammar.straightened(text) if len(text) <= _LONGEST else "" for text in sentences]
        speaker = self._labelled_speaker(texts[0]) if texts else ""
        if speaker:
            return [(speaker, "quoted")] * len(texts)
        heading = self._of_heading(section)
        labels: list[Label] = []
        last: Mention | None = None
        quoting = ""
        for at, text in enumerate(texts):
            label, subject = self._sentence(text, last)
            if label[0] == NEUTRAL and grammar.only_quoted(text, bool(quoting)):
                label = (quoting or self._speaker_ahead(texts, at) or (last.side if last else NEUTRAL), "quoted")
            if label == _NOBODY and heading and not self.mentions.find(text):
                label = (heading, "reported")
            if label[0] == NEUTRAL:
                label = _NOBODY
            open_quote = text.rfind(_OPEN) > text.rfind(_CLOSE) or (quoting and _CLOSE not in text)
            quoting = label[0] if open_quote and label[0] != NEUTRAL else ""
            last = subject or (last if label[0] != NEUTRAL else None)
            labels.append(label)
        return labels

    def _sentence(self, text: str, last: Mention | None) -> tuple[Label, Mention | None]:
        """The label of one sentence, and the mention that a pronoun in the next may carry on."""
        contrasted = self._contrast(text)
        if contrasted is not None:
            return (BOTH, contrasted), None
        source = self._source(text)
        if source is not None:
            return (source.side, grammar.voice(text, reported=True)), source
        said = grammar.says_pronoun(text)
        if said and last is not None and last.answers_to(said):
            return (last.side, "quoted"), last
        main = grammar.main_clause(text)
        subject = self._subject(main, last)
        if subject is None:
            return _NOBODY, None
        mention, rest = subject
        if mention.side in (NEUTRAL, BOTH):
            return _NOBODY, None
        if mention.possessive and grammar.judged(rest):
            return _NOBODY, None
        return (mention.side, grammar.voice(text, grammar.reports(rest, mention.possessive))), mention

    def _subject(self, clause: str, last: Mention | None) -> tuple[Mention, str] | None:
        """Who acts in the clause and what follows; None where no name of the topic does."""
        pronoun = grammar.pronoun(clause)
        if pronoun and last is not None:
            word, rest = pronoun
            return (last, rest) if last.answers_to(word) else None
        found = self.mentions.find(clause)
        if not found:
            return None
        agent = self._agent(clause, found)
        if agent is not None:
            return agent, clause[agent.end :]
        first = found[0]
        if not grammar.opens_subject(clause[: first.start]):
            return None
        rest = clause[first.end :]
        if grammar.joined(rest) and any(other.side != first.side for other in found[1:2]):
            return None
        if first.possessive or grammar.adjectival(first.text, rest):
            holder = grammar.held(rest)
            return (first, holder) if holder is not None else None
        rest = grammar.without_apposition(rest)
        return None if grammar.passive(rest) or grammar.related(rest) else (first, rest)

    def _agent(self, clause: str, found: Sequence[Mention]) -> Mention | None:
        """Who does it in "… by X", where the clause is passive or names an act."""
        for mention in found:
            if grammar.by_agent(clause[: mention.start]):
                return mention
        return None

    def _source(self, text: str) -> Mention | None:
        """The source that a sentence gives for what it says, at its start or its end."""
        for mention in self.mentions.find(text):
            before, after = text[: mention.start], text[mention.end :]
            if mention.side == NEUTRAL:
                continue
            if grammar.source_before(before, after, mention.possessive) or grammar.source_after(before, after):
                return mention
        return None

    def _contrast(self, text: str) -> Voice | None:
        """The voice of a sentence that has one side do one thing while the other does another; None for any other."""
        for left, right in grammar.contrasts(text):
            one, two = self._subject(grammar.main_clause(left), None), self._subject(right, None)
            if one and two and NEUTRAL not in (one[0].side, two[0].side) and one[0].side != two[0].side:
                both = all(grammar.reports(rest, mention.possessive) for mention, rest in (one, two))
                return "reported" if both else "author"
        return None

    def _labelled_speaker(self, text: str) -> str:
        """The side of the speaker in a transcript's line ("RUIZ: …"), or ""."""
        match = re.match(r"^([^:“”.]{2,60}):\s+\S", text)
        found = self.mentions.find(match.group(1), any_case=True) if match else []
        whole = bool(found and match and len(match.group(1)) - len(found[0].text) < 25)
        return found[0].side if whole and found[0].side != NEUTRAL else ""

    def _speaker_ahead(self, texts: Sequence[str], at: int) -> str:
        """The side of whoever speaks a quotation that is closed in a later sentence."""
        for text in texts[at + 1 : at + 4]:
            source = self._source(text)
            if source is not None:
                return source.side
            if _CLOSE in text and _OPEN not in text:
                return ""
        return ""

    def _of_heading(self, section: str) -> str:
        named = {mention.side for mention in self.mentions.find(section)} - {NEUTRAL}
        return named.pop() if len(named) == 1 else ""


@lru_cache(maxsize=8)
def _attributor(sides: tuple[Side, ...], actors: tuple[Actor, ...]) -> Attributor:
    return Attributor(sides, actors)
