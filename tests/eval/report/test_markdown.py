"""Rendered by markdown-it, as GitHub would, where it is installed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.report.markdown import MAX_LISTED, escape, render_markdown
from tests.eval.building import about, abstention, asked, question, run
from tests.eval.report.making import ATTACK, hostile_run, mixed, right, summed


def rendered(text: str) -> str:
    library = pytest.importorskip("markdown_it")
    return library.MarkdownIt("commonmark", {"html": True}).enable("table").render(text)


def report(*questions) -> str:
    made = run(*questions)
    return render_markdown(made, summed(made))


def test_figures_are_a_table_with_intervals() -> None:
    summary = summed(run(*mixed()))
    ends = summary.figure("correct").interval
    row = f"| correct ↑ | **0.33** | {ends.low:.2f} – {ends.high:.2f} | 6 | 1 not applicable |"
    assert row in report(*mixed())


def test_kinds_have_a_table() -> None:
    assert "| fact | 1 of 2 | 0.50 |" in report(*mixed())


def test_every_row_has_as_many_cells_as_its_head() -> None:
    made = hostile_run()
    html = rendered(render_markdown(made, summed(made), [summed(made)]))
    for table in html.split("<table>")[1:]:
        rows = [row.count("<td") + row.count("<th") - row.count("<thead") for row in table.split("<tr>")[1:]]
        assert len(set(rows)) == 1


def test_failures_are_listed_with_what_went_wrong() -> None:
    text = report(*mixed())
    assert "Not right: 4 questions</summary>" in text
    assert "- **failed** `broken`" in text
    assert "`right`" not in text


def test_a_long_list_of_failures_is_cut() -> None:
    text = report(*(asked(question(f"q{n}"), abstention()) for n in range(MAX_LISTED + 5)))
    assert text.count("- **abstained**") == MAX_LISTED
    assert f"Not right: {MAX_LISTED + 5} questions, the first {MAX_LISTED} of them" in text


def test_nothing_failed() -> None:
    assert report(right()).endswith("No question failed.\n")


def test_hostile_text_is_only_text() -> None:
    made = hostile_run()
    html = rendered(render_markdown(made, summed(made)))
    assert "<script" not in html
    assert "<img" not in html
    assert "@someone" not in html  # nobody is mentioned
    assert "| recall@1 ↑ |" in render_markdown(made, summed(made))


@pytest.mark.parametrize("text", ["a|b", "`code`", "*bold* _it_ ~~no~~", "[link](x)", "<b>&amp;", "#1", "\\"])
def test_escaped_text_reads_as_it_was(text: str) -> None:
    plain = rendered(escape(text)).removeprefix("<p>").removesuffix("</p>\n")
    import html

    assert html.unescape(plain) == text


def test_an_unfinished_run_says_so() -> None:
    made = run(right())
    made = replace(made, manifest=about(made.asked, count=3))
    assert "**Unfinished: 1 of 3 questions were asked.**" in render_markdown(made, summed(made))


def test_attack_is_dangerous_where_it_is_not_escaped() -> None:
    assert "<script>" in rendered(ATTACK)
