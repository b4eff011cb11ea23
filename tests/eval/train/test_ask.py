"""The head's training, on small data, and its card, which says what the figures say."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from eval.train.ask import (
    SET,
    Example,
    chat_threshold,
    cross_validated,
    examples,
    figures,
    fitted,
    temperature,
)
from rag.answer import KINDS
from rag.ask.head import FOLDER, Weights

CHAT = KINDS.index("chat")


def test_examples_are_read_with_their_briefs(tmp_path: Path) -> None:
    path = tmp_path / "ask.tsv"
    path.write_text("# A: terse\nfact\t0\t1\tWho and when?\n\n# B: rude\nchat\t1\t0\toi\n", encoding="utf-8")
    assert examples(path) == [
        Example("fact", False, True, "Who and when?", "A: terse"),
        Example("chat", True, False, "oi", "B: rude"),
    ]


def test_the_set_is_what_its_card_says() -> None:
    shown = examples()
    assert len(shown) >= 6000
    assert {one.kind for one in shown} == set(KINDS)
    assert all(one.brief and one.text.strip() for one in shown)


def rows_and_examples() -> tuple[np.ndarray, list[Example]]:
    """A kind is one column; brief "odd" has its kinds in columns that no other brief uses."""
    shown, rows = [], []
    for at, brief in enumerate(["a", "b", "c", "d", "e", "f", "odd"]):
        for number, kind in enumerate(KINDS):
            row = np.zeros(2 * len(KINDS))
            row[number + (len(KINDS) if brief == "odd" else 0)] = 1.0
            rows.append(row)
            shown.append(Example(kind, number % 2 == 0, at % 2 == 0, f"{brief} {kind}", brief))
    return np.array(rows), shown


def test_no_text_is_judged_by_weights_that_saw_its_brief() -> None:
    rows, shown = rows_and_examples()
    outputs = cross_validated(rows, shown)
    right = outputs[:, : len(KINDS)].argmax(1) == [KINDS.index(one.kind) for one in shown]
    odd = np.array([one.brief == "odd" for one in shown])
    assert right[~odd].all()
    assert right[odd].mean() < 0.2  # seen only by itself
    assert outputs.shape == (len(shown), len(KINDS) + 2)


def test_what_is_fitted_tells_its_own_examples() -> None:
    rows, shown = rows_and_examples()
    matrix, bias = fitted(rows, shown)
    outputs = rows @ matrix + bias
    assert list(outputs[:, : len(KINDS)].argmax(1)) == [KINDS.index(one.kind) for one in shown]
    assert [x > 0 for x in outputs[:, len(KINDS)]] == [one.leans for one in shown]


def test_the_temperature_makes_sureness_what_is_right() -> None:
    """Nine in ten are right, at log-odds of 9 to 1 times a scale, which is found."""
    gold = np.array([0] * 90 + [1] * 10)
    outputs = np.full((100, len(KINDS) + 2), -100.0)
    outputs[:, 0], outputs[:, 1] = 1.5 * np.log(9), 0.0
    assert temperature(outputs, gold) == pytest.approx(1.5, abs=0.02)


def test_the_chat_threshold_keeps_real_questions() -> None:
    """1,000 real questions, of which twenty look like chat at 0.55 and five at 0.75: seven may pass."""
    gold = np.array([CHAT] * 10 + [0] * 1000)
    outputs = np.full((1010, len(KINDS) + 2), -100.0)
    outputs[:, 0] = 0.0
    outputs[:10, CHAT] = 5.0
    outputs[10:30, CHAT] = np.log(0.55 / 0.45)
    outputs[30:35, CHAT] = np.log(0.75 / 0.25)
    assert chat_threshold(outputs, gold, 1.0) == pytest.approx(0.56, abs=0.011)


def test_figures_count_what_was_guessed() -> None:
    shown = [Example("fact", False, False, "a", "x"), Example("chat", True, True, "b", "y")]
    outputs = np.full((2, len(KINDS) + 2), -10.0)
    outputs[:, 0] = 0.0
    outputs[1, len(KINDS) :] = 5.0
    found = figures(outputs, shown, Weights(np.zeros((1, 1), np.float32), np.zeros(1, np.float32), 1.0, 0.7))
    assert (found["examples"], found["briefs"], found["kind accuracy"]) == (2, 2, 0.5)
    assert (found["chat taken for chat"], found["real questions taken for chat"]) == (0.0, 0.0)
    assert (found["leans: AUROC"], found["several: AUROC"]) == (1.0, 1.0)
    assert found["confusion"]["chat"] == {kind: int(kind == "fact") for kind in KINDS}


CARD = (FOLDER / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("column", "name"), [(1, "all-MiniLM-L6-v2"), (2, "text")])
def test_the_cards_figures_are_those_of_the_training(column: int, name: str) -> None:
    found = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    table = {
        cells[0]: cells[column] for cells in re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", CARD, re.M)
    }
    for key in (
        "kind accuracy",
        "chat taken for chat",
        "real questions taken for chat",
        "leans: AUROC",
        "several: AUROC",
        "temperature",
        "chat threshold",
    ):
        assert table[key] == f"{found[key]:.3f}", key
    for kind, row in found["confusion"].items():
        assert table[f"recall of {kind}"] == f"{row[kind] / sum(row.values()):.3f}", kind
    for row in found["reliability"]:
        label = f"sure {int(row['sure'] * 10) / 10:.1f} to {int(row['sure'] * 10 + 1) / 10:.1f}: right"
        assert table[label] == f"{row['right']:.3f} of {row['texts']}", label


def test_the_card_counts_the_set() -> None:
    shown = examples()
    assert f"{len(shown):,} texts in {len({one.brief for one in shown})} briefs" in CARD
    assert SET.name in CARD
