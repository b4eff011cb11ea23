"""The words that tell of speech or thought, in all their forms, and where in a sentence they do.

Verbs are listed by what must follow them: nothing, for those that mean nothing else; a clause or a quotation,
for those that also mean other things ("added 300 jobs"). What cannot be a cue is left out: a noun ("the
claims"), a passive, what was not said, and what would or may be said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SPEECH = (
    "say tell state note explain claim believe think write report announce comment remark reply tweet argue "
    "testify conclude recall insist contend assert allege affirm acknowledge concede complain boast joke "
    "quip respond retort stress emphasize emphasise reiterate opine exclaim warn caution deny inform "
    "remind assure admit predict speculate lament"
)
_EITHER = (
    "add continue ask confirm suggest reveal estimate promise hope post agree expect fear doubt worry "
    "guess wonder urge answer disclose observe repeat propose recommend pledge vow swear guarantee "
    "advise rule describe demand request charge attest forecast deem reckon suspect protest interject "
    "proclaim shout yell whisper confess concur clarify elaborate counsel notify consider declare"
)
_THAT = (
    "find know understand decide indicate show discover assume feel imagine signal certify realize "
    "realise mention learn hear see mean maintain remember"
)
_STANCE = (
    "want accuse criticize criticise blame condemn denounce praise hail dismiss oppose dispute "
    "contradict question demand urge plan intend propose pledge vow promise hope expect fear doubt "
    "disagree call put suspect estimate reject refute rebut"
)
_QUOTED = "read"
"""What tells of speech only beside a quotation: "…," the letter reads."""
_DOCUMENTS = frozenset(
    "report study studies survey surveys poll polls analysis analyses data figures records documents "
    "document letter review research statistics census findings pictures images footage filing filings "
    "returns".split()
)
"""What shows or finds something without a "that"."""
_WHAT_IS_SAID = (
    r"\s+(?:(?:all|any|the|his|her|its|their|these|those|such)\s+)?(?:[\w’'-]+\s+){0,2}?(?:that|this|it|them|"
    r"criticisms?|claims?|allegations?|accusations?|suggestions?|charges?|reports?|idea|notion|account|figures?)\b"
)
_STANCE_NEEDS = {
    "call": r"\s+(?:for|on|it|him|her|them|the\s+\w+\s+(?!for|on|in|at|to)[a-z]+)\b|[^,;]{0,60}\"",
    "reject": _WHAT_IS_SAID, "refute": _WHAT_IS_SAID, "rebut": _WHAT_IS_SAID, "disagree": r"",
    "estimate": r"\s+(?:the|its|his|her|their|it)\s[^,;.]{2,40}\s(?:at|to)\b",
    "put": r"\s+(?:the|its|his|her|their)\s+[\w\s-]{2,40}?\s+at\b",
    "question": r"\s+(?:whether|why|how|the)\b",
    "plan": r"\s+to\b", "intend": r"\s+to\b", "hope": r"\s+(?:to|for)\b",
}  # fmt: skip
"""What must stand behind a verb of stance that also means other things; for all others, something must."""
_IRREGULAR = {
    "say": "says said saying", "tell": "tells told telling", "think": "thinks thought thinking",
    "write": "writes wrote written writing", "swear": "swears swore sworn swearing", "put": "puts putting",
    "find": "finds found finding", "know": "knows knew knowing", "see": "sees saw seen seeing",
    "understand": "understands understood understanding", "hear": "hears heard hearing",
    "feel": "feels felt feeling", "mean": "means meant meaning", "show": "shows showed shown showing",
    "forecast": "forecasts forecasting", "admit": "admits admitted admitting",
    "rule": "rules ruled ruling", "quip": "quips quipped quipping", "plan": "plans planned planning",
    "learn": "learns learned learnt learning", "read": "reads reading",
    "signal": "signals signaled signalled signaling signalling",
}  # fmt: skip
_PHRASES = {"pointed out", "points out", "pointing out", "point out", "spoke about", "spoke of", "made clear",
            "makes clear"}  # fmt: skip
_CLAUSE = re.compile(
    r"\s+(?:\w+ly\s+)?(?:that|whether|why|how|what|who|where|when|if|he|she|it|they|there|we|I|nobody|nothing|no)\b"
    r"|\s*[,:\"“«]|\s*[.!?…]*\s*$"
)
"""What shows that a verb with other meanings tells of speech: a clause, a quotation or the sentence's end."""
_THAT_CLAUSE = re.compile(r"\s+(?:\w+ly\s+)?(?:that|whether|why|how)\b")
_AUXILIARY = r"am|is|are|was|were|be|been|being|'s|’s|'re|’re"
_ADVERB = (
    r"\w+ly|also|then|once|later|again|earlier|now|still|further|too|always|often|never|ever|just|even|only|"
    r"in turn|instead|first|long|since|previously|twice|himself|herself|themselves|both|all|each|yet|soon"
)
_AUXILIARIES = re.compile(
    rf"(?:(?<![\w’'])(?:has|have|had|did|does|do|is|are|was|were|be|been|being|’s|'s|{_ADVERB})\s+)+$|"
    rf"(?:(?:’s|'s|’ve|'ve|’d|'d)\s+(?:{_ADVERB}\s+)*)$",
    re.I,
)
_PASSIVE = re.compile(
    rf"(?:^|(?<![\w’'])|(?<=\w)(?=['’]))(?:{_AUXILIARY})\s+(?:(?:{_ADVERB}|not)\s+)*$", re.I
)
_UNSAID = re.compile(
    r"(?:\b(?:not|never|to|nobody|would|could|should|may|might|must|can|will|shall|cannot|without|let|"
    r"did|does|do)\s+(?:\w+ly\s+|also\s+|even\s+|have\s+)*|n['’]t\s+(?:\w+ly\s+|have\s+|even\s+)*|['’](?:d|ll)\s+)$",
    re.I,
)
"""Before a verb: "did not say", "declined to say", "would say"."""
_OTHERWISE = {"write": r"\s+(?:the|an?|his|her|for)\s", "report": r"\s+(?:from|for)\b", "note": r"\s+the\s"}
"""What shows that a verb of speech means something else: "wrote the letter", "reported from Lund"."""
_LATER = re.compile(r"\s+(?:since|in|on|by|last|for|at|from|during|after|before)\b")
_NOUNS = frozenset(
    "state note claim report comment remark stress caution post promise hope fear doubt worry guess rule "
    "call demand request charge answer signal forecast shout whisper question plan pledge vow estimate "
    "find boast joke wonder protest blame praise retort warning lament counsel".split()
)
"""Verbs whose first and third person are nouns too: "four states", "the latest reports"."""
_NOUN = re.compile(
    r"(?:\b(?:an?|the|his|her|its|their|my|our|your|this|that|these|those|some|any|no|such|of|for|on|in|by|with|"
    r"from|at|about|into|false|own|new|other|many|more|several)\s+|['’]s\s+)$",
    re.I,
)
"""Before a word that is a noun or an adjective there, and no verb."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb of speech or thought at `[start, end)` of a sentence, its auxiliaries from `left` on.

    `continuous`: it is the form in -ing, whose subject is the sentence's. `passive`: whoever says it stands
    behind "by". `stance`: it tells what somebody wants or thinks of something, rather than their words.
    `hearer`: behind it stands who heard it. `weak`: it may be a participle ("projects announced since
    2021").
    """

    start: int
    end: int
    left: int
    continuous: bool = False
    passive: bool = False
    stance: bool = False
    hearer: bool = False
    weak: bool = False


