"""Who may do what over HTTP: the same as on the page, and writing only where that was decided."""

from __future__ import annotations

import base64
import hmac
import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from .trouble import Trouble

PRIVATE = (".localhost", ".local", ".internal", ".home.arpa")
"""Ends of names that nobody can register on the open network."""
READ_ONLY = "Articles can be added and removed over HTTP only where `auth` or `api_write` is set."
FOREIGN = "A page of another origin may not use this API."
RENAMED = (
    "Without a password the API answers only under an IP address or a name of this machine's network: "
    "set `auth` to serve it under another."
)


def _nobody(scope: Scope) -> bool:
    return False


@dataclass(frozen=True)
class Rights:
    """What a request must bring.

    `login` is the name and password, None: none is asked for. `host` is the name or address that the server
    listens at, which it may be called by. `logged_in` says whether a request comes from a visitor who has
    logged in on the page. `write`: whether articles may be added and removed; None: where there is a login.
    """

    login: tuple[str, str] | None = None
    host: str = "127.0.0.1"
    logged_in: Callable[[Scope], bool] = _nobody
    write: bool | None = None

    def check(self, scope: Scope) -> None:
        """Let a request in.

        Another site's page is kept out by its origin, and, where no password does it, one whose name is
        made to point at us (DNS rebinding) by that name.

        :raises Trouble: if it may not come in.
        """
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
            raise Trouble(403, "foreign_origin", FOREIGN)
        if self.login is None:
            if not self._is_ours(_name(host)):
                raise Trouble(403, "foreign_host", RENAMED)
        elif not (self._knows(headers.get("authorization", "")) or self.logged_in(scope)):
            raise Trouble(
                401,
                "unauthorized",
                "A name and a password are needed.",
                headers={"WWW-Authenticate": 'Basic realm="Byline", charset="UTF-8"'},
            )

    def check_writing(self) -> None:
        """Let a request change the library.

        :raises Trouble: if none may.
        """
        if not (self.login is not None if self.write is None else self.write):
            raise Trouble(403, "read_only", READ_ONLY)

    def _knows(self, authorization: str) -> bool:
        """Whether it holds the login: as HTTP Basic, or `name:password` as a bearer's key, which is all that
        chat programs can send.
        """
        kind, _, given = authorization.partition(" ")
        if kind.lower() == "basic":
            try:
                given = base64.b64decode(given, validate=True).decode("utf-8")
            except ValueError:
                return False
        elif kind.lower() != "bearer":
            return False
        right = ":".join(self.login or ())
        return hmac.compare_digest(given.encode(), right.encode())

    def _is_ours(self, name: str) -> bool:
        own = (self.host.lower().strip("[]"), socket.gethostname().lower())
        return name in own or "." not in name or name.endswith(PRIVATE) or _is_address(name)


def _name(host: str) -> str:
    """The name in a Host header, in lower case, without port and brackets; "." where it is malformed."""
    try:
        return urlsplit(f"//{host}").hostname or "."
    except ValueError:
        return "."


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.split("%")[0])
    except ValueError:
        return False
    return True
