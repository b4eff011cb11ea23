"""Whether a sentence is made of its quote's own words as they stand, which needs no model to judge."""

from __future__ import annotations

import re

from .evidence import EvidenceSentence
from .exact import negated
from .words import words

_LEAD = re.compile(r"^\s*(?:According to (?P<who>[^,:\"“«]{2,60})[,:]|(?P<name>[^,:.\"“«]{2,60}):)\s+")
_SIGNS = {"%": "percent", "‰": "permille", "°": "degrees", "$": "dollar", "€": "euro", "£": "pound"}
_SIGNS |= {"¥": "yen", "₽": "rouble", "?": "asked", "-": "minus", "−": "minus", "+": "plus"}
_SIGN = re.compile(r"[%‰°$€£¥₽?]|(?<!\S)[-−+](?=\d)")
"""What is no word and yet changes what is said."""
_TURNS = re.compile(
    r"\b(?:may|(?i:if|unless|whether|might|could|would|almost|nearly|den(?:y|ied|ies|ying|ial)|untrue|hoax|myth|"
    r"fake|(?:false|wrong|reject|doubt|refut|dismiss|claim|alleg|rumou?r|suppos|pretend|imagin|question|hop|fear|"
    r"wish|want|fail|refus)\w*))\b"
)
"""Words that, left out, may turn a statement into its opposite, or a thought into a fact."""


def repeats(text: str, quote: EvidenceSentence) -> bool:
    """Whether a text is a quote, or a run of its words, perhaps led by the name of its speaker.

    The lead is "According to Ann Lee:", with a comma as well, or "Ann Lee:", by the whole or the family name.
    A part does not count where what is left out may turn it, as in "Ann denied that X is true", or where it
    is somebody's words and does not name them.
    """
    speaker = words(quote.sentence.speaker or "")
    lead = _LEAD.match(text)
    led = lead is not None and words(lead["who"] or lead["name"]) in (speaker, speaker[-1:])
    if lead and led and _stands(text[lead.end() :], quote.sentence.text, whole=False):
        return True
    named = not speaker or speaker[-1] in words(text)
    return _stands(text, quote.sentence.text, whole=not named)


def _stands(text: str, quote: str, whole: bool) -> bool:
    """:param whole: whether it must be all of the quote."""
    run, held = _tokens(text), _tokens(quote)
    if not run or whole or len(run) >= len(held):
        return bool(run) and run == held
    if negated(quote) > negated(text) or len(_TURNS.findall(quote)) > len(_TURNS.findall(text)):
        return False
    return any(
        held[at : at + len(run)] == run and not _cuts_sign(held, at, at + len(run))
        for at in range(len(held) - len(run) + 1)
    )


def _cuts_sign(tokens: list[str], start: int, end: int) -> bool:
    """Whether a sign stands just outside a run: 5 is not 5%."""
    return not {*tokens[:start][-1:], *tokens[end : end + 1]}.isdisjoint(_SIGNS.values())


def _tokens(text: str) -> list[str]:
    return words(_SIGN.sub(lambda sign: f" {_SIGNS[sign.group()]} ", text))