def cues(own: str) -> Iterator[Cue]:
    """The cues of a sentence whose quotations are blanked, in order."""
    for word, match in _found(own):
        before, after = own[max(0, match.start() - _NEAR) : match.start()], own[match.end() :]
        if _UNSAID.search(before):
            continue
        if match.group()[0].isupper() and re.search(r"\w", own[: match.start()]):  # "the United States"
            continue
        kinds = _KINDS[word]
        continuous = word.endswith("ing") and word not in _PHRASES
        if (
            continuous
            and not _PASSIVE.search(before)
            and not re.search(r"[,\"”»]\s*(?:and\s+)?(?:\w+ly\s+)?$", before)
        ):
            continue
        if continuous and _PASSIVE.search(before):
            continuous = False
        elif not continuous and _PASSIVE.search(before) and not word.endswith("s"):
            if kinds != {"that"}:
                yield Cue(match.start(), match.end(), match.start(), passive=True)
            continue
        if _NOUN.search(before):
            continue
        quoted = bool(re.search(r"[\"”»][,]?\s*(?:\w+\s+){0,4}$", before))
        stance = False
        if kinds == {"quoted"} and not (quoted or re.match(r"[:,]?\s*\"", after)):
            continue
        shown = kinds == {"that"} and bool(_DOCUMENTS & set(re.findall(r"[a-z]+", before.lower())[-6:]))
        if kinds == {"that"} and not _THAT_CLAUSE.match(after) and not shown:
            continue
        agrees = _AGREES[word.endswith("s")].search(before) and not re.match(r"\s*[.!?]*\s*$", after)
        if word in _NOUN_FORMS and not (quoted or agrees):
            continue
        if (other := _OTHERWISE.get(_BASES[word])) and re.match(other, after):
            continue
        if not (kinds & {"said", "that", "quoted"}) and not (
            "either" in kinds and (quoted or _CLAUSE.match(after))
        ):
            needs = _STANCE_NEEDS.get(_BASES[word], r"\s+\w")
            if "stance" not in kinds or not re.match(needs, after):
                continue
            stance = True
        aux = _AUXILIARIES.search(before)
        left = match.start() - (len(aux.group()) if aux else 0)
        yield Cue(
            match.start(),
            match.end(),
            left,
            continuous,
            False,
            stance,
            _BASES[word] in _HEARD,
            bool(word.endswith("ed") and _LATER.match(after)),
        )


