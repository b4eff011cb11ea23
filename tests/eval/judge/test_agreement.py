"""Agreement with people, against counts by hand, naive loops and scipy."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import pearsonr, spearmanr
from sklearn.metrics import f1_score, recall_score, roc_auc_score, roc_curve

from eval.judge import Agreement, Judgement, Labelled, agreement, choose_thresholds, table
from eval.judge.agreement import PEOPLE, ceiling
from eval.judge.figures import (
    auroc,
    balanced,
    best_threshold,
    f1_supported,
    f1_unsupported,
    pearson,
    spearman,
)
from eval.records import SupportVerdict, Tokens


class Told:
    """Says what it was told to say of each sentence."""

    name = "told"

    def __init__(self, says: dict[str, Judgement]) -> None:
        self._says = says

    def judge(self, sentence: str, sources: Sequence[str]) -> Judgement:
        assert sources == ("source",)
        return self._says[sentence]


def says(support: float | None, verdict: SupportVerdict) -> Judgement:
    return Judgement(support, verdict, tokens=Tokens(10, 1))


def row(sentence: str, supported: bool, share: float | None = None, article: str = "") -> Labelled:
    return Labelled(
        sentence, article or sentence, article or sentence, sentence, ("source",), supported, share
    )


SET = (row("a", True), row("b", True), row("c", False), row("d", False), row("e", True))
JUDGE = Told(
    {
        "a": says(0.9, "supported"),
        "b": says(0.4, "partial"),
        "c": says(0.6, "supported"),
        "d": says(0.1, "contradicted"),
        "e": says(None, "unscored"),
    }
)


def test_figures_by_hand() -> None:
    [got] = agreement([JUDGE], SET, resamples=50)
    assert (got.judge, got.sentences, got.unscored) == ("told", 5, 1)
    assert got.value("AUROC") == 3 / 4  # of the pairs ac, ad, bc, bd only bc is the wrong way round
    assert got.value("balanced accuracy") == (1 / 2 + 1 / 2) / 2
    assert got.value("F1 supported") == 2 * 1 / (2 * 1 + 1 + 1)
    assert got.value("F1 unsupported") == 2 * 1 / (2 * 1 + 1 + 1)
    assert got.tokens == Tokens(50, 5)
    assert got.threshold is None
    assert got.value("Pearson") is None


def test_an_unscored_sentence_counts_neither_for_nor_against() -> None:
    without = agreement([JUDGE], SET[:4], resamples=50)[0]
    assert agreement([JUDGE], SET, resamples=50)[0].figures == without.figures


def test_a_threshold_is_chosen_on_another_set() -> None:
    # there, from 0.4 on all is supported: a, b and c are, d is not
    other = (row("a", True), row("b", True), row("d", False))
    chosen = choose_thresholds([JUDGE], other)
    assert chosen == (0.4,)
    [got] = agreement([JUDGE], SET, chosen, resamples=50)
    assert got.threshold == 0.4
    assert got.value("balanced accuracy, t chosen") == (2 / 2 + 1 / 2) / 2
    [none] = agreement([JUDGE], SET, choose_thresholds([JUDGE], other[:2]), resamples=50)
    assert (none.threshold, none.value("balanced accuracy, t chosen")) == (None, None)
    with pytest.raises(ValueError, match="zip"):
        agreement([JUDGE, JUDGE], SET, chosen)


def test_correlation_by_sentence_and_by_summary() -> None:
    told = Told({"a": says(0.9, "supported"), "b": says(0.4, "partial"), "c": says(0.2, "unsupported")})
    judged = {"a": 0.9, "b": 0.4, "c": 0.2}
    labelled = (
        row("a", True, 1.0, "x"),
        row("b", False, 1 / 3, "x"),
        row("c", False, 0.0, "y"),
        row("a", True, 2 / 3, "z"),
    )
    [got] = agreement([told], labelled, resamples=50)
    supports = [judged[one.sentence] for one in labelled]
    assert got.value("Pearson") == pytest.approx(pearsonr(supports, [1, 1 / 3, 0, 2 / 3])[0])
    means = [(0.9 + 0.4) / 2, 0.2, 0.9], [1 / 2, 0, 1]
    assert got.value("Pearson, summaries") == pytest.approx(pearsonr(*means)[0])
    assert got.value("Spearman, summaries") == pytest.approx(1.0)
    # a text is as supported as its least sentence: x no, y no, z yes
    assert got.value("AUROC, texts") == 1.0


def test_three_verdicts_against_three_labels() -> None:
    kinds = ("supported", "partially_supported", "not_supported", "not_supported")
    labelled = tuple(
        Labelled(s, s, s, s, ("source",), kind == "supported", kind=kind)
        for s, kind in zip("abcd", kinds, strict=True)
    )
    [got] = agreement([JUDGE], labelled, resamples=50)
    # of the supported 1 of 1, of the partial 1 of 1, of the not supported 1 of 2
    assert got.value("balanced accuracy, three-way") == pytest.approx((1 + 1 + 1 / 2) / 3)


def test_people_are_the_ceiling_where_the_other_two_agree() -> None:
    votes = [(True, True, True), (True, True, False), (False, False, False)]
    rows = tuple(
        Labelled(str(n), str(n), str(n), "s", ("source",), sum(v) > 1, sum(v) / 3, v)
        for n, v in enumerate(votes)
    )
    got = ceiling(rows, resamples=50)
    assert got is not None
    # three yes of yes and three no of no; of the mixed votes only the two yes are agreed: the third said no
    assert got.sentences == 3 + 1 + 3
    assert got.value("balanced accuracy") == (3 / 4 + 3 / 3) / 2
    assert got.value("AUROC") is None
    assert agreement([Told({"s": says(0.9, "supported")})], rows, resamples=50)[-1].judge == PEOPLE
    assert ceiling(SET) is None


def test_auroc_and_the_threshold_are_what_a_naive_loop_finds() -> None:
    random = np.random.default_rng(3)
    support, label = random.integers(0, 8, 60) / 8, random.integers(0, 2, 60)
    rows = np.column_stack([support, label, support >= 0.5]).astype(float)
    pairs = [(a > b) + (a == b) / 2 for a in support[label == 1] for b in support[label == 0]]
    assert auroc(rows) == pytest.approx(np.mean(pairs))

    def accuracy(t: float) -> float:
        return float(((support >= t)[label == 1].mean() + (support < t)[label == 0].mean()) / 2)

    assert balanced(rows) == pytest.approx(accuracy(0.5))
    best = best_threshold(rows)
    assert best is not None
    assert accuracy(best) == pytest.approx(max(accuracy(t) for t in [*support, 9.0]))


@pytest.mark.parametrize("seed", range(8))
def test_figures_are_those_of_scikit_learn_and_scipy(seed: int) -> None:
    random = np.random.default_rng(seed)
    support, label, said = random.integers(0, 7, 40) / 7, random.integers(0, 2, 40), random.integers(0, 2, 40)
    rows = np.column_stack([support, label, said]).astype(float)
    assert auroc(rows) == pytest.approx(roc_auc_score(label, support), abs=1e-12)
    assert balanced(rows) == pytest.approx(recall_score(label, said, average="macro"), abs=1e-12)
    assert f1_supported(rows) == pytest.approx(f1_score(label, said), abs=1e-12)
    assert f1_unsupported(rows) == pytest.approx(f1_score(label, said, pos_label=0), abs=1e-12)
    assert pearson(rows[:, :2]) == pytest.approx(pearsonr(support, label)[0], abs=1e-12)
    assert spearman(rows[:, :2]) == pytest.approx(spearmanr(support, label)[0], abs=1e-12)
    false, true, thresholds = roc_curve(label, support)
    best = best_threshold(rows)
    assert (true - false)[thresholds == best] == pytest.approx(max(true - false))
    three = np.column_stack([support, random.integers(0, 3, 40), random.integers(0, 3, 40)])
    assert balanced(three) == pytest.approx(recall_score(three[:, 1], three[:, 2], average="macro"))


def test_none_called_supported_is_an_f1_of_0() -> None:
    assert f1_supported(np.array([[0.1, 1, 0], [0.2, 0, 0]])) == 0.0
    assert best_threshold(np.array([[0.1, 1, 0], [0.2, 0, 0]])) == np.inf


def test_an_interval_that_no_resample_varies_is_none() -> None:
    # wrong of every sentence, so that every figure is 0 in whatever is drawn
    wrong = Told({name: says(0.9 - 0.1 * place, "supported") for place, name in enumerate("abcd")})
    labelled = (row("a", False), row("b", False), row("c", True), row("d", True))
    [got] = agreement([wrong], labelled, resamples=50)
    figures = {figure.name: figure for figure in got.figures}
    assert (figures["AUROC"].value, figures["AUROC"].interval) == (0.0, None)
    assert (figures["balanced accuracy"].value, figures["balanced accuracy"].interval) == (0.5, None)
    varied = figures["F1 supported"].interval
    assert varied
    assert varied.low < varied.high
    assert "0.50 (" not in table([got])


def test_without_both_labels_nothing_is_made_up() -> None:
    rows = np.array([[0.5, 1, 1], [0.7, 1, 0]])
    assert [f(rows) for f in (auroc, balanced, f1_supported, f1_unsupported, best_threshold)] == [None] * 5
    [got] = agreement([JUDGE], SET[-1:], resamples=50)  # only the sentence that is unscored
    assert (got.sentences, got.unscored, got.value("AUROC")) == (1, 1, None)


def test_the_table_has_a_row_for_each_judge_with_its_intervals() -> None:
    got = agreement([JUDGE], SET, choose_thresholds([JUDGE], SET), resamples=50)
    lines = table(got).splitlines()
    assert len(lines) == 3
    assert len({line.count("|") for line in lines}) == 1
    assert lines[0].split("|")[1].strip() == "judge"
    assert "0.75 (" in lines[2]
    assert "1 of 5" in lines[2]
    assert "50 + 5" in lines[2]
    assert table(()) == ""
    assert "| - " in table([Agreement("x", 0, 0, got[0].figures)])


def test_importing_the_judges_loads_nothing_heavy() -> None:
    heavy = ("torch", "llama_index", "sklearn", "scipy", "sentence_transformers", "onnxruntime")
    code = f"import eval.judge, eval.judge.fit, sys; print([m for m in {heavy} if m in sys.modules])"
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
