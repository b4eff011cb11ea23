"""Readers of people's labels: small hand-made files in each layout, and the real ones where they are."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from eval.judge.labels import Labelled, read_labels, some
from rag.errors import BylineError

DATA = Path(__file__).parents[4] / "shared" / "data"
WICE = {
    "label": "partially_supported",
    "claim": "Ann won.",
    "evidence": ["Ann ran.", "Bob won."],
    "meta": {"id": "dev1", "claim_title": "Ann Lee"},
}
QAGS = {
    "article": "Ann ran. Bob won.",
    "summary_sentences": [
        {"sentence": "Ann ran.", "responses": [{"worker_id": n, "response": "yes"} for n in range(3)]},
        {
            "sentence": "Ann won.",
            "responses": [{"worker_id": n, "response": r} for n, r in enumerate(("no", "yes", "no"))],
        },
    ],
}
SUMMARY = "Ann ran. Bob won the race.\nIt rained."
RAGTRUTH = {
    "source_id": 7,
    "source": "Ann ran. Bob won.",
    "responses": [
        {"response": SUMMARY, "model": "m1", "labels": []},
        {
            "response": SUMMARY,
            "model": "m2",
            "labels": [
                # ends with the white space before the last sentence, which it does not touch
                {
                    "start": SUMMARY.index("the race"),
                    "end": SUMMARY.index("It"),
                    "label_type": "Subtle Conflict",
                }
            ],
        },
    ],
}


def write(path: Path, *rows: Any) -> Path:
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows), encoding="utf-8")
    return path


def test_a_claim_of_wice_is_supported_wholly_or_not(tmp_path: Path) -> None:
    [partial, whole] = read_labels(write(tmp_path / "w", WICE, {**WICE, "label": "supported"}))
    assert partial == Labelled(
        id="dev1/1",
        article="Ann Lee",
        summary="dev1/1",
        sentence="Ann won.",
        sources=("Ann ran.", "Bob won."),
        supported=False,
        kind="partially_supported",
    )
    assert whole.supported


def test_a_sentence_of_qags_is_as_most_people_say(tmp_path: Path) -> None:
    ran, won = read_labels(write(tmp_path / "q", QAGS))
    assert (ran.supported, ran.share) == (True, 1.0)
    assert (won.supported, won.share, won.votes) == (False, pytest.approx(1 / 3), (False, True, False))
    assert ran.article == won.article
    assert ran.summary == won.summary == "1"


def test_a_sentence_of_ragtruth_is_unsupported_where_a_marked_span_touches_it(tmp_path: Path) -> None:
    rows = read_labels(write(tmp_path / "r", RAGTRUTH))
    assert [(row.summary, row.sentence, row.supported, row.kind) for row in rows] == [
        ("7/m1", "Ann ran.", True, ""),
        ("7/m1", "Bob won the race.", True, ""),
        ("7/m1", "It rained.", True, ""),
        ("7/m2", "Ann ran.", True, ""),
        ("7/m2", "Bob won the race.", False, "Subtle Conflict"),
        ("7/m2", "It rained.", True, ""),
    ]
    assert {row.article for row in rows} == {"7"}


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([], "is empty: expected JSON Lines of WiCE, QAGS or RAGTruth"),
        (["{"], r":1: expected a JSON object"),
        ([{"question": "?"}], r":1: expected the fields of a known layout .* got \['question'\]"),
        ([WICE, {**WICE, "label": "maybe"}], r":2: label: expected one of supported, .* got 'maybe'"),
        ([WICE, {**WICE, "claim": 3}], r":2: claim: Input should be a valid string"),
        ([WICE, "", "{"], r":3: line: Invalid JSON"),
        ([QAGS, WICE], r":2: article: Field required"),
        (
            [{**QAGS, "summary_sentences": [{"sentence": "A.", "responses": [{"response": "hm"}]}]}],
            r":1: summary_sentences.0.responses: expected yes or no, got \['hm'\]",
        ),
    ],
)
def test_an_odd_line_is_named(tmp_path: Path, lines: list[Any], message: str) -> None:
    with pytest.raises(BylineError, match=message):
        read_labels(write(tmp_path / "set.jsonl", *lines))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BylineError, match=r"nowhere\.jsonl cannot be read"):
        read_labels(tmp_path / "nowhere.jsonl")


def test_a_line_separator_inside_a_sentence_ends_no_line(tmp_path: Path) -> None:
    [row] = read_labels(write(tmp_path / "w", json.dumps({**WICE, "claim": "a\u2028b"}, ensure_ascii=False)))
    assert row.sentence == "a\u2028b"


def test_some_takes_whole_articles_and_the_same_ones_again(tmp_path: Path) -> None:
    rows = read_labels(write(tmp_path / "r", *({**RAGTRUTH, "source_id": n} for n in range(9))))
    taken = some(rows, 4, seed=1)
    assert len({row.article for row in taken}) == 4
    assert len(taken) == 4 * 6
    assert taken == some(rows, 4, seed=1)
    assert some(rows, 99) == rows


@pytest.mark.parametrize(
    ("file", "sentences", "supported", "articles"),
    [
        ("wice/oracle_chunks_claim_dev.jsonl", 1043, 342, 308),
        ("qags/mturk_cnndm.jsonl", 714, 531, 235),
        ("ragtruth_faithjudge/ragtruth_summary.jsonl", 5099, 4794, 150),
    ],
)
def test_the_development_sets(file: str, sentences: int, supported: int, articles: int) -> None:
    path = DATA / file
    if not path.exists():
        pytest.skip(f"no development data at {path}")
    rows = read_labels(path)
    assert len(rows) == sentences
    assert Counter(row.supported for row in rows)[True] == supported
    assert len({row.article for row in rows}) == articles
    assert len({row.id for row in rows}) == sentences
