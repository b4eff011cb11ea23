"""An `Answer` in, the small print under it out: how sure, by whom, how fast, and what should be known."""

from __future__ import annotations

from rag.answer import Answer, Kind

from .escaping import escape

CERTAIN: frozenset[Kind] = frozenset({"about", "people", "metadata", "chat"})
"""Kinds whose confidence is in what was meant, and not in an answer that the text may not hold."""


def render_footnote(answer: Answer, aside: str) -> str:
    """The question as it was searched for if that differs, confidence, generator, time, and notes.

    :param aside: HTML at the end of the line.
    """
    line = []
    if (chance := _chance(answer)) is not None:
        likely = f"{round(100 * chance)}% likely that the text answers this"
        line.append(f'<span title="Confidence">{likely}</span>')
    if not answer.abstained:
        line.append(escape(_author(answer)))
    if (total := answer.timings.get("total", 0.0)) >= 0.05:
        line.append(f'<span class="byline-seconds">{total:.1f} s</span>')
    notes = "".join(f'<p class="byline-remark">{escape(note)}</p>' for note in answer.notes)
    asked = f'<p class="byline-footnote">Asked as: {escape(answer.asked)}</p>' if answer.asked else ""
    told = f'<p class="byline-footnote">{" · ".join(line)}</p>'
    return f'{asked}<div class="byline-foot">{told}{aside}</div>{notes}'


def _chance(answer: Answer) -> float | None:
    """The confidence; of several questions, the least of those answered. None where it tells nothing."""
    if answer.parts:
        parts = [part for part in answer.parts if answer.abstained or not part.abstained]
        return min((one for part in parts if (one := _chance(part)) is not None), default=None)
    return None if answer.kind in CERTAIN else answer.confidence


def _author(answer: Answer) -> str:
    if not answer.citations:
        return "from what came with the article"
    kind, _, model = answer.generator.partition(":")
    return f"written by {model}, checked against the text" if kind == "llm" else "in the text’s own words"
