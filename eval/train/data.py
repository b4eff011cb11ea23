"""Readers of the development sets: files in, `Item`s over `Document`s out.

An item is a question with the sentences that answer it; which passage is shown with it, and which
negatives, is decided later and anew in each epoch (`eval.train.examples`). The split is by article:
every item of a held-out article is held out. "test", two SQuAD articles, is for reporting only;
"dev" is for calibration.
"""

from __future__ import annotations

import collections
import csv
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from eval.train.augment import content_words
from eval.train.text import Offsets, Span, detokenise, locate, split_sentences

Split = Literal["train", "dev", "test"]


@dataclass(frozen=True, eq=False)
class Document:
    """An article as the training sees it: its sentences, and its paragraphs as ranges of them."""

    source: str
    name: str
    split: Split
    sentences: tuple[str, ...]
    blocks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Item:
    """A question about a document.

    `gold` is empty where the document does not answer, and `anchor` then names the sentence that
    looks most like an answer. `span` is None where the set has no single span; `swappable` says
    whether another name or number in the question makes it unanswerable.
    """

    question: str
    document: Document
    gold: frozenset[int]
    anchor: int
    span: Span | None = None
    swappable: bool = True


def held_out(name: str, percent: int = 5) -> Split:
    """:return: "dev" for about `percent` in a hundred names, always the same ones."""
    return "dev" if zlib.crc32(name.encode()) % 100 < percent else "train"


def read_squad2(path: Path) -> Iterator[Item]:
    """SQuAD 2.0 (Rajpurkar et al. 2018, https://arxiv.org/abs/1806.03822).

    Every fourth title is held out: the third of these for calibration, the others for reporting.
    """
    articles = sorted(json.loads(path.read_text())["data"], key=lambda article: article["title"])
    for number, article in enumerate(articles):
        sentences: list[str] = []
        blocks: list[tuple[int, int]] = []
        places: list[Offsets] = []
        for paragraph in article["paragraphs"]:
            offsets = split_sentences(paragraph["context"])
            blocks.append((len(sentences), len(sentences) + len(offsets)))
            sentences += [paragraph["context"][a:b] for a, b in offsets]
            places.append(offsets)
        split: Split = "train" if number % 4 else "dev" if number % 12 == 8 else "test"
        document = Document("squad2", article["title"], split, tuple(sentences), tuple(blocks))
        for paragraph, (first, _), offsets in zip(article["paragraphs"], blocks, places, strict=True):
            for question in paragraph["qas"]:
                impossible = question["is_impossible"]
                answers = question["plausible_answers"] if impossible else question["answers"]
                spans = [
                    Span(first + span.sentence, span.start, span.end)
                    for a in answers
                    if (span := locate(offsets, a["answer_start"], a["answer_start"] + len(a["text"])))
                ]
                if not spans:
                    continue
                best = collections.Counter(spans).most_common(1)[0][0]
                gold = frozenset() if impossible else frozenset(span.sentence for span in spans)
                span = None if impossible else best
                yield Item(question["question"].strip(), document, gold, best.sentence, span)


def read_squad_sentences(folder: Path, held: int = 600, gap: int = 60) -> Iterator[Item]:
    """Du et al. 2017 (https://arxiv.org/abs/1705.00106): the last `held` lines are held out.

    The file does not mark where an article ends; the `gap` before them is dropped, so that no
    article is on both sides.
    """
    sentences = (folder / "sentences.txt").read_text().splitlines()
    questions = (folder / "questions.txt").read_text().splitlines()
    pairs = list(zip(sentences, questions, strict=True))
    parts: list[tuple[Split, list[tuple[str, str]]]] = [
        ("train", pairs[: -held - gap]),
        ("dev", pairs[-held:]),
    ]
    for split, part in parts:
        unique = {sentence: index for index, sentence in enumerate(dict.fromkeys(s for s, _ in part))}
        texts = tuple(detokenise(sentence.split())[0] for sentence in unique)
        document = Document("squad-sentences", split, split, texts)
        for sentence, question in part:
            index = unique[sentence]
            yield Item(detokenise(question.split())[0], document, frozenset({index}), index)


