"""A draft that gives a statement to nobody or to the wrong one in, the same with its speaker put back out."""

from __future__ import annotations

import re

from rag.verify.verdict import Checked

from .quote import led

_AGREES = re.compile(r"(?:\b(?:said|told|wrote|thought)|ed)$")
"""A verb in the past, which has one form for one and for many."""
_THAT = re.compile(r"^[\s,:]*(?:that\s+)?")


def restored(checked: Checked) -> str | None:
    """The draft with the right speaker; None where there is none to put back, as where it is too sure.

    A statement told as a fact is led by who said it. One of somebody else is given to whoever said it: by the
    name where the draft's has a place of its own, or else by a lead.
    """
    fault = checked.fault
    speaker = fault.quote.sentence.speaker if fault else None
    if fault is None or speaker is None or fault.problem.kind == "hedge":
        return None
    text, told = checked.text, fault.telling
    if fault.problem.kind == "fact" or told is None:
        return led(text, speaker)
    (start, end), *rest = told.frame
    cue = text[slice(*told.cue)]
    if not rest and told.cue[0] < told.source[0]:  # "…," said Ann Lee, the mayor.
        name = speaker if end >= len(text.rstrip(" .")) else f"{speaker} "
        return f"{text[: told.cue[1]]} {name}{text[end:].lstrip(' ') if name != speaker else text[end:]}"
    if not rest and _AGREES.search(cue):  # "Ann Lee, the mayor, said …"
        return f"{text[:start]}{_opened(speaker, text[:start])} {text[told.cue[0] :]}"
    claim = text[:start].rstrip(" ,") + text[end:] if text[:start].strip() else _THAT.sub("", text[end:])
    return led(f"{claim[:1].upper()}{claim[1:]}", speaker)


def _opened(speaker: str, before: str) -> str:
    """A speaker's name as it opens a sentence."""
    return speaker if before.strip() else speaker[:1].upper() + speaker[1:]
