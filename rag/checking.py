"""Drafts in, checked sentences out, as they come: what stands, what gives way to its quote, what goes."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .clock import Clock
from .events import SentenceEvent, TokenEvent
from .marking import sentence_event
from .retrieve.evidence import Draft, Evidence, Fragment, Generator, Refusal
from .verify.outcome import Outcome
from .verify.support import Supporter
from .verify.verdict import Checked, verify
from .words import wording
from .write.quote import credited, phrase, pick
from .write.restore import restored
from .write.same import elsewhere

log = logging.getLogger(__name__)


class Checker:
    """Checks the drafts of one question against its evidence.

    :param supporter: see `rag.verify.verdict.verify`.
    :param min_support: least support, 0 to 1, of a sentence that counts as supported.
    :param clock: gets the seconds of drafting and of checking.
    """

    def __init__(self, evidence: Evidence, supporter: Supporter, min_support: float, clock: Clock) -> None:
        self._evidence = evidence
        self._supporter = supporter
        self._min_support = min_support
        self._clock = clock

    def run(self, generator: Generator, outcome: Outcome) -> Iterator[TokenEvent | SentenceEvent]:
        """Check each draft as it comes, and write down in `outcome` what becomes of it.

        :raises EndpointError: as the generator does; `outcome` holds what was checked until then.
        """
        for drafted in generator.draft(self._evidence):
            self._clock.lap("generate")
            match drafted:
                case Fragment(text):
                    yield TokenEvent(text)
                case Refusal():
                    outcome.refused = True
                case Draft():
                    kept = self._kept(drafted, outcome)
                    self._clock.lap("verify")
                    if kept and not _repeats(kept, outcome.checked):
                        further = elsewhere(kept.quotes, self._evidence.sentences)
                        outcome.checked.append(replace(kept, quotes=kept.quotes + further))
                        yield sentence_event(outcome.checked)
        self._clock.lap("generate")

    def _kept(self, draft: Draft, outcome: Outcome) -> Checked | None:
        """A draft as it will stand; None where it is left out."""
        result = self._verified(draft)
        if result.verdict != "unsupported":
            return self._told_as_said(result) if not draft.sources else result
        if (mended := restored(result)) and (told := self._verified(Draft(mended))).verdict != "unsupported":
            return told
        why = "; ".join(map(str, result.problems)) or "unlike any of the article's"
        log.info("an unsupported sentence: %s", why)
        instead = None if draft.sources else self._instead(result, outcome)
        if instead:
            outcome.rewritten += 1
        else:
            outcome.dropped += 1
        return instead

    def _instead(self, result: Checked, outcome: Outcome) -> Checked | None:
        """The quote nearest to a draft, where it is among those that answer and stands nowhere yet; that
        which a draft rests on but for who said it, or how surely, answers as the draft does.
        """
        answering = result.quotes if result.fault else pick(self._evidence.sentences)
        used = {quote.place for one in outcome.checked for quote in one.quotes}
        near = [q for q in result.quotes if q in answering and q.place not in used]
        if not near:
            return None
        best = max(near, key=lambda quote: quote.relevance)
        written = self._verified(Draft(phrase(best), (best,)))
        return written if written.verdict == "supported" else None

    def _told_as_said(self, result: Checked) -> Checked:
        """What somebody said as theirs, where the draft told it in the article's voice."""
        speakers = {quote.sentence.speaker for quote in result.quotes}
        return replace(result, text=credited(result.text, speakers.pop() if len(speakers) == 1 else None))

    def _verified(self, draft: Draft) -> Checked:
        checked = verify(draft, self._evidence, self._supporter, self._min_support)
        return replace(checked, note=draft.note)


def _repeats(kept: Checked, checked: Sequence[Checked]) -> bool:
    """Whether a sentence stands already, with all of its quotes."""
    return any(
        wording(kept.text) == wording(one.text) and set(kept.quotes) <= set(one.quotes) for one in checked
    )
