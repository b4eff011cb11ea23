"""Sets of questions about one paragraph, in their own layouts: items with exact spans, split by article."""

import json
from pathlib import Path

from eval.train.paragraphs import read_adversarial, read_qasrl, read_selqa, read_squad_joined

from .conftest import PARAGRAPH


def _asked(question: str, answer: str | None, **more: object) -> dict[str, object]:
    answers = [{"text": answer, "answer_start": PARAGRAPH.index(answer)}] if answer else []
    return {"question": question, "is_impossible": answer is None, "answers": answers, **more}


def _joined(folder: Path, *asked: dict[str, object]) -> Path:
    titles = ("untitled-a", "Some_Article")
    articles = [{"title": title, "paragraphs": [{"context": PARAGRAPH, "qas": asked}]} for title in titles]
    (folder / "joined.json").write_text(json.dumps({"data": articles}))
    return folder / "joined.json"


def test_an_answer_is_its_words_in_its_sentence(tmp_path: Path):
    path = _joined(tmp_path, _asked("How much was paid?", "300 euros"))
    for item in read_squad_joined(path):
        assert item.span is not None
        sentence = item.document.sentences[item.span.sentence]
        assert sentence == "Bo bought it for 300 euros."
        assert sentence[item.span.start : item.span.end] == "300 euros"


def test_an_impossible_question_tempts_with_the_sentence_nearest_to_it(tmp_path: Path):
    path = _joined(tmp_path, _asked("Who bought the shop for 500 euros?", None))
    item = next(iter(read_squad_joined(path)))
    assert not item.gold
    assert item.document.sentences[item.anchor] == "Bo bought it for 300 euros."


def test_an_answer_that_may_be_in_two_places_is_left_out(tmp_path: Path):
    path = _joined(tmp_path, _asked("Who bought it?", "Bo", n_occurrences=2))
    assert not list(read_squad_joined(path))


def test_paragraphs_without_a_title_are_never_held_out(tmp_path: Path):
    items = read_squad_joined(_joined(tmp_path, _asked("How much was paid?", "300 euros")))
    assert {i.document.split for i in items if i.document.name.startswith("untitled")} == {"train"}


def test_adversarial_questions_about_a_held_out_title_are_held_out(tmp_path: Path):
    path = tmp_path / "adversarial.jsonl"
    answers = {"text": ["300 euros"], "answer_start": [PARAGRAPH.index("300")]}
    rows = [
        {"title": t, "context": PARAGRAPH, "question": "How much?", "answers": answers} for t in ("A", "B")
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows))
    assert [item.document.split for item in read_adversarial(path, ("A",))] == ["test", "train"]


def test_a_section_question_keeps_every_sentence_that_answers(tmp_path: Path):
    row = {"article": "Shop", "section": "Sale", "question": "Who was in it?", "answers": [0, 2]}
    row["candidates"] = ["Ann was.", "It rained.", "Bo was."]
    (tmp_path / "selqa-ass-dev.json").write_text(json.dumps([row, {**row, "answers": []}]))
    (tmp_path / "selqa-ass-test.json").write_text("[]")
    (item,) = read_selqa(tmp_path)
    assert item.gold == {0, 2}
    assert item.document.sentences == ("Ann was.", "It rained.", "Bo was.")


def test_a_question_about_a_verb_points_to_its_own_sentence(tmp_path: Path):
    tokens = {"Wiki1k:wikinews:1:0:0": "It rained .", "Wiki1k:wikinews:1:0:1": "Bo bought the old shop ."}
    lines = ["qasrl_id,tokens,sentence", *(f"{key},{text},{text}" for key, text in tokens.items())]
    asked = "qasrl_id,question,answer_range\nWiki1k:wikinews:1:0:1,What did someone buy?,2:5\n"
    for part in ("dev", "test"):
        (tmp_path / f"wikinews.{part}.sentences.csv").write_text("\n".join(lines) + "\n")
        (tmp_path / f"wikinews.{part}.gold.csv").write_text(
            asked if part == "dev" else asked.splitlines()[0] + "\n"
        )
    (item,) = read_qasrl(tmp_path)
    assert item.span is not None
    sentence = item.document.sentences[item.span.sentence]
    assert (sentence, sentence[item.span.start : item.span.end]) == (
        "Bo bought the old shop.",
        "the old shop",
    )
