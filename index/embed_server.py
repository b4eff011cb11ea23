"""Texts in, unit vectors out, from any server that speaks OpenAI's `/embeddings`."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import numpy as np
from numpy.typing import NDArray

from .errors import EmbeddingError, SettingsError
from .route import proxy_for

if TYPE_CHECKING:
    import httpx

PATH = "/embeddings"
BATCH = 64
"""Texts of one request, where the server does not refuse so many."""
AT_ONCE = 4
"""Requests under way at a time while much is embedded: servers put them into one batch."""
TRIES = 4
"""Most calls for one batch; only a fault that may pass is tried again."""
FIRST_PAUSE = 0.5
"""Seconds before the second call, doubled before each further one, where the server names no time."""
LONGEST_PAUSE = 30.0
PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
"""HTTP statuses of faults that may pass."""
TOO_MUCH = frozenset({400, 413, 422})
"""HTTP statuses by which servers say, among other things, that they take fewer texts at once."""
WHY = {
    401: "it asks for another key: set embed_api_key",
    403: "it does not let this key in: set embed_api_key",
    404: "there is nothing at this address, or no such model: the address ends in /v1 as a rule",
    405: "it takes no embeddings at this address, which ends in /v1 as a rule",
    413: "a text is too long for it",
    429: "it is asked too much at the moment: try again later",
}

log = logging.getLogger(__name__)


class EmbeddingServer:
    """One model at one server; may be shared by threads. Nothing but the texts, the model's name and the key
    is sent, and to nobody else.

    :param base_url: ends in `/v1`, as a rule.
    :param model: its name there.
    :param api_key: None: the server asks for none. It stands in no message, log or repr.
    :param timeout: seconds for one call.
    :param dimensions: of its vectors, where they are known beforehand; None: the first reply says.
    :raises SettingsError: if the address holds a user name or password, which logs would show, or is none.
    """

    def __init__(
        self,
        base_url: str,
        model: str,
        api_key: str | None = None,
        timeout: float = 60.0,
        dimensions: int | None = None,
    ) -> None:
        if not re.match(r"https?://[^/?#@]+(?:[/?#]|$)", base_url):
            raise SettingsError(
                "embed_base_url must be an address such as http://127.0.0.1:8080/v1, without a user name or "
                "password: a key belongs in embed_api_key"
            )
        parts = urlsplit(base_url)
        path = parts.path.rstrip("/").removesuffix(PATH).rstrip("/") + PATH
        self.url = urlunsplit(parts._replace(path=path))  # before its query: Azure wants `?api-version=…`
        self.model = model
        self.dimensions = dimensions
        self._headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        if api_key and parts.query:
            self._headers["api-key"] = api_key  # as Azure has it
        self._timeout = timeout
        self._most = BATCH
        self._lock = threading.Lock()
        self._client: httpx.Client | None = None

    def encode(
        self, texts: Sequence[str], told: Callable[[float], None] | None = None
    ) -> NDArray[np.float32]:
        """Vectors of unit length, shape (len(texts), dimensions); no text gives no rows.

        :param told: is called after each batch with the share of the texts, 0 to 1, that is done.
        :raises EmbeddingError: if the server cannot be reached, refuses, or answers no such vectors.
        """
        if not texts:
            return np.empty((0, self.dimensions or 0), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))  # most servers pad a batch
        parts = [order[at : at + self._most] for at in range(0, len(order), self._most)]
        rows: list[tuple[int, NDArray[np.float32]]] = []

        def encoded(part: list[int]) -> list[tuple[int, NDArray[np.float32]]]:
            return list(zip(part, self._batch([texts[i] for i in part]), strict=True))

        if len(parts) == 1:
            rows = encoded(parts[0])
        else:
            with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="byline-embed") as pool:
                for found in pool.map(encoded, parts):
                    rows += found
                    if told:
                        told(len(rows) / len(texts))
        return np.stack([row for _, row in sorted(rows, key=lambda row: row[0])])

    def _batch(self, texts: list[str]) -> list[NDArray[np.float32]]:
        """The vectors of one request's texts; those of two halves where the server takes fewer at once."""
        if len(texts) > self._most:
            half = len(texts) // 2
            return self._batch(texts[:half]) + self._batch(texts[half:])
        response = self._answer(texts)
        if response.status_code in TOO_MUCH and len(texts) > 1:
            self._most = min(self._most, max(1, len(texts) // 2))
            log.info("%s takes fewer than %d texts at once", self.url, len(texts))
            return self._batch(texts)
        if not response.is_success:
            status = response.status_code
            raise self._error(f"HTTP {status}: {WHY.get(status, 'see its log')}")
        return self._vectors(response, len(texts))

    def _answer(self, texts: list[str]) -> httpx.Response:
        """What the server says at last, where a fault may pass."""
        import httpx

        pause = FIRST_PAUSE
        for tried in range(1, TRIES + 1):
            wait = pause
            try:
                response = self._opened().post(self.url, json={"model": self.model, "input": texts})
            except httpx.TimeoutException as error:
                if tried == TRIES:
                    raise self._error(f"no answer within {self._timeout:g} s (embed_timeout)") from error
            except (httpx.TransportError, httpx.InvalidURL, UnicodeEncodeError) as error:
                if tried == TRIES or not isinstance(error, httpx.NetworkError | httpx.RemoteProtocolError):
                    raise self._error(f"it cannot be reached ({type(error).__name__})") from error
            else:
                if response.status_code not in PASSING or tried == TRIES:
                    return response
                wait = _seconds(response.headers.get("Retry-After")) or pause
            time.sleep(min(wait, LONGEST_PAUSE))
            pause *= 2
        raise AssertionError("the last try returns or raises")

    def _vectors(self, response: httpx.Response, count: int) -> list[NDArray[np.float32]]:
        try:
            data = sorted(response.json()["data"], key=lambda one: int(one["index"]))
            found = np.array([one["embedding"] for one in data], dtype=np.float64)
        except (ValueError, KeyError, TypeError) as error:
            raise self._error(
                "it answered no embeddings: is this the address of a model of embeddings?"
            ) from error
        if found.ndim != 2 or len(found) != count:
            raise self._error(f"expected a vector for each of {count} texts, got shape {found.shape}")
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        if not np.isfinite(found).all() or not lengths.all():
            raise self._error("a vector of its holds something else than numbers, or nothing but zeros")
        with self._lock:
            if self.dimensions is None:
                self.dimensions = found.shape[1]
        if found.shape[1] != self.dimensions:
            raise self._error(
                f"its vectors have {found.shape[1]} dimensions, expected {self.dimensions}: is embed_model "
                "the name of the model that it serves?"
            )
        return list((found / lengths).astype(np.float32))

    def _opened(self) -> httpx.Client:
        import httpx

        with self._lock:
            if self._client is None:
                try:
                    self._client = httpx.Client(
                        headers=self._headers,
                        timeout=self._timeout,
                        proxy=proxy_for(self.url),
                        trust_env=False,  # neither a .netrc nor another proxy
                        verify=httpx.create_ssl_context(),
                        limits=httpx.Limits(max_connections=None),
                    )
                except (ImportError, ValueError, UnicodeEncodeError) as error:
                    raise self._error(
                        f"the key or the environment's proxy cannot be used ({type(error).__name__})"
                    ) from error
            return self._client

    def _error(self, why: str) -> EmbeddingError:
        return EmbeddingError(f"embedding model {self.model!r} at {self.url} cannot be used: {why}")


def _seconds(retry_after: str | None) -> float | None:
    """Seconds of a `Retry-After` header; None where it is not there, or a date."""
    try:
        return max(0.0, float(retry_after)) if retry_after else None
    except ValueError:
        return None
