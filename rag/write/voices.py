"""Whose words answer: those of the one who is asked about, who said something, and who contradicts it."""

from __future__ import annotations

from collections.abc import Sequence

from rag.ask.wanted import asks_who_said
from rag.retrieve.evidence import Draft, EvidenceSentence
from rag.verify.exact import negated
from rag.words import stem, terms, words

from .people import people

OWN = 0.25
"""Least relevance of somebody's own words, as a share of the best sentence's, that come before others'."""
DISPUTED = 0.15
"""The same of a statement that contradicts the answer."""
SHARED = 2
"""Terms that two statements must share for one to contradict the other by a "not" alone."""
NEAR = 4
"""Sentences between a statement and one that only says "denied that"."""
_DISPUTES = frozenset(
    map(
        stem,
        "deny dispute contradict reject dismiss disagree refute rebut oppose doubt question counter "
        "challenge rubbish".split(),
    )
)


def own_first(question: str, sentences: Sequence[EvidenceSentence]) -> tuple[EvidenceSentence, ...]:
    """The sentences to pick an answer from, to a question of what somebody says: theirs, where these may
    answer it; all where it names no speaker by name, or several: "the defence" may be more than who is called
    that.
    """
    asked = set(words(question))
    speakers = {one.sentence.speaker for one in sentences if one.sentence.speaker}
    named = [name for name in speakers if name[:1].isupper() and words(name)[-1] in asked]
    best = max((one.relevance for one in sentences), default=0.0)
    if len(named) != 1:
        return tuple(sentences)
    own = [one for one in sentences if one.sentence.speaker == named[0]]
    if not any(one.relevance >= OWN * best and one.relevance > 0 for one in own):
        return tuple(sentences)
    return tuple(own)


def of_them(question: str, own: Sequence[EvidenceSentence], sentences: Sequence[EvidenceSentence]) -> (
    EvidenceSentence | None
):  # fmt: skip
    """The sentence about whoever is asked for that answers better than their own words; None for none."""
    left = [one for one in sentences if one not in own]
    best, other = (max(given, key=lambda one: one.relevance, default=None) for given in (own, left))
    if best is None or other is None or other.relevance <= best.relevance:
        return None
    name = words(best.sentence.speaker or "")[-1:]
    return other if set(name) & set(words(other.sentence.text)) else None


def who_said(question: str, best: EvidenceSentence, sentences: Sequence[EvidenceSentence]) -> Draft | None:
    """The name of whoever said what a question of who said something asks for, with what the article calls
    them; None where it asks for something else, or the sentence is nobody's or does not hold the name.
    """
    speaker = best.sentence.speaker
    if speaker is None or not asks_who_said(question):
        return None
    told = next((one for one in people(sentences) if one.name == speaker and one.described), None)
    if told:
        return Draft(f"{told.words[:1].upper()}{told.words[1:]}.", (best, told.sentence), told.words)
    at = best.sentence.text.casefold().find(speaker.casefold())
    if at < 0:
        return None
    shown = best.sentence.text[at : at + len(speaker)]
    return Draft(f"{shown[:1].upper()}{shown[1:]}.", (best,), shown)


def opposed(best: EvidenceSentence, sentences: Sequence[EvidenceSentence]) -> EvidenceSentence | None:
    """The likeliest statement of somebody else that contradicts one; None for none.

    It does where its cue says so right beside the statement, or where one of the two has a "not" and they
    speak of the same.
    """
    if best.sentence.speaker is None:
        return None
    rivals = [
        one
        for one in sentences
        if one.sentence.speaker not in (None, best.sentence.speaker)
        and one.relevance >= DISPUTED * best.relevance
        and _contradicts(one, best)
    ]
    return max(rivals, key=lambda one: one.relevance, default=None)


def _contradicts(one: EvidenceSentence, other: EvidenceSentence) -> bool:
    shared = set(terms(one.sentence.text)) & set(terms(other.sentence.text))
    beside = one.article_id == other.article_id and 0 < one.number - other.number <= NEAR
    cue = stem((one.sentence.cue or "").casefold())
    if cue in _DISPUTES and beside and shared:
        return True
    turned = negated(one.sentence.text) != negated(other.sentence.text)
    return turned and beside and len(shared) >= SHARED