def tells(own: str) -> bool:
    """Whether a text, in whatever form, has a verb that means nothing but speech or thought, or another one
    with a clause or a quotation behind it.
    """
    for word, match in _found(own):
        before, after = own[max(0, match.start() - _NEAR) : match.start()], own[match.end() :]
        clause = re.match(r"\s+that\b|\s*[,:\"“«]", after)
        said = "said" in _KINDS[word] or (_KINDS[word] & {"either", "that"} and clause)
        if said and not re.search(r"(?:\b(?:not|never|to)|n['’]t)\s*$", before, re.I):
            return True
    return False


def _found(own: str) -> Iterator[tuple[str, re.Match[str]]]:
    """The words of a text that may be cues, in lower case, and where they stand."""
    for match in _WORD.finditer(own):
        first = match["first"].lower()
        if match["second"] and f"{first} {match['second'].lower()}" in _PHRASES:
            yield f"{first} {match['second'].lower()}", match
        elif first in _KINDS and (alone := _WORD_ALONE.match(own, match.start())):
            yield first, alone


def _forms(base: str) -> tuple[str, ...]:
    if base in _IRREGULAR:
        return base, *_IRREGULAR[base].split()
    if base.endswith("e"):
        return base, f"{base}s", f"{base}d", f"{base[:-1]}ing"
    if re.search(r"[^aeiou]y$", base):
        return base, f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base}ing"
    plural = f"{base}es" if re.search(r"(?:s|sh|ch|x)$", base) else f"{base}s"
    return base, plural, f"{base}ed", f"{base}ing"


def _kinds() -> tuple[dict[str, set[str]], dict[str, str]]:
    kinds: dict[str, set[str]] = {}
    bases: dict[str, str] = {}
    for kind, verbs in (
        ("said", _SPEECH),
        ("either", _EITHER),
        ("that", _THAT),
        ("stance", _STANCE),
        ("quoted", _QUOTED),
    ):
        for base in verbs.split():
            for form in _forms(base):
                kinds.setdefault(form, set()).add(kind)
                bases[form] = base
    for phrase in _PHRASES:
        kinds.setdefault(phrase, set()).add("said")
        bases[phrase] = phrase
    return kinds, bases


_KINDS, _BASES = _kinds()
_NOUN_FORMS = frozenset(form for base in _NOUNS if base in _KINDS for form in _forms(base)[:2])
_AGREES = {
    True: re.compile(
        r"(?:\b(?i:he|she|it|who|which)|[,)]|\b[^\W\d_a-z][\w’'.-]*[\w)]|\b(?i:the|an?|its|his|her)\s(?:[\w-]+\s)*?[\w-]*(?:[^s\W]|ss))\s+(?:\w+ly\s+|also\s+)?$"
    ),
    False: re.compile(
        r"(?:\b(?i:i|we|you|they|who|people|police|media|staff|few|many|men|women|children)|s|,)"
        r"\s+(?:\w+ly\s+|also\s+)?$"
    ),
}
"""What stands before a form in -s, and before one without, that is a verb: its subject."""
_HEARD = frozenset("tell assure inform remind accuse notify".split())
"""After these stands who heard it, not who said it."""
_WORD = re.compile(r"(?<![\w’'-])(?P<first>[a-z]+)(?![\w-])(?:\s(?P<second>out|about|of|clear)\b)?", re.I)
_WORD_ALONE = re.compile(r"\w+")
_NEAR = 80
"""Characters before a word that are looked at."""
