"""Whether a sentence is surer than what it rests on: "may", "about", "reportedly" or "expects" left out.

Closed classes of English words. A word of caution counts where the sentence says most of what stands in its
clause, and is not missed where the sentence has any other: "might" for "may", "likely" for "probably".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.words import stem, terms, words

from .figures import same
from .quantities import quantities

_CAUTION = frozenset(
    "may might could possibly perhaps maybe probably likely unlikely potentially presumably apparently "
    "seemingly allegedly reportedly purportedly supposedly ostensibly alleged purported supposed suspected "
    "believed rumoured rumored unconfirmed preliminary provisional tentative tentatively linked associated "
    "correlated possible possibility chance apparent potential most mostly largely mainly partly often "
    "usually sometimes tends".split()
)
"""Words that leave open whether it is so; "linked" leaves open what causes what."""
_LEAVES_OPEN = re.compile(
    r"^(?:appear|seem|suggest|hint|indicat|point|believ|think|thought|suspect|estimat|expect|hop(?:e|es|ed|ing)$|"
    r"alleg|claim|accus|fear|predict|forecast|plan|intend|propos|consider|aim|reckon|guess|doubt|speculat|"
    r"assum|worr|warn|reject|den(?:y|ie|ia)|disput|according|account)"
)
"""How words open that say what somebody thinks, wants or maintains."""
_FACTIVE = re.compile(
    r"^(?:found|find|finds|show|shows|showed|shown|prov(?:e|es|ed|en)|confirm|establish|reveal|demonstrat|"
    r"discover|determin|announc|guarant)"
)
"""How verbs open after which what is said is taken to be so."""
_ROUGHLY = re.compile(
    r"\b(?:about|around|some|roughly|approximately|nearly|almost|up to|at (?:least|most)|close to|circa|"
    r"as (?:many|much|few) as|(?:more|less|fewer|later|earlier|longer|sooner) than|estimated|over|under)"
    r"\W*(?:an? )?$",
    re.I,
)
_CLAUSE = re.compile(
    r"[,;:.!?—–()\"“”]|\b(?:but|and|while|whereas|although|though|because|since|who|which)\b", re.I
)
_THINKS = re.compile(
    r"^(?:believ|think|thought|suspect|estimat|expect|hop|fear|predict|forecast|plan|intend|propos|consider|reckon|"
    r"guess|doubt|speculat|assum|suggest|hint|appear|seem)"
)
"""How verbs open that say less than that somebody says so."""
_LIMITS = re.compile(
    r"\b(?:no (?:earlier|later|sooner) than|at the (?:earliest|latest)|not before|if|unless|"
    r"subject to|depend(?:s|ing) on|provided)\b",
    re.I,
)
"""Words that say how far something goes, or on what it hangs."""
_MONTH = re.compile(r"(?<=\s)May\b")
_ASKED = re.compile(
    r"\b(?:whether|if) (?:he|she|it|they|we|i|you) (?:could|may|might)\b|"
    r"\b(?:ask\w*|know\w*|see|wonder\w*|clear|sure|doubt\w*|decide\w*) (?:if|whether)\b",
    re.I,
)
"""What is asked for, and no caution: "asked whether she could"."""
SHARE = 0.5
"""Least share of the terms of a cautious clause that a sentence must hold to be bound by its caution."""


def hardened(sentence: str, quote: str, cue: str = "", their_cue: str = "") -> str | None:
    """What of a quote's caution a sentence leaves out, or by what it claims more; None where it is no surer.

    :param quote: what is said in it, without who says it.
    :param cue: the word by which the sentence says that somebody says it, "" for none.
    :param their_cue: the same of the quote.
    """
    return next(_harder(sentence, quote, cue.casefold(), their_cue.casefold()), None)


def _harder(sentence: str, quote: str, cue: str, their_cue: str) -> Iterator[str]:
    yield from _rounded(sentence, quote)
    if cue and _FACTIVE.match(cue) and not _FACTIVE.match(their_cue):
        yield cue
    said = words(_MONTH.sub(" ", sentence))
    if cue in said and (stem(cue) == stem(their_cue) or not _THINKS.match(cue)):
        said.remove(cue)  # "warned that it will" is surer than "warned that it may"
    cautious = any(_caution(word) for word in said)
    if cue and _THINKS.match(their_cue) and not (cautious or _THINKS.match(cue)):
        yield their_cue
    told = set(terms(sentence))
    for clause in _CLAUSE.split(_MONTH.sub(" ", _ASKED.sub(" ", quote))):
        found = [] if cautious else [word for word in words(clause) if _caution(word)]
        if not _LIMITS.search(sentence):
            found += _LIMITS.findall(clause)
        for word in found:
            rest = set(terms(clause)) - set(terms(word))
            if rest and len(rest & told) >= SHARE * len(rest):
                yield word


def _caution(word: str) -> bool:
    return word in _CAUTION or bool(_LEAVES_OPEN.match(word))


def _rounded(sentence: str, quote: str) -> Iterator[str]:
    """Quantities that a quote gives roughly and a sentence as they stand."""
    rough = [one for one in quantities(quote) if one.needed and _is_rough(quote, one.text)]
    for one in quantities(sentence):
        if any(same(one, other) for other in rough) and not _is_rough(sentence, one.text):
            yield f"about {one.text}"


def _is_rough(text: str, figure: str) -> bool:
    at = text.find(figure.split()[0])
    return at >= 0 and bool(_ROUGHLY.search(text[:at]))
