"""A run and its figures in, JUnit XML out: a suite for each kind of question, a case for each question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree

from ..records import Asked
from ..runs import Run
from ..summary import Figure, Summary
from .outcome import FAILURES, Outcome, complaint, outcome

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render_junit(run: Run, summary: Summary) -> str:
    """As CI systems read it.

    A wrong answer, and an abstention where the article answers, is a failure; a system that failed is an
    error; a question without a label is skipped. The figures are properties of a first suite without cases:
    "name", "name low", "name high" and "name count".
    """
    root = ElementTree.Element("testsuites", name=_clean(summary.system))
    words = [outcome(one) for one in run.asked]
    _count(root, run.asked, words)
    figures = ElementTree.SubElement(root, "testsuite", name="figures")
    _count(figures, (), ())
    properties = ElementTree.SubElement(figures, "properties")
    for figure in summary.figures:
        for name, value in _properties(figure):
            ElementTree.SubElement(properties, "property", name=_clean(name), value=value)
    for kind in dict.fromkeys(one.question.kind for one in run.asked):
        mine = [(one, word) for one, word in zip(run.asked, words, strict=True) if one.question.kind == kind]
        suite = ElementTree.SubElement(root, "testsuite", name=_clean(kind))
        _count(suite, [one for one, _ in mine], [word for _, word in mine])
        for one, word in mine:
            _case(suite, one, word)
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _case(suite: ElementTree.Element, one: Asked, word: Outcome) -> None:
    question = one.question
    case = ElementTree.SubElement(
        suite,
        "testcase",
        name=_clean(f"{question.id}: {question.question}"),
        classname=_clean(question.kind),
        time=f"{one.seconds:.3f}",
    )
    if word == "unlabelled":
        ElementTree.SubElement(case, "skipped", message="nobody has said what is right here")
    if word not in FAILURES:
        return
    wrong = ElementTree.SubElement(case, "error" if word == "failed" else "failure", type=word)
    wrong.set("message", _clean(complaint(one)))
    said = one.answer.text if one.answer else str(one.error)
    wrong.text = _clean("\n".join([said, *(f"wanted: {gold.quote}" for gold in one.golds)]))


def _count(element: ElementTree.Element, asked: Sequence[Asked], words: Sequence[Outcome]) -> None:
    element.set("tests", str(len(asked)))
    element.set("failures", str(sum(word in ("wrong", "abstained") for word in words)))
    element.set("errors", str(words.count("failed")))
    element.set("skipped", str(words.count("unlabelled")))
    element.set("time", f"{sum(one.seconds for one in asked):.3f}")


def _properties(figure: Figure) -> list[tuple[str, str]]:
    """Exact, not rounded; a figure that is not defined has its count alone."""
    name, ends = figure.measure.name, figure.interval
    found = [(name, repr(figure.value))] if figure.value is not None else []
    found += [(f"{name} low", repr(ends.low)), (f"{name} high", repr(ends.high))] if ends else []
    return [*found, (f"{name} count", str(figure.count))]


def _clean(text: str) -> str:
    """Without what XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets)."""
    return _NOT_XML.sub("", text)
