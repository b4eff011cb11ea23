"""What the exact checks stop of statements that people judged: `python -m eval.bench.exact DATA`.

Per set: the share of the supported statements that they stop (false alarms, the fewer the better) and of the
others (right stops). A statement stands against the four sentences of its source that are nearest to it,
as the verifier's network sees it. `--keep FILE` writes down which were stopped, `--against FILE` prints such
figures before and after, and `--show N` some false alarms with their quotes.
"""

# ruff: noqa: T201  (what it prints is its output)
from __future__ import annotations

import argparse
import json
import random
import time
from ast import literal_eval
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from eval.judge.labels import read_labels
from eval.train.judged import read_judged, sentences_of
from eval.train.pairs import Pair, labelled_pair, nearest
from rag.verify.exact import Problem, problems
from rag.write.llm.tidy import tidied

JUDGED = ("factcheck", "expertqa", "bump", "summedits")
LABELLED = {
    "ragtruth": "ragtruth_faithjudge/ragtruth_summary.jsonl",
    "wice": "wice/oracle_chunks_claim_dev.jsonl",
}
ATTRIBUTION = ("dev_all_subset_balanced.jsonl", "test_all_subset_balanced_sampled500.jsonl")
WORDS = ("factcheck", "expertqa", "attribution", "ragtruth")
"""The sets whose statements are language models' own words, with people's labels."""
SEED = 1


def read_sets(data: Path) -> dict[str, list[Pair]]:
    """The sets by their names; each pair once."""
    judged = read_judged(data)
    sets = {name: [pair for pair in judged if pair.source == name] for name in JUDGED}
    sets["attribution"] = list(dict.fromkeys(_attribution(data / "attributionbench")))
    for name, path in LABELLED.items():
        sets[name] = list(dict.fromkeys(labelled_pair(one, name) for one in read_labels(data / path)))
    sets["cliff"] = list(dict.fromkeys(_cliff(data / "cliff" / "cliff.jsonl")))
    return sets


def _attribution(folder: Path) -> Iterator[Pair]:
    """AttributionBench (Li et al. 2024, https://arxiv.org/abs/2402.15089), but for what is ExpertQA."""
    for line in (line for file in ATTRIBUTION for line in (folder / file).read_text().splitlines()):
        row = json.loads(line)
        held = [sentence for text in row["references"] for sentence in sentences_of(text)]
        if row["src_dataset"] != "ExpertQA" and held:
            right = row["attribution_label"] == "attributable"
            yield Pair(row["claim"], nearest(row["claim"], held), "S" if right else "N", "attribution")


def _cliff(path: Path) -> Iterator[Pair]:
    """CLIFF (Cao and Wang 2021, https://aclanthology.org/2021.emnlp-main.532): a sentence of a summary is
    wrong where it holds words that people marked."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        held, right = sentences_of(row["doc"]), row["error_type"] == "correct"
        marked = [] if right else literal_eval(row["annotated_span"])
        for sentence in sentences_of(row["summ"]):
            if right or any(str(one) in sentence for one in marked):
                yield Pair(sentence, nearest(sentence, held), "S" if right else "N", "cliff")


def as_written(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs as the product would check them: without what a model writes around its sentences."""
    return [replace(pair, statement=text) for pair in pairs if (text := tidied(pair.statement))]


def found(pairs: Sequence[Pair]) -> list[tuple[Problem, ...]]:
    """What the exact checks find in each pair, in order."""
    return [problems(pair.statement, pair.quotes) for pair in pairs]


def stopped(pairs: Sequence[Pair], wrong: Sequence[object]) -> dict[bool, tuple[int, int]]:
    """Of the supported (True) and of the other statements (False), how many were stopped, and how many
    there are.

    :param wrong: what is true where a statement was stopped.
    """
    sides = {right: [bool(w) for p, w in zip(pairs, wrong, strict=True) if (p.label == "S") == right]
             for right in (True, False)}  # fmt: skip
    return {right: (sum(flags), len(flags)) for right, flags in sides.items()}


