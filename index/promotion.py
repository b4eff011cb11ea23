"""Lines that sell or credit rather than tell, recognised by their form: promotion and picture credits."""

from __future__ import annotations

import re

MAX_LINE = 200
_ASKS = (
    r"sign(?:ing)? up|subscribe|download|follow|click|tap|join|get|register|log in|sign in|support|donate|"
    r"become|start|try|listen|watch|share|send|email|add|save|buy|shop|don['’]t miss|never miss|stay"
)
_SERVICE = (
    r"newsletters?|apps?|subscriptions?|podcasts?|inbox|free trial|whatsapp|facebook|twitter|instagram|"
    r"telegram|youtube|tiktok|google news|apple news|promo code|push notifications?|"
    r"(?:our|my|us)\b.*\b(?:channel|membership|alerts?|journalism|coverage|offers?|social media|work|"
    r"community|members?|today)|(?:up|click|tap|subscribe) here"
)
_PROMOTION = re.compile(
    rf"^\W*(?:(?:{_ASKS})\b)(?=.*\b(?:{_SERVICE})\b)|^\W*(?:click|sign up|tap|subscribe) here\b", re.I
)
_POINTER = re.compile(
    r"^\W*(?:read more|read also|also read|read next|related|see also|more on this|more from|watch|"
    r"listen|editor['’]?s['’]? picks?|recommended|you (?:may|might) also like|in case you missed it)"
    r"\s*[:|–—»>]\s*\S.*$",
    re.I,
)
_ELSEWHERE = re.compile(
    r"^\W*(?:this (?:article|story|post|piece) (?:was |is )?(?:originally |first )?"
    r"(?:published|appeared|sponsored|contains affiliate)|(?:we|the site) may earn\b|"
    r"as an amazon associate\b|all rights reserved|reprinted with permission)\b",
    re.I,
)
_MEDIA = r"(?:photo(?:graph)?s?|images?|pictures?|illustration|graphic|video|file photo|credit|courtesy)"
_CREDIT = re.compile(
    rf"^\W*(?:{_MEDIA}\s*(?:credit|courtesy)?\s*(?:by\b|:|/|©|courtesy of\b|via\b)|©).{{2,120}}$"
    r"|^\W*(?:[\w.'’-]+ ){0,5}[\w.'’-]+ ?/ ?(?:[A-Z][\w.'’-]*,? ?){1,4}(?:via .{2,40})?\W*$"
    r"|^\W*[A-Z][\w .'’&-]{1,60} via (?:[A-Z][\w.'’-]* ?){1,4}\W*$",
    re.I,
)
_CREDIT_AFTER = re.compile(
    r"\s*[\[(]?\b(?:Photo(?:graph)?|Image|Picture|Illustration|Credit)s?(?: credit)?\s*(?::|by\b|©)\s*"
    r"[^.!?]{2,80}[\])]?\.?$"
)
_LETTERS = re.compile(r"[^\W\d_]")


def is_promotion(line: str) -> bool:
    """Whether a line asks its reader to do something with the site, or points elsewhere."""
    if len(line) > MAX_LINE:
        return False
    one_sentence = len(re.findall(r"[.!?](?:\s|$)", line)) <= 2
    return one_sentence and bool(_PROMOTION.match(line) or _POINTER.match(line) or _ELSEWHERE.match(line))


def is_picture_credit(line: str) -> bool:
    """Whether a line says only whose a picture is: `Photo: Ann Lee`, `Ann Lee/Agency via Example`."""
    if len(line) > MAX_LINE or not _LETTERS.search(line):
        return False
    match = _CREDIT.match(line)
    return bool(match) and not re.search(r"[a-z]{3}[.!?]\s*\w", line) and _is_titled(line)


def without_picture_credit(line: str) -> str:
    """A caption without the credit after it; any other line as it is."""
    match = _CREDIT_AFTER.search(line)
    return line[: match.start()].rstrip() if match and match.start() > 0 else line


def _is_titled(line: str) -> bool:
    """Whether a line with a slash holds names rather than `and/or` of a sentence."""
    if not re.search(r"/", line) or re.match(rf"^\W*{_MEDIA}", line, re.I):
        return True
    words = re.findall(r"[^\W\d_][\w.'’-]*", line)
    return (
        len(words) <= 9
        and sum(word[0].isupper() for word in words) >= 0.7 * len(words)
        and not line.endswith(".")
    )
