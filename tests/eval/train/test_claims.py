"""Rule-made statements: what each rule does to a sentence."""

import random

import pytest

from eval.train.claims import (
    attributed,
    denied,
    exchanged,
    falsified,
    opposite,
    shortened,
    speakers,
    stated,
    surer,
)

DRAW = random.Random(0)


def test_names_change_places():
    made = exchanged("In the end Ann Reed sold the shop to Bo Lind.", DRAW)
    assert made == "In the end Bo Lind sold the shop to Ann Reed."


def test_a_list_is_not_made_false_by_another_order():
    assert exchanged("We saw Oslo and Rome.", DRAW) is None


@pytest.mark.parametrize(
    ("rule", "sentence", "made"),
    [
        (opposite, "prices increased there", "prices decreased there"),
        (surer, "The wall may fall.", "The wall will fall."),
        (denied, "It did not rain.", "It did rain."),
        (denied, "It cannot be.", "It can be."),
    ],
)
def test_one_thing_is_changed(rule, sentence, made):
    assert rule(sentence, DRAW) == made


def test_a_negation_is_put_in():
    assert denied("The wall was mended.", random.Random(1)) in (
        "The wall was not mended.",
        "The wall was never mended.",
    )


def test_what_offers_nothing_to_change_is_left():
    assert falsified("Yes!", DRAW) is None


def test_an_insertion_goes():
    assert shortened("Ann Reed, who owns a boat, sold the shop.") == "Ann Reed sold the shop."
    assert shortened("It rained.") is None


def test_a_report_and_the_same_in_another_mouth():
    sentences = [
        '"The repair will take about three months," Ann Reed said.',
        "Bo Lind said nothing was lost at sea.",
    ]
    assert speakers(sentences) == ["Ann Reed", "Bo Lind"]
    right, wrong = attributed(sentences[0], speakers(sentences), DRAW)
    assert "Ann Reed" in right
    assert "the repair will take about three months" in right
    assert wrong is not None
    assert "Bo Lind" in wrong


@pytest.mark.parametrize(
    ("question", "answer", "statement"),
    [
        ("Who mended the wall?", "Ann Reed", "Ann Reed mended the wall."),
        ("What is the capital of Norway?", "Oslo", "The capital of Norway is Oslo."),
        ("Why did it rain?", "clouds", None),
        ("Who was it sold to?", "Bo", None),
    ],
)
def test_a_question_and_its_answer_as_a_statement(question, answer, statement):
    assert stated(question, answer) == statement
