from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from eval.report.page import render_page
from tests.eval.building import about, abstention, answer, asked, question, run
from tests.eval.report.making import ATTACK, hostile_run, mixed, right, summed


class Reader(HTMLParser):
    """Tags, attributes and text as a browser would tell them apart."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def page_of(*questions, others=()) -> str:
    made = run(*questions)
    return render_page(made, summed(made), others)


@pytest.fixture(scope="module")
def mixed_page() -> str:
    return page_of(*mixed())


def test_every_question_stands_with_its_outcome(mixed_page: str) -> None:
    cards = [a for a in Reader(mixed_page).all("details") if a.get("class") == "question"]
    outcomes = ["right", "wrong", "abstained", "failed", "right", "wrong", "unlabelled"]
    assert [card["data-outcome"] for card in cards] == outcomes


def test_ids_are_unique_and_links_lead_to_them(mixed_page: str) -> None:
    reader = Reader(mixed_page)
    ids = [attributes["id"] for _, attributes in reader.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    anchors = {a["href"][1:] for a in reader.all("a") if "=" not in a["href"]}
    assert anchors <= set(ids)


def test_it_asks_for_nothing(mixed_page: str) -> None:
    reader = Reader(mixed_page)
    assert not {"img", "link", "iframe", "object", "embed", "base"} & {tag for tag, _ in reader.tags}
    assert all("src" not in attributes for _, attributes in reader.tags)
    assert all(attributes["href"].startswith("#") for _, attributes in reader.tags if "href" in attributes)
    assert "@import" not in mixed_page
    assert "url(http" not in mixed_page


def test_only_its_own_script_may_run(mixed_page: str) -> None:
    script = re.search(r"<script>(.*)</script>", mixed_page, re.S)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = next(m["content"] for m in Reader(mixed_page).all("meta") if m.get("http-equiv"))
    assert policy.startswith("default-src 'none'")
    assert f"script-src 'sha256-{digest}'" in policy


def test_figures_have_intervals_counts_and_what_they_mean(mixed_page: str) -> None:
    text = " ".join(Reader(mixed_page).text.split())
    figure = summed(run(*mixed())).figure("correct")
    assert (figure.value, figure.count) == (pytest.approx(2 / 6), 6)
    assert f"{figure.measure.about} 0.33" in text
    assert f"{figure.interval.low:.2f} – {figure.interval.high:.2f}" in text
    assert "1 not applicable" in text


def test_verdicts_and_outcomes_are_words_too(mixed_page: str) -> None:
    text = Reader(mixed_page).text
    problem = "the quote denies, the sentence does not"
    for words in ("supported", "contradicted", problem, "abstained", "failed"):
        assert words in text


def test_a_cited_quote_is_marked_in_its_passage() -> None:
    assert "<mark>Ann sold the shop.</mark> Bo bought it for 300 euros.</blockquote>" in page_of(right())


def test_a_passage_that_does_not_hold_the_quote_at_its_place_is_not_shown() -> None:
    from dataclasses import replace

    one = right()
    moved = replace(one.answer.passages[0], start=5, end=51)
    given = replace(one.answer, passages=(moved,))
    page = page_of(replace(one, reply=replace(one.reply, answer=given)))
    assert '<blockquote dir="auto"><mark>Ann sold the shop.</mark></blockquote>' in page


def test_hostile_text_makes_no_element() -> None:
    made = hostile_run()
    page = render_page(made, summed(made), [summed(made)])
    reader = Reader(page)
    assert not {"img"} & {tag for tag, _ in reader.tags}
    assert len(reader.all("script")) == 1
    assert not any(name.startswith("on") for _, attributes in reader.tags for name in attributes)
    assert "{{ 7 * 7 }}" in reader.text  # never a template
    assert ATTACK.split("{{")[0] in reader.text


def test_systems_stand_side_by_side() -> None:
    other = replace(summed(run(asked(question(), abstention()))), system="BM25")
    text = Reader(page_of(right(), others=[other])).text
    assert "BM25" in text
    assert "eval compare" in text


def test_an_unfinished_run_says_so() -> None:
    made = run(right())
    made = replace(made, manifest=about(made.asked, count=9))
    text = " ".join(Reader(render_page(made, summed(made))).text.split())
    assert "Unfinished: 1 of 9 questions were asked." in text


def test_an_empty_run_is_a_page() -> None:
    made = run()
    assert "0 questions about 0 articles" in Reader(render_page(made, summed(made))).text


def test_figures_that_are_not_defined_have_a_dash() -> None:
    text = Reader(page_of(asked(question(), abstention()))).text
    assert "not defined here" in text
    assert "nan" not in text.lower().replace("unanswerable", "")


def test_strange_confidences_are_not_shown() -> None:
    text = Reader(page_of(asked(question(), answer(confidence=float("nan"))))).text
    assert "confidence nan" not in text


def test_five_hundred_questions_stay_light() -> None:
    rows = [right(f"r{n}") for n in range(500)]
    made = run(*rows)
    assert len(render_page(made, summed(run(*rows[:3]))).encode()) < 3_000_000


def test_the_same_run_gives_the_same_page(mixed_page: str) -> None:
    assert page_of(*mixed()) == mixed_page
