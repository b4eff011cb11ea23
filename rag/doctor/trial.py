"""One short call of a language model: how fast it is, and what it replies."""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass

from index import Sentence
from rag.answer import ScoredPassage
from rag.retrieve.evidence import Draft, Drafted, Evidence, EvidenceSentence, Fragment, Refusal
from rag.write.llm import LlmWriter

from .check import Check

ANSWER_PIECES = 100
"""Pieces of a usual answer."""
TEXT = "The mill in Harlow will close in May, Ann Lee, who runs it, said on Monday."
QUESTION = "When will the mill in Harlow close?"


@dataclass(frozen=True, slots=True)
class Trial:
    """One short call: seconds to the first piece, pieces a second after it, and the first sentence.

    `rate` is None where too few pieces came to tell. `sentence` is "" where the model found no answer.
    """

    first: float
    rate: float | None
    sentence: str

    @classmethod
    def of(cls, writer: LlmWriter) -> Trial:
        """Ask a model about one sentence, and stop at its first.

        :raises EndpointError: as the writer does.
        """
        times = [time.monotonic()]
        sentence = ""
        with closing(_drafts(writer)) as drafts:
            for drafted in drafts:
                match drafted:
                    case Fragment():
                        times.append(time.monotonic())
                    case Draft(text):
                        sentence = text
                        break
                    case Refusal():
                        break
        began, *came = times
        came = came or [time.monotonic()]
        lasted = came[-1] - came[0]
        return cls(came[0] - began, (len(came) - 1) / lasted if lasted > 0 else None, sentence)


def check_speed(trial: Trial, seconds: float) -> Check:
    """Whether a usual answer comes in time.

    :param seconds: that it may take (`llm_timeout`).
    """
    rate = f", then {trial.rate:.0f} pieces a second" if trial.rate else ""
    told = f"{trial.first:.1f} s to the first piece{rate}"
    if trial.first + ANSWER_PIECES / (trial.rate or float("inf")) > seconds:
        return Check(
            "speed",
            False,
            f"{told}: an answer will not come in {seconds:g} s; take a smaller model, or raise llm_timeout",
        )
    return Check("speed", True, told)


def _drafts(writer: LlmWriter) -> Generator[Drafted, None, None]:
    passage = ScoredPassage(TEXT, 0, len(TEXT), "trial", "The mill", None, 1.0, 1, 1)
    sentence = EvidenceSentence("trial", "The mill", 0, Sentence(TEXT, 0, len(TEXT), 0), 1.0, None)
    yield from writer.draft(Evidence(QUESTION, (passage,), (sentence,), 1.0))
