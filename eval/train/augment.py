"""Other wordings of a question, and questions made unanswerable by another key in them."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

STOPS = set(
    "a an the of in on at to for from by with and or is are was were be been do does did has have had what "
    "which who whom whose when where why how that this it its his her their there as about into can could "
    "will would".split()
)
PREFIXES = (
    "Tell me: {}", "According to the article, {}", "Please tell me, {}", "In the article, {}", "Hi! {}",
    "Quick question: {}", "I would like to know {}", "Based on the text, {}", "Can you tell me {}",
    "{} Give a short answer.",
)  # fmt: skip
NAMES = re.compile(r"(?<=[\w,] )[A-Z][\w’'-]+(?: (?:of )?[A-Z][\w’'-]+)*")
NUMBERS = re.compile(r"(?<![\w.])\d[\d,.]*\d|(?<![\w.])\d(?!\w)")
LEADING = re.compile(
    r"^(?:who|what|when|where|why|how|which|is|are|was|were|did|does|do|has|have|had|can|will)\b", re.I
)


def content_words(text: str) -> set[str]:
    """:return: Lower-cased words that are no stop words."""
    return {word for word in re.findall(r"[\w']+", text.lower()) if word not in STOPS}


def reword(question: str, draw: random.Random, share: float = 0.22) -> str:
    """:return: About `share` of questions as a hurried or chatty reader would write them."""
    if draw.random() >= share:
        return question
    kind = draw.choice(["keywords", "typo", "typo", "bare", "prefix", "prefix"])
    if kind == "keywords":
        return keywords(question)
    if kind == "typo":
        return misspell(question, draw)
    if kind == "bare":
        return question.rstrip("?. ").lower()
    lowered = question[0].lower() + question[1:] if LEADING.match(question) else question
    return draw.choice(PREFIXES).format(lowered)


def keywords(question: str) -> str:
    """:return: The question's content words, as typed into a search box; itself if fewer than two."""
    words = [word for word in question.rstrip("?. ").split() if word.lower() not in STOPS]
    return " ".join(words) if len(words) >= 2 else question


def misspell(question: str, draw: random.Random) -> str:
    """:return: The question with letters swapped, dropped or doubled in one or two long words."""
    words = question.split()
    long = [i for i, word in enumerate(words) if len(word) >= 6 and word.isalpha()]
    for i in draw.sample(long, min(len(long), draw.choice([1, 1, 2]))):
        word, at = words[i], draw.randrange(1, len(words[i]) - 2)
        words[i] = draw.choice(
            [
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
            ]
        )
    return " ".join(words)


def swap_key(question: str, gold: str, sentences: Sequence[str], draw: random.Random) -> str | None:
    """Ask after another name or number of the same article (Jia and Liang 2017, arXiv:1707.07328).

    :param gold: The sentence that answers the question as it stands; the new key is not in it.
    :return: The new question; None if the question has no key or the article no other one.
    """
    for pattern in draw.sample([NAMES, NUMBERS], 2):
        keys = [match for match in pattern.finditer(question) if match[0] in gold]
        if not keys:
            continue
        others = {
            match
            for s in sentences
            for match in pattern.findall(s)
            if match not in gold and match not in question
        }
        if others:
            key = draw.choice(keys)
            other: str = draw.choice(sorted(others))
            return question[: key.start()] + other + question[key.end() :]
    return None
