"""Statements that people judged, in each set's own layout: pairs with their label and nearest sentences."""

import json
import zipfile
from pathlib import Path

import pytest

from eval.train.judged import judged_split, read_judged
from eval.train.pairs import Pair

ARTICLE = "Ann sold the shop in 1999. Bo bought it for 300 euros. It rained all day. Nobody came."
KNOWN = (
    "The known article begins here, at some length, so that its opening tells it from the others. Ann left."
)


@pytest.fixture
def sets(tmp_path: Path) -> Path:
    """One or two records of every set."""

    def lines(path: str, *rows: object) -> None:
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("\n".join(json.dumps(row) for row in rows))

    claim = {"claim_string": "Bo paid 300 euros.", "evidence": [ARTICLE], "support": "Complete"}
    other = {"claim_string": "Bo paid at once.", "evidence": [ARTICLE], "support": "Incomplete"}
    unseen = {"claim_string": "Bo sang.", "evidence": [], "support": "Missing"}
    lines("expertqa/rand_val.jsonl", {"answers": {"x": {"claims": [claim, other, unseen]}}})
    lines("expertqa/domain_val.jsonl", {"answers": {"x": {"claims": [claim]}}})
    judged = {"claim": "Ann sold it.", "evidence": ARTICLE}
    stances = ("completely-support", "partially-support", "irrelevant")
    lines(
        "factcheck-gpt/subtask3_claim_evidence_stance.jsonl", *({**judged, "stance": s} for s in stances[1:])
    )
    fever = {"claim": "It rained.", "label": "SUPPORTS", "evidence": ["It rained all day -LRB- hard -RRB- ."]}
    lines("fever-gold/validation.jsonl", fever)
    lines("fever-gold/test.jsonl")
    lines(
        "fever-symmetric/a.jsonl",
        {"claim": "Ann won .", "label": "REFUTES", "evidence_sentence": "Ann lost ."},
    )
    told = {"text": "Nobody came.", "label": "SUPPORTS", "gold_evidence": [{"text": "No guest came."}]}
    lines("fool-me-twice/dev.jsonl", told)
    lines("fool-me-twice/test.jsonl")
    (tmp_path / "breaking-nli").mkdir()
    with zipfile.ZipFile(tmp_path / "breaking-nli" / "breaking_nli_dataset.zip", "w") as archive:
        pair = {"sentence1": "A red car.", "sentence2": "A blue car.", "gold_label": "contradiction"}
        archive.writestr("data/dataset.jsonl", json.dumps(pair))
    edited = {"reference_summary": "Ann sold . Bo paid .", "edited_summary": "Ann kept . Bo paid ."}
    lines("bump/task1_dataset.json", [{"article": ARTICLE, **edited}, {"article": KNOWN, **edited}])
    lines("bump/task2_dataset.json", [])
    said = {"sentence": "Ann left.", "responses": [{"response": "yes"}]}
    lines("qags/mturk_cnndm.jsonl", {"article": KNOWN, "summary_sentences": [said]})
    pairs = [{"article_sent": ARTICLE, "correct_sent": "Ann sold.", "incorrect_sent": "Bo sold."}]
    lines("falke-correctness/val_sentence_pairs.json", pairs)
    base = {"doc": ARTICLE, "original_summary": "Ann sold it. It rained."}
    consistent = {**base, "summary": "Ann sold it. It rained.", "label": 1}
    lines("summedits/a.json", [consistent, {**base, "summary": "Ann sold it. It snowed.", "label": 0}])
    answer = {"question": "", "passages": [["Shop", ARTICLE]], "prediction 1": "Ann sold it. She wept."}
    errors = [{"error type": "Unverifiable", "start": 13, "end": 22}]
    lines("qa-feedback/dev_feedback.json", [{**answer, "feedback": {"errors": errors}}])
    return tmp_path


def _labels(sets: Path, source: str) -> dict[str, str]:
    return {pair.statement: pair.label for pair in read_judged(sets) if pair.source == source}


@pytest.mark.parametrize(
    ("source", "labels"),
    [
        ("expertqa", {"Bo paid 300 euros.": "S", "Bo paid at once.": "N"}),
        ("fever", {"It rained.": "S"}),
        ("symmetric", {"Ann won.": "U"}),
        ("fool", {"Nobody came.": "S"}),
        ("breaking", {"A blue car.": "U"}),
        ("bump", {"Ann sold.": "S", "Ann kept.": "U"}),
        ("falke", {"Ann sold.": "S", "Bo sold.": "U"}),
        ("summedits", {"Ann sold it.": "S", "It rained.": "S", "It snowed.": "U"}),
        ("feedback", {"Ann sold it.": "S", "She wept.": "N"}),
    ],
)
def test_a_set_gives_its_own_labels(sets: Path, source: str, labels: dict[str, str]):
    assert _labels(sets, source) == labels


def test_the_same_claim_with_two_stances_is_two_pairs(sets: Path):
    assert {pair.label for pair in read_judged(sets) if pair.source == "factcheck"} == {"P", "U"}


def test_two_splits_of_the_same_records_give_each_claim_once(sets: Path):
    assert sum(pair.statement == "Bo paid 300 euros." for pair in read_judged(sets)) == 1


def test_quotes_are_whole_sentences_of_the_source(sets: Path):
    for pair in read_judged(sets):
        if pair.source in ("bump", "summedits"):
            assert pair.quotes
            assert all(quote in ARTICLE for quote in pair.quotes)


def test_what_shares_a_source_is_on_one_side():
    sides = {judged_split(Pair(text, ("Ann sold.",), "S", "made")) for text in ("a", "b", "c")}
    assert len(sides) == 1
