"""The signals that the gate weighs: what in a ranking tells an answerable question from another."""

from __future__ import annotations

import math

import numpy as np

from bot.answering.evidence import MET, Asked, Met, Reader, weighted
from bot.answering.expectation import expected, spans
from bot.index.retriever import Floats, Ranking

LOOKED_AT = 5
"""Sentences, from the best down, that the signals are taken from."""


def signals(ranking: Ranking, reader: Reader) -> dict[str, float]:
    """Signals by name, in a fixed order; all zero but the sizes where nothing was found."""
    asked = reader.asked(ranking)
    top = ranking.scored[:LOOKED_AT]
    mets = [reader.met(asked, scored) for scored in top]
    base = {
        "words": math.log1p(len(asked.units)),
        "corpus": math.log(max(2, len(reader.content.passages))),
        "unknown": _share([not known for known in asked.known], asked.idf),
        "typed": _typed(ranking),
    }
    if not top:
        return {**dict.fromkeys(_FOUND, 0.0), **base}
    first = mets[0]
    soft = [max(own, float(around)) for own, around in zip(first.own, first.around, strict=True)]
    missed = [weight for own, weight in zip(soft, asked.idf, strict=True) if own < MET]
    found = {
        "passage_cosine": max(one.passage_cosine for one in ranking.scored),
        "sentence_cosine": max(one.cosine for one in ranking.scored),
        "first_cosine": top[0].cosine,
        "first_maxsim": top[0].maxsim,
        "best_maxsim": max(one.maxsim for one in top),
        "bm25": math.log1p(max(one.bm25 for one in ranking.scored)),
        "bm25_share": max(one.bm25 for one in ranking.scored) / (asked.mass + 1.0),
        "passage_bm25_share": max(one.passage_bm25 for one in ranking.scored) / (asked.mass + 1.0),
        "covered": _hard(first, asked),
        "covered_best": max(_hard(met, asked) for met in mets),
        "covered_around": _share(list(first.around), asked.idf),
        "soft": weighted(first.own, asked.idf),
        "soft_best": max(weighted(met.own, asked.idf) for met in mets),
        "weakest": min(soft, default=0.0),
        "missed": sum(missed) / (asked.mass or 1.0),
        "missed_most": max(missed, default=0.0),
        "margin": top[0].score - top[-1].score,
        "agreed": float(top[0].passage_cosine >= max(one.passage_cosine for one in ranking.scored) - 1e-9),
        "names_missed": _missed_names(asked, first),
        "numbers_missed": float(any(u.number and not a for u, a in zip(asked.units, first.around, strict=True))),
        **_rarest(asked, mets),
        **_tokens(ranking),
        **_peaks(ranking),
        "pairs": max(_pairs(asked, reader, one.passage.text) for one in top[:3]),
        "pairs_own": max(_pairs(asked, reader, one.sentence.text) for one in top[:3]),
        "new": _new(ranking, asked),
    }
    return {**found, **base}


_FOUND = (
    "passage_cosine", "sentence_cosine", "first_cosine", "first_maxsim", "best_maxsim", "bm25", "bm25_share",
    "passage_bm25_share", "covered", "covered_best", "covered_around", "soft", "soft_best", "weakest", "missed",
    "missed_most", "margin", "agreed", "names_missed", "numbers_missed", "rarest", "second_rarest", "third_rarest",
    "rare_product", "rare_own", "score_peak", "passage_peak", "maxsim_peak", "second_maxsim", "pairs", "pairs_own",
    "new", "paragraph_maxsim", "paragraph_lead", "pieces_missed", "pieces_least",
)  # fmt: skip


def _rarest(asked: Asked, mets: list[Met]) -> dict[str, float]:
    """How well the rarest words of the question are met by one sentence at best, the rarest first."""
    order = sorted(range(len(asked.idf)), key=lambda at: -asked.idf[at])[:3]
    best = [max(max(met.own[at], 0.9 * met.around[at]) for met in mets) for at in order]
    own = [mets[0].own[at] for at in order]
    best += [1.0] * (3 - len(best))
    return {
        "rarest": best[0], "second_rarest": best[1], "third_rarest": best[2],
        "rare_product": max((math.prod(max(met.own[at], 0.05) for at in order) for met in mets), default=1.0),
        "rare_own": sum(own) / (len(own) or 1),
    }  # fmt: skip


