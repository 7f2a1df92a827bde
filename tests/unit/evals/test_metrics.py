"""Every metric on cases worked out by hand, the nasty ones among them."""

from __future__ import annotations

import math

import numpy as np
import pytest
import pytrec_eval
from hypothesis import given
from hypothesis import strategies as st
from making import Knows, answer, cited, row, said, scene, told

from bot.answer.phrases import no_reply
from bot.model import Verdict
from evals.metrics import METRICS
from evals.metrics.abstention import accuracy, auroc, coverage, curve, decided, gate, refused
from evals.metrics.alce import citation_precision, citation_recall
from evals.metrics.balance import balance
from evals.metrics.context import context_precision, context_recall
from evals.metrics.correctness import correctness, passed, verdict
from evals.metrics.faithfulness import faithfulness
from evals.metrics.latency import percentile
from evals.metrics.quotes import quote_exactness
from evals.metrics.retrieval import RECALL, measured
from evals.metrics.sides import side_fidelity
from evals.metrics.support import support
from evals.scoring import figure, scored

UNSURE = Knows(lambda _statement, _texts: math.nan)
A, B, C = "text a", "text b", "text c"
PASSAGES = {1: A, 2: B, 3: C}


def test_citation_recall_worked_out() -> None:
    # One statement borne out by [1] and [2] together, one by nothing that it cites: 1 of 2.
    judge = told(("s1", frozenset({A, B})))
    assert citation_recall([("s1", [1, 2]), ("s2", [3])], PASSAGES, judge) == 0.5


def test_citation_precision_worked_out() -> None:
    # [1] alone bears s1 out; [3] does not, and without it the rest still does: [3] is idle. 1 of 2.
    assert citation_precision([("s1", [1, 3])], PASSAGES, told(("s1", frozenset({A})))) == 0.5
    # Neither of [1] and [2] bears it out alone, and each is needed: 2 of 2.
    assert citation_precision([("s1", [1, 2])], PASSAGES, told(("s1", frozenset({A, B})))) == 1.0
    # [1] and [2] are needed, [3] is idle: 2 of 3.
    assert citation_precision([("s1", [1, 2, 3])], PASSAGES, told(("s1", frozenset({A, B})))) == pytest.approx(2 / 3)
    # Together they do not bear it out: none counts.
    assert citation_precision([("s1", [1, 2])], PASSAGES, told()) == 0.0
    # Divided by all citations of the answer, not by statement: (1 + 0 + 0) / 3.
    judge = told(("s1", frozenset({A})))
    assert citation_precision([("s1", [1]), ("s2", [2, 3])], PASSAGES, judge) == pytest.approx(1 / 3)


def test_citations_nasty() -> None:
    yes = Knows(lambda _s, _t: 1.0)
    assert citation_recall([], PASSAGES, yes) == 0.0
    assert citation_precision([], PASSAGES, yes) == 0.0
    assert citation_recall([("s1", [])], PASSAGES, yes) == 0.0
    assert citation_precision([("s1", [])], PASSAGES, yes) == 0.0
    # A number that does not exist spoils its statement and counts as wrong.
    assert citation_recall([("s1", [1, 9])], PASSAGES, yes) == 0.0
    assert citation_precision([("s1", [1, 9]), ("s2", [2])], PASSAGES, yes) == pytest.approx(1 / 3)
    # The same number twice is one citation; two numbers for the same passage are two.
    assert citation_precision([("s1", [1, 1])], PASSAGES, told(("s1", frozenset({A})))) == 1.0
    assert citation_precision([("s1", [1, 2])], {1: A, 2: A}, told(("s1", frozenset({A})))) == 1.0
    assert math.isnan(citation_recall([("s1", [1])], PASSAGES, UNSURE))
    assert math.isnan(citation_precision([("s1", [1, 2])], PASSAGES, UNSURE))


def alce(statements: list[tuple[str, list[int]]], passages: dict[int, str], judge: Knows) -> tuple[float, float]:
    """Both figures straight from the steps of the paper's appendix, one entailment call at a time."""
    entailed = counted = total = 0
    for text, numbers in statements:
        total += len(numbers)
        joint = bool(numbers) and all(n in passages for n in numbers)
        joint = joint and bool(judge.supports(text, [passages[n] for n in numbers]))
        entailed += joint
        for n in numbers if joint else ():
            alone = judge.supports(text, [passages[n]])
            rest = [passages[m] for m in numbers if m != n]
            idle = len(numbers) > 1 and not alone and judge.supports(text, rest)
            counted += not idle
    return entailed / len(statements), counted / total if total else 0.0


@given(
    cites=st.lists(st.lists(st.integers(1, 5), max_size=4, unique=True), min_size=1, max_size=4),
    needs=st.lists(st.sets(st.sampled_from(["1", "2", "3", "4"]), min_size=1, max_size=3), max_size=5),
)
def test_citations_agree_with_the_steps_of_the_paper(cites: list[list[int]], needs: list[set[str]]) -> None:
    judge = Knows(lambda _s, texts: float(any(need <= set(texts) for need in needs)))
    passages = {n: str(n) for n in range(1, 5)}
    statements = [(f"s{at}", numbers) for at, numbers in enumerate(cites)]
    found = citation_recall(statements, passages, judge), citation_precision(statements, passages, judge)
    assert found == pytest.approx(alce(statements, passages, judge))


