"""What every server of Byline asks before it listens: who may come in, and whether the address is free."""

from __future__ import annotations

import ipaddress
import socket
import ssl

from index import Settings
from rag.errors import SettingsError

HOST = "127.0.0.1"


def login(auth: str | None, settings: Settings) -> tuple[str, str] | None:
    """Name and password that are asked for; None: none are.

    :param auth: `name:password`; None: as in the settings.
    :raises SettingsError: if it is malformed; the message does not repeat it.
    """
    given = auth if auth is not None or settings.auth is None else settings.auth.get_secret_value()
    if given is None:
        return None
    name, colon, password = given.partition(":")
    if not (colon and name.strip() and password):
        raise SettingsError("auth must be name:password, both not empty")
    return name, password


def check_guarded(host: str, asked_for: tuple[str, str] | None) -> None:
    """Make sure that nobody but this machine gets in without a password.

    :param asked_for: as `login` gives it.
    :raises SettingsError: if others reach the address and none is asked for.
    """
    if asked_for is None and not is_local(host):
        raise SettingsError(
            f"{host} can be reached from other machines, and there is no password: set --auth NAME:PASSWORD "
            f"or BYLINE_AUTH, or listen at {HOST} behind a proxy that asks for one"
        )


def check_tls(settings: Settings) -> None:
    """Make sure that the certificate and its key can be used.

    :raises SettingsError: if one of them is missing, cannot be read, or they do not belong together.
    """
    if (settings.tls_cert is None) != (settings.tls_key is None):
        raise SettingsError("tls_cert and tls_key belong together: set both, or neither")
    if settings.tls_cert is None:
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(settings.tls_cert, settings.tls_key)
    except OSError as error:  # ssl.SSLError is one
        why = error.strerror or str(error)
        raise SettingsError(
            f"cannot serve over TLS with {settings.tls_cert} and {settings.tls_key}: {why}"
        ) from error


def check_free(host: str, port: int) -> None:
    """Make sure that an address can be listened at.

    :raises SettingsError: if it cannot.
    """
    if not 1 <= port <= 65535:
        raise SettingsError(f"port must be 1 to 65535, got {port}")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise unusable(host, port, error.strerror or str(error)) from error


def unusable(host: str, port: int, why: str) -> SettingsError:
    """The error of an address that cannot be listened at."""
    return SettingsError(
        f"cannot serve at {host}:{port} ({why.lower()}): choose another with --host or --port"
    )


def is_local(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:  # a name, which may be anybody's even where it begins as an address
        return False
