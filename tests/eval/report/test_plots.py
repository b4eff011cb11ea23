from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from eval.metrics import Bin, Point
from eval.report.plots import Plot, latency_plot, plots, reliability_plot, retrieval_plot, risk_plot
from eval.report.svg import ACCENT, draw
from tests.eval.building import failure, run
from tests.eval.report.making import mixed, summed

EXAMPLES = {
    "reliability": lambda: reliability_plot([Bin(0.0, 0.1, 0, None, None), Bin(0.8, 0.9, 4, 0.85, 0.75)]),
    "risk": lambda: risk_plot([Point(0.5, 0.0), Point(1.0, 0.5)], 0.25),
    "retrieval": lambda: retrieval_plot((0.5, 0.75, 1.0)),
    "latency": lambda: latency_plot([0.1, 0.2, 0.2, 0.4]),
}
EMPTY = {
    "reliability": lambda: reliability_plot([Bin(0.0, 1.0, 0, None, None)]),
    "risk": lambda: risk_plot(()),
    "retrieval": lambda: retrieval_plot(()),
    "latency": lambda: latency_plot(()),
}


@pytest.fixture(params=EXAMPLES)
def plot(request) -> Plot:
    return EXAMPLES[request.param]()


def test_a_plot_is_an_svg_with_a_name_and_a_description(plot: Plot) -> None:
    root = ElementTree.fromstring(plot.svg)
    assert root.get("role") == "img"
    title, description = root.get("aria-labelledby").split()
    texts = {element.get("id"): element.text for element in root if element.get("id")}
    assert texts[title] == plot.title
    assert re.search(r"\d", texts[description])


def test_its_colours_are_the_page_s(plot: Plot) -> None:
    assert set(re.findall(r"#[0-9a-f]{6}\b", plot.svg)) == set()
    assert "currentColor" in plot.svg or "var(--accent)" in plot.svg


def test_its_font_and_size_are_the_page_s_and_its_style_stays_inside(plot: Plot) -> None:
    head = plot.svg[: plot.svg.index(">")]
    assert "font-family" not in plot.svg
    assert "<style" not in plot.svg
    assert "width=" not in head


def test_references_resolve_inside_the_plot(plot: Plot) -> None:
    ids = re.findall(r'\bid="([^"]+)"', plot.svg)
    assert len(ids) == len(set(ids))
    assert all(id_.startswith(f"{plot.name}-") for id_ in ids)
    assert set(re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', plot.svg)) <= {
        pair for id_ in ids for pair in ((id_, ""), ("", id_))
    }


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_same_numbers_give_the_same_bytes(name: str) -> None:
    assert EXAMPLES[name]().svg == EXAMPLES[name]().svg


@pytest.mark.parametrize("name", EMPTY)
def test_nothing_to_draw_gives_a_sentence_that_says_why(name: str) -> None:
    empty = EMPTY[name]()
    assert empty.svg is None
    assert empty.note.endswith(".")


def test_all_numbers_of_the_retrieval_curve_are_described() -> None:
    assert "recall at 1: 0.50; recall at 2: 0.75; recall at 3: 1.00" in EXAMPLES["retrieval"]().svg


def test_far_times_stand_on_a_log_scale() -> None:
    assert ">0.1<" in latency_plot([0.1, 0.1, 9.0]).svg
    assert ">0.1<" not in latency_plot([8.0, 8.5, 9.0]).svg


@pytest.mark.parametrize("seconds", [[0.0], [0.0, 5.0], [3.0, 3.0]])
def test_times_without_spread_or_of_zero_are_drawn(seconds: list[float]) -> None:
    ElementTree.fromstring(latency_plot(seconds).svg)


def test_a_title_cannot_leave_its_element() -> None:
    drawn = draw("x", "</title><script>", "a & b", lambda axes: axes.plot([0, 1], color=ACCENT))
    assert ElementTree.fromstring(drawn)[0].text == "</title><script>"


def test_drawing_leaves_matplotlib_s_settings_alone() -> None:
    import matplotlib

    before = dict(matplotlib.rcParams)
    EXAMPLES["risk"]()
    assert dict(matplotlib.rcParams) == before


def test_a_run_has_four_plots_and_one_of_failures_says_why_not() -> None:
    assert all(p.svg for p in plots(mixed(), summed(run(*mixed()))))
    failed = run(failure())
    notes = {p.name: p.svg is None for p in plots(failed.asked, summed(failed))}
    assert notes == {"reliability": True, "risk": True, "retrieval": False, "latency": True}