def test_quotes_are_compared_to_the_letter() -> None:
    reply = answer(said("s", 1), citations=[cited(1, "an exact quote"), cited(2, "another")])
    mine = row(reply)
    assert quote_exactness(mine, scene()) == 1.0
    assert quote_exactness(mine.model_copy(update={"found": ("an exact quote", "another ")}), scene()) == 0.5
    assert quote_exactness(row(answer(said("s"))), scene()) is None


def test_support_and_faithfulness() -> None:
    # The passage bears s1 out, its quote does not; s2 cites nothing.
    reply = answer(said("s1", 1), said("s2"), citations=[cited(1, "quote")])
    judge = told(("s1", frozenset({"whole passage"})))
    where = scene(judge, p1="whole passage")
    assert support(row(reply), where) == 0.0
    assert faithfulness(row(reply), where) == 0.5
    assert support(row(reply), scene(told(("s1", frozenset({"quote"}))), p1="x")) == 0.5
    # What was retrieved and not cited is context too.
    assert faithfulness(row(answer(said("s1")), paragraphs=[1]), where) == 1.0


def test_no_statements_is_not_faithful_and_a_refusal_is_not_judged() -> None:
    for metric in (support, faithfulness):
        assert metric(row(answer(text="Only talk.")), scene()) == 0.0
        assert metric(row(answer(outcome="no_evidence")), scene()) is None
        assert math.isnan(metric(row(answer(said("s", 1), citations=[cited(1)])), scene(UNSURE, p1="t")))


def test_what_cannot_be_read_is_counted_by_itself() -> None:
    good = scored(row(answer(said("s", 1), citations=[cited(1)])), scene(Knows(lambda _s, _t: 1.0), p1="t"))
    bad = scored(row(answer(said("s", 1), citations=[cited(1)]), id="d"), scene(UNSURE, p1="t"))
    assert "support" in bad.unreadable
    assert "support" not in bad.scores
    by_name = {metric.name: metric for metric in METRICS}
    one = figure(by_name["support"], "all", [good, bad])
    assert (one.value, one.counted, one.unreadable) == (1.0, 1, 1)


def test_correctness() -> None:
    case = {"must": ["50,000", "2012"], "must_not": ["2023"]}
    right = row(answer(text="Fewer than **50,000** in 2012. [1]"), **case)
    assert correctness(right, scene()) == 1.0
    assert correctness(row(answer(text="50,000 in 2012, not 2023."), **case), scene()) == 0.0
    assert correctness(row(answer(text="50,000."), **case), scene()) == 0.0
    assert correctness(row(answer(text="2012 50,000", outcome="no_evidence"), **case), scene()) == 0.0
    refusal = row(answer(outcome="no_evidence"), expect="no_evidence", why_not="fact_absent", gold=[])
    assert correctness(refusal, scene()) is None
    assert passed(right.model_copy(update={"faults": ("x",)}), scene()) == 0.0


def test_verdicts() -> None:
    claim = row(Verdict("c", "contradicted", "No."), expect="contradicted")
    assert verdict(claim, scene()) == 1.0
    assert verdict(row(Verdict("c", "supported", "Yes."), expect="contradicted"), scene()) == 0.0
    assert verdict(row(answer()), scene()) is None


def test_abstention_is_a_pair() -> None:
    right, wrong = row(answer()), row(answer()).model_copy(update={"faults": ("x",)})
    missed = row(answer(outcome="no_evidence")).model_copy(update={"faults": ("x",)})
    absent = {"expect": "no_evidence", "why_not": "topic_absent", "gold": []}
    refusal, invented = row(answer(outcome="no_evidence"), **absent), row(answer(), **absent)
    invented = invented.model_copy(update={"faults": ("x",)})
    rows = [right, wrong, missed, refusal, invented]
    assert [coverage(one, scene()) for one in rows] == [1, 1, 0, None, None]
    assert [accuracy(one, scene()) for one in rows] == [1, 0, None, None, 0]
    assert [decided(one, scene()) for one in rows] == [1, 0, 0, 1, 0]
    assert [refused("topic_absent")(one, scene()) for one in rows] == [None, None, None, 1, 0]
    assert [refused("fact_absent")(one, scene()) for one in rows] == [None] * 5


