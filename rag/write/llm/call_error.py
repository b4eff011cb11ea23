"""Whatever can go wrong at an endpoint in, one of a few kinds of error out, each in words for people."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

Kind = Literal[
    "unreachable", "host", "proxy", "certificate", "expired", "other name", "tls", "plain", "slow", "key",
    "no key", "model", "address", "moved", "quota", "busy", "overloaded", "memory", "server", "cut",
    "overflow", "refused", "filtered", "garbage", "empty", "thoughts", "late", "starved", "again",
]  # fmt: skip
_SAYS: dict[Kind, str] = {
    "unreachable": "cannot be reached at its address: is the server running, and llm_base_url right",
    "host": "cannot be reached at its address: no host of that name is known, is llm_base_url right",
    "proxy": "cannot be reached through the environment's proxy: mend HTTP_PROXY, HTTPS_PROXY or ALL_PROXY, "
    "or name the server's host in NO_PROXY",
    "certificate": "has a server whose certificate is not trusted: name the one behind it in llm_ca_file",
    "expired": "has a server whose certificate has expired: renew it there",
    "other name": "has a server whose certificate is for another name: check the host in llm_base_url",
    "tls": "has a server that does not speak TLS there: should llm_base_url start with http://",
    "plain": "has a server that speaks TLS only there: llm_base_url should start with https://",
    "slow": "did not finish within {seconds:g} s (llm_timeout)",
    "key": "does not take the key: check llm_api_key",
    "no key": "asks for a key: set llm_api_key",
    "model": "is not known at the endpoint: `byline doctor` lists the models that are",
    "address": "is not found at its address: is the path of llm_base_url right, as in …/v1",
    "moved": "has moved to another address (HTTP {status}): set llm_base_url to it",
    "quota": "is out of quota or credit at its provider: see the account of llm_api_key",
    "busy": "is asked too much at the moment (HTTP 429)",
    "overloaded": "is overloaded, or still being loaded (HTTP {status}): ask again in a while",
    "memory": "does not fit into its server's memory: take a smaller one, or lower its context there",
    "server": "failed at its server (HTTP {status})",
    "cut": "broke off in the middle of its reply",
    "overflow": "has too small a window for this question: lower k, or raise the server's context",
    "refused": "refused the request (HTTP {status})",
    "filtered": "was stopped by the content filter of its server",
    "garbage": "sent something that is no chat completion: does llm_base_url end in /v1",
    "empty": "sent no reply: is it made for chats, and does llm_base_url end in /v1",
    "thoughts": "sent thoughts and no answer: raise the server's context, or turn its thinking off",
    "late": "marked what it had sent as an answer as a thought: ask once more",
    "starved": "spent all of its tokens on thoughts: raise the server's context, or turn its thinking off",
    "again": "wants to be asked in another way",
}
_PASSING: frozenset[Kind] = frozenset({"busy", "overloaded", "server", "unreachable"})
_CERTIFICATE: dict[int, Kind] = {10: "expired", 62: "other name", 64: "other name"}
"""OpenSSL's X509_V_ERR_CERT_HAS_EXPIRED, _HOSTNAME_MISMATCH and _IP_ADDRESS_MISMATCH."""


class CallError(Exception):
    """One call failed; never seen outside this package.

    `status` is HTTP's, 0 where there was none. `wait`: seconds after which the server wants to be asked
    again; None where it is silent.
    """

    def __init__(self, kind: Kind, status: int = 0, wait: float | None = None) -> None:
        super().__init__(kind)
        self.kind = kind
        self.status = status
        self.wait = wait

    @property
    def passes(self) -> bool:
        """Whether the same call may succeed a moment later."""
        return self.kind in _PASSING

    def told(self, seconds: float) -> str:
        """The rest of a sentence that begins with the model's name; nothing that the server sent is in it."""
        return _SAYS[self.kind].format(seconds=round(seconds, 1), status=self.status)


def error_of(error: BaseException, proxied: bool = False) -> CallError:
    """What an error of the client, of the network or of reading a reply means.

    :param proxied: whether the request goes through a proxy, which then is what cannot be reached.
    """
    import httpx
    from openai import APIConnectionError, APITimeoutError

    chain = list(_causes(error))
    for one in chain:
        if isinstance(one, CallError):
            return one
        if isinstance(one, ssl.SSLCertVerificationError):
            return CallError(_CERTIFICATE.get(one.verify_code, "certificate"))
        if isinstance(one, ssl.SSLError):
            return CallError("tls")
    if any(isinstance(one, APITimeoutError | httpx.TimeoutException | TimeoutError) for one in chain):
        return CallError("slow")
    if any(isinstance(one, httpx.LocalProtocolError | UnicodeEncodeError) for one in chain):
        return CallError("key")  # no header can hold it
    if any(isinstance(one, httpx.RemoteProtocolError) for one in chain) or isinstance(error, httpx.ReadError):
        return CallError("cut")
    if any(isinstance(one, httpx.ProxyError) for one in chain):
        return CallError("proxy")
    if any(isinstance(one, socket.gaierror) for one in chain):
        return CallError("proxy" if proxied else "host")
    if isinstance(error, APIConnectionError | httpx.HTTPError | httpx.InvalidURL | OSError | ValueError):
        return CallError("proxy" if proxied else "unreachable")
    return CallError("garbage")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error, what it was raised from, and so on."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def seconds_of(retry_after: str | None) -> float | None:
    """A `Retry-After` header (RFC 9110, section 10.2.3): seconds from now, at least 0; None if unreadable."""
    if not retry_after:
        return None
    try:
        return max(0.0, float(retry_after))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def secretless(text: str, secret: str | None) -> str:
    """A text with every occurrence of a secret replaced."""
    return text.replace(secret, "…") if secret else text
