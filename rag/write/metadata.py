"""An article's own data: who wrote it, where and when it appeared, and the like.

What the page's data say is told without a citation; where the text says it too, in a byline, that is cited.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index import Article
from index.language import detect
from rag.retrieve.evidence import EvidenceSentence
from rag.words import STOP, words

_WORDS = {
    "length": r"how (?:long|short|big)|length|word ?count|words?|pages?|minutes|reading time",
    "translation": r"translat\w*|original(?:ly)?",
    "language": r"languages?|(?:written|text|article|piece) in (?:which|what)",
    "author": r"authors?|wrote|written by|writer|reporter|journalist|by ?line|by whom|penned|"
    r"who(?:'s| is)? this by",
    "section": r"section|category|rubric|column|desk",
    "source": r"url|link|address|web ?page|canonical",
    "outlet": r"outlet|newspaper|paper|publishers?|publication(?! date)|magazine|site|website|agency|"
    r"(?:news|which|what) source|who published|published (?:it|this)|"
    r"where (?:was|is|did|does) (?:this|it|the \w+) .*(?:publish\w*|appear\w*|from|come)",
    "published": r"when|date[ds]?|day|how (?:old|recent)|recent|published|year|month",
    "title": r"title|headline|heading|head|called|name of (?:the|this)",
}
"""The words that name a field. A list, because it names what the data hold, which is a list as well."""
_FIELDS = {field: re.compile(rf"\b(?:{pattern})\b") for field, pattern in _WORDS.items()}
_NOUN_AFTER = re.compile(r"\s+(?:of\s+(?:(?:the|this|that|an?|our|his|her|its|their)\s+)?)?([^\W\d_]+)")
_ITSELF = frozenset("article text piece story report item page post interview document web news".split())
"""Words for the article itself, which may stand beside a field's: "the story's headline"."""
_SAYS = {
    "title": "It is headed “{}”.",
    "author": "It was written by {}.",
    "outlet": "It appeared in {}.",
    "section": "It stands in the section {}.",
    "published": "It is dated {}.",
    "language": "It is in {}.",
    "translation": "It is a translation: {}.",
    "source": "It was read from {}.",
    "length": "It has {}.",
}
_NAMES = {
    "published": "date", "source": "address", "outlet": "outlet", "translation": "translation",
}  # fmt: skip
_LANGUAGES = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese",
    "ru": "Russian", "uk": "Ukrainian", "pl": "Polish", "tr": "Turkish", "ar": "Arabic", "zh": "Chinese",
    "ja": "Japanese", "nl": "Dutch",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Datum:
    """One field as it is told; `cited` is the sentence of the text that says it too, None where none does."""

    field: str
    value: str
    text: str
    cited: EvidenceSentence | None


def fields(question: str) -> tuple[str, ...]:
    """The fields that a question is after, in the order of the question's words; the title and what is known
    beside it where it names none.
    """
    folded = question.casefold()
    found = {name: match.start() for name, pattern in _FIELDS.items() if (match := pattern.search(folded))}
    if "outlet" in found and "published" in found and not re.search(r"\b(?:when|date|day|old)\b", folded):
        del found["published"]  # "who published it"
    return tuple(sorted(found, key=lambda name: found[name])) or ("title", "author", "outlet", "published")


def of_something_else(question: str) -> bool:
    """Whether the words that name fields all belong to another noun: "the headline figure", "the length of
    the tunnel" are none of the article's. Which of two nouns is meant, form alone cannot tell for sure.
    """
    folded = question.casefold()
    ends = [match.end() for pattern in _FIELDS.values() for match in pattern.finditer(folded)]
    nouns = [_NOUN_AFTER.match(folded[end:]) for end in ends]
    return bool(ends) and all(
        noun and noun[1] not in STOP | _ITSELF and not any(p.match(noun[1]) for p in _FIELDS.values())
        for noun in nouns
    )


def data(
    asked: Sequence[str], article: Article, sentences: Sequence[EvidenceSentence]
) -> tuple[tuple[Datum, ...], tuple[str, ...]]:
    """What an article's data say of the fields asked for, and the names of those that they lack."""
    known, missing = [], []
    for field in asked:
        value = _value(field, article, sentences)
        if value is None:
            missing.append(_NAMES.get(field, field))
            continue
        known.append(Datum(field, value, _SAYS[field].format(value.rstrip(".")), _stated(value, sentences)))
    return tuple(known), tuple(missing)


def _value(field: str, article: Article, sentences: Sequence[EvidenceSentence]) -> str | None:
    if field == "length":
        return f"{len(words(article.text)):,} words in {len(sentences)} sentences"
    value: str | None = getattr(article, field) or None
    if field == "language":
        code = value or detect(article.text)
        return _LANGUAGES.get(code.split("-")[0].lower(), value) if code else None
    return value


def _stated(value: str, sentences: Sequence[EvidenceSentence]) -> EvidenceSentence | None:
    """A line of the text that says hardly more than a value, as a byline does."""
    wanted = words(value)
    for one in sentences:
        held = words(one.sentence.text)
        if wanted and len(held) <= 3 * len(wanted) and f" {' '.join(wanted)} " in f" {' '.join(held)} ":
            return one
    return None
