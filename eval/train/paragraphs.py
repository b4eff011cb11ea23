"""Readers of the sets whose questions people wrote against one paragraph: files in, `Item`s out.

What is held out by title in `eval.train.data.read_squad2` is held out here, too: AdversarialQA asks about
the same articles.
"""

from __future__ import annotations

import csv
import json
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from eval.train.augment import content_words
from eval.train.data import Document, Item, Split, held_out
from eval.train.text import Offsets, Span, detokenise, locate, split_sentences

UNTITLED = "untitled"
"""Paragraphs of squad2-joined that may share an article: they stay on the training side."""
SHORTEST = 4
"""Words of a QA-SRL question that points to something ("What is being suspended?" does, "Who did?" not)."""


def read_squad_joined(path: Path) -> Iterator[Item]:
    """SQuAD 2.0's training part (Rajpurkar et al. 2018), as `squad2-joined/README.md` says it was joined.

    An answer whose place is ambiguous is left out. What looks most like an answer to an unanswerable question
    is not marked there: it is taken to be the sentence that shares most words with it.
    """
    for article in json.loads(path.read_text())["data"]:
        title = article["title"]
        split: Split = "train" if title.startswith(UNTITLED) else held_out(title, 4)
        for number, paragraph in enumerate(article["paragraphs"]):
            offsets = split_sentences(paragraph["context"])
            sentences = tuple(paragraph["context"][a:b] for a, b in offsets)
            blocks = ((0, len(sentences)),)
            document = Document("squad-joined", f"{title}#{number}", split, sentences, blocks)
            for asked in paragraph["qas"]:
                if asked["is_impossible"]:
                    yield Item(asked["question"].strip(), document, frozenset(), _nearest(asked, sentences))
                elif asked.get("n_occurrences", 1) == 1:
                    yield from _answered(asked["question"], asked["answers"], offsets, document)


def read_adversarial(path: Path, held: Sequence[str]) -> Iterator[Item]:
    """AdversarialQA (Bartolo et al. 2020, https://arxiv.org/abs/2002.00293).

    :param held: Titles that are "test": those on which figures are reported.
    """
    for line in path.read_text().splitlines():
        row = json.loads(line)
        offsets = split_sentences(row["context"])
        sentences = tuple(row["context"][a:b] for a, b in offsets)
        split: Split = "test" if row["title"] in held else "train"
        name = f"{row['title']}#{zlib.crc32(row['context'].encode())}"
        document = Document("adversarial", name, split, sentences, ((0, len(sentences)),))
        pairs = zip(row["answers"]["text"], row["answers"]["answer_start"], strict=True)
        answers = [{"text": text, "answer_start": start} for text, start in pairs]
        yield from _answered(row["question"], answers, offsets, document)


def read_selqa(folder: Path) -> Iterator[Item]:
    """SelQA (Jurczyk et al. 2016, https://arxiv.org/abs/1606.08513): a section's sentences that answer."""
    for file in ("selqa-ass-dev.json", "selqa-ass-test.json"):
        for row in json.loads((folder / file).read_text()):
            if row["answers"]:
                name = f"{row['article']}#{row['section']}"
                split = held_out(row["article"], 8)
                document = Document("selqa", name, split, tuple(row["candidates"]))
                yield Item(row["question"].strip(), document, frozenset(row["answers"]), row["answers"][0])


def read_qasrl(folder: Path) -> Iterator[Item]:
    """QA-SRL Gold (Roit et al. 2020, https://aclanthology.org/2020.acl-main.626), its Wikinews part.

    A document is the sentences of one text that were sampled; the sentence that a question is about answers.
    """
    tokens: dict[str, list[str]] = {}
    for part in ("dev", "test"):
        for row in csv.DictReader((folder / f"wikinews.{part}.sentences.csv").open(newline="")):
            tokens[row["qasrl_id"]] = row["tokens"].split()
    groups: dict[str, list[str]] = {}
    for key in tokens:
        groups.setdefault(":".join(key.split(":")[:3]), []).append(key)
    texts = {key: detokenise(words) for key, words in tokens.items()}
    documents = {
        name: Document("qasrl", name, held_out(name), tuple(texts[key][0] for key in keys))
        for name, keys in groups.items()
    }
    for part in ("dev", "test"):
        for row in csv.DictReader((folder / f"wikinews.{part}.gold.csv").open(newline="")):
            name = ":".join(row["qasrl_id"].split(":")[:3])
            ranges = [tuple(map(int, r.split(":"))) for r in row["answer_range"].split("~!~") if r]
            vague = len(row["question"].split()) < SHORTEST or len(documents[name].sentences) < 2
            if vague or not ranges or row["qasrl_id"] not in groups[name]:
                continue
            at, places = groups[name].index(row["qasrl_id"]), texts[row["qasrl_id"]][1]
            first, last = ranges[0]
            span = Span(at, places[first][0], places[last - 1][1]) if len(ranges) == 1 else None
            yield Item(row["question"], documents[name], frozenset({at}), at, span, swappable=False)


def _answered(
    question: str, answers: Sequence[dict[str, Any]], offsets: Offsets, document: Document
) -> Iterator[Item]:
    """The question's item; none where no answer lies within one sentence."""
    found = [
        span
        for answer in answers
        if (span := locate(offsets, answer["answer_start"], answer["answer_start"] + len(answer["text"])))
    ]
    if found:
        gold = frozenset(span.sentence for span in found)
        yield Item(question.strip(), document, gold, found[0].sentence, found[0])


def _nearest(asked: dict[str, Any], sentences: Sequence[str]) -> int:
    words = content_words(asked["question"])
    return max(range(len(sentences)), key=lambda i: len(words & content_words(sentences[i])))
