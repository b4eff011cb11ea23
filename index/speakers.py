"""Who said each sentence, from the attributions that news prose uses.

Handled: `"…," X said`, `X told Y that`, `according to X`, `says X, an expert`, `this was stated by X`,
pronouns and roles ("the diplomat noted"), and quotations over several sentences, opened by a quotation
mark or, in the Russian manner, by a dash. Where the form leaves it open, the answer is None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from .article import Sentence
from .names import NAME_RUN, People, bare_name, role_words

_ALWAYS = (
    r"said|says|say|told|tells|noted|notes|stated|states|added|adds|explained|explains|claimed|claims?|believed|"
    r"believes?|thinks?|thought|wrote|writes|reported|reports|announced|commented|remarked|replied|tweeted|posted|"
    r"argued|argues|testified|spoke about|pointed out|points out|concluded|recalled"
)
_WITH_THAT = (
    r"confirmed|confirms|denied|denies|insisted|insists|stressed|stresses|emphasi[sz]e[ds]|warned|warns|admitted|"
    r"admits|acknowledged|suggested|suggests|declared|promised|revealed|estimated|estimates|predicted|predicts|"
    r"hopes?|hoped|continued|assured|assures|assumes?|cautioned|urged|complained|asked"
)
_VERB = re.compile(
    rf"\b(?:(?P<always>{_ALWAYS})|(?P<that>{_WITH_THAT})(?=\s+that\b|\s*[,:\"“«.]|\s*$)"
    rf"|(?<=[\"”»] )(?P<inverted>{_WITH_THAT}))\b"
)
_UNNAMED = ""
"""A speaker of whom the text gives no name so far: nobody else's words, then."""
_UNSAID = re.compile(r"(?:\b(?:not|never|to)|n['’]t)\s*$", re.I)
"""Before the verb: 'did not say', 'declined to say'."""
_ACCORDING = re.compile(
    r"\b(?:according to|in the (?:words|opinion|view) of)\s+(?P<who>[^,;:()\"“”«»—]{2,90}?)"
    r"(?=[,;:()\"“”«»—]|[.!?]*\s*$)",
    re.I,
)
_PASSIVE = re.compile(
    r"\b(?:stated|said|told|reported|announced|confirmed|noted|written|voiced)\b[^,.;]{0,40}?\bby\s+"
    r"(?P<who>[^,;:.()\"“”]{2,90})"
)
_BACKWARD = re.compile(r"^(?:this|that|it) (?:was|is|has been)\b", re.I)
_PRONOUN = re.compile(r"^(?:he|she)$", re.I)
_ADVERBS = re.compile(
    r"(?:\b(?:\w+ly|also|has|have|had|then|once|later|again|earlier|now|still|further|in turn)\s+)+$", re.I
)
_GROUPS = re.compile(
    r"\b(?:media|experts?|analysts|officials|sources?|authorities|police|community|lawmakers|scientists|researchers|"
    r"witnesses|prosecutors|investigators|critics|doctors|organi[sz]ers|newspaper|agency|channel|magazine)$",
    re.I,
)
_FUNCTION_WORDS = re.compile(
    r"^(?:(?:The|A|An|In|On|At|By|For|From|With|After|Before|Although|Though|While|When|But|And|Or|So|If|As|"
    r"However|He|She|It|They|We|I|You|This|That|These|Those|There|Who|What|Why|How|Where|Even|Still|Yet|"
    r"Meanwhile|Also|Then|Now|Only|Some|Many|Most|One|Not|No|Last|Next)\b\s*)+"
)
_HONORIFIC = re.compile(r"^(?:(?:Mrs?|Ms|Miss|Dr|Prof|Sir|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt)\b\.?\s*)+")
_OPENING = re.compile(r"^\s*(?:[—–-]\s*|[\"“«])")
_DASH = re.compile(r"^\s*[—–-]")
_LEAVES_SPEECH = re.compile(r"[,!?…][\"”»]|,\s?[—–-]\s?(?=\w)|[\"”»],?\s*[—–-]\s?(?=\w)")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|«[^»]*»")
_MIN_QUOTED_WORDS = 4
_OF_BODY = re.compile(r"\s+(?:of|at|from|for|with)\s+(?:the\s+)?(?=[A-ZÀ-ÞА-ЯЁ])")
_HAS_HEARER = re.compile(r"(?:told|tells|assured|assures)$")
"""After these stands who heard it, not who said it."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whose statement a sentence is; `direct` where it holds their quoted words."""

    speaker: str | None = None
    direct: bool = False


