"""Passages with vectors, and article snapshots, in Chroma; the only package that knows it.

Start at `store.py`; `connect.py` opens Chroma, `rows.py` is how a passage is written there, `snapshots.py`
how an article is.
"""

from .record import SCHEMA, Record
from .snapshots import PART_CHARS
from .store import ARTICLES, PASSAGES, Store

__all__ = ["ARTICLES", "PART_CHARS", "PASSAGES", "SCHEMA", "Record", "Store"]
