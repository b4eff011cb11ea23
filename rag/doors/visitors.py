"""Who is who: an owner for each visitor, when they were last here, and what goes when they stay away.

A browser is told by a random cookie, of which only a digest is kept; a signed-in person by their name.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
import threading
import time
from pathlib import Path

import platformdirs
from starlette.requests import HTTPConnection
from starlette.types import Scope

from index import Library, Settings
from index.holders import owners
from rag.errors import ArticleError

from .shelf import Shelf

COOKIE = "byline-visitor"
BROWSER, PERSON = "browser:", "user:"
TOKEN_BYTES = 32
TOKEN_LENGTH = 43
"""Characters of so many bytes in base64, without its padding."""
DAY = 24 * 3600.0
"""Seconds."""
HOUR = 3600.0

log = logging.getLogger(__name__)


class Visitors:
    """Those who come to a library by its page or its API; shared by threads.

    :param login: name and password that everybody gives; None: nobody gives any.
    :param writes: whether they may change what is everybody's.
    """

    def __init__(
        self, library: Library, login: tuple[str, str] | None = None, writes: bool | None = None
    ) -> None:
        self._library = library
        self._person = f"{PERSON}{login[0]}" if login else None
        self._writes = login is not None if writes is None else writes
        self._lock = threading.Lock()
        self._swept = 0.0

    def owner(self, scope: Scope) -> str | None:
        """Who asks, by a request that was let in; None where nobody knows."""
        if self._person:
            return self._person
        token = cookie(scope)
        return BROWSER + hashlib.sha256(token.encode()).hexdigest()[:32] if token else None

    def shelf(self, scope: Scope | None) -> Shelf:
        """What they see; None: a request of which nothing is known."""
        settings = self._library.settings
        owner = self.owner(scope) if scope is not None else self._person
        return Shelf(self._library, owner, settings.share_uploads, self._writes, settings.upload_limit)

    def seen(self, owner: str | None) -> None:
        """Note that somebody is here who holds something, and, at most once an hour, let go of what others
        have left.
        """
        if owner is not None and owner.startswith(BROWSER):
            file = _file(self._library.settings, owner)
            if file.exists() or Shelf(self._library, owner).own(superseded=True):
                _touch(file)
        with self._lock:
            due = time.time() - self._swept > HOUR
            self._swept = time.time() if due else self._swept
        if due:
            self.sweep()

    def sweep(self) -> int:
        """Let go of what browsers hold that have not been here for `upload_days`; how many articles went.

        A browser of which nobody knows when it was here counts as here just now.
        """
        settings = self._library.settings
        each = self._library.holders(superseded=True)
        held, gone = owners(each.values()), set()
        for owner in held:
            if owner.startswith(BROWSER):
                file = _file(settings, owner)
                if not file.exists():
                    _touch(file)
                elif _days(file) > settings.upload_days:
                    gone.add(owner)
        count = 0
        for article_id, holders in each.items():
            left = [one for one in holders if one.owner not in gone]
            if len(left) < len(holders):
                try:
                    self._library.hold(
                        article_id, lambda each: tuple(one for one in each if one.owner not in gone)
                    )
                    count += not left
                except ArticleError as error:  # it went, or has become everybody's, meanwhile
                    log.info("%s", error)
        kept = {_file(settings, owner).name for owner in held - gone}
        for file in _folder(settings).glob("*"):
            if file.name not in kept and _days(file) > settings.upload_days:  # who holds nothing any more
                file.unlink(missing_ok=True)
        if count:
            log.info("%d articles went, of browsers that were not here for long", count)
        return count


def new_token() -> str:
    """What a browser is to be known by."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def set_cookie(token: str, days: float, path: str, secure: bool) -> str:
    """The header that gives it to the browser.

    :param days: how long it keeps it after its last visit.
    :param secure: whether it was asked for over TLS.
    """
    kept = f"{COOKIE}={token}; Path={path}; Max-Age={int(days * DAY)}; HttpOnly; SameSite=Lax"
    return f"{kept}; Secure" if secure else kept


def cookie(scope: Scope) -> str | None:
    """The browser's token; None where it has none, or one that is not ours."""
    found = HTTPConnection(scope).cookies.get(COOKIE, "")
    return found if len(found) == TOKEN_LENGTH else None


def _file(settings: Settings, owner: str) -> Path:
    """A file whose time says when a browser was here last."""
    return _folder(settings) / owner.removeprefix(BROWSER)


def _folder(settings: Settings) -> Path:
    if not settings.is_remote:
        return Path(settings.store).expanduser() / "visitors"
    folder = Path(platformdirs.user_data_dir("byline-visitors", appauthor=False))
    return folder / settings.server_name


def _days(file: Path) -> float:
    """Since its browser was here; 0 for a file that has just gone."""
    try:
        return (time.time() - file.stat().st_mtime) / DAY
    except FileNotFoundError:
        return 0.0


def _touch(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    except OSError as error:
        log.warning("nobody will know when a browser was here last: %s", error.strerror)
