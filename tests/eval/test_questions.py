"""Question sets and measures, against hand-made examples."""

import json
from pathlib import Path

import pytest

from eval.metrics import (
    auroc,
    calibration_error,
    cites_gold,
    hit_rank,
    holds_keys,
    precision_recall_f1,
    recall_at,
)
from eval.questions import Gold, load, resolve
from index import Article, shipped_articles
from index.read import read
from index.settings import Settings
from rag import Answer, BylineError, Citation

SETS = Path(__file__).parents[2] / "eval" / "sets"
ROW = {
    "id": "q1",
    "article": "shipped",
    "question": "Who?",
    "kind": "fact",
    "quotes": ["Ann came."],
    "answerable": True,
}


def answer(text: str, *spans: tuple[int, int]) -> Answer:
    cited = tuple(Citation(n, "", *span, "a", "", None, False, 1.0) for n, span in enumerate(spans, 1))
    return Answer("?", text, not spans, None, cited, (), (), 0.5, "quote")


def test_the_shipped_set_is_about_the_shipped_article() -> None:
    article = read(shipped_articles()[0], Settings())
    questions = load(SETS / "article.jsonl")
    assert len(questions) >= 60
    for question in questions:
        golds = resolve(question, article)
        assert bool(golds) == question.answerable
        assert all(article.text[a:b] == gold.quote for gold in golds for a, b in gold.places)


def test_the_development_set_does_not_ask_the_shipped_article() -> None:
    assert "shipped" not in {question.article for question in load(SETS / "news-dev.jsonl")}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (json.dumps({**ROW, "colour": "red"}), r"set.jsonl:2: colour"),
        (json.dumps({**ROW, "kind": "riddle"}), r"set.jsonl:2: kind"),
        ("not json", r"set.jsonl:2: line"),
        (json.dumps(ROW), r"set.jsonl:2: id 'q1' stands twice"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(f"{json.dumps(ROW)}\n{line}\n")
    with pytest.raises(BylineError, match=message):
        load(path)


def test_a_quote_that_occurs_twice_has_two_places(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(ROW))
    (question,) = load(path)
    (gold,) = resolve(question, Article("Ann came. It rained. Ann came."))
    assert gold.places == ((0, 9), (21, 30))
    with pytest.raises(BylineError, match="quote is not in the article"):
        resolve(question, Article("Ann left."))


GOLDS = (Gold("first", ((0, 10),)), Gold("second", ((50, 70), (90, 110))))


def test_a_span_hits_where_it_shares_half_of_the_shorter() -> None:
    assert hit_rank([(20, 30), (8, 30), (5, 30)], GOLDS) == 3
    assert hit_rank([(100, 300)], GOLDS) == 1
    assert hit_rank([(20, 30)], GOLDS) is None
    assert hit_rank([], GOLDS) is None


def test_recall_counts_what_was_not_found() -> None:
    assert recall_at([1, 2, None, 5], 1) == 0.25
    assert recall_at([1, 2, None, 5], 3) == 0.5


def test_citations_of_one_or_of_all_gold_quotes() -> None:
    one = answer("text", (0, 10))
    assert cites_gold(one, GOLDS, need_all=False)
    assert not cites_gold(one, GOLDS, need_all=True)
    assert cites_gold(answer("text", (0, 10), (90, 110)), GOLDS, need_all=True)
    assert not cites_gold(answer("text"), GOLDS, need_all=False)


def test_keys_are_found_as_whole_words() -> None:
    keys = (("Valdai Club", "Valdai"), ("expert",))
    assert holds_keys(answer("An EXPERT of the Valdai club [1]."), keys)
    assert not holds_keys(answer("An inexpert of the Valdai club."), keys)


def test_auroc_is_the_share_of_pairs_in_order() -> None:
    scores, labels = [0.9, 0.4, 0.4, 0.1], [True, True, False, False]
    pairs = [
        (p, n)
        for p, a in zip(scores, labels, strict=True)
        if a
        for n, b in zip(scores, labels, strict=True)
        if not b
    ]
    naive = sum(1.0 if p > n else 0.5 if p == n else 0.0 for p, n in pairs) / len(pairs)
    assert auroc(scores, labels) == pytest.approx(naive)


def test_calibration_error_by_hand() -> None:
    # one bin holds .81 and .89, half of them true; another .1, false: (|1 - 1.70| + |0 - .1|) / 3
    assert calibration_error([0.81, 0.89, 0.1], [True, False, False]) == pytest.approx(0.8 / 3)
    assert calibration_error([1.0, 0.0], [True, False]) == 0.0


def test_precision_recall_f1_by_hand() -> None:
    assert precision_recall_f1([True, True, False], [True, False, True]) == (0.5, 0.5, 0.5)
    assert precision_recall_f1([False, False], [True, True]) == (0.0, 0.0, 0.0)
