"""A server on this machine that plays a script, one act for each request, over real sockets.

An act is any function of a `Wire`. The ones below are the ways in which a language model's server goes
right and wrong; `says`, `chunk` and `sse` build the form of OpenAI's chat completions, streamed.
"""

from __future__ import annotations

import contextlib
import json
import select
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

PATIENCE = 30.0
"""Seconds after which a test that waits for something is given up."""
PACE = 0.01
"""Seconds between two pieces of what is sent for ever."""
DONE = b"data: [DONE]\n\n"
CHAT = "/v1/chat/completions"


@dataclass
class Request:
    """A request as it came; `hung_up` is set once the client goes away before its reply has ended."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    hung_up: threading.Event = field(default_factory=threading.Event)

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def prompt(self) -> str:
        """The text of all its messages."""
        return "\n".join(message["content"] for message in self.json["messages"])

    def saw_hang_up(self) -> bool:
        """Whether the client hangs up, or has done so."""
        return self.hung_up.wait(PATIENCE)


class GoneError(Exception):
    """The client has gone."""


class StoppedError(Exception):
    """The server is to stop."""


class Wire:
    """The server's end of one connection."""

    def __init__(self, connection: socket.socket, stop: socket.socket) -> None:
        self._connection = connection
        self._stop = stop

    def send(self, data: bytes) -> None:
        self.wait(0)
        try:
            self._connection.sendall(data)
        except OSError as error:
            raise GoneError from error

    def wait(self, seconds: float | None) -> None:
        """Do nothing for this time; None: for ever.

        :raises GoneError: as soon as the client has gone.
        :raises StoppedError: as soon as the server is to stop.
        """
        ready = select.select([self._connection, self._stop], [], [], seconds)[0]
        if ready:  # the client has nothing more to send, so this is its end
            raise GoneError if self._connection in ready else StoppedError

    def reset(self) -> None:
        """Go away as a killed process does: with a reset, not an end."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


Act = Callable[..., None]
"""Plays on a `Wire`; one with `reads_request` set is given what is asked too, a chat's JSON."""


class Server:
    """Plays its acts, one for each chat request in the order in which they come, the last one ever after.

    :param models: played for every other request, such as `GET /v1/models`.
    :param path: where a chat is asked for.
    :param tls: with which it speaks TLS; None: it does not.
    """

    def __init__(
        self, *acts: Act, models: Act | None = None, path: str = CHAT, tls: ssl.SSLContext | None = None
    ) -> None:
        self.requests: list[Request] = []
        self._acts = acts
        self._models = models or answers(404)
        self._path = path
        self._tls = tls
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._stop, self._stopper = socket.socketpair()
        self._start(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopper.close()
        for thread in self._threads:
            thread.join(PATIENCE)
        self._stop.close()
        self._listener.close()
        assert not any(thread.is_alive() for thread in self._threads)

    @property
    def url(self) -> str:
        return f"http{'s' if self._tls else ''}://127.0.0.1:{self._listener.getsockname()[1]}/v1"

    @property
    def chats(self) -> list[Request]:
        """The requests for a chat completion, in the order in which they came."""
        return [request for request in self.requests if request.path == self._path]

    def _start(self, run: Callable[..., None], *args: Any) -> None:
        thread = threading.Thread(target=run, args=args)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while self._stop not in select.select([self._listener, self._stop], [], [])[0]:
            self._start(self._serve, self._listener.accept()[0])

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.ExitStack() as open_ones:
            open_ones.enter_context(connection)
            connection.settimeout(PATIENCE)
            try:
                if self._tls:
                    connection = self._tls.wrap_socket(connection, server_side=True)
                    open_ones.enter_context(connection)
                request = _read(connection)
            except (OSError, ValueError):  # gone before it had asked
                return
            with self._lock:
                is_chat = request.path == self._path
                act = self._acts[min(len(self.chats), len(self._acts) - 1)] if is_chat else self._models
                self.requests.append(request)
            with contextlib.suppress(StoppedError):
                try:
                    wire = Wire(connection, self._stop)
                    act(wire, request.json) if getattr(act, "reads_request", False) else act(wire)
                except GoneError:
                    request.hung_up.set()


def _read(connection: socket.socket) -> Request:
    """One request of HTTP/1.1 whose body has a stated length.

    :raises ValueError: if the connection ends before it.
    """
    with connection.makefile("rb") as file:
        method, path, _ = file.readline().decode("ascii").split()
        headers = {}
        while line := file.readline().strip().decode("latin-1"):
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        return Request(method, path, headers, file.read(int(headers.get("content-length", 0))))


def chunk(text: str | None = None, finish: str | None = None, **more: Any) -> bytes:
    """One event of a streamed chat completion: a piece of its text, or the reason why it ends."""
    delta = {} if text is None else {"role": "assistant", "content": text}
    choices = [{"index": 0, "delta": delta, "finish_reason": finish}]
    body = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": choices}
    return f"data: {json.dumps(body | more)}\n\n".encode()


def answers(status: int, body: object = "", content_type: str = "application/json", **headers: str) -> Act:
    """A whole response; a body that is no text is sent as JSON, and `retry_after=` as `Retry-After`."""
    text = body if isinstance(body, str) else json.dumps(body)

    def act(wire: Wire) -> None:
        data = text.encode()
        fields = {"Content-Type": content_type, "Content-Length": str(len(data)), "Connection": "close"}
        fields |= {name.replace("_", "-"): value for name, value in headers.items()}
        wire.send(_head(status, fields) + data)

    return act


def says(*texts: str, finish: str | None = "stop") -> Act:
    """A reply in pieces, as it should be; `finish` None: it ends without a reason."""
    last = () if finish is None else (chunk(finish=finish),)
    return sse(*map(chunk, texts), *last, DONE)


def raw(data: bytes) -> Act:
    """Bytes instead of a response, and the end."""
    return lambda wire: wire.send(data)


def sse(*parts: bytes | threading.Event, then: Act | None = None) -> Act:
    """A stream of events; at a `threading.Event` it waits until the test has set it.

    :param then: what comes in the place of the stream's regular end.
    """

    def act(wire: Wire) -> None:
        wire.send(_head(200, {"Content-Type": "text/event-stream", "Transfer-Encoding": "chunked"}))
        for part in parts:
            if isinstance(part, threading.Event):
                assert part.wait(PATIENCE)
            else:
                wire.send(_framed(part))
        (then or raw(b"0\r\n\r\n"))(wire)

    return act


def hangs(wire: Wire) -> None:
    """Say nothing more, and leave the line open."""
    wire.wait(None)


def repeats(part: bytes) -> Act:
    """In a stream, the same for ever."""

    def act(wire: Wire) -> None:
        while True:
            wire.send(_framed(part))
            wire.wait(PACE)

    return act


def drips(data: bytes) -> Act:
    """The same bytes for ever, instead of a response."""

    def act(wire: Wire) -> None:
        while True:
            wire.send(data)
            wire.wait(PACE)

    return act


def breaks_off(wire: Wire) -> None:
    """Go away in the middle of a chunk of a stream."""
    wire.send(b'ff\r\ndata: {"id": "1", "obj')


def is_killed(wire: Wire) -> None:
    """Go away with a reset."""
    wire.reset()


def _head(status: int, fields: dict[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} Status", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join([*lines, "", ""]).encode()


def _framed(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"