def attribute(sentences: Sequence[Sentence]) -> tuple[Attribution, ...]:
    """One attribution for each sentence, in order.

    :param sentences: all sentences of one article in order; their own `speaker` is not looked at.
    """
    people = People()
    said: list[Attribution] = []
    last: str | None = None  # whom "he" or "she" would mean
    listed = False
    for _, group in groupby(sentences, key=lambda sentence: sentence.paragraph):
        run = list(group)
        listed = bool(_DASH.match(run[0].text)) and (listed or _announces(sentences, len(said)))
        spoken = not listed and _is_spoken(run)
        found: list[str | None] = []
        for sentence in run:
            at = len(said) + len(found)
            people.learn(sentence.text, at)
            own = _outside_quotes(sentence.text, spoken)
            who = _speaker(own, people, last)
            if who and _BACKWARD.match(own) and found and found[-1] is None:
                found[-1] = who
            if subject := who or _subject(own, people):
                last = subject if people.find(subject) else last
            found.append(who)
        said += _spread(run, found, spoken, last)
    return tuple(said)


def names_source(text: str) -> bool:
    """Whether a sentence says, outside quotations, that somebody says it: "he noted", "according to …"."""
    own = _outside_quotes(text, spoken=bool(_LEAVES_SPEECH.search(text)) and not _QUOTED.search(text))
    return bool(_ACCORDING.search(own) or _PASSIVE.search(own) or _VERB.search(own))


def _announces(sentences: Sequence[Sentence], at: int) -> bool:
    """Whether what begins at number `at` is a list: the sentence before it ends with a colon and names nobody
    who speaks, so that a dash is no opening of speech.
    """
    return (
        at > 0 and sentences[at - 1].text.rstrip().endswith(":") and not names_source(sentences[at - 1].text)
    )


def _is_spoken(run: list[Sentence]) -> bool:
    """Whether a whole paragraph is speech: it opens with a dash, or with a mark that never closes."""
    first = run[0].text
    if _DASH.match(first):
        return True
    if not _OPENING.match(first):
        return False
    text = " ".join(sentence.text for sentence in run)
    marks = len(re.findall(r'"', text))
    return bool(marks % 2) or text.count("“") > text.count("”") or text.count("«") > text.count("»")


def _spread(
    run: list[Sentence], found: list[str | None], spoken: bool, last: str | None
) -> list[Attribution]:
    """Give quoted sentences without an attribution the one of their paragraph."""
    named = next((who for who in found if who), None)
    if spoken:
        return [Attribution(named or last, True) if named or last else Attribution() for _ in run]
    quoted = _quoted(run)
    out: list[Attribution] = []
    for number, who in enumerate(found):
        if who is None and quoted[number]:
            end = next((n for n in range(number, len(run)) if not quoted[n]), len(run))
            # whoever spoke the sentence before, else the next one named in or right after the quotation
            nearby = [out[-1].speaker if out else None, *found[number : end + 1]]
            who = next((name for name in nearby if name), None)
        out.append(Attribution(who or None, bool(who) and quoted[number]))
    return out


def _quoted(run: list[Sentence]) -> list[bool]:
    """For each sentence of a paragraph, whether it is or holds a quotation."""
    quoted: list[bool] = []
    inside = False
    for sentence in run:
        text = sentence.text
        leaves = inside != bool(text.count('"') % 2)
        if text.count("“") + text.count("«") != text.count("”") + text.count("»"):
            leaves = text.count("“") + text.count("«") > text.count("”") + text.count("»")
        quoted.append(inside or leaves or _is_quoted(text))
        inside = leaves
    return quoted if not inside else [_is_quoted(sentence.text) for sentence in run]


def _is_quoted(text: str) -> bool:
    """Whether a sentence holds a quotation of some length, rather than a word in marks."""
    inside = [len(match.group().split()) for match in _QUOTED.finditer(text)]
    if re.match(r"\s*[\"“«][^\"”»]*[,.!?…][\"”»]", text):  # it opens with speech, however short
        return True
    opened = bool(re.match(r"\s*[\"“«]", text)) or bool(re.search(r"[,.!?][\"”»]", text))
    return any(words >= _MIN_QUOTED_WORDS for words in inside) or (opened and not inside)