def table(sets: Mapping[str, Sequence[Pair]], after: Mapping[str, Sequence[object]],
          before: Mapping[str, Sequence[object]]) -> str:  # fmt: skip
    """The shares of each set as Markdown, the sum last.

    :param before: as `after`, of other code; {}: there is none to compare with.
    """
    lines = ["| set | supported | stopped of them | others | stopped of them |", "|---|---|---|---|---|"]
    groups = {name: [name] for name in sets}
    groups["language models' own words"] = [name for name in WORDS if name in sets]
    groups["all"] = list(sets)
    for name, members in groups.items():
        pairs = [pair for member in members for pair in sets[member]]
        cells = []
        for right in (True, False):
            shares = []
            for flags in (before, after) if before else (after,):
                count, total = stopped(pairs, [flag for member in members for flag in flags[member]])[right]
                shares.append(f"{count / total if total else 0:.3f}")
            cells.append(f"{total} | {' → '.join(shares)}")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def by_kind(sets: Mapping[str, Sequence[Pair]], after: Mapping[str, Sequence[tuple[Problem, ...]]]) -> str:
    """How many statements each kind of problem stops, and how many it alone does, as Markdown."""
    any_of: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    alone: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for name, pairs in sets.items():
        for pair, wrong in zip(pairs, after[name], strict=True):
            kinds = {problem.kind for problem in wrong}
            any_of[pair.label == "S"].update(kinds)
            alone[pair.label == "S"].update(kinds if len(kinds) == 1 else ())
    lines = ["| kind | of supported | alone | of others | alone |", "|---|---|---|---|---|"]
    for kind in sorted({*any_of[True], *any_of[False]}):
        row = [str(counts[right][kind]) for right in (True, False) for counts in (any_of, alone)]
        lines.append(f"| {kind} | {' | '.join(row)} |")
    return "\n".join(lines)


def main() -> None:
    """Run the checks over every set and print the tables."""
    parser = argparse.ArgumentParser(description="Measure the false alarms of the exact checks.")
    parser.add_argument("data", type=Path, help="the folder of the labelled sets, such as ../shared/data")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="write down which were stopped")
    parser.add_argument("--against", type=Path, metavar="FILE", help="compare with what was kept")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N false alarms of each set")
    parser.add_argument("--missed", action="store_true", help="show right stops that are lost instead")
    parser.add_argument("--kind", help="only with a problem of this kind")
    args = parser.parse_args()
    sets = {name: as_written(pairs) for name, pairs in read_sets(args.data).items()}
    before = json.loads(args.against.read_text()) if args.against else {}
    start = time.process_time()
    after = {name: found(pairs) for name, pairs in sets.items()}
    took, count = time.process_time() - start, sum(map(len, sets.values()))
    print(
        f"{table(sets, after, before)}\n\n{by_kind(sets, after)}\n\n{1000 * took / count:.2f} ms a statement"
    )
    if args.keep:
        args.keep.write_text(json.dumps({name: list(map(bool, wrong)) for name, wrong in after.items()}))
    for name, pairs in sets.items() if args.show else ():
        rows = list(zip(pairs, after[name], before.get(name, [False] * len(pairs)), strict=True))
        if args.missed:
            rows = [row for row in rows if row[0].label != "S" and row[2] and not row[1]]
        else:
            rows = [row for row in rows if row[0].label == "S" and row[1]]
        rows = [row for row in rows if not args.kind or args.kind in {problem.kind for problem in row[1]}]
        for pair, wrong, _ in random.Random(SEED).sample(rows, min(args.show, len(rows))):
            print(f"\n[{name}] {pair.statement}")
            print("  ! " + "; ".join(map(str, wrong)))
            print("  > " + "\n  > ".join(pair.quotes))


if __name__ == "__main__":
    main()
