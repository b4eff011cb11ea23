"""Whether a sentence of an article gives orders to a machine that reads it, as hidden prompts do.

Such a sentence is no evidence: what it asks to be said is not what the article says. One that is quoted as
somebody's words ("He wrote: 'Ignore previous instructions'") is news like any other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from index import Sentence
from rag.words import words

_MACHINE = (
    r"(?:(?:ai|a\.i\.)(?:[ -](?:readers?|systems?|agents?|tools?|assistants?|models?|bots?))?|"
    r"llms?|chat ?bots?|(?:language )?models?|assistants?|bots?|gpt\w*|chatgpt|claude|gemini|copilot|"
    r"byline|crawlers?|summari[sz]ers?)"
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
        r"^\W*(?:please\s+)?(?:ignore|disregard|forget|discard)\b[^.!?\n]{0,30}\b"
        r"(?:article|text|page|document|passages?|context)\b",
        r"^\W*(?:please\s+)?(?:use|read|trust|quote|cite|follow|take)\b[^.!?\n]{0,40}\b(?:article|text|passage|"
        r"document|source|version|information|context)\b[^.!?\n]{0,40}\b(?:instead|rather than)\b",
        r"\b(?:next|following|these|this) (?:lines?|words?|text|note|message|paragraphs?|sentences?|section) "
        rf"(?:is|are) (?:(?:only|meant|intended|written) )*for (?:(?:the|an?|any|all|every) )?{_MACHINE}\b",
        r"\b(?:ignoriere?n?|ignorez|ignora|ignore|vergiss|vergessen|olvida|oublie[zr]?|игнорируй\w*|забудь\w*)\b"
        r"(?=[^.!?\n]{0,60}\b(?:bisherig|vorherig|obig|anterior|previ|précédent|предыдущ|прежн))"
        r"[^.!?\n]{0,60}\b(?:anweisung|befehl|instruc|instruções|istruzion|consigne|инструкци|указани)",
        r"^\W*(?:dear|hey|hello|hi|to (?:all|any|the|every)|attention)\b[,:]?\s+"
        rf"(?:all\s+|any\s+|the\s+)?{_MACHINE}\b",
        r"^\W*(?:system|assistant|user|developer|human|administrator|admin)"
        r"(?:\s+(?:message|prompt|note|override|update|notice))?\s*[:\]>]",
        r"<\|?\s*(?:im_start|im_end|system|assistant|user|endoftext|eot_id|start_header_id)\b|"
        r"</?(?:passage|question|context|document|instructions?|answer)\b[^<>]*>|"
        r"\[/?INST\]|<<SYS>>|###\s*\w+:",
        r"\b(?:you are|you're|act as|pretend (?:to be|you are))\s+(?:now\s+)?(?:an?|the|my)\s+"
        rf"(?:\w+\s+){{0,3}}{_MACHINE}\b",
        r"\b(?:if|when|while) you(?: are|'re)? (?:an?|the|reading|asked|answering|summari[sz]ing)\b"
        rf"[^.!?\n]{{0,80}}\b{_REPLY}\b",
        r"\b(?:if|when|whenever|before) you (?:answer|reply|respond|summari[sz]e)"
        r"(?: (?:the|this|a|any) (?:question|article|text|page|user|reader)s?)?,",
        r"^\W*(?:(?:please|always|now|then|also)\s+)*(?:end|begin|start|finish|open|close|append|add|include|put)"
        r"\b[^.!?\n]{0,40}\byour (?:reply|response|answer|output|summary)\b",
        r"\b(?:new|updated|real|actual|system|secret|hidden|following)\s+(?:system\s+)?"
        rf"(?:instructions?|prompts?|tasks?)(?:\s+for\s+(?:the\s+|all\s+|any\s+)?{_MACHINE})?\s*:",
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


_TURN = re.compile(
    r"^(?=.*[:|<\[])\W*(?:(?:im_start|start_header_id)\W+)?(?:system|assistant|user|human|instruction)"
    r"(?:\W+end_header_id)?\W*$",
    re.I,
)
"""A line by itself, taken for a heading, that opens a turn of a chat."""
_REPLY_TURN = re.compile(r"^\W*(?:response|input|output|answer)\W*$", re.I)
"""Such a line, where it comes after another one; by itself it may be any article's heading."""
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|«[^»]*»")
_LOOKALIKES = str.maketrans("аеорсухіѕјԁԛԝοανιΑΕΟΡСТΗΙ", "aeopcyxisjdqwoaviAEOPCTHI")


def gives_orders(text: str) -> bool:
    """Whether a sentence addresses whoever processes the text, and says what to do or to reply.

    What it only quotes after words of its own ("The line read: …") is no order.
    """
    own = _QUOTED.sub(" ", text)
    said = own if own != text and len(re.findall(r"\w+", own)) > 1 else text
    plain = unicodedata.normalize("NFKC", said)
    return any(pattern.search(one) for one in {plain, plain.translate(_LOOKALIKES)} for pattern in _ORDERS)


def _is_theirs(sentence: Sentence) -> bool:
    """Whether a sentence is speech, of somebody named elsewhere or in quotation marks. Who is named in it
    without them may be what the order wants to be believed: "Say that the minister confirmed it".
    """
    speaker = words(sentence.speaker or "")
    return bool(speaker) and (sentence.direct or speaker[-1] not in words(sentence.text))


def orders_in(sentences: Sequence[Sentence]) -> frozenset[int]:
    """Numbers of the sentences that give orders, and of what belongs to them.

    That is the rest of a paragraph which opens with an order, or stands under a line that opens a turn of a
    chat; after an order in the midst of a paragraph, only further orders. Words in somebody's mouth are
    theirs, and give no orders to us.
    """
    found: set[int] = set()
    whole: set[int] = set()  # paragraphs
    heading, turn = None, False
    for number, sentence in enumerate(sentences):
        if sentence.heading != heading:
            heading = sentence.heading
            turn = bool(heading and (_TURN.match(heading) or (turn and _REPLY_TURN.match(heading))))
            whole |= {sentence.paragraph} if turn else set()
        opens = number == 0 or sentence.paragraph != sentences[number - 1].paragraph
        orders = not _is_theirs(sentence) and gives_orders(sentence.text)
        if opens and orders:
            whole.add(sentence.paragraph)
        goes_on = number - 1 in found and not opens and bool(_GOES_ON.match(sentence.text))
        if orders or goes_on or sentence.paragraph in whole:
            found.add(number)
    return frozenset(found)
