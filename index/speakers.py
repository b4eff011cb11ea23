"""Who said each sentence, in one pass over the article that comes to know its people.

A cue (`index.cues`) says that somebody says something, the phrase it belongs to (`index.sources`) who, and
the article's cast (`index.cast`) which person, body or source without a name that is. Quotations of several
sentences and paragraphs have one speaker, whether they are opened by a quotation mark or, in the Russian
manner, by a dash. Where the form leaves it open, the answer is None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from .article import Form, Sentence
from .bylines import note
from .cast import Cast
from .cues import tells
from .quotations import blanked, left_open, quoted
from .sources import opening
from .telling import ACCORDING, Telling, telling

_ASIDE = re.compile(r"\s\([^()]{1,60}\)")
_LABEL = re.compile(r"^[\s\"“]*(?P<who>[^\W\d_a-z][\w’'.-]*(?:\s[^\W\d_a-z][\w’'.-]*){0,2}):\s")
"""Whose turn it is in an interview: "Lee: I never wanted to"."""
_BACKWARD = re.compile(r"^(?:this|that|it) (?:was|is|has been)\b", re.I)
_OPENING = re.compile(r"^\s*(?:[—–-]\s*|[\"“«])")
_DASH = re.compile(r"^\s*[—–-]")
_SIGNED = re.compile(
    r"(?:^|(?<=[\"”»]))\s*[—–―-]{1,2}\s*(?P<who>[^\W\d_a-z][\w’'.-]*(?:\s[^\W\d_a-z][\w’'.-]*){1,4})"
    r"(?:,[^\"“”]{2,60})?\.?\s*$"
)
_FEW_WORDS = 4
"""Words behind a dash that are a heading, and no speech."""
_LEAVES_SPEECH = re.compile(r"[,!?…][\"”»]|,\s?[—–-]\s?(?=\w)|[\"”»],?\s*[—–-]\s?(?=\w)")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whose statement a sentence is; `direct` where it holds their quoted words. The other fields are those
    of `Sentence`.
    """

    speaker: str | None = None
    direct: bool = False
    role: str | None = None
    form: Form | None = None
    cue: str | None = None


def attribute(sentences: Sequence[Sentence]) -> tuple[Attribution, ...]:
    """One attribution for each sentence, in order.

    :param sentences: all sentences of one article in order; their own `speaker` is not looked at.
    """
    return followed(sentences)[0]


def followed(sentences: Sequence[Sentence]) -> tuple[tuple[Attribution, ...], Cast]:
    """`attribute`, and the article's cast at its end."""
    cast = Cast(_ordinary(sentences))
    told: list[Telling | None] = []
    said: list[Attribution] = []
    listed = False
    signed = 0  # sentences of the paragraph before, where it is a quotation that a signature may follow
    goes_on: str | None = None  # who speaks on where a paragraph's quotation does not close
    for _, group in groupby(sentences, key=lambda sentence: sentence.paragraph):
        run = list(group)
        if note(
            " ".join(sentence.text for sentence in run)
        ):  # "She is a reporter for …", a photographer's credit
            said += [Attribution()] * len(run)
            told += [None] * len(run)
            continue
        if (label := _LABEL.match(run[0].text)) and (turn := cast.turn(label["who"])):
            said += [Attribution(turn, True)] * len(run)
            told += [None] * len(run)
            cast.speak(turn)
            goes_on = None
            continue
        if signature := _signature(run, signed):
            signer, lines = signature
            before = 0 if lines else signed
            said[len(said) - before :] = [Attribution(signer, True)] * before
            said += [Attribution(signer, True)] * lines + [Attribution()] * (len(run) - lines)
            told += [None] * len(run)
            cast.learn(signer, len(said))
            goes_on, signed = None, 0
            continue
        signed = len(run) if _opens_quoted(run) else 0
        listed = bool(_DASH.match(run[0].text)) and (listed or _announces(sentences, len(said)))
        spoken = not listed and _is_spoken(run)
        heard = (goes_on or said[-1].speaker) if said and _OPENING.match(run[0].text) and not listed else None
        found: list[str | None] = []
        for sentence, outside, holds in zip(run, blanked(run), quoted(run), strict=True):
            cast.learn(sentence.text, len(said) + len(found))
            own = _outside_speech(sentence.text) if _DASH.match(run[0].text) and spoken else outside
            own = _ASIDE.sub(lambda match: " " * len(match.group()), own)
            if opener := _subject(own, cast):
                cast.speak(opener)
            told.append(telling(own, cast))
            who = told[-1].who if told[-1] else None
            if who and _BACKWARD.match(own) and found and found[-1] is None:
                found[-1] = who
            if subject := who or opener:
                cast.speak(subject)
            if not cast.person(subject):
                for person in cast.mentioned(own)[:1]:  # "Reuters wrote that X …. He …"
                    cast.speak(person)
            found.append(opener if who is None and holds and cast.person(opener) else who)
        said += _spread(run, found, spoken, heard or (cast.last() if spoken else None))
        goes_on = said[-1].speaker if spoken or left_open(run) else None
    rows = zip(sentences, said, told, strict=True)
    return tuple(_whole(one, found, who, cast) for one, found, who in rows), cast


