"""Whether drafts that give a statement to nobody, to the wrong one, or as surer than it was are found and
mended: `python -m eval.bench.attribution`.

The 150 cases of `eval/sets/attribution.jsonl` are invented: a few sentences of news, a question, a draft, its
fault or "none", who said it and a right form. Rates are by fault. "Stopped": any fault was found. "Named":
it was the right one. "Mended right": of the faulty drafts that are not dropped, those that name who said it
and keep a word of caution where the right form has one, and say nothing that the checks stop. Half of them,
those with an odd number, were looked at while the checks were written; `--part even` is the other half.
"""

# ruff: noqa: T201  (what it prints is its output)
from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.metrics.speaker import same_speaker
from index import Article
from index.split import sentences
from rag.checking import Checker
from rag.clock import Clock
from rag.retrieve.evidence import Draft, Evidence, EvidenceSentence
from rag.verify.attribution import misattributed
from rag.verify.hedges import hardened
from rag.verify.outcome import Outcome
from rag.verify.support import Supporter
from rag.words import recall, words
from rag.write.prepared import Prepared

SET = Path(__file__).parents[1] / "sets" / "attribution.jsonl"
FAULTS = {"fact": "told_as_fact", "speaker": "wrong_speaker", "hedge": "hardened"}
LEAST = 0.8
"""The support of a sentence that stands, as the product has it."""


@dataclass(frozen=True, slots=True)
class Case:
    """A draft beside what it rests on. `fault` is "none" for a right one, `speaker` None for nobody's
    words.
    """

    id: str
    context: tuple[str, ...]
    question: str
    draft: str
    fault: str
    speaker: str | None
    right: str

    @property
    def evidence(self) -> Evidence:
        """The context as it was read; what shares more of the question's terms is likelier to answer it."""
        found = sentences(Article("\n\n".join(self.context)))
        read = tuple(
            EvidenceSentence("a", "News", n, one, recall(self.question, one.text), None)
            for n, one in enumerate(found)
        )
        return Evidence(self.question, (), read, 0.9)


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a case: the fault that was found, or "none", and what was told, None for nothing."""

    case: Case
    found: str
    told: str | None

    @property
    def right(self) -> bool:
        """Whether what is told is not the faulty draft, names who said it, and is no surer than the right
        form.
        """
        told, speaker = self.told or "", self.case.speaker
        named = speaker is None or words(speaker)[-1] in words(told) or same_speaker(speaker, told)
        changed = self.case.fault == "none" or told != self.case.draft
        return bool(told) and changed and named and hardened(told, self.case.right) is None


def cases(part: str = "all") -> Iterator[Case]:
    """The cases of a part: all, odd or even."""
    for line in SET.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if part == "all" or int(row["id"][1:]) % 2 == (part == "odd"):
            yield Case(**{**row, "context": tuple(row["context"])})


def judged(case: Case, supporter: Supporter) -> Judged:
    """What the checks make of a case."""
    evidence = case.evidence
    fault = misattributed(case.draft, evidence.sentences)
    outcome = Outcome()
    list(Checker(evidence, supporter, LEAST, Clock()).run(Prepared((Draft(case.draft),)), outcome))
    told = outcome.checked[0].text if outcome.checked else None
    return Judged(case, FAULTS[fault.problem.kind] if fault else "none", told)


def table(found: Sequence[Judged]) -> str:
    """A Markdown table: a row for each fault, and one for right drafts."""
    lines = [
        "| fault | drafts | stopped | named | dropped | mended | right |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for fault in (*FAULTS.values(), "none"):
        held = [one for one in found if one.case.fault == fault]
        mended = [one for one in held if one.told]
        stopped = sum(one.found != "none" for one in held) / max(1, len(held))
        named = sum(one.found == fault for one in held) / max(1, len(held))
        right = sum(one.right for one in mended) / max(1, len(mended))
        lines.append(
            f"| {fault} | {len(held)} | {stopped:.2f} | {named:.2f} | {len(held) - len(mended)} "
            f"| {len(mended)} | {right:.2f} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Print the table, and with `--show` each draft that is judged otherwise than it should be."""
    from rag.verify.support import Verifier

    parser = argparse.ArgumentParser(description="Whether a draft's attribution is checked and mended.")
    parser.add_argument("--part", choices=("all", "odd", "even"), default="all")
    parser.add_argument("--show", action="store_true", help="print the drafts that are judged wrongly")
    chosen = parser.parse_args()
    supporter = Verifier()
    found = [judged(case, supporter) for case in cases(chosen.part)]
    print(table(found))
    for one in found if chosen.show else ():
        if one.found != one.case.fault or not one.right:
            print(f"{one.case.id} {one.case.fault} -> {one.found}: {one.case.draft}\n    told: {one.told}")


if __name__ == "__main__":
    main()