def _outside_quotes(text: str, spoken: bool) -> str:
    """The sentence with quoted words blanked, offsets kept: only the rest can attribute."""
    if spoken:
        exits = list(_LEAVES_SPEECH.finditer(text))
        if not exits:
            return ""
        end = exits[-1].end()
        return '"' + " " * (end - 1) + text[end:]
    blanked = _QUOTED.sub(lambda match: '"' + " " * (len(match.group()) - 2) + '"', text)
    if blanked.count('"') % 2 and (exit_ := re.search(r"[,!?….][\"”»]", blanked)):
        blanked = " " * (exit_.end() - 1) + blanked[exit_.end() - 1 :]
    return blanked


def _speaker(own: str, people: People, last: str | None) -> str | None:
    """The speaker that the words outside quotations name, `_UNNAMED` for an unknown he or she, or None."""
    if match := _ACCORDING.search(own):
        return _resolve(match.group("who"), people, last)
    if match := _PASSIVE.search(own):
        return _resolve(match.group("who"), people, last)
    for verb in _VERB.finditer(own):
        if _UNSAID.search(own[: verb.start()]):
            continue
        before = _ADVERBS.sub("", own[: verb.start()].rstrip() + " ").rstrip()
        subject = re.split(r"[,;:\"“”«»—–(]|\b(?:that|and|but|while|who|which|as|when|if|because)\b", before)[
            -1
        ]
        who = _resolve(subject, people, last) if subject.strip() else None
        if who is None and before.endswith((",", '"')) and "," in before[:-1]:
            parts = [part.rsplit('"', 1)[-1].strip() for part in before.rstrip(',"').split(",")]
            first, last_part = parts[0], parts[-1]
            for name in (first, last_part):  # X, the minister of Y, said; the minister of Y, X, said
                if who is None and NAME_RUN.fullmatch(name):
                    who = _resolve(name, people, None)
        if who is None and not _HAS_HEARER.match(verb.group()) and (not before or before[-1] in ',"”»—–'):
            after = re.split(
                r"[,;:.\"“(]|\b(?:that|in|on|at|to|after|during|while|who)\b", own[verb.end() :]
            )[0]
            who = _resolve(after, people, last)  # …, said X
        if who is not None:
            return who
    return None


def _subject(own: str, people: People) -> str | None:
    """The person whom a sentence begins with, or None."""
    run = NAME_RUN.match(own)
    person = people.find(bare_name(run.group())) if run else None
    return person.name if person else None


def _resolve(phrase: str, people: People, last: str | None) -> str | None:
    """The name that a noun phrase stands for: a person, a body, the last speaker, `_UNNAMED`, or None."""
    phrase = phrase.strip(" .'’\"")
    if _PRONOUN.match(phrase):
        return last or _UNNAMED
    runs = list(NAME_RUN.finditer(phrase))
    of_body = len(runs) > 1 and _OF_BODY.match(phrase[runs[0].end() :])
    if of_body and " " in bare_name(runs[0].group()):  # "Ann Lee of Lisk Bank": she speaks, not the bank
        phrase = phrase[: runs[0].end()]
        runs = runs[:1]
    for run in reversed(runs):
        name = bare_name(run.group())
        if name and (person := people.find(name)):
            return person.name
    if not phrase or len(phrase.split()) > 12:
        return None
    if not runs and _GROUPS.search(phrase) and len(phrase.split()) <= 4:
        return re.sub(r"^the\s+", "", phrase, flags=re.I)
    if role_words(phrase) and not any(bare_name(run.group()) for run in runs):
        person = people.by_role(phrase)
        if person:
            return person.name
        return last if re.match(r"the\b", phrase, re.I) else None
    return _body(phrase, runs[0].group()) if runs else None


def _body(phrase: str, run: str) -> str | None:
    """The name of a body or outlet: 'The Kremlin' -> 'Kremlin', 'the X newspaper' -> 'X'; else None."""
    lead, tail = phrase.split(run, 1)
    if lead.strip().lower() not in ("", "the", "a", "an") or (tail and not _GROUPS.search(tail)):
        return None
    name = _HONORIFIC.sub("", _FUNCTION_WORDS.sub("", run))
    if len(tail.split()) > 2 or not name:
        return None
    if not bare_name(name):  # a people or a title: it needs its noun, as in 'Western media'
        return f"{name}{tail}" if tail else None
    return name
