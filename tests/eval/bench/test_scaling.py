"""The arithmetic of docs/scaling.md, from figures that are made up."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from eval.bench.machine import machine
from eval.bench.scaling import BEGIN, END, PAGE, Figures, machines, written
from rag.errors import BylineError

FIGURES = Figures("a machine", 2, 5.0, 4, 800.0, 25.0, 8.0, 2.0, 0.25, 100_000)


@pytest.mark.parametrize(
    ("users", "rate", "count"),
    [(1, 5.0, 1), (10, 5.0, 1), (1000, 5.0, 10), (105, 5.0, 1), (106, 5.0, 2), (1000, 50.0, 1)],
)
def test_machines_for_readers(users: int, rate: float, count: int) -> None:
    """A reader asks every 30 s, a machine is 70 % full: at 5 questions a second it is good for 105."""
    assert machines(users, rate) == count


def test_what_passages_need() -> None:
    page = written(f"before\n{BEGIN}\nold\n{END}\nafter\n", FIGURES)
    assert "old" not in page
    assert page.startswith("before\n")
    assert page.endswith(f"{END}\nafter\n")
    assert "| 10,000 | 80 MB | 20 MB | 6.67 minutes |" in page
    assert "| 1,000,000 | 8 GB | 2 GB | 11.1 hours |" in page
    assert "| 100,000,000 | 800 GB | 200 GB | 46.3 days |" in page
    assert "| 1,000 | 1000 / 30 = 33.33 | 10: 33.33 / (0.7 · 5.00) |" in page


def test_figures_come_from_what_the_benches_keep(tmp_path: Path) -> None:
    def size(passages: int, disk: float, memory: float, question: float) -> dict[str, object]:
        measured = [{"what": "memory", "median": memory}, {"what": "question", "median": question}]
        return {"passages": passages, "disk_mb": disk, "measured": measured}

    about = machine().to_dict()
    kept = {
        "speed": {"passages": 200, "measured": [{"what": "indexing", "who": "Byline", "median": 8.0}]},
        "growth": {
            "sizes": [size(7, 0.1, 200.0, 0.1), size(76, 1.0, 300.0, 0.1), size(1100, 9.0, 302.0, 0.2)]
        },
        "load": {
            "machine": about,
            "levels": [
                {"clients": 1, "rate": 4.0, "memory": [[0, 500.0]]},
                {"clients": 4, "rate": 6.0, "memory": [[0, 500.0], [9, 640.0]]},
            ],
        },
    }
    for name, data in kept.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(data))
    found = Figures.read(tmp_path)
    assert (found.rate, found.clients, found.page_mb, found.indexed) == (6.0, 4, 640.0, 25.0)
    assert (found.disk_kb, found.memory_kb, found.question_s) == (8.0, 2.0, 0.2)
    (tmp_path / "load.json").unlink()
    with pytest.raises(BylineError, match=r"load\.json cannot be read: run the bench with --out"):
        Figures.read(tmp_path)


def test_the_pages_rows_are_right_by_its_own_figures() -> None:
    """Each number of readers over the page's own rate; whoever edits a figure by hand is found out."""
    rows = re.findall(
        r"\| [\d,]+ \| (\d+) / 30 = ([\d.]+) \| (\d+): [\d.]+ / \(0\.7 · ([\d.]+)\)", PAGE.read_text()
    )
    assert len(rows) == 3
    for users, asked, count, rate in rows:
        assert float(asked) == pytest.approx(int(users) / 30, abs=0.005)
        assert int(count) == machines(int(users), float(rate))
