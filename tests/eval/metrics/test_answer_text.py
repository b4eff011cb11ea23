"""Token F1 and its kin against SQuAD's own rules, and by hand."""

import re
import string
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics import (
    ABSTAINED,
    FAILED,
    NOT_APPLICABLE,
    Score,
    answer_f1,
    exact_match,
    key_coverage,
    normalised,
    token_f1,
)
from eval.metrics.answer_text import ANSWER_TEXT, EXACT_MATCH, KEY_COVERAGE, SQUAD_F1, TOKEN_F1

from .make import abstention, answer, asked, cite, question, unanswerable


def official_tokens(text: str) -> list[str]:
    """`normalize_answer` and `get_tokens` of evaluate-v2.0.py."""
    lower = "".join(c for c in text.lower() if c not in set(string.punctuation))
    return " ".join(re.sub(re.compile(r"\b(a|an|the)\b", re.UNICODE), " ", lower).split()).split()


def official_f1(gold: str, ours: str) -> float:
    """`compute_f1` of evaluate-v2.0.py."""
    gold_tokens, our_tokens = official_tokens(gold), official_tokens(ours)
    same = sum((Counter(gold_tokens) & Counter(our_tokens)).values())
    if len(gold_tokens) == 0 or len(our_tokens) == 0:
        return float(gold_tokens == our_tokens)
    if same == 0:
        return 0.0
    precision, recall = same / len(our_tokens), same / len(gold_tokens)
    return 2 * precision * recall / (precision + recall)


texts = st.text(alphabet="ab the,.-'é1 A", max_size=25)


@given(texts, texts)
def test_f1_is_that_of_the_official_script(text, gold) -> None:
    assert normalised(text) == official_tokens(text)
    assert token_f1(text, gold) == pytest.approx(official_f1(gold, text))


@given(texts, st.lists(texts, min_size=1, max_size=4))
def test_one_group_is_the_best_of_its_alternatives(text, golds) -> None:
    assert answer_f1(text, [golds]) == pytest.approx(max(official_f1(gold, text) for gold in golds))
    assert exact_match(text, [golds]) == any(official_tokens(gold) == official_tokens(text) for gold in golds)


def test_by_hand() -> None:
    # of "ann lee came home" and "ann lee", two tokens are shared: 2 * 2 / (4 + 2)
    assert token_f1("Ann Lee came home.", "the Ann Lee") == pytest.approx(2 / 3)
    assert exact_match("The Ann Lee!", [["Bo", "Ann Lee"]])
    assert not exact_match("Ann Lee came", [["Ann Lee"]])


def test_several_groups_are_one_text_in_their_order() -> None:
    keys = [["Ann", "Ann Lee"], ["Oslo"]]
    assert exact_match("Ann Lee Oslo", keys)
    assert exact_match("Ann, Oslo", keys)
    assert not exact_match("Oslo Ann", keys)
    # the likest alternative of the first is "Ann Lee": 2 * 3 / (5 + 3)
    assert answer_f1("Ann Lee came from Oslo", keys) == pytest.approx(6 / 8)


def test_coverage_is_the_share_of_groups() -> None:
    assert key_coverage("Ann Lee came.", [["Ann"], ["Oslo", "Norway"]]) == 0.5


KEYED = question(keys=(("Ann Lee",),))


def test_markers_and_notes_are_no_words_of_the_answer() -> None:
    sentences = answer("Ann Lee", text="Ann Lee [1] (only partly supported)", citations=[cite()])
    assert EXACT_MATCH.score(asked(KEYED, sentences)) == Score(1.0)
    plain = answer(text="Ann [1][2] Lee [3, 4].")
    assert EXACT_MATCH.score(asked(KEYED, plain)) == TOKEN_F1.score(asked(KEYED, plain)) == Score(1.0)


def test_what_is_no_answer_is_told_apart() -> None:
    for measure in (EXACT_MATCH, TOKEN_F1, KEY_COVERAGE):
        assert measure.score(asked(KEYED, abstention())) == ABSTAINED
        assert measure.score(asked(KEYED, None)) == FAILED
        assert measure.score(asked(unanswerable(), abstention())) == NOT_APPLICABLE
        assert measure.score(asked(question(), answer("Ann."))) == NOT_APPLICABLE
        assert measure.score(asked(question(answerable=None), answer("Ann."))) == NOT_APPLICABLE
    assert {measure.missing for measure in ANSWER_TEXT} == {0.0}


def test_squad_2_rewards_an_abstention_where_there_is_no_answer() -> None:
    assert SQUAD_F1.score(asked(unanswerable(), abstention())) == Score(1.0)
    assert SQUAD_F1.score(asked(unanswerable(), answer("Ann."))) == Score(0.0)
    assert SQUAD_F1.score(asked(unanswerable(), None)) == FAILED
    assert SQUAD_F1.score(asked(KEYED, answer("Ann Lee came home."))) == Score(pytest.approx(2 / 3))
    assert SQUAD_F1.score(asked(KEYED, abstention())) == ABSTAINED
