"""Whether a sentence of an article gives orders to a machine that reads it, as hidden prompts do.

Such a sentence is no evidence: what it asks to be said is not what the article says. One that is quoted as
somebody's words ("He wrote: 'Ignore previous instructions'") is news like any other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import Sentence

_MACHINE = (
    r"(?:ai|a\.i\.|llms?|chat ?bots?|(?:language )?models?|assistants?|bots?|gpt\w*|chatgpt|claude|gemini|"
    r"copilot|byline|crawlers?|summari[sz]ers?)"
)
_TOLD = r"(?:instructions?|prompts?|rules|guidelines|directions|commands|context|messages?|passages?|orders)"
_REPLY = r"(?:say|answer|reply|respond|state|write|tell|output|claim|mention|cite|repeat)"
_GOES_ON = re.compile(
    rf"^\W*(?:(?:then|instead|please|also|and|now|always|never|just|only|do not|don't|you)\b|{_REPLY}\b|"
    r"(?:confirm|pretend|translate|add|include|insist|begin|start|end|finish|use|quote)\b)",
    re.I,
)
"""How a sentence opens that is one more order after another."""
_ORDERS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"\b(?:ignore|disregard|forget|override|bypass|discard)\b[^.!?\n]{0,40}\b"
        r"(?:previous|prior|earlier|above|preceding|all|any|your|other|these|those|the system)\b"
        rf"[^.!?\n]{{0,30}}\b{_TOLD}\b",
        r"\b(?:ignore|disregard|forget)\b[^.!?\n]{0,20}\b(?:everything|anything|all)\b"
        r"[^.!?\n]{0,20}\b(?:above|before|else|said|told|told you|so far)\b",
        r"^\W*(?:note|message|attention|notice|instructions?|important|hidden|to)\b"
        rf"[^.!?\n]{{0,40}}\b{_MACHINE}\b\s*[:,—–-]",
        r"^\W*(?:dear|hey|hello|hi|to (?:all|any|the|every)|attention)\s+"
        rf"(?:all\s+|any\s+|the\s+)?{_MACHINE}\b",
        r"^\W*(?:system|assistant|user|developer|human|administrator|admin)"
        r"(?:\s+(?:message|prompt|note|override|update|notice))?\s*[:\]>]",
        r"<\|?\s*(?:im_start|im_end|system|assistant|user|endoftext|eot_id|start_header_id)\b|"
        r"\[/?INST\]|<<SYS>>|###\s*\w+:",
        r"\b(?:you are|you're|act as|pretend (?:to be|you are))\s+(?:now\s+)?(?:an?|the|my)\s+"
        rf"(?:\w+\s+){{0,3}}{_MACHINE}\b",
        r"\b(?:if|when|while) you(?: are|'re)? (?:an?|the|reading|asked|answering|summari[sz]ing)\b"
        rf"[^.!?\n]{{0,80}}\b{_REPLY}\b",
        r"\b(?:new|updated|real|actual|system|secret|hidden|following)\s+(?:system\s+)?"
        r"(?:instructions?|prompts?)\s*:",
        r"^\W*(?:please\s+)?(?:answer|reply|respond|output|print|repeat)\b[^.!?\n]{0,60}\b"
        r"(?:with|only|that|exactly|verbatim|the (?:words|phrase|text|following))\b",
        r"\byour (?:reply|response|answer|output|summary)\b[^.!?\n]{0,20}\b"
        r"(?:must|should|has to|shall|needs to)\b",
        rf"\b(?:any|every|all|each)\s+{_MACHINE}\b[^.!?\n]{{0,60}}\b"
        rf"(?:must|should|shall|has to|have to|is to|are to)\s+(?:\w+\s+)?{_REPLY}\b",
        r"\b(?:reveal|print|output|show|repeat|leak)\b[^.!?\n]{0,20}\b(?:your|the|system)\b"
        r"[^.!?\n]{0,15}\bprompt\b",
    )
)


def gives_orders(text: str) -> bool:
    """Whether a sentence addresses whoever processes the text, and says what to do or to reply."""
    return any(pattern.search(text) for pattern in _ORDERS)


def orders_in(sentences: Sequence[Sentence]) -> frozenset[int]:
    """Numbers of the sentences that give orders, and of further orders right after them in their paragraph.

    Words in somebody's mouth are theirs, and give no orders to us.
    """
    found = set()
    for number, sentence in enumerate(sentences):
        before = number - 1 in found and sentence.paragraph == sentences[number - 1].paragraph
        if (before and _GOES_ON.match(sentence.text)) or (
            sentence.speaker is None and gives_orders(sentence.text)
        ):
            found.add(number)
    return frozenset(found)
