"""SQuAD's layout in, items with exact spans out, split by article."""

from pathlib import Path

from eval.train.data import read_squad2


def test_every_fourth_title_is_held_out(data: Path):
    sides = {
        item.document.name: item.document.split for item in read_squad2(data / "squad2/articles-11.json")
    }
    assert sides == {"A": "test", "B": "train", "C": "train", "D": "train", "E": "test"}


def test_a_span_is_the_answers_words_in_its_sentence(data: Path):
    items = list(read_squad2(data / "squad2" / "articles-11.json"))
    spans = [(item, item.span) for item in items if item.span]
    assert len(spans) == 5
    for item, span in spans:
        assert item.document.sentences[span.sentence][span.start : span.end] == "1999"
        assert item.gold == {span.sentence}


def test_an_impossible_question_has_no_gold_but_the_sentence_that_tempts(data: Path):
    items = list(read_squad2(data / "squad2" / "articles-11.json"))
    impossible = [item for item in items if "burnt" in item.question]
    assert impossible
    for item in impossible:
        assert not item.gold
        assert item.span is None
        assert item.document.sentences[item.anchor] == "Ann sold the shop in 1999."
