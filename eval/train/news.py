"""Questions made by rule from news text: yes/no, who, when, why, and who said what about what.

No public set here has yes/no questions or asks what a person said, yet readers of news do both. The
rules turn a declarative sentence around ("The bank has closed." -> "Has the bank closed?"), so their
wording follows the text closely; the other sets teach paraphrase.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

from eval.train.data import Document, Item, held_out
from eval.train.text import Span, split_sentences

AUXILIARIES = "is are was were has have had will would can could should must may might".split()
IRREGULAR = {
    "made": "make", "took": "take", "told": "tell", "went": "go", "gave": "give", "began": "begin",
    "won": "win", "lost": "lose", "held": "hold", "left": "leave", "met": "meet", "saw": "see",
    "came": "come", "found": "find", "became": "become", "sent": "send", "led": "lead", "said": "say",
    "wrote": "write", "spoke": "speak", "brought": "bring", "bought": "buy", "fell": "fall", "rose": "rise",
}  # fmt: skip
PRONOUNS = set(
    "he she it they we you i there this that these those who which what one some many how when where why "
    "here".split()
)
NAME = r"[A-Z][\w’'.-]+(?: (?:of |the |de |van )?[A-Z][\w’'.-]+){0,3}"
SUBJECT = rf"(?:{NAME}|(?:The|A|An|Some|Two|Three|Several) [\w’'-]+(?: [\w’'-]+){{0,3}}?)"
CLAUSE = re.compile(rf"^(?P<subject>{SUBJECT}) (?P<verb>[a-z]+) (?P<rest>[^“”\"]+)$")
DATE = re.compile(
    r" (?P<date>on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|in (?:19|20)\d\d|"
    r"(?:on|in) (?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?: \d{1,2})?(?:, \d{4})?)\b"
)
SAYING = r"(?:said|says|told|added|warned|explained|wrote|stated|argued|noted)"
SPEECH = (
    re.compile(
        rf"[“\"](?P<quote>[^“”\"]{{25,}}),[”\"] (?:(?P<name>{NAME}) {SAYING}|{SAYING} (?P<later>{NAME}))\b"
    ),
    re.compile(rf"^(?P<name>{NAME})(?:, [^,“”]{{3,60}},)? {SAYING} (?:that )?(?P<quote>[^“”\"]{{25,}})"),
    re.compile(
        rf"^(?P<name>{NAME})(?:, [^,“”]{{3,60}},)? {SAYING}[^“”\"]{{0,40}}[“\"](?P<quote>[^“”\"]{{25,}})"
    ),
)
TOPIC = re.compile(r"\b(?:the|our|this|these|their|a|his|her) ((?:[a-z-]{4,} ){1,2}[a-z-]{4,}|[a-z-]{6,})\b")
ASKED = (
    "What did {name} say about {topic}?", "What did {name} say about {topic}?",
    "What does {name} think about {topic}?", "How did {name} comment on {topic}?",
    "What was {name}'s view of {topic}?", "{name} on {topic}", "According to {name}, what about {topic}?",
    "What did {name} tell reporters about {topic}?",
)  # fmt: skip


def read_news(folder: Path, limit: int = 900) -> Iterator[Item]:
    """RealTime QA's web pages (Kasai et al. 2023, https://arxiv.org/abs/2207.13332), text only."""
    texts: dict[str, str] = {}
    for file in sorted(folder.glob("*_gcs.jsonl")):
        for line in file.read_text().splitlines():
            for page in json.loads(line)["search_result"]:
                texts.setdefault(page.get("url", ""), page.get("text") or "")
    vocabulary = set(re.findall(r"\b[a-z]+\b", " ".join(texts.values())))
    for url, text in sorted(texts.items())[:limit]:
        found = [" ".join(text[a:b].split()) for a, b in split_sentences(text)]
        sentences = [s for s in found if 5 <= len(s.split()) <= 50 and s[-1] in '.!?”"'][:80]
        if len(sentences) < 6:
            continue
        document = Document("news", url, held_out(url), tuple(dict.fromkeys(sentences)))
        draw = random.Random(url)
        made = [
            Item(question, document, _golds(document, index, speaker), index, span, swappable)
            for index, sentence in enumerate(document.sentences)
            for question, span, swappable, speaker in questions(sentence, index, vocabulary, draw)
        ]
        yield from draw.sample(made, min(len(made), 16))


