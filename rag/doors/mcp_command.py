"""`byline mcp`: the MCP server over standard input and output, or over HTTP."""

from __future__ import annotations

import argparse
import logging
import sys
from importlib.util import find_spec

from index.arguments import Parser, command
from rag.engine import Engine
from rag.errors import SettingsError

from .listen import HOST, check_free, check_guarded, login

PORT = 7861
PATH = "/mcp"


def main(argv: list[str] | None = None, prog: str = "byline mcp") -> int:
    """Serve until the client leaves or interrupts; returns the exit code: 0 done, 2 wrong use."""
    return command(lambda: _serve(_parser(prog).parse_args(argv)), argv)


def _serve(args: argparse.Namespace) -> int:
    if find_spec("mcp") is None:
        raise SettingsError("the MCP SDK is not installed: run `pip install 'byline[mcp]'`")
    logging.basicConfig(format="byline: %(message)s")  # to stderr: stdout is the protocol's
    engine = Engine()
    if args.http:
        _over_http(engine, args.host, args.port)
        return 0
    from .mcp import create

    create(engine).run("stdio")
    return 0


def _over_http(engine: Engine, host: str, port: int) -> None:
    """Streamable HTTP, with the rights of the page."""
    asked_for = login(None, engine.settings)
    check_guarded(host, asked_for)
    check_free(host, port)
    import uvicorn
    from mcp.server.transport_security import TransportSecuritySettings

    from index.read.files import MEBIBYTE

    from .http import Rights
    from .http.guard import Guard
    from .mcp import create
    from .visitors import Visitors

    guarded = TransportSecuritySettings(enable_dns_rebinding_protection=False)  # the guard does it
    shelf = Visitors(engine.library, asked_for).shelf(None)
    app = create(engine, shelf).streamable_http_app(streamable_http_path=PATH, transport_security=guarded)
    print(f"byline: the MCP server answers at http://{host}:{port}{PATH}", file=sys.stderr)  # noqa: T201
    door = Guard(app, Rights(asked_for, host), lambda _: MEBIBYTE)
    uvicorn.run(door, host=host, port=port, log_level="error")


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = Parser(
        prog=prog,
        description="Answer an MCP client: ask_article, find_passages, list_articles, read_article.",
    )
    parser.add_argument(
        "--http", action="store_true", help="over HTTP, rather than standard input and output"
    )
    parser.add_argument("--host", default=HOST, help="address to listen at (%(default)s: this machine only)")
    parser.add_argument("--port", type=int, default=PORT, help="port to listen at (%(default)s)")
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    return parser


if __name__ == "__main__":
    sys.exit(main())
