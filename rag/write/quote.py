"""The generator that needs no LLM: it answers with the article's own sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from index.speakers import names_source
from rag.answer import Kind
from rag.ask.wanted import asks
from rag.retrieve.evidence import Draft, Evidence, EvidenceSentence
from rag.words import names, terms, wording, words

from .lead import lead
from .people import introduced
from .voices import of_them, opposed, own_first, who_said

MAX_SENTENCES = 3
NEAR_BEST = 0.4
"""Least relevance of a further sentence, as a share of the best one's, where several may be asked for."""
MAX_SINGLE, NEAR_BEST_SINGLE = 2, 0.7
"""The same where one thing is asked for, and the best sentence is sure."""
SURE = 0.5
"""Relevance, 0 to 1, from which a sentence is sure. Where it is not, two more find more answers than they
cost precision (`news-dev` and our own held-out questions).
"""
MAX_ITEMS = 10
"""Lines of a list that are told with the sentence that opens it."""
SEVERAL: frozenset[Kind] = frozenset({"list", "reason", "statement", "compare", "about"})
"""Kinds that more than one sentence may be needed for."""

_LEANS_BACK = re.compile(
    r"^\W*(?:(?:however|but|then|therefore|thus|instead|nevertheless|perhaps|at that time)\b|"
    r"(?:among|without|because of|despite|for|after|before) (?:him|her|it|them|this|that|these|those)\b|"
    r"(?:this|that|these|those|such|it|they|he|she|his|her|their|both|neither|the (?:former|latter))\b)",
    re.I,
)
_CLOSES_FIRST = re.compile(r'[^"]*[\w,.!?…]"(?:\W|$)')
_DASH_CLOSES = re.compile(r"([,!?])\s?[—–-]\s?(?=[a-zа-яё])")
_BY_ROLE = re.compile(r"^According to (?:the [a-z]+(?: [a-z]+){0,3}|him|her),")
_LEAD_DASH = re.compile(r"^\s*[—–-]\s*")


class QuoteGenerator:
    """Picks the sentences that answer, each as it stands, led by who said it.

    Where a few words of the best one answer by themselves, these are the answer, and it is what they cite.
    """

    name = "quote"

    def draft(self, evidence: Evidence) -> Iterator[Draft]:
        """The short answer where there is one, or else each picked sentence, the best first; none where
        nothing was read.
        """
        if evidence.kind == "definition" and (one := introduced(evidence.question, evidence.sentences)):
            yield one
            return
        read = evidence.sentences
        own = own_first(evidence.question, read) if evidence.kind == "statement" else read
        person = asks(evidence.question) == "person"
        chosen = pick(own, evidence.kind, person, evidence.question)
        best = min(chosen, key=_rank, default=None)
        if best and best.relevance >= SURE:
            if who := who_said(evidence.question, best, read):
                yield who
                return
            if short := lead(evidence.question, best):
                yield Draft(short, (best,))
                chosen = tuple(one for one in chosen if one != best) if evidence.kind in SEVERAL else ()
        further = [of_them(evidence.question, own, read), opposed(best, read) if best else None]
        for picked in dict.fromkeys([*chosen, *(one for one in further if one)]):
            yield Draft(phrase(picked), (picked,))


def pick(
    sentences: Sequence[EvidenceSentence], kind: Kind = "list", who: bool = False, question: str = ""
) -> tuple[EvidenceSentence, ...]:
    """The sentences that answer: the best one first, the others in article order.

    With the best one goes the one before it where it leans on that, as one that opens with "However," or
    "Then he" does, and the answer may run over both (`SEVERAL`), or a person is asked for and none is named;
    and the one after it where the best one only announces it, as "She gave two reasons" does.
    Further ones are taken if they are hardly less likely than the best, or, where that is not sure or the
    question asks for several things, a reason or a statement, if they are not much less likely.

    :param who: whether a person is asked for.
    :param question: what is asked; "": nobody knows.
    """
    if not sentences:
        return ()
    ranked = sorted(sentences, key=_rank)
    by_number = {(s.article_id, s.number): s for s in sentences}
    best = ranked[0]
    chosen = [best]
    alone = kind not in SEVERAL and best.relevance >= SURE
    most, near = (MAX_SINGLE, NEAR_BEST_SINGLE) if alone else (MAX_SENTENCES, NEAR_BEST)
    before = by_number.get((best.article_id, best.number - 1))
    if best.sentence.text.rstrip().endswith(":"):
        return (best, *_items(best, by_number))
    nameless = who and not best.sentence.speaker and not names(best.sentence.text)
    if (
        before
        and (kind in SEVERAL or nameless)
        and leans_back(best)
        and before.sentence.paragraph == best.sentence.paragraph
    ):
        chosen.append(before)
    after = by_number.get((best.article_id, best.number + 1))
    same = after is not None and after.sentence.paragraph == best.sentence.paragraph
    if after and same and kind in ("reason", "statement") and _announces(question, best):
        chosen.append(after)
    for other in ranked[1:]:
        if other in chosen:
            continue
        if len(chosen) >= most or other.relevance < near * best.relevance:
            break
        if statement(other) not in map(statement, chosen):
            chosen.append(other)
    return (best, *sorted(chosen[1:], key=lambda s: s.place))


