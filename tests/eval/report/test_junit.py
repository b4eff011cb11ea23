from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from eval.report.junit import render_junit
from tests.eval.building import answer, asked, failure, question, run
from tests.eval.report.making import hostile_run, mixed, summed


def parsed(*questions) -> ElementTree.Element:
    made = run(*questions)
    return ElementTree.fromstring(render_junit(made, summed(made)).encode())


@pytest.fixture(scope="module")
def root() -> ElementTree.Element:
    return parsed(*mixed())


def case(root: ElementTree.Element, id_: str) -> ElementTree.Element:
    return next(c for c in root.iter("testcase") if c.get("name").startswith(f"{id_}: "))


def test_a_suite_for_each_kind_and_a_case_for_each_question(root) -> None:
    suites = {suite.get("name"): len(suite.findall("testcase")) for suite in root}
    assert suites == {"figures": 0, "fact": 2, "attribution": 1, "list": 1, "unanswerable": 2, "reported": 1}


@pytest.mark.parametrize(
    ("id_", "inside"),
    [
        ("right", None), ("wrong", "failure"), ("shy", "failure"), ("broken", "error"), ("none", None),
        ("invented", "failure"), ("open", "skipped"),
    ],
)  # fmt: skip
def test_outcomes_are_failures_errors_or_nothing(root, id_: str, inside: str | None) -> None:
    assert [child.tag for child in case(root, id_)] == ([inside] if inside else [])


def test_a_failure_says_what_went_wrong_and_what_was_wanted(root) -> None:
    wrong = case(root, "wrong").find("failure")
    assert wrong.get("message") == "the answer lacks 'Ann' or 'Anna'; it cites no gold quote"
    assert wrong.text == "It rained [1].\nwanted: Ann sold the shop."


def test_counts_are_those_of_the_cases(root) -> None:
    for element in (root, *root):
        for counted, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
            assert int(element.get(counted)) == len(list(element.iter(tag)))
        assert int(element.get("skipped")) == len(list(element.iter("skipped")))


def test_figures_are_exact_properties(root) -> None:
    found = {p.get("name"): p.get("value") for p in root.iter("property")}
    figure = summed(run(*mixed())).figure("correct")
    assert float(found["correct"]) == figure.value
    assert (float(found["correct low"]), float(found["correct high"])) == figure.interval[:2]
    assert found["correct count"] == "6"
    assert "tokens" not in found  # nothing was said about tokens


def test_text_that_xml_cannot_hold_is_left_out() -> None:
    odd = "a\x00b\x1b[31mc\ud800d\ufffee <&>\"' 🦒"
    wrong = asked(question(keys=(("Bo",),)), replace(answer(), text=odd))
    root = parsed(wrong, replace(failure(question("q2")), error=odd))
    assert case(root, "q1").find("failure").text.startswith("ab[31mcde <&>\"' 🦒\n")
    assert case(root, "q2").find("error").get("message") == "the system failed: ab[31mcde <&>\"' 🦒"


def test_hostile_text_stays_text() -> None:
    made = hostile_run()
    root = ElementTree.fromstring(render_junit(made, summed(made)))
    assert {e.tag for e in root.iter()} <= {
        "testsuites", "testsuite", "testcase", "properties", "property", "failure", "error", "skipped",
    }  # fmt: skip
