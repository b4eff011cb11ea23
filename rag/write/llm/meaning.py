"""A server's complaint in, the kind of fault that it is out.

Codes count where a server sends them. Where there are words only, they are read for what the fault is about
(a length, a model, a key, money), not for whole messages, which differ by server and by release.
"""

from __future__ import annotations

import re

from .call_error import CallError
from .complaint import Complaint

_REFUSED = frozenset(
    "unsupported_parameter unsupported_value unknown_parameter extra_forbidden invalid_value "
    "integer_above_max_value integer_below_min_value decimal_above_max_value".split()
)
"""Codes that are about a field of the request, whatever else the words name."""
_OVERFLOWS = frozenset(
    "context_length_exceeded exceed_context_size_error string_above_max_length request_too_large".split()
)
_ABOUT = re.compile(
    r"\b(?:context|prompt|inputs?|input_tokens|messages?|request|requested|conversation)\b", re.I
)
_SIZE = re.compile(r"\btokens?\b|\bcontext\b|\blength|\blong|\blarge|\bsize\b|\bn_ctx\b|\bwindow\b", re.I)
_OVER = re.compile(
    r"exceed|too (?:long|large|big|many)|(?:longer|larger|greater|more) than|overflow|not enough|"
    r"must (?:be <=|be at most|have less|have at most)|(?:maximum|max) (?:\w+ ){0,2}(?:length|model length)|"
    r"\d+ maximum|reached context|reduce (?:the|your) (?:length|input|prompt|message)",
    re.I,
)
_CONTEXT = re.compile(r"\bcontext[ _](?:length|window|size|limit)\b", re.I)
_RATE = re.compile(r"\bper (?:second|minute|min|hour|day)\b|rate.?limit|\b[tr]p[md]\b", re.I)
_TOO_LARGE = re.compile(r"(?:request|input|prompt) (?:is )?too (?:large|long)", re.I)
_MONEY = re.compile(r"\bquota\b|billing|credits?\b|balance|insufficient|payment|spend|budget has been", re.I)
_SOON = re.compile(r"(?:try|retry)(?: again)? (?:in|after)\b", re.I)
_KEY = re.compile(
    r"\b(?:api|subscription|access|auth\w*)[ _-]?(?:key|token)s?\b|\bauthenticat\w+|"
    r"\bunauthori[sz]ed|\bcredentials?\b|\bauthorization\b",
    re.I,
)
_NO_MODEL = re.compile(
    r"\b(?:model|deployment)s?\b[^\n]{0,120}?\b(?:not (?:be )?found|(?:does|do) not exist|doesn.t exist|"
    r"not (?:loaded|deployed|a valid|an available)|decommissioned)|(?:invalid|unknown|no such) model\b|"
    r"\bno models? (?:is |are )?(?:loaded|found|available)|not a valid model|access to (?:the )?model|"
    r"^\s*model: ",
    re.I,
)
_MODEL_CODES = frozenset("model_not_found invalid_model deploymentnotfound model_not_available".split())
_NO_PATH = re.compile(
    r"^\W*(?:\d+ )?(?:the )?(?:requested )?(?:file|page|resource|url|path|route)?\s*(?:was )?not found\b|"
    r"\b(?:endpoint|route|path|url)\b|method not allowed|cannot post",
    re.I,
)
_ODD_PATH = re.compile(
    r"\b(?:unexpected|unknown|unrecognized|invalid|no such|no) (?:request )?(?:endpoint|route|path|url)\b",
    re.I,
)
_TO_HTTPS = re.compile(r"http request (?:was sent )?to (?:an )?https", re.I)
_MEMORY = re.compile(r"out of memory|requires? more (?:\w+ )?memory|insufficient memory|\boom\b", re.I)
_LOADING = re.compile(r"overloaded|loading|warming|unavailable|at capacity", re.I)


def meaning(told: Complaint) -> CallError:
    """What a complaint means; its own words go no further."""
    text, status = told.text, told.status
    if overflows(told):
        return CallError("overflow", status)
    if "content_filter" in told.codes or "content management policy" in text:
        return CallError("filtered", status)
    money = "insufficient_quota" in told.codes or (bool(_MONEY.search(text)) and not _SOON.search(text))
    if status == 402 or (status in (400, 403, 429) and money and not _RATE.search(text)):
        return CallError("quota", status)
    if status == 429:
        return CallError("busy", status, told.wait)
    if status in (503, 529) or (status >= 500 and _LOADING.search(text)):
        return CallError("overloaded", status, told.wait)
    if status >= 500:
        return CallError("memory" if _MEMORY.search(text) else "server", status, told.wait)
    return _of_request(told)


def _of_request(told: Complaint) -> CallError:
    """The same where the request itself is at fault, or goes to the wrong place."""
    text, status = told.text, told.status
    if status == 401:
        return CallError("key", status)
    if _MODEL_CODES & told.codes or "model" in told.fields or _NO_MODEL.search(text):
        return CallError("model", status)
    if status == 403 or (status in (400, 422) and _KEY.search(text) and not told.fields):
        return CallError("key", status)
    if status == 407:
        return CallError("proxy", status)
    if _TO_HTTPS.search(text):
        return CallError("plain", status)
    if 300 <= status < 400:
        return CallError("moved", status)
    if status in (404, 405, 410, 501) or _ODD_PATH.search(text):
        has_path = told.is_api and not _NO_PATH.search(text) and status == 404 and bool(text)
        return CallError("model" if has_path else "address", status)
    return CallError("refused" if status >= 400 else "garbage", status)


def overflows(told: Complaint) -> bool:
    """Whether what was sent is too long for the model's window, so that less of it may do."""
    if told.status == 413 or _OVERFLOWS & told.codes or _TOO_LARGE.search(told.text):
        return True
    if _REFUSED & told.codes or told.status in (401, 402, 429, 503):
        return False
    text = told.text
    if _CONTEXT.search(text):
        return True
    return bool(_ABOUT.search(text) and _SIZE.search(text) and _OVER.search(text)) and not _RATE.search(text)