def read_qamr(folder: Path) -> Iterator[Item]:
    """QAMR (Michael et al. 2018, https://arxiv.org/abs/1711.05885), without questions judged invalid.

    Very short questions ("Who was involved") point to no sentence in particular and are left out.
    """
    lines = (folder / "wiki-sentences.tsv").read_text().splitlines()
    tokens = {key: text.split() for key, text in (line.split("\t") for line in lines)}
    groups: dict[str, list[str]] = collections.defaultdict(list)
    for key in tokens:
        groups[":".join(key.split(":")[:3])].append(key)
    texts = {key: detokenise(words) for key, words in tokens.items()}
    near = _similar({name: [texts[key][0] for key in keys] for name, keys in groups.items()})
    documents = {
        name: Document("qamr", name, held_out(name), tuple(texts[key][0] for key in keys) + near[name])
        for name, keys in groups.items()
    }
    seen: set[tuple[str, str]] = set()
    for file in ("full-dev.tsv", "full-test.tsv"):
        for row in csv.reader((folder / file).open(newline=""), delimiter="\t", quoting=csv.QUOTE_NONE):
            key, question, answer = row[0], row[5].strip(), [int(i) for i in row[6].split()]
            new = (key, question.lower()) not in seen
            if key not in tokens or not new or len(question.split()) < 5 or "Invalid" in row[7] + row[8]:
                continue
            seen.add((key, question.lower()))
            name = ":".join(key.split(":")[:3])
            index = groups[name].index(key)
            span = None
            if answer and answer[-1] - answer[0] == len(answer) - 1:
                places = texts[key][1]
                span = Span(index, places[answer[0]][0], places[answer[-1]][1])
            yield Item(question, documents[name], frozenset({index}), index, span)


def _similar(groups: dict[str, list[str]], count: int = 6) -> dict[str, tuple[str, ...]]:
    """:return: For each group, the sentences of other groups on its side of the split that share most
    rare words with it: its documents are mere samples of two or three sentences.
    """
    holders: dict[str, set[tuple[str, str]]] = collections.defaultdict(set)
    for name, sentences in groups.items():
        for sentence in sentences:
            for word in content_words(sentence):
                holders[word].add((name, sentence))
    near = {}
    for name, sentences in groups.items():
        scores: collections.Counter[str] = collections.Counter()
        for word in content_words(" ".join(sentences)):
            for other, sentence in holders[word]:
                if other != name and held_out(other) == held_out(name):
                    scores[sentence] += 1 / len(holders[word])  # type: ignore[assignment]
        best = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:count]
        near[name] = tuple(sentence for sentence, _ in best)
    return near


def _paragraph_item(
    source: str,
    name: str,
    question: str,
    tokens: Sequence[str],
    marks: Sequence[tuple[int, int]],
    single: bool,
) -> Item | None:
    """:param marks: Token ranges `[start, end)` that answer; each one's sentence is gold."""
    text, places = detokenise(tokens)
    offsets = split_sentences(text)
    spans = [span for a, b in marks if (span := locate(offsets, places[a][0], places[b - 1][1]))]
    if not spans or len(offsets) < 2:
        return None
    document = Document(source, name, held_out(name, 8), tuple(text[a:b] for a, b in offsets))
    gold = frozenset(span.sentence for span in spans)
    return Item(question, document, gold, spans[0].sentence, spans[0] if single and len(spans) == 1 else None)


def read_qed(path: Path) -> Iterator[Item]:
    """QED (Lamm et al. 2020, https://arxiv.org/abs/2009.06354), where an answer is in the paragraph."""
    for line in path.read_text().splitlines():
        row = json.loads(line)
        tokens = row["paragraph_text"].split(" ")
        starts = [0]
        for token in tokens:
            starts.append(starts[-1] + len(token) + 1)
        note = row["annotation"]
        if note["explanation_type"] == "none":
            continue
        answers = [answer["paragraph_reference"] for answer in note.get("answer", [])]
        answers = answers or list(row["original_nq_answers"][0])
        marks = []
        for answer in answers:
            inside = [i for i, at in enumerate(starts[:-1]) if answer["start"] <= at < answer["end"]]
            if inside:
                marks.append((inside[0], inside[-1] + 1))
        item = _paragraph_item("qed", row["title_text"], row["question_text"], tokens, marks, single=True)
        if item:
            yield item


def read_multispan(path: Path) -> Iterator[Item]:
    """MultiSpanQA (Li et al. 2022, https://aclanthology.org/2022.naacl-main.90): lists of answers."""
    for row in json.loads(path.read_text())["data"]:
        labels = row["label"]
        begins = [i for i, label in enumerate(labels) if label == "B"]
        marks = []
        for begin in begins:
            end = begin + 1
            while end < len(labels) and labels[end] == "I":
                end += 1
            marks.append((begin, end))
        question = " ".join(row["question"])
        item = _paragraph_item(
            "multispanqa", " ".join(row["context"][:20]), question, row["context"], marks, single=True
        )
        if item:
            yield item
