"""Statements that people judged against a text, in sets that may be passed on: files in, `Pair`s out.

What each file holds, `../shared/data/*/README.md` says. A long source is cut to the sentences nearest to
the statement, as everywhere (`eval.train.pairs.nearest`). Where a set judges a text of several sentences
and shows what was changed in it, the changed sentence alone is taken. Articles that `bump` shares with
QAGS, which measures, are left out.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from eval.judge.labels import read_labels
from eval.train.data import Split, held_out
from eval.train.pairs import Label, Pair, nearest
from eval.train.text import detokenise, split_sentences

QAGS = "qags/mturk_cnndm.jsonl"
GROUNDLESS = ("Wrong-Grounding", "Unverifiable")
"""Errors of `qa-feedback` that say that the passages do not bear a span."""
OPENING = 80
"""Characters by which two copies of an article are known."""


def read_judged(data: Path) -> list[Pair]:
    """Every pair of the sets below, each once, in the order of the files."""
    readers: tuple[Callable[[Path], Iterator[Pair]], ...] = (
        _expertqa, _factcheck, _fever, _symmetric, _fool, _breaking, _bump, _falke, _summedits, _feedback
    )  # fmt: skip
    return list(dict.fromkeys(pair for reader in readers for pair in reader(data)))


def judged_split(pair: Pair) -> Split:
    """About one pair in sixteen is held out, with all that are about the same words of a source."""
    return held_out(pair.quotes[0], 6)


def sentences_of(text: str) -> list[str]:
    """A text's sentences, each on one line."""
    return [" ".join(text[start:end].split()) for start, end in split_sentences(text)]


def _pair(statement: str, source: Sequence[str], label: Label, name: str) -> Iterator[Pair]:
    held = [sentence for sentence in source if sentence.strip()]
    if statement.strip() and held:
        yield Pair(statement.strip(), nearest(statement, held), label, name)


def _expertqa(data: Path) -> Iterator[Pair]:
    """ExpertQA (Malaviya et al. 2024, https://arxiv.org/abs/2309.07852)."""
    labels: dict[str, Label] = {"Complete": "S", "Partial": "P", "Incomplete": "N"}
    for file in sorted((data / "expertqa").glob("*.jsonl")):
        for row in _lines(file):
            for answer in row["answers"].values():
                for claim in answer["claims"]:
                    if claim["evidence"] and claim["support"] in labels:
                        source = [s for text in claim["evidence"] for s in sentences_of(text)]
                        yield from _pair(claim["claim_string"], source, labels[claim["support"]], "expertqa")


def _factcheck(data: Path) -> Iterator[Pair]:
    """Factcheck-GPT (Wang et al. 2024, https://arxiv.org/abs/2311.09000)."""
    labels: dict[str, Label] = {"completely-support": "S", "partially-support": "P"}
    for row in _lines(data / "factcheck-gpt" / "subtask3_claim_evidence_stance.jsonl"):
        label = labels.get(row["stance"], "U")
        yield from _pair(row["claim"], sentences_of(row["evidence"]), label, "factcheck")


def _fever(data: Path) -> Iterator[Pair]:
    """FEVER (Thorne et al. 2018, https://aclanthology.org/N18-1074) with its gold sentences."""
    for file in ("validation.jsonl", "test.jsonl"):
        for row in _lines(data / "fever-gold" / file):
            source = [_plain(text) for text in row["evidence"]]
            yield from _pair(row["claim"], source, _fever_label(row["label"]), "fever")


def _symmetric(data: Path) -> Iterator[Pair]:
    """FEVER Symmetric (Schuster et al. 2019, https://aclanthology.org/D19-1341): one claim, two evidences."""
    for file in sorted((data / "fever-symmetric").glob("*.jsonl")):
        for row in _lines(file):
            source = [_plain(row.get("evidence_sentence") or row["evidence"])]
            yield from _pair(_plain(row["claim"]), source, _fever_label(row["label"]), "symmetric")