def questions(
    sentence: str, index: int, vocabulary: set[str], draw: random.Random
) -> Iterator[tuple[str, Span | None, bool, str]]:
    """Questions that the sentence answers.

    :return: The question, its span, whether a swapped key breaks it, and the speaker where everything
        that the speaker said is asked for ("" otherwise).
    """
    for question, answer in _turned(sentence, vocabulary, draw):
        at = sentence.find(answer) if answer else -1
        yield question, Span(index, at, at + len(answer)) if at >= 0 else None, bool(answer), ""
    yield from ((question, None, True, speaker) for question, speaker in _asked(sentence, draw))


def _golds(document: Document, index: int, speaker: str) -> frozenset[int]:
    """:return: The sentence, and where `speaker` is given every other one that this speaker says."""
    said = [i for i, s in enumerate(document.sentences) if speaker and speaker in s and re.search(SAYING, s)]
    return frozenset({index, *said})


def base_form(verb: str, vocabulary: set[str]) -> str | None:
    """:return: The infinitive of a past tense ("announced" -> "announce"); None if not known as one."""
    if verb in IRREGULAR:
        return IRREGULAR[verb]
    if not verb.endswith("ed") or len(verb) < 5:
        return None
    if verb.endswith("ied"):
        return verb[:-3] + "y"
    tries = [verb[:-1], verb[:-2]] + ([verb[:-3]] if verb[-3] == verb[-4] else [])
    return next((word for word in tries if word in vocabulary), None)


def _turned(sentence: str, vocabulary: set[str], draw: random.Random) -> Iterator[tuple[str, str]]:
    """A clause turned around: pairs of a question and its answer ("" for yes and no)."""
    match = CLAUSE.match(sentence.rstrip(".!"))
    if not match or "?" in sentence or match["subject"].split()[0].lower() in PRONOUNS:
        return
    subject, verb = match["subject"], match["verb"]
    rest = re.split(r"[,;:—]| – ", match["rest"])[0].strip()
    base = None if verb in AUXILIARIES else base_form(verb, vocabulary)
    if (verb not in AUXILIARIES and not base) or not 2 <= len(rest.split()) <= 18:
        return
    front, body = (verb, rest) if base is None else ("did", f"{base} {rest}")
    named = re.fullmatch(NAME, subject) is not None and not subject.startswith(("The ", "A ", "An "))
    inner = subject if named else subject[0].lower() + subject[1:]
    before, because, reason = body.partition(" because ")
    if because:
        yield f"Why {front} {inner} {before}?", reason
    when = DATE.search(" " + body)
    if when and draw.random() < 0.7:
        left = f" {body}"[: when.start()] + f" {body}"[when.end() :]
        yield f"When {front} {inner}{left}?", when["date"]
    if named and draw.random() < 0.25:
        yield f"Who {verb} {rest.partition(' because ')[0]}?", subject
    if draw.random() < 0.8:
        changed = before
        if draw.random() < 0.3:  # the text then answers "no"
            changed = re.sub(r"\b\d{1,3}\b", lambda n: str(int(n[0]) + draw.randint(1, 9)), before)
        yield f"{front.capitalize()} {inner} {changed}?", ""


def _asked(sentence: str, draw: random.Random) -> Iterator[tuple[str, str]]:
    """Questions after what the sentence's speaker said, and the speaker where no topic narrows it."""
    match = next((found for pattern in SPEECH if (found := pattern.search(sentence))), None)
    if not match:
        return
    name = match["name"] or match.groupdict().get("later") or ""
    if not name or name.split()[0].lower() in PRONOUNS:
        return
    topics = [found[0] for found in TOPIC.finditer(match["quote"])] + re.findall(
        rf"(?<=\w ){NAME}", match["quote"]
    )
    for topic in draw.sample(topics, min(len(topics), 2)):
        yield (
            draw.choice(ASKED).format(name=name, topic=re.sub(r"^(our|their|his|her|a) ", "the ", topic)),
            "",
        )
    words = match["quote"].split()
    if len(words) > 6 and draw.random() < 0.3:
        yield f"Who said that {' '.join(words[: draw.randint(6, 12)])}?", ""
    elif draw.random() < 0.3:
        yield (
            draw.choice(["What did {name} say?", "What was said by {name}?", "Quote {name}"]).format(
                name=name
            ),
            name,
        )
