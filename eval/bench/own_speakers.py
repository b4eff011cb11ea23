"""Who said what in our own reports, beside labels of ours: `python -m eval.bench.own_speakers`.

The 457 sentences of `eval/sets/speakers.jsonl` are all those of the invented reports. Recall is the share of
labelled sentences that are given a speaker, "right" that of those that are given the labelled one, by the
rule of `speaker accuracy`. Precision is the share of all sentences given a speaker that are labelled as
somebody's, wholly or in part. The reports are ours, which makes it an easier set than `eval.bench.speakers`.
"""

# ruff: noqa: T201  (what it prints is its output)
from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.metrics.speaker import same_speaker
from index import Sentence, Settings
from index.read import read
from index.split import sentences

SET = Path(__file__).parents[1] / "sets" / "speakers.jsonl"
REPORTS = SET.parent / "reports"
FORMS = ("direct", "mixed", "indirect")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence beside its label: `speaker` None where it is nobody's, `part` where some of it is
    somebody's, `form` "none" without a speaker.
    """

    sentence: Sentence
    speaker: str | None
    form: str
    part: bool

    @property
    def right(self) -> bool:
        """Whether the sentence is given to whom it is labelled as theirs."""
        given = self.sentence.speaker
        return bool(given and self.speaker and same_speaker(given, self.speaker))


def labelled() -> Iterator[Labelled]:
    """Each labelled sentence as it was read.

    :raises KeyError: if a report has no such sentence.
    """
    rows = [json.loads(line) for line in SET.read_text(encoding="utf-8").splitlines()]
    for report in dict.fromkeys(row["report"] for row in rows):
        found = {one.text: one for one in sentences(read(REPORTS / report, Settings()))}
        for row in rows:
            if row["report"] == report:
                part = row.get("note") == "part"
                yield Labelled(found[row["sentence"]], row["speaker"], row["form"], part)


def table(found: Sequence[Labelled]) -> str:
    """A Markdown table: a row for each form, and one for all."""
    lines = ["| form | sentences | recall | right |", "|---|---:|---:|---:|"]
    rows = [(form, [one for one in found if one.form == form]) for form in FORMS]
    rows.append(("all", [one for one in found if one.speaker]))
    for form, held in rows:
        given = [one for one in held if one.sentence.speaker]
        right = sum(one.right for one in given) / max(1, len(given))
        lines.append(f"| {form} | {len(held)} | {len(given) / max(1, len(held)):.3f} | {right:.3f} |")
    every = [one for one in found if one.sentence.speaker]
    precise = sum(bool(one.speaker or one.part) for one in every) / max(1, len(every))
    lines.append(f"\nprecision {precise:.3f} of {len(every)} sentences given a speaker")
    return "\n".join(lines)


def main() -> None:
    """Print the table, and with `--show` each sentence that is judged otherwise than it is labelled."""
    parser = argparse.ArgumentParser(description="Who said what in our own reports.")
    parser.add_argument("--show", action="store_true", help="print the sentences that are judged wrongly")
    show = parser.parse_args().show
    found = list(labelled())
    print(table(found))
    for one in found if show else ():
        if not one.right and (one.speaker or (one.sentence.speaker and not one.part)):
            print(f"{one.form}: {one.speaker}, given {one.sentence.speaker}: {one.sentence.text}")


if __name__ == "__main__":
    main()