def _whole(sentence: Sentence, found: Attribution, told: Telling | None, cast: Cast) -> Attribution:
    """An attribution with its form and cue, and with what the article says of its speaker's role."""
    if found.speaker is None:
        return found
    own = told if told and told.who in ("", found.speaker) else None
    form: Form = "direct" if found.direct else "reported" if own and not own.stance else "paraphrased"
    cue = sentence.text[slice(*own.cue)] if own else None
    return Attribution(found.speaker, found.direct, cast.role(found.speaker), form, cue)


def _signature(run: Sequence[Sentence], signed: int) -> tuple[str, int] | None:
    """The name that stands behind a dash where a quotation ends, and how many sentences of its paragraph are
    the quotation; 0 of a paragraph of its own, after one of `signed` sentences. None where none stands.
    """
    found = _SIGNED.search(run[-1].text)
    if not found:
        return None
    body = run if run[-1].text[: found.start()].strip() else run[:-1]
    if body and _opens_quoted(body):
        return found["who"], len(body)
    return (found["who"], 0) if signed and not body else None


def _opens_quoted(run: Sequence[Sentence]) -> bool:
    """Whether a paragraph is a quotation from its first mark on."""
    return run[0].text.lstrip()[:1] in ('"', "“", "«") and all(quoted(run))


def names_source(text: str) -> bool:
    """Whether a sentence says, outside quotations, that somebody says it: "he noted", "according to …"."""
    whole = Sentence(text, 0, len(text), 0)
    spoken = bool(_DASH.match(text)) and bool(_LEAVES_SPEECH.search(text))
    own = _outside_speech(text) if spoken else blanked([whole])[0]
    return bool(ACCORDING.search(own)) or tells(own)


def _ordinary(sentences: Sequence[Sentence]) -> frozenset[str]:
    """The words that the article writes small."""
    return frozenset(word for sentence in sentences for word in _SMALL.findall(sentence.text))


_SMALL = re.compile(r"(?<![\w’'.-])[a-z][a-z]+(?![\w’'-])")


def _announces(sentences: Sequence[Sentence], at: int) -> bool:
    """Whether what begins at number `at` is a list: the sentence before it ends with a colon and names nobody
    who speaks, so that a dash is no opening of speech.
    """
    return (
        at > 0 and sentences[at - 1].text.rstrip().endswith(":") and not names_source(sentences[at - 1].text)
    )


def _is_spoken(run: list[Sentence]) -> bool:
    """Whether a whole paragraph is speech: it opens with a dash, or with a mark that never closes."""
    long = len(run[0].text.split()) > _FEW_WORDS
    return bool(_DASH.match(run[0].text) and (long or len(run) > 1)) or bool(
        _OPENING.match(run[0].text) and left_open(run)
    )


def _spread(
    run: list[Sentence], found: list[str | None], spoken: bool, last: str | None
) -> list[Attribution]:
    """Give quoted sentences without an attribution the one of their paragraph."""
    named = next((who for who in found if who), None)
    if spoken:
        return [Attribution(named or last, True) if named or last else Attribution() for _ in run]
    marked = quoted(run)
    if all(marked) and not any(
        who is not None for who in found
    ):  # nothing but a quotation: who was heard before
        return [Attribution(last, bool(last)) for _ in run]
    out: list[Attribution] = []
    for number, who in enumerate(found):
        if who is None and marked[number]:
            end = next((n for n in range(number, len(run)) if not marked[n]), len(run))
            # whoever spoke the sentence before, else the next one named in or right after the quotation
            nearby = [out[-1].speaker if out else None, *found[number : end + 1]]
            who = next((name for name in nearby if name), None)
        out.append(Attribution(who or None, bool(who) and marked[number]))
    return out


def _outside_speech(text: str) -> str:
    """A sentence of a paragraph that a dash opens, with all blanked up to where it leaves speech."""
    exits = list(_LEAVES_SPEECH.finditer(text))
    if not exits:
        return ""
    end = exits[-1].end()
    return '"' + " " * (end - 1) + text[end:]


def _subject(own: str, cast: Cast) -> str | None:
    """Whom a sentence is about by its opening words, of those who are known already; None for nobody."""
    phrase = opening(own) if own[:1].strip() else None
    return cast.known(phrase) if phrase else None
