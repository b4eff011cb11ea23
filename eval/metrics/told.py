"""Whether an answer's sentences say who said what they tell: statements told as facts, and swapped speakers.

For any system whose citations name who spoke, and by a question's own label (`speaker`) for any that cites
the gold. A sentence is looked at where all that it cites is one speaker's; for all others nobody can say
whose it is. It tells a statement as a fact where it names neither that speaker nor anybody else who says
something; the speaker is swapped where somebody says it, and not that one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from index import Article
from index.speakers import names_source
from index.split import sentences
from rag.answer import Answer, AnswerSentence
from rag.words import words

from ..records import Asked
from .given import given
from .measure import NOT_APPLICABLE, Measure, Score
from .speaker import same_speaker

Told = Literal["named", "as a fact", "swapped"]


def told(sentence: str, speaker: str) -> Told:
    """How a sentence tells what a speaker said: theirs, nobody's, or somebody else's."""
    if _names(sentence, speaker):
        return "named"
    if not names_source(sentence):
        return "as a fact"
    [*_, said] = sentences(Article(sentence))
    elsewhere = said.speaker is not None and said.speaker[:1].isupper()
    return "swapped" if elsewhere and not same_speaker(said.speaker or "", speaker) else "named"


def _names(sentence: str, speaker: str) -> bool:
    """Whether a sentence is given to a speaker: by name, as its source where it has one."""
    parts = words(speaker)
    if not parts or parts[-1] not in words(sentence):
        return False
    [*_, said] = sentences(Article(sentence))
    return said.speaker is None or not said.speaker[:1].isupper() or same_speaker(said.speaker, speaker)


def _looked_at(asked: Asked, answer: Answer) -> Iterator[Told]:
    for sentence in answer.sentences:
        speakers = _speakers(asked, answer, sentence)
        if len(speakers) == 1 and (speaker := speakers.pop()) is not None:
            yield told(sentence.text, speaker)


def _speakers(asked: Asked, answer: Answer, sentence: AnswerSentence) -> set[str | None]:
    """Who says what a sentence cites: by the question's label for the gold, else by the citation."""
    found: set[str | None] = set()
    for one in answer.citations:
        if one.number in sentence.citations:
            gold = any(place.overlaps(one.start, one.end) for place in asked.golds)
            own = one.article_id == asked.article_id and gold and asked.question.speaker
            found.add(own or one.speaker)
    return found


def _share(how: Told) -> Callable[[Asked], Score]:
    def score(asked: Asked) -> Score:
        answer = given(asked)
        if isinstance(answer, Score):
            return answer
        if answer.kind == "people":  # it lists who they are, and states nothing
            return NOT_APPLICABLE
        seen = list(_looked_at(asked, answer))
        return Score(sum(one == how for one in seen) / len(seen)) if seen else NOT_APPLICABLE

    return score


TOLD_AS_FACTS = Measure(
    "statements told as facts",
    "of an answer's sentences that rest on somebody's statement, those that do not say that it is one",
    "faithfulness",
    "lower",
    _share("as a fact"),
)
"""0 to 1, lower is better. A short answer that only names who said it counts as naming them."""

SPEAKERS_SWAPPED = Measure(
    "speakers swapped",
    "of an answer's sentences that rest on somebody's statement, those that give it to somebody else",
    "faithfulness",
    "lower",
    _share("swapped"),
)
"""0 to 1, lower is better. Look-alike: `speaker accuracy`, which is of the citation and not of the text."""

TOLD = (TOLD_AS_FACTS, SPEAKERS_SWAPPED)
