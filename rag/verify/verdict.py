"""Drafted sentence in, checked sentence out: aligned to quotes, scored, and judged.

Support is 0 where an exact check fails, whatever a model says; 1 where the sentence is in one quote's own
words; else a model's word (`rag.verify.support`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer import Verdict
from rag.retrieve.evidence import Draft, Evidence, EvidenceSentence
from rag.words import recall, words

from .attribution import Misattributed, misattributed
from .exact import Problem, problems
from .figures import in_their_figures
from .support import Supporter
from .verbatim import cuts_short, repeats

PARTIAL = 0.5
"""Least support at which a sentence counts as partly supported."""
MAX_QUOTES = 2
"""Most quotes that a sentence is aligned to where its generator names none."""
_WORTHWHILE = 0.15
"""Least share of a sentence's terms that a further quote must add."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft with the quotes that back it, how far, and what the exact checks found wrong. `fault` is what
    is wrong with whom it gives a statement to, None where nothing is.
    """

    text: str
    quotes: tuple[EvidenceSentence, ...]
    support: float
    verdict: Verdict
    problems: tuple[Problem, ...] = ()
    note: str = ""
    fault: Misattributed | None = None


def verify(draft: Draft, evidence: Evidence, supporter: Supporter, min_support: float) -> Checked:
    """Judge a draft by the evidence alone.

    :param supporter: asked only of a draft that passes the exact checks and is not in one quote's own words.
    :param min_support: least support, 0 to 1, at which it is supported.
    :return: unsupported, without quotes, where nothing of the evidence is like it; unsupported, too, where it
        tells somebody's statement as a fact, as another's, or as surer than it was. Drafts that are made from
        known sources are not looked at for that: they are quotes, led by who said them.
    """
    quotes = draft.sources or align(draft.text, evidence.sentences)
    if not quotes:
        return Checked(draft.text, (), 0.0, "unsupported")
    if draft.naming:
        return _named(draft, quotes)
    if not draft.sources and (fault := misattributed(draft.text, evidence.sentences)):
        return Checked(draft.text, (fault.quote,), 0.0, "unsupported", (fault.problem,), fault=fault)
    held = [text for quote in quotes for text in (quote.sentence.text, quote.sentence.speaker or "")]
    if wrong := problems(draft.text, held):
        return Checked(draft.text, quotes, 0.0, "unsupported", wrong)
    told = in_their_figures(draft.text, [quote.sentence.text for quote in quotes])
    if any(repeats(told, quote) for quote in quotes):
        return Checked(draft.text, quotes, 1.0, "supported")
    if any(cuts_short(told, quote) for quote in quotes):
        return Checked(draft.text, quotes, 0.0, "unsupported")
    [support] = supporter.supports([(told, [_told(told, quote) for quote in quotes])])
    return Checked(draft.text, quotes, support, verdict(support, min_support))


def _named(draft: Draft, quotes: tuple[EvidenceSentence, ...]) -> Checked:
    """A draft that only names somebody stands where its slice does, word by word."""
    stands = any(draft.naming in quote.sentence.text for quote in quotes) and draft.naming[1:] in draft.text
    verdict: Verdict = "supported" if stands else "unsupported"
    return Checked(draft.text, quotes, float(stands), verdict, note=draft.note)


def _told(sentence: str, quote: EvidenceSentence) -> str:
    """A quote as a model is shown it: with its speaker's name where the sentence gives it and the quote does
    not, since it may stand in an earlier sentence of the article.
    """
    text, speaker = quote.sentence.text, words(quote.sentence.speaker or "")
    named = speaker and speaker[-1] in words(sentence) and speaker[-1] not in words(text)
    return f"{quote.sentence.speaker}: {text}" if named else text


def backing(sentence: str, held: Sequence[str]) -> tuple[float, tuple[Problem, ...]]:
    """How far the words of texts support a sentence, 0 to 1, and what the exact checks found; 0 where they
    found any. The term recall is what `eval.judge` goes by.

    :param held: quotes, and the names of those who said them.
    """
    wrong = problems(sentence, held)
    return (0.0 if wrong else recall(sentence, " ".join(held))), wrong


def verdict(support: float, min_support: float) -> Verdict:
    """The word for a support of 0 to 1."""
    if support >= min_support:
        return "supported"
    return "partial" if support >= min(PARTIAL, min_support) else "unsupported"


def align(text: str, sentences: Sequence[EvidenceSentence]) -> tuple[EvidenceSentence, ...]:
    """The sentences, at most two and in article order, that together hold most of a draft's terms."""
    chosen: list[EvidenceSentence] = []
    covered = 0.0
    for _ in range(MAX_QUOTES):
        held = " ".join(s.sentence.text for s in chosen)
        scored = [
            (recall(text, f"{held} {s.sentence.text}"), s.relevance, s) for s in sentences if s not in chosen
        ]
        if not scored:
            break
        best, _, sentence = max(scored, key=lambda row: row[:2])
        if best - covered < _WORTHWHILE:
            break
        chosen.append(sentence)
        covered = best
    return tuple(sorted(chosen, key=lambda s: s.place))
