"""The HTTP API: `create` makes an ASGI app of an engine, which `rag.ui.serve` puts beside the page.

`guard` lets a request in or not, `desk` does its work in threads, `trouble` says what went wrong; `ask`,
`articles` and `chat` are the addresses. Start at `app.py`.
"""

from .app import PATHS, create
from .rights import Rights

__all__ = ["PATHS", "Rights", "create"]
