"""A run and its figures in, one HTML page out that needs no network.

All text of questions, answers and articles is hostile: Jinja escapes it, and the page's own content policy
allows no request, and no script but the one that it was made with.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from ..manifest import Manifest
from ..metrics.measure import Measure, SetMeasure
from ..runs import Run
from ..summary import Figure, Summary
from .numbers import counted, shown
from .outcome import FAILURES, OUTCOMES
from .plots import plots
from .rows import QuestionRow, question_row

if TYPE_CHECKING:
    from jinja2 import Environment

HEADLINE = (
    "correct", "faithfulness", "hallucination rate", "quote integrity", "quoted words", "abstention F1",
    "answerability AUROC", "seconds, median",
)  # fmt: skip
"""The measures that stand above the others, where the run has them."""
_HERE = Path(__file__).parent


def render_page(run: Run, summary: Summary, others: Sequence[Summary] = ()) -> str:
    """The report as HTML.

    :param others: what the tables show beside it, as baselines.
    """
    rows = [question_row(number, asked) for number, asked in enumerate(run.asked, 1)]
    script = _text("filter.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    outcomes = Counter(row.outcome for row in rows)
    return (
        _environment()
        .get_template("template.html.jinja")
        .render(
            summary=summary,
            manifest=run.manifest,
            complete=run.complete,
            made=_made(run.manifest),
            about=_about(run.manifest),
            headline=[f for name in HEADLINE for f in summary.figures if f.measure.name == name],
            groups=_groups(summary.figures),
            others=others,
            bootstrap=summary.how_sure,
            plots=plots(run.asked, summary),
            rows=rows,
            right=outcomes["right"],
            failures=sum(outcomes[word] for word in FAILURES),
            choices=_choices(rows),
            kinds=list(dict.fromkeys(row.asked.question.kind for row in rows)),
            style=_text("style.css"),
            script=script,
            policy=(
                f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; "
                "base-uri 'none'; form-action 'none'"
            ),
        )
    )


def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        shown=lambda measure, value: shown(value),
        share=shown,
        percent=lambda value: f"{100 * min(1.0, max(0.0, value)):.1f}%",
        arrow=_arrow,
        counted=counted,
        spaced=lambda name: str(name).replace("_", " "),
        sentence=lambda text: text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else "."),
        figure_of=lambda other, name: next((f for f in other.figures if f.measure.name == name), None),
    )
    return made


def _text(name: str) -> str:
    """Our own style or script, which is not escaped."""
    from markupsafe import Markup

    return Markup((_HERE / name).read_text(encoding="utf-8"))


def _arrow(measure: Measure | SetMeasure) -> str:
    from markupsafe import Markup

    if measure.better == "neither":
        return Markup("")
    up = measure.better == "higher"
    word, sign = ("up", "↑") if up else ("down", "↓")
    return Markup(
        f'<span class="{word}"><span aria-hidden="true">{sign}</span>'
        f'<span class="unseen">({measure.better} is better)</span></span>'
    )


def _groups(figures: Sequence[Figure]) -> list[tuple[str, list[Figure]]]:
    """What the reader asks first stands first."""
    return [(name, list(found)) for name, found in groupby(figures, lambda figure: figure.measure.group)]


def _choices(rows: Sequence[QuestionRow]) -> list[tuple[str, str, int]]:
    """What the filter offers: value, label, and how many questions it leaves."""
    counts = Counter(row.outcome for row in rows)
    failures = sum(counts[word] for word in FAILURES)
    words = [(word, word.capitalize(), counts[word]) for word in OUTCOMES if counts[word]]
    return [("", "All", len(rows)), ("failures", "Failures", failures), *words]


def _made(manifest: Manifest) -> list[str]:
    """What was run, for the line under the title."""
    commit = manifest.commit
    shorter = f"commit {commit[:10]}{'+' * commit.endswith('+')}" if commit else "no commit"
    sets = ", ".join(Path(name).name for name in manifest.sets)
    return [f"judge: {manifest.judge}", sets, shorter, manifest.started[:10]]


def _about(manifest: Manifest) -> list[tuple[str, str]]:
    settings = manifest.settings
    models = {name: settings.get(name, "") for name in ("generator", "embed_model", "llm_model")}
    return [
        ("system", manifest.system),
        ("judge", manifest.judge),
        ("sets", ", ".join(manifest.sets)),
        ("started", manifest.started),
        ("commit", manifest.commit or "not in a checkout"),
        *((name.replace("_", " "), value) for name, value in models.items() if value not in ("", "None")),
        *((f"hash of the {name} model", hash_[:16]) for name, hash_ in manifest.models.items()),
        ("seed", str(manifest.seed)),
        ("hash of the code and weights", manifest.code[:16]),
        ("hash of the questions", manifest.questions[:16]),
        ("machine", f"{manifest.machine}, Python {manifest.python}"),
        ("processor", manifest.processor or "not stated"),
    ]
