"""What a language model writes around its sentences, off: markers, introductions, bullets, its thoughts."""

from __future__ import annotations

import re

_NOUN = r"(?:passages?|sources?|citations?|ref\.?|doc(?:ument)?s?)"
_MARKERS = re.compile(
    rf"\s*(?:\[\s*(?:{_NOUN}\s*)?#?\d+(?:\s*[,;–-]\s*(?:passage\s*)?\d+)*\s*\]|【[^】]{{0,40}}】|"
    rf"\(\s*(?:see\s+)?{_NOUN}\s*(?:number\s*)?:?\s*#?\d[^)]{{0,40}}\)|"
    r"(?<!\bm)(?<!\b[ck]m)[\u00b9\u00b2\u00b3\u2070-\u2079]+)",
    re.I,
)
_TAGS = re.compile(r"</?(?:passage|question|answer|response|s|article)\b[^<>]*>", re.I)
_BULLET = re.compile(r"^\s*(?:[-*•–—]\s+|\(?\d{1,2}[.)]\s+(?=\D)|#{1,6}\s+|>\s+)+")
_EMPHASIS = re.compile(r"(\*{1,3}|_{2,3}|`+)(?=\S)(.+?)(?<=\S)\1")
_GIVEN = r"(?:the |this |these |that |your )?(?:(?:provided|given|above|following|numbered|supplied) )?"
_SOURCE = rf"{_GIVEN}(?:passages?|articles?|texts?|context|information|sources?|excerpts?|reports?)"
_SOURCE += r"(?: (?:number )?#?\d+(?:(?:,| and) \d+)*)?(?: (?:provided|given|above))?"
_SURE = r"(?:(?:yes, )?sure|certainly|absolutely|of course|okay|ok|great question)"
_PREAMBLE = re.compile(
    rf"^\s*(?:{_SURE}[!,.:]+\s+|"
    r"(?:(?:the )?(?:(?:final|correct|short) )?answer(?: to (?:the|this|your) question)?(?: is)?|response|"
    r"assistant|byline)\s*:\s*|"
    r"(?:based (?:up)?on|according to|from|in|as (?:stated|mentioned|described|per) (?:in|by)?|per) "
    rf"{_SOURCE}\s*[,:]\s*|"
    rf"{_SOURCE} (?:states?|says?|mentions?|reports?|indicates?|notes?|explains?) that\s+)",
    re.I,
)
_INTRODUCES = re.compile(
    r"^(?:(?:here (?:is|are)|the answer|the following|i(?:'|’)?(?:ll| will)|let me)\b.*:|"
    rf"{_SURE}[!.]*)$",
    re.I,
)
_NOT = r"(?: not|n['’]t)"
_REFUSES = re.compile(
    r"^(?:i(?:'|’)?m sorry,? (?:but )?|sorry,? (?:but )?|unfortunately,? )?"
    rf"(?:{_SOURCE} (?:do(?:es)?{_NOT}|did{_NOT}) "
    r"(?:say|state|mention|specify|provide|answer|contain|include|give|discuss|address|explain|indicate|tell)\b|"
    r"(?:this|that|it|the answer|the information) (?:is|was) not "
    r"(?:mentioned|stated|specified|provided|given|in)\b.*\b(?:article|passage|text|context)s?\b|"
    rf"{_SOURCE} (?:says?|mentions?|provides?|gives?|contains?) (?:nothing|no (?:information|answer))\b|"
    rf"(?:there is|i (?:could|can)(?:{_NOT}|not) find) (?:no|any) (?:information|answer|mention)\b|"
    rf"no (?:information|answer|mention) (?:is|was|can|could)\b|i do{_NOT} know\b)",
    re.I,
)

_DATA = re.compile(
    r"\s*(?:(?:```\w*\s*)?(?:[{\[]\s*[\"{\[]|<\?xml|<!doctype|<html)|"
    r"```(?!(?:text|txt|plaintext|markdown|md)\b)\w+\s*\n)",
    re.I,
)


def tidied(sentence: str) -> str:
    """A drafted sentence by itself; "" where nothing of it is left.

    Its first letter is raised where an introduction before it went.
    """
    text = _TAGS.sub(" ", sentence)
    text = _BULLET.sub("", _MARKERS.sub("", text))
    text = _EMPHASIS.sub(r"\2", text)
    bare = _PREAMBLE.sub("", text)
    while bare != (again := _PREAMBLE.sub("", bare)):
        bare = again
    if bare != text and bare[:1].islower():
        bare = bare[0].upper() + bare[1:]
    bare = re.sub(r"\s+([.,;:!?])", r"\1", " ".join(bare.split()))
    return "" if _INTRODUCES.match(bare) or not re.search(r"\w", bare) else bare


def refuses(sentence: str) -> bool:
    """Whether a drafted sentence, as it came, says that the passages do not answer."""
    as_it_came = " ".join(_BULLET.sub("", sentence).split())
    return any(_REFUSES.match(text) for text in (as_it_came, tidied(sentence)))


def is_data(text: str) -> bool:
    """Whether a reply begins as JSON, XML or code rather than as sentences."""
    return bool(_DATA.match(text))
