"""How a server is reached: directly or by the environment's proxy, and whose certificates are trusted."""

from __future__ import annotations

import ssl
from functools import cache
from typing import TYPE_CHECKING

from index.route import proxy_for
from rag.errors import SettingsError

from .call_error import CallError

if TYPE_CHECKING:
    import httpx


def connection(url: str, ca_file: str | None) -> httpx.AsyncHTTPTransport:
    """What carries a request to an address; the caller closes it.

    :param ca_file: certificates that are trusted beside the usual ones; None: none.
    :raises CallError: if the proxy of the environment is of a kind that cannot be used.
    :raises SettingsError: if the file holds no certificates.
    """
    import httpx

    try:
        return httpx.AsyncHTTPTransport(verify=trusted(ca_file), proxy=proxy_for(url))
    except (ImportError, ValueError) as error:  # SOCKS without socksio, an address that is none
        raise CallError("proxy") from error


@cache
def trusted(ca_file: str | None) -> ssl.SSLContext:
    """Which certificates a server may show: the usual ones, and those of a file.

    :raises SettingsError: if the file cannot be read, or holds no certificates.
    """
    import httpx

    context = httpx.create_ssl_context()
    if ca_file is None:
        return context
    try:
        context.load_verify_locations(ca_file)
    except OSError as error:  # ssl.SSLError is one
        why = "holds none" if isinstance(error, ssl.SSLError) else f"cannot be read ({error.strerror})"
        raise SettingsError(f"llm_ca_file must hold certificates in PEM form: {ca_file} {why}") from error
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN  # a server's own certificate will do
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT  # such are seldom made by the book
    return context
