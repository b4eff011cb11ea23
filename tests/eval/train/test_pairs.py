"""Statements with the quotes they are checked against."""

import itertools
import random

from eval.train.data import Document, Item
from eval.train.pairs import from_document, from_questions, from_statement, nearest
from eval.train.text import Span
from eval.train.written import Statement
from rag.words import terms

from .conftest import SENTENCES

DOCUMENT = Document("made", "harbour", "train", SENTENCES * 3)


def test_the_nearest_sentences_hold_most_of_the_statement():
    statement = "Ann Reed said the harbour wall could be mended in three months."
    wanted = set(terms(statement))
    best = max(itertools.combinations(SENTENCES, 2), key=lambda two: len(wanted & set(terms(" ".join(two)))))
    assert nearest(statement, SENTENCES, 2) == best


def test_fewer_where_no_other_holds_a_word():
    assert nearest("thirty families", SENTENCES, 3) == (SENTENCES[2],)


def test_what_is_supported_keeps_its_quotes():
    one = Statement("The harbour was closed.", DOCUMENT, (0,), "S")
    for seed in range(20):
        for pair in from_statement(one, random.Random(seed)):
            assert (SENTENCES[0] in pair.quotes) or pair.label == "N"


def test_rule_made_statements_are_labelled_by_what_was_done():
    pairs = [pair for seed in range(30) for pair in from_document(DOCUMENT, random.Random(seed), 5)]
    assert {pair.label for pair in pairs} == {"S", "P", "U"}
    for pair in pairs:
        if pair.label == "U":
            assert pair.statement not in pair.quotes


def test_a_wrong_answer_of_the_same_sentence_makes_an_unsupported_statement():
    document = Document("made", "shop", "train", ("Ann Reed wanted the shop and Bo Lind not.", "It rained."))
    items = [
        Item("Who wanted the shop?", document, frozenset({0}), 0, Span(0, 0, 8)),
        Item("Who did not?", document, frozenset({0}), 0, Span(0, 29, 36)),
    ]
    made = {
        (pair.statement, pair.label)
        for seed in range(30)
        for pair in from_questions(items, random.Random(seed))
        if "wanted" in pair.statement
    }
    assert made == {("Ann Reed wanted the shop.", "S"), ("Bo Lind wanted the shop.", "U")}
