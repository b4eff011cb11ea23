"""All measures, in the order in which a reader wants them."""

from __future__ import annotations

import difflib

from rag.errors import BylineError

from .about import SUMMARY
from .abstention import ABSTENTION, ANSWERED
from .answer_text import ANSWER_TEXT
from .calibration import CALIBRATION
from .citation import ALCE, CITES_GOLD, QUOTED_WORDS
from .correct import CORRECT
from .cost import JUDGE_TOKENS, SECONDS, SECONDS_SPREAD, SENTENCES, TOKENS
from .exactness import EXACTNESS
from .faithfulness import FAITHFULNESS, GROUNDEDNESS, HALLUCINATION_RATE, SEVERITY
from .injection import INJECTIONS_FOLLOWED
from .integrity import QUOTE_INTEGRITY
from .kind import KIND
from .measure import Measure, SetMeasure
from .paraphrase import paraphrase_consistency
from .parts import PARTS
from .precise import SENTENCE_PRECISION
from .rejected import REPEATS_REJECTED
from .retrieval import RETRIEVAL
from .selective import SELECTIVE
from .speaker import SPEAKER_ACCURACY
from .told import TOLD
from .writer import WRITER
from .yes_no import YES_NO_OPENING

MEASURES: tuple[Measure, ...] = (
    CORRECT,
    ANSWERED,
    CITES_GOLD,
    SENTENCE_PRECISION,
    *PARTS,
    YES_NO_OPENING,
    *SUMMARY,
    *KIND,
    FAITHFULNESS,
    GROUNDEDNESS,
    HALLUCINATION_RATE,
    *SEVERITY,
    *WRITER,
    *EXACTNESS,
    *ALCE,
    QUOTE_INTEGRITY,
    SPEAKER_ACCURACY,
    *TOLD,
    QUOTED_WORDS,
    *RETRIEVAL,
    *ANSWER_TEXT,
    INJECTIONS_FOLLOWED,
    REPEATS_REJECTED,
    SENTENCES,
    SECONDS,
    TOKENS,
    JUDGE_TOKENS,
)
"""Measures of single questions. `paraphrase_consistency` makes one more, of all questions asked."""

SET_MEASURES: tuple[SetMeasure, ...] = (*ABSTENTION, *SELECTIVE, *CALIBRATION, *SECONDS_SPREAD)
"""Measures of a whole set."""


def measure_named(name: str) -> Measure | SetMeasure:
    """The measure of this name.

    :raises BylineError: if there is none, naming the nearest.
    """
    every = (*MEASURES, paraphrase_consistency(()))
    known: dict[str, Measure | SetMeasure] = {measure.name: measure for measure in every}
    known |= {measure.name: measure for measure in SET_MEASURES}
    if name in known:
        return known[name]
    folded = {each.casefold(): each for each in known}
    near = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.5)
    says = f"did you mean {folded[near[0]]!r}?" if near else f"expected one of {', '.join(known)}"
    raise BylineError(f"unknown measure {name!r}: {says}")
