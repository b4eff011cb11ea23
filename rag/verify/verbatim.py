"""Whether a sentence is made of its quote's own words as they stand, which needs no model to judge."""

from __future__ import annotations

import re

from rag.retrieve.evidence import EvidenceSentence
from rag.words import words

from .exact import negated

_LEAD = re.compile(r"^\s*(?:According to (?P<who>[^,:\"“«]{2,60})[,:]|(?P<name>[^,:.\"“«]{2,60}):)\s+")
_SIGNS = {"%": "percent", "‰": "permille", "°": "degrees", "$": "dollar", "€": "euro", "£": "pound"}
_SIGNS |= {"¥": "yen", "₽": "rouble", "?": "asked", "-": "minus", "−": "minus", "+": "plus"}
_SIGN = re.compile(r"[%‰°$€£¥₽?]|(?<!\S)[-−+](?=\d)")
"""What is no word and yet changes what is said."""
_TURNS = re.compile(
    r"\b(?:may|(?i:if|unless|whether|might|could|would|almost|nearly|perhaps|maybe|(?:im)?possibl[ey]|"
    r"(?:un)?likely|probabl[ey]|apparently|reportedly|expected|"
    r"den(?:y|ied|ies|ying|ial)|untrue|hoax|myth|"
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
    return not _turned(text, quote) and _is_run(run, held)


def cuts_short(text: str, quote: EvidenceSentence) -> bool:
    """Whether a text is a run of a quote's words that leaves out what may turn them: "the mill closed" of
    "Ann denied that the mill closed". No model is asked of such a one, since all of its words are right.
    """
    run, held = _tokens(text), _tokens(quote.sentence.text)
    return 0 < len(run) < len(held) and _turned(text, quote.sentence.text) and _is_run(run, held)


def _turned(text: str, quote: str) -> bool:
    """Whether a quote holds more than a text does of what may turn a statement."""
    return negated(quote) > negated(text) or len(_TURNS.findall(quote)) > len(_TURNS.findall(text))


def _is_run(run: list[str], held: list[str]) -> bool:
    return any(
        held[at : at + len(run)] == run and not _cuts_sign(held, at, at + len(run))
        for at in range(len(held) - len(run) + 1)
    )


def _cuts_sign(tokens: list[str], start: int, end: int) -> bool:
    """Whether a sign stands just outside a run: 5 is not 5%."""
    return not {*tokens[:start][-1:], *tokens[end : end + 1]}.isdisjoint(_SIGNS.values())


def _tokens(text: str) -> list[str]:
    return words(_SIGN.sub(lambda sign: f" {_SIGNS[sign.group()]} ", text))