def _announces(question: str, best: EvidenceSentence) -> bool:
    """Whether a sentence tells next to nothing that the question does not say: two words at most."""
    return bool(question) and len(set(terms(best.sentence.text)) - set(terms(question))) <= 2


def _items(
    opening: EvidenceSentence, by_number: Mapping[tuple[str, int], EvidenceSentence]
) -> tuple[EvidenceSentence, ...]:
    """The list that a sentence with a colon at its end opens: the lines after it that begin alike."""
    items: list[EvidenceSentence] = []
    while len(items) < MAX_ITEMS:
        number = opening.number + len(items) + 1
        item = by_number.get((opening.article_id, number))
        if item is None or (items and _mark(item) != _mark(items[0])):
            break
        items.append(item)
    return tuple(items)


def _mark(item: EvidenceSentence) -> str:
    """How a line of a list begins: its bullet, "1" for any figure, or "" for a letter."""
    first = item.sentence.text.lstrip()[:1]
    return "1" if first.isdigit() else "" if first.isalpha() else first


def phrase(candidate: EvidenceSentence) -> str:
    """The sentence as an answer shows it, led by its speaker where it does not name them.

    A leading dash goes; a quotation mark that is closed but was opened in an earlier sentence, or by the
    dash, is opened here, and one that a dash closes is closed.
    """
    sentence = candidate.sentence
    text = _balanced(" ".join(_without_turn(_LEAD_DASH.sub("", sentence.text), sentence.speaker).split()))
    if sentence.direct and not set(text) & set('"“”«»') and sentence.speaker:
        return led(text, sentence.speaker, f'"{text}"')
    return led(text, sentence.speaker)


def _without_turn(text: str, speaker: str | None) -> str:
    """A turn of an interview without the name that stands before it: "Lee: I never wanted to"."""
    label, colon, rest = text.partition(":")
    held = words(label)
    turn = colon and speaker and rest.strip() and held and set(held) <= set(words(speaker))
    return rest.lstrip() if turn else text


def _balanced(text: str) -> str:
    """A sentence whose quotation marks all have their other half, as far as it can be told where it stood."""
    if text.count('"') % 2:
        text = f'"{text}' if _CLOSES_FIRST.match(text) else _DASH_CLOSES.sub(r'\1" ', text, count=1)
    for opening, closing in (("“", "”"), ("«", "»")):
        first = text.find(closing)
        if first >= 0 and opening not in text[:first]:
            text = opening + text
        if text.rfind(opening) > text.rfind(closing):
            text += closing
    return text


def led(text: str, speaker: str | None, quoted: str | None = None) -> str:
    """What somebody said, led by their name unless it is told as theirs already.

    :param speaker: None: nobody in particular said it, and nothing is put before it.
    :param quoted: the text as it stands after "According to …:", where that differs.
    """
    if not speaker or _names(text, speaker):
        return text
    if _BY_ROLE.match(text):
        return _BY_ROLE.sub(f"According to {speaker},", text)
    if names_source(text):  # "he noted": only the name is missing
        return f"{speaker}: {text}"
    return f"According to {speaker}: {quoted or text}"


def credited(text: str, speaker: str | None) -> str:
    """What somebody said as theirs: led by their name where the text does not hold it."""
    return text if not speaker or words(speaker)[-1] in words(text) else led(text, speaker)


def _rank(candidate: EvidenceSentence) -> tuple[float, tuple[str, int]]:
    """Sorts the likeliest first."""
    return -candidate.relevance, candidate.place


def _names(text: str, speaker: str) -> bool:
    """Whether a text names a speaker: a person's family name, or a body's whole name."""
    held = words(text)
    parts = words(speaker)
    return parts[-1] in held and (names_source(text) or all(part in held for part in parts))


def leans_back(candidate: EvidenceSentence) -> bool:
    """Whether a sentence needs the one before it: it opens with "However", or with "Then he"."""
    return candidate.previous is not None and bool(_LEANS_BACK.match(candidate.sentence.text))


def statement(candidate: EvidenceSentence) -> tuple[str, ...]:
    """What is equal for sentences that are one statement, in whatever article: their words and who said them.

    One that opens with "He" or "This" is its article's alone: elsewhere it may be of somebody else.
    """
    sentence = candidate.sentence
    own = (candidate.article_id,) if _LEANS_BACK.match(sentence.text) else ()
    return wording(sentence.text), *words(sentence.speaker or "")[-1:], *own
