"""Statements made by rule: from a sentence one that it supports, partly supports, or does not.

What is done to make a false one follows FactCC (Kryscinski et al. 2020, arXiv:1910.12840): names and numbers
change places, a word becomes its opposite, a possibility a certainty, a negation comes or goes, another
speaks. Names and numbers are taken from the quotes where they can be, because one that the quotes lack is
caught by the exact checks already.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from eval.train.augment import NAMES, NUMBERS
from eval.train.data import Item
from eval.train.news import NAME, SAYING, SPEECH

OPPOSITES = (
    "increase decrease|increased decreased|increases decreases|rise fall|rose fell|rising falling|"
    "more fewer|more less|higher lower|highest lowest|win lose|won lost|before after|buy sell|"
    "bought sold|accept reject|accepted rejected|accepts rejects|support oppose|supported opposed|"
    "supports opposes|allow ban|allowed banned|allows bans|begin end|began ended|start stop|"
    "started stopped|first last|early late|earlier later|largest smallest|oldest youngest|"
    "older younger|success failure|succeeded failed|agree disagree|agreed refused|likely unlikely|"
    "possible impossible|legal illegal|true false|with without|inside outside|open close|"
    "opened closed|arrive leave|arrived left|join leave|joined left|approve reject|"
    "approved rejected|confirm deny|confirmed denied|always never|all none|most few|many few|"
    "better worse|best worst|strong weak|strengthen weaken|praised criticized|safe dangerous|"
    "public private|north south|east west|northern southern|eastern western|gain loss|gained lost|"
    "create destroy|created destroyed|above below|same different|give take|gave took|"
    "teacher student|parent child|husband wife|father son|son daughter|attack defend|"
    "attacked defended|import export|imports exports|lend borrow|hire fire|hired fired"
)
SURER = (
    (r"\b(?:may|might|could)\b", "will"), (r"\b(?:may|might|could) have\b", "has"), (r"\bsome\b", "all"),
    (r"\bmany\b", "all"), (r"\bplans? to\b", "has begun to"), (r"\bis expected to\b", "is certain to"),
    (r"\b(?:about|around|nearly|almost|up to) (?=\d)", "exactly "),
    (r"\bat least\b", "at most"),
    (r"\bone of the\b", "the only one of the"), (r"\bsuggests?\b", "proves"),
    (r"\balleged(?:ly)?\b", "proven"),
    (r"\bhoped? to\b", "managed to"), (r"\btried to\b", "managed to"), (r"\bpartly\b", "entirely"),
    (r"\bsometimes\b", "always"), (r"\boften\b", "always"), (r"\bproposed\b", "introduced"),
)  # fmt: skip
BE = re.compile(r"\b(is|are|was|were|has|have|had|will|would|can|could|should|did|does|do)\b(?! not)(?!n't)")
DENIAL = re.compile(
    r"\b(is|are|was|were|has|have|had|will|would|can|could|should|did|does|do) not\b|\bcannot\b"
)
ASKS_SUBJECT = re.compile(
    r"^(?:who|what|which(?: \w+){1,2}) (?P<rest>(?:is|are|was|were|has|had|\w+ed|\w+s) .+)\?$", re.I
)
ASKS_WHAT_IT_IS = re.compile(
    r"^(?:who|what|where|when) (?P<verb>is|was|are|were) (?P<rest>(?:the|a|an|[A-Z]).+)\?$", re.I
)
INSERTION = re.compile(
    r" \([^()]+\)|, (?:who|which) [^,]{5,60},|"
    r", [a-z][^,“”\"]{5,60},(?= (?:is|are|was|were|has|had|will|said)\b)"
)
_TRAILS = re.compile(r"\b(?:by|in|to|for|of|from|at|on|with|into|about|as)\W*$")
_OPPOSITE: dict[str, list[str]] = {}
for _pair in OPPOSITES.split("|"):
    _one, _other = _pair.split()
    _OPPOSITE.setdefault(_one, []).append(_other)
    _OPPOSITE.setdefault(_other, []).append(_one)


def falsified(sentence: str, draw: random.Random) -> str | None:
    """:return: The sentence with one thing in it changed, so that it no longer holds; None if none can be."""
    ways: list[Callable[[str, random.Random], str | None]] = [exchanged, opposite, surer, denied]
    for way in draw.sample(ways, len(ways)):
        made = way(sentence, draw)
        if made and made != sentence:
            return made
    return None


def exchanged(sentence: str, draw: random.Random) -> str | None:
    """Two names, or two numbers, of the sentence in each other's place."""
    for pattern in draw.sample([NAMES, NUMBERS], 2):
        found = list({match[0]: match for match in pattern.finditer(sentence)}.values())
        found = [m for m in found if not any(m[0] != o[0] and (m[0] in o[0] or o[0] in m[0]) for o in found)]
        if len(found) >= 2:
            first, second = sorted(draw.sample(found, 2), key=lambda match: match.start())
            between = sentence[first.end() : second.start()]
            if not re.fullmatch(
                r",?\s*(?:and|or|,|&|-|–|to)?\s*", between
            ):  # "A and B" says the same swapped
                return sentence[: first.start()] + second[0] + between + first[0] + sentence[second.end() :]
    return None