def _fool(data: Path) -> Iterator[Pair]:
    """Fool Me Twice (Eisenschlos et al. 2021, https://arxiv.org/abs/2104.04725)."""
    for file in ("dev.jsonl", "test.jsonl"):
        for row in _lines(data / "fool-me-twice" / file):
            source = [one["text"] for one in row["gold_evidence"]]
            if row["label"] in ("SUPPORTS", "REFUTES"):
                yield from _pair(row["text"], source, _fever_label(row["label"]), "fool")


def _breaking(data: Path) -> Iterator[Pair]:
    """Breaking NLI (Glockner et al. 2018, https://aclanthology.org/P18-2103): one word is another."""
    labels: dict[str, Label] = {"entailment": "S", "contradiction": "U", "neutral": "N"}
    with zipfile.ZipFile(data / "breaking-nli" / "breaking_nli_dataset.zip") as archive:
        for line in archive.read("data/dataset.jsonl").decode().splitlines():
            row = json.loads(line)
            yield from _pair(row["sentence2"], [row["sentence1"]], labels[row["gold_label"]], "breaking")


def _bump(data: Path) -> Iterator[Pair]:
    """BUMP (Ma et al. 2023, https://arxiv.org/abs/2212.09955): one error put into a true summary."""
    known = {_opening(text) for one in read_labels(data / QAGS) for text in one.sources}
    for file in ("task1_dataset.json", "task2_dataset.json"):
        for row in json.loads((data / "bump" / file).read_text()):
            if _opening(row["article"]) not in known:
                source = sentences_of(row["article"])
                yield from _changed(row["reference_summary"], row["edited_summary"], source, "bump")


def _falke(data: Path) -> Iterator[Pair]:
    """Falke et al. 2019 (https://aclanthology.org/P19-1213): sentences of neural summarisers."""
    for row in json.loads((data / "falke-correctness" / "val_sentence_pairs.json").read_text()):
        yield from _pair(row["correct_sent"], [row["article_sent"]], "S", "falke")
        yield from _pair(row["incorrect_sent"], [row["article_sent"]], "U", "falke")


def _summedits(data: Path) -> Iterator[Pair]:
    """SummEdits (Laban et al. 2023, https://arxiv.org/abs/2305.14540): one small edit, judged by people."""
    for file in sorted((data / "summedits").glob("*.json")):
        for row in json.loads(file.read_text()):
            source = sentences_of(row["doc"])
            if row["label"] == 1:
                for sentence in sentences_of(row["summary"]):
                    yield from _pair(sentence, source, "S", "summedits")
            else:
                for pair in _changed(row["original_summary"], row["summary"], source, "summedits"):
                    if pair.label == "U":
                        yield pair


def _feedback(data: Path) -> Iterator[Pair]:
    """QA-Feedback (Wu et al. 2023, https://arxiv.org/abs/2306.01693): spans of an answer without ground."""
    for row in json.loads((data / "qa-feedback" / "dev_feedback.json").read_text()):
        source = [sentence for passage in row["passages"] for sentence in passage[1:]]
        text, errors = row["prediction 1"], row["feedback"]["errors"]
        marks = [(one["start"], one["end"]) for one in errors if one["error type"] in GROUNDLESS]
        for start, end in split_sentences(text):
            wrong = any(first < end and start < last for first, last in marks)
            yield from _pair(text[start:end], source, "N" if wrong else "S", "feedback")


def _changed(right: str, wrong: str, source: Sequence[str], name: str) -> Iterator[Pair]:
    """The sentences that two texts do not share: of the first supported, of the second not."""
    first, second = sentences_of(_plain(right)), sentences_of(_plain(wrong))
    for sentence in first:
        if sentence not in second:
            yield from _pair(sentence, source, "S", name)
    for sentence in second:
        if sentence not in first:
            yield from _pair(sentence, source, "U", name)


def _fever_label(label: str) -> Label:
    return "S" if label == "SUPPORTS" else "U"


def _plain(text: str) -> str:
    return detokenise(text.split())[0]


def _opening(article: str) -> str:
    return "".join(article.split())[:OPENING].lower()


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