def _tokens(ranking: Ranking) -> dict[str, float]:
    """How the question's word pieces are met: by a whole paragraph, and which share of their weight is not."""
    weights = ranking.weights
    total = float(weights.sum()) or 1.0
    best: dict[str, Floats] = {}
    for one in ranking.scored[:20]:
        if len(one.matches):
            known = best.get(one.passage.id)
            best[one.passage.id] = one.matches if known is None else np.maximum(known, one.matches)
    paragraphs = sorted((float((weights * matches).sum()) / total for matches in best.values()), reverse=True)
    first = ranking.scored[0].matches
    missed = float(weights[first < 0.6].sum()) / total if len(first) else 1.0
    return {
        "paragraph_maxsim": paragraphs[0] if paragraphs else 0.0,
        "paragraph_lead": paragraphs[0] - paragraphs[1] if len(paragraphs) > 1 else 0.0,
        "pieces_missed": missed,
        "pieces_least": float(np.sort(first)[: max(1, len(first) // 3)].mean()) if len(first) else 0.0,
    }


def _peaks(ranking: Ranking) -> dict[str, float]:
    """How far the best stand out from the rest."""
    scores = [one.score for one in ranking.scored[:20]]
    passages = sorted({one.passage.id: one.passage_cosine for one in ranking.scored}.values(), reverse=True)
    maxsims = sorted((one.maxsim for one in ranking.scored[:20]), reverse=True)
    return {
        "score_peak": scores[0] - sum(scores) / len(scores),
        "passage_peak": passages[0] - sum(passages[:10]) / len(passages[:10]),
        "maxsim_peak": maxsims[0] - sum(maxsims) / len(maxsims),
        "second_maxsim": maxsims[min(1, len(maxsims) - 1)],
    }


def _pairs(asked: Asked, reader: Reader, text: str) -> float:
    """The share of the question's neighbouring content words that stand near each other in the text."""
    pairs = list(zip(asked.units, asked.units[1:], strict=False))
    if not pairs:
        return 0.0
    where: dict[str, list[int]] = {}
    for at, unit in enumerate(unit for unit in reader.content.vocabulary.units(text) if not unit.stop):
        for key in unit.keys:
            where.setdefault(key, []).append(at)
    met = 0
    for left, right in pairs:
        first = [at for key in left.keys for at in where.get(key, ())]
        second = [at for key in right.keys for at in where.get(key, ())]
        met += any(abs(a - b) <= 3 for a in first for b in second)
    return met / len(pairs)


def _new(ranking: Ranking, asked: Asked) -> float:
    """1 where the best sentences have the kind of thing asked for that the question does not hold already."""
    want = expected(ranking.question)
    if want.asked == "other":
        return 0.0
    held = ranking.question.lower()
    for at, one in enumerate(ranking.scored[:2]):
        text = one.sentence.text
        if any(text[a:b].lower() not in held for a, b in spans(want.asked, text)):
            return 1.0 - at / 2
    return -1.0


def _hard(met: Met, asked: Asked) -> float:
    return _share([own >= 1.0 for own in met.own], asked.idf)


def _share(flags: list[bool], weights: tuple[float, ...]) -> float:
    return weighted([float(flag) for flag in flags], weights)


def _missed_names(asked: Asked, met: Met) -> float:
    missed = [
        unit.text[:1].isupper() and unit.start > 0 and not around
        for unit, around in zip(asked.units, met.around, strict=True)
    ]
    return float(sum(missed))


def _typed(ranking: Ranking) -> float:
    """1 where the best sentence has the kind of thing that is asked for, -1 where it lacks it, 0 where any will do."""
    want = expected(ranking.question)
    if not want.strict or not ranking.scored:
        return 0.0
    return 1.0 if spans(want.asked, ranking.scored[0].sentence.text) else -1.0