def opposite(sentence: str, draw: random.Random) -> str | None:
    """One word as its opposite."""
    words = [match for match in re.finditer(r"\b[a-z]+\b", sentence) if match[0] in _OPPOSITE]
    if not words:
        return None
    word = draw.choice(words)
    return sentence[: word.start()] + draw.choice(_OPPOSITE[word[0]]) + sentence[word.end() :]


def surer(sentence: str, draw: random.Random) -> str | None:
    """More certain, or more, than what was said."""
    for pattern, instead in draw.sample(SURER, len(SURER)):
        if re.search(pattern, sentence):
            return re.sub(pattern, instead, sentence, count=1)
    return None


def denied(sentence: str, draw: random.Random) -> str | None:
    """A negation put in, or taken out."""
    found = DENIAL.search(sentence)
    if found:
        kept = found[1] or "can"
        return sentence[: found.start()] + kept + sentence[found.end() :]
    verbs = list(BE.finditer(sentence))
    if not verbs:
        return None
    verb = draw.choice(verbs[:2])
    return f"{sentence[: verb.end()]} {draw.choice(['not', 'not', 'never'])}{sentence[verb.end() :]}"


def shortened(sentence: str) -> str | None:
    """:return: The sentence without an insertion, or what trails after a comma; None if it has neither."""
    inner = INSERTION.sub("", sentence)
    if inner != sentence:
        return inner
    match = re.match(r"^([^,;“”\"]{35,}?)(?:,| –| —|;) [^“”\"]{15,}[.!]$", sentence)
    if match and re.search(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|\w+ed)\b", match[1]):
        return f"{match[1]}."
    return None


def attributed(sentence: str, others: Sequence[str], draw: random.Random) -> tuple[str, str | None] | None:
    """What somebody said in the sentence as a report of it, and the same in the mouth of another."""
    match = next((found for pattern in SPEECH if (found := pattern.search(sentence))), None)
    if not match:
        return None
    name = match["name"] or match.groupdict().get("later") or ""
    if not name:
        return None
    said = match["quote"].rstrip(".,")
    said = said if re.match(r"(?:I|[A-Z]\w+ [A-Z])\b", said) else said[0].lower() + said[1:]
    form = draw.choice(["According to {name}, {said}.", "{name} said that {said}.", "{name} says {said}."])
    strangers = [other for other in others if other != name and other not in sentence]
    wrong = form.format(name=draw.choice(strangers), said=said) if strangers else None
    return form.format(name=name, said=said), wrong


def speakers(sentences: Sequence[str]) -> list[str]:
    """:return: The names that say something in the sentences."""
    pattern = re.compile(rf"(?:(?P<before>{NAME}) {SAYING}|{SAYING} (?P<after>{NAME}))\b")
    found = {match["before"] or match["after"] for s in sentences for match in pattern.finditer(s)}
    return sorted(found)


def stated(question: str, answer: str) -> str | None:
    """A question and an answer as one statement; None if the question is of another form.

    Only "Who did it?" and "What is X?" are turned: they need no change of the verb.
    """
    answer = answer.strip().rstrip(".")
    if not answer or len(answer.split()) > 12 or _TRAILS.search(question):
        return None
    subject = ASKS_SUBJECT.match(question.strip())
    what = ASKS_WHAT_IT_IS.match(question.strip())
    if what:
        body = f"{what['rest']} {what['verb']} {answer}"
    elif subject and not subject["rest"].startswith(("is the", "was the", "are the", "were the")):
        body = f"{answer} {subject['rest']}"
    else:
        return None
    return f"{body[0].upper()}{body[1:]}."


def answer_of(item: Item) -> str:
    """:return: The words that answer an item, "" where it has no span."""
    if item.span is None:
        return ""
    return item.document.sentences[item.span.sentence][item.span.start : item.span.end]