def test_the_gates_auroc_and_curve() -> None:
    absent = {"expect": "no_evidence", "why_not": "fact_absent", "gold": []}
    assert gate(row(answer(score=0.9)), scene()) == (0.9, 1.0)
    assert gate(row(answer(score=0.2), **absent), scene()) == (0.2, 0.0)
    assert gate(row(answer()), scene()) is None
    # Of the four pairs of one answerable and one not, three are the right way round.
    pairs = np.array([(0.9, 1), (0.4, 1), (0.5, 0), (0.1, 0)])
    assert auroc(pairs) == 0.75
    assert math.isnan(auroc(pairs[:2]))
    # A tie is half right.
    assert auroc(np.array([(0.5, 1), (0.5, 0)])) == 0.5
    points = curve(pairs, np.array([1.0, 1.0, 0.0, 0.0]))
    assert points == [(0.25, 1.0), (0.5, 0.5), (0.75, pytest.approx(2 / 3)), (1.0, 0.5)]


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2))
def test_the_auroc_is_sklearns(pairs: list[tuple[int, bool]]) -> None:
    from sklearn.metrics import roc_auc_score

    labels = [label for _, label in pairs]
    if len(set(labels)) == 2:
        theirs = roc_auc_score(labels, [score for score, _ in pairs])
        assert auroc(np.array(pairs, dtype=float)) == pytest.approx(theirs)


def test_side_fidelity() -> None:
    own, other, both = cited(1, side="up"), cited(2, side="down"), cited(3, side="both")
    for_up = answer(said("a", 1), said("b", 2), said("c", 3), citations=[own, other, both], kind="one_side")
    assert side_fidelity(row(for_up, speaker="up"), scene()) == pytest.approx(2 / 3)
    assert side_fidelity(row(for_up), scene()) is None
    labelled = answer(
        said("a", 1, part="Upstream"), said("b", 2, part="Upstream"), said("c", 2, part="Upstream: concession"),
        said("d", part="Downstream"), citations=[own, other], kind="both_sides",
    )  # fmt: skip
    assert side_fidelity(row(labelled), scene()) == 0.5
    authors = answer(said("a", 1), citations=[cited(1, side="neutral")], kind="one_side")
    assert side_fidelity(row(authors, side="up"), scene()) == 0.0


def test_balance() -> None:
    two, one = [said("a", 1, part="Upstream")] * 2, said("b", 2, part="Downstream")
    reply = {"citations": [cited(1), cited(2)], "kind": "both_sides"}
    assert balance(row(answer(*two, one, **reply)), scene()) == 0.5
    assert balance(row(answer(*two, **reply)), scene()) == 0.0
    told_so = answer(*two, **reply, text=f"a a {no_reply('Downstream')}")
    assert balance(row(told_so), scene()) == 1.0
    assert balance(row(answer(**reply)), scene()) == 0.0
    assert balance(row(answer(one)), scene()) is None


def test_retrieval_worked_out() -> None:
    found = measured(["7", "3", "1"], {"3", "9"})
    ideal = 1 + 1 / math.log2(3)
    assert found["R@3"] == 0.5
    assert found["RR@10"] == 0.5
    assert found["nDCG@10"] == pytest.approx((1 / math.log2(3)) / ideal)
    assert measured([], {"3"}) == {"R@3": 0.0, "RR@10": 0.0, "nDCG@10": 0.0}
    assert RECALL.observe(row(answer(), paragraphs=[2, 1, 1]), scene()) == 1.0
    assert RECALL.observe(row(answer(), suite="summary", paragraphs=[1]), scene()) is None


@given(ranking=st.permutations([str(n) for n in range(15)]), gold=st.sets(st.integers(0, 20).map(str), min_size=1))
def test_retrieval_agrees_with_trec_eval(ranking: list[str], gold: set[str]) -> None:
    evaluator = pytrec_eval.RelevanceEvaluator({"q": dict.fromkeys(gold, 1)}, {"recall.3", "recip_rank", "ndcg_cut.10"})
    theirs = evaluator.evaluate({"q": {doc: float(len(ranking) - at) for at, doc in enumerate(ranking)}})["q"]
    mine = measured(ranking, gold)
    assert mine["R@3"] == pytest.approx(theirs["recall_3"])
    assert mine["nDCG@10"] == pytest.approx(theirs["ndcg_cut_10"])
    assert mine["RR@10"] == pytest.approx(theirs["recip_rank"] if theirs["recip_rank"] >= 0.1 else 0.0)


def test_context_worked_out() -> None:
    # Gold on ranks 1 and 3: (1/1 + 2/3) / 2.
    assert context_precision([4, 7, 5], {4, 5}) == pytest.approx((1 + 2 / 3) / 2)
    assert context_precision([7, 8], {4}) == 0.0
    assert context_precision([], {4}) == 0.0
    assert context_recall(["It fell by half."], ["FELL", "1999"]) == 0.5
    assert context_recall([], ["fell"]) == 0.0


def test_percentiles() -> None:
    values = np.array([10.0, 20.0, 30.0, 40.0])
    assert percentile(values, 50) == 25.0
    assert percentile(values, 100) == 40.0


def test_every_metric_has_a_name_of_its_own_and_says_what_it_is() -> None:
    assert len({metric.name for metric in METRICS}) == len(METRICS)
    assert all(metric.title and metric.about for metric in METRICS)
