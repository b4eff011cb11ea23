"""Messages in, pieces of a reply out, from any OpenAI-compatible server: `Endpoint`.

It decides what is asked again, and when; one call is the matter of `call`, what a server wants of `talk`.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Generator, Iterator, Sequence

from index import Settings
from rag.errors import EndpointError, SettingsError

from .address import key_headers
from .call import call
from .call_error import CallError, secretless
from .habits import Habits, known, learn
from .message import Message, Piece
from .models import described
from .network import trusted

TRIES = 3
"""Most calls for one reply; only a fault that may pass is tried again."""
FIRST_PAUSE = 0.5
"""Seconds before the second call, doubled before the third, where the server names no time."""
DEFAULT_CONTEXT = 4096
"""Tokens of a window that neither the settings nor the server name."""
ROOMS = (2048, 8192)
"""Tokens for thoughts, one after the other, where those for the answer went into thoughts."""

ASIDE_SECONDS = 5.0
"""Seconds that a question beside the main one, such as for the window's size, may take."""

log = logging.getLogger(__name__)


class Endpoint:
    """Where a language model answers; may be shared by threads.

    :param base_url: ends in `/v1`, as a rule.
    :param api_key: None: the endpoint asks for none. It stands in no message, log or repr.
    :param context: tokens of the model's window; None: not known.
    :param seed: passed on with each call.
    :param ca_file: certificates that are trusted beside the usual ones; None: none.
    """

    def __init__(
        self,
        base_url: str,
        model: str,
        api_key: str | None = None,
        *,
        context: int | None = None,
        temperature: float = 0.0,
        seed: int = 0,
        ca_file: str | None = None,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.model = model
        self.ca_file = ca_file
        self._api_key = api_key
        self._context = self._told_context = context
        self._temperature = temperature
        self._seed = seed

    @classmethod
    def of(cls, settings: Settings) -> Endpoint:
        """The endpoint that settings name.

        :raises SettingsError: if they name no address, or no model, or a file without certificates.
        """
        if not settings.llm_base_url:
            raise SettingsError(
                "generator 'llm' needs an endpoint: set llm_base_url, such as http://127.0.0.1:11434/v1"
            )
        if re.match(r"https?://[^/?#]*@", settings.llm_base_url):  # the client would log it with its requests
            raise SettingsError(
                "llm_base_url must hold no user name or password: expected http://host:port/v1, and a key in "
                "llm_api_key"
            )
        if not settings.llm_base_url.startswith(("http://", "https://")):
            raise SettingsError(
                f"llm_base_url must start with http:// or https://, got {settings.llm_base_url!r}"
            )
        if not settings.llm_model:
            raise SettingsError(
                f"{settings.llm_base_url} needs a model's name in llm_model: `byline doctor` lists its models"
            )
        return cls.at(settings, settings.llm_base_url)

    @classmethod
    def at(cls, settings: Settings, url: str) -> Endpoint:
        """The endpoint of settings at an address, also where they name no model.

        :raises SettingsError: if `llm_ca_file` holds no certificates.
        """
        key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else None
        if settings.llm_ca_file:
            trusted(settings.llm_ca_file)
        return cls(
            url,
            settings.llm_model or "",
            key,
            context=settings.llm_context,
            temperature=settings.llm_temperature,
            seed=settings.llm_seed,
            ca_file=settings.llm_ca_file,
        )

    def __repr__(self) -> str:
        return f"Endpoint({self.base_url!r}, {self.model!r})"

    @property
    def habits(self) -> Habits:
        """What the server was found to want, so far."""
        return known(self.base_url, self.model)

    def context(self, seconds: float) -> int:
        """Tokens of the model's window: as given, or as the server says, or else 4096.

        A server that answers is asked once; one that does not, again at the next question.
        """
        if self._context is None:
            try:
                self._told_context = self._described(min(seconds, ASIDE_SECONDS))
                self._context = self._told_context or DEFAULT_CONTEXT
            except CallError:
                return DEFAULT_CONTEXT
        return self._context

    @property
    def headers(self) -> dict[str, str]:
        """What a plain request to the server has to carry."""
        return key_headers(self.base_url, self._api_key) if self._api_key else {}

    def hidden(self, text: str) -> str:
        """A text without the key."""
        return secretless(text, self._api_key)

    def stream(
        self, messages: Sequence[Message], seconds: float, max_tokens: int
    ) -> Generator[Piece, None, None]:
        """The reply in pieces, as they come; closing the iterator ends the call at the server too.

        The first reply of a server comes at its end: until then it may be a thought. A model that thinks is
        given tokens for that beside those of the answer.

        :param seconds: that the whole reply may take, with what is tried again.
        :param max_tokens: most tokens of the answer; it just ends there.
        :raises EndpointError: if the server cannot be reached, refuses, is too slow, breaks off, or answers
            with something else than a chat completion. No part of the key is in its text.
        """
        end = time.monotonic() + seconds
        pause, left = FIRST_PAUSE, TRIES
        while True:
            begun = False
            try:
                for piece in self._once(messages, end, max_tokens):
                    begun = True
                    yield piece
                return
            except CallError as fault:
                if self._amends(fault) and not begun:
                    continue
                left -= 1
                wait = pause if fault.wait is None else fault.wait
                if begun or not fault.passes or not left or time.monotonic() + wait >= end:
                    raise EndpointError(self._told(fault, seconds)) from fault
                log.info("%s Asked again in %.1f s.", self._told(fault, seconds), wait)
                time.sleep(wait)
                pause *= 2

    def _amends(self, fault: CallError) -> bool:
        """Whether what a call has taught makes another one worth it."""
        if fault.kind == "late":
            learn(self.base_url, self.model, thinks="unmarked")
        room = self._more_room()
        if fault.kind == "starved" and room:
            learn(self.base_url, self.model, room=room)
            return True
        return fault.kind == "again"

    def _more_room(self) -> int | None:
        """More tokens for thoughts than before, as far as the window allows; None where there are none."""
        most = self._told_context // 2 if self._told_context else ROOMS[-1]
        had = self.habits.room
        return next((room for size in ROOMS if (room := min(size, most)) > had), None)

    def _described(self, seconds: float) -> int | None:
        """Tokens of the window as the server says; that a model never thinks is remembered."""
        told = described(self, seconds)
        if told.never_thinks and self.habits.thinks is None:
            learn(self.base_url, self.model, thinks="no")
        return told.window

    def _once(self, messages: Sequence[Message], end: float, max_tokens: int) -> Iterator[Piece]:
        body = {
            "model": self.model,
            "temperature": self._temperature,
            "max_tokens": max_tokens,
            "seed": self._seed,
        }
        return call(self, messages, body, end, is_last=self._more_room() is None)

    def _told(self, fault: CallError, seconds: float) -> str:
        kind = "no key" if fault.kind == "key" and not self._api_key else fault.kind
        told = CallError(kind, fault.status).told(seconds)
        return self.hidden(f"The language model {self.model!r} {told}.")
