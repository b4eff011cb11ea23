"""The web page: `python app.py [--host H] [--port N] [--auth name:password]`."""

# ruff: noqa: T201  (what it prints is its output)
from __future__ import annotations

import argparse
import logging
import sys

from index import Settings
from index.arguments import Parser, command
from rag.doors.listen import HOST
from rag.ui.serve import PORT, serve


def main(argv: list[str] | None = None, prog: str = "python app.py") -> int:
    """Serve the page until interrupted; returns the exit code: 0 done, 2 wrong use."""
    return command(lambda: _serve(_parser(prog).parse_args(argv)), argv)


def _serve(args: argparse.Namespace) -> int:
    logging.basicConfig(format="byline: %(message)s")
    if args.debug:
        for package in ("index", "rag"):
            logging.getLogger(package).setLevel(logging.DEBUG)
    given = {"root_path": args.root_path, "tls_cert": args.tls_cert, "tls_key": args.tls_key}
    settings = Settings(**{name: value for name, value in given.items() if value is not None})
    running = serve(settings, args.host, args.port, args.auth)
    print(f"Byline is ready: {running.url}", flush=True)
    try:
        running.wait()
    except KeyboardInterrupt:
        print(file=sys.stderr)
    return 0


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = Parser(
        prog=prog,
        description="Serve the page that asks the articles of the library.",
    )
    parser.add_argument("--host", default=HOST, help="address to listen at (%(default)s: this machine only)")
    parser.add_argument("--port", type=int, default=PORT, help="port to listen at (%(default)s)")
    parser.add_argument(
        "--auth",
        metavar="NAME:PASSWORD",
        help="ask visitors for these; BYLINE_AUTH does the same and keeps them out of the process list",
    )
    parser.add_argument("--root-path", metavar="PATH", help="path under which a proxy shows the page")
    parser.add_argument("--tls-cert", metavar="FILE", help="PEM file of a certificate, to serve over TLS")
    parser.add_argument("--tls-key", metavar="FILE", help="PEM file of its key")
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error, and log more")
    return parser


if __name__ == "__main__":
    sys.exit(main())
