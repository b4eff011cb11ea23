"""Fetching a page, without letting an address reach into the machine's own network."""

from __future__ import annotations

import ipaddress
import mimetypes
import socket
import time
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import SplitResult, urljoin, urlsplit

import httpx

from ..errors import ArticleError
from ..settings import Settings

TIMEOUT_SECONDS = 20.0
WHOLE_SECONDS = 60.0
"""How long an address may take with all its redirects, however steadily it sends."""
MAX_REDIRECTS = 5
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
AGENT = "Byline/0.1 (article reader)"


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave: the final address, the bytes, the kind as a file ending, the charset named."""

    url: str
    body: bytes
    suffix: str
    charset: str | None = None


def fetch(url: str, settings: Settings) -> Page:
    """Get a page, following at most five redirects, each checked like the first address.

    :raises ArticleError: if the address is private (and `allow_private_urls` is off), cannot be
        reached, answers with an error, or is larger than `max_upload_mb`.
    """
    end = time.monotonic() + WHOLE_SECONDS
    headers = {"User-Agent": AGENT, "Accept-Encoding": "gzip, deflate"}
    with httpx.Client(timeout=TIMEOUT_SECONDS, headers=headers, trust_env=False) as client:
        for _ in range(MAX_REDIRECTS + 1):
            parts = _parts(url)
            address = _address(str(parts.hostname), settings.allow_private_urls)
            try:
                with client.stream(
                    "GET",
                    _pinned(url, address),
                    headers={"Host": parts.netloc.rpartition("@")[2]},
                    extensions={"sni_hostname": str(parts.hostname)},
                ) as response:
                    _require_peer(response, address)
                    if response.is_redirect:
                        url = urljoin(url, response.headers.get("location", ""))
                        continue
                    if response.is_error:
                        raise ArticleError(f"{url} answered {response.status_code} {response.reason_phrase}")
                    body = _body(response, settings.max_upload_mb, url, end)
                    kind = response.headers.get("content-type", "")
                    return Page(url, body, _suffix(kind, parts.path), response.charset_encoding)
            except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:  # ValueError: by urljoin
                raise ArticleError(f"{url} cannot be fetched: {error or type(error).__name__}") from error
    raise ArticleError(f"{url} redirects more than {MAX_REDIRECTS} times")


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        valid = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # a malformed host or port
        valid = False
    if not valid:
        raise ArticleError(f"{url} is not an http(s) address")
    return parts


def _address(host: str, allow_private: bool) -> str:
    """The IP address to connect to; resolved once, so that it cannot change after the check."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ArticleError(f"host {host!r} cannot be found") from error
    addresses = [ipaddress.ip_address(str(entry[4][0]).split("%")[0]) for entry in found]
    if not allow_private and not all(map(_is_public, addresses)):
        raise ArticleError(
            f"{host} is an address inside this machine or its network: set allow_private_urls to fetch it"
        )
    return str(addresses[0])


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an address is one of the open network, and carries no other address inside."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return _is_public(address.ipv4_mapped)
        if address.sixtofour or address.teredo or address in _NAT64:
            return False
    return address.is_global and not address.is_multicast


def _pinned(url: str, address: str) -> httpx.URL:
    return httpx.URL(url).copy_with(host=address, username=None, password=None)


def _require_peer(response: httpx.Response, address: str) -> None:
    """Make sure that the connection leads where it was checked to lead."""
    stream = response.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream else None
    if peer and ipaddress.ip_address(str(peer[0]).split("%")[0]) != ipaddress.ip_address(address):
        raise ArticleError(f"{response.url} was answered by {peer[0]}, not by {address}")


def _body(response: httpx.Response, limit_mb: float, url: str, end: float) -> bytes:
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if time.monotonic() > end:
            raise ArticleError(f"{url} takes longer than {WHOLE_SECONDS:g} seconds to send")
        if len(body) > limit_mb * 2**20:
            raise ArticleError(f"{url} is larger than max_upload_mb = {limit_mb:g}")
    return bytes(body)


def _suffix(content_type: str, path: str) -> str:
    kind = content_type.split(";")[0].strip().lower()
    if kind == "text/plain":
        return ".txt"
    guessed = mimetypes.guess_extension(kind) if kind != "application/octet-stream" else None
    return guessed or PurePosixPath(path).suffix.lower() or ".html"
