"""Passages with vectors, and article snapshots, in Chroma; the only package that knows it.

Start at `store.py`; `connect.py` opens Chroma, `rows.py` is how a passage is written there.
"""

from .record import SCHEMA, Record
from .store import ARTICLES, PART_CHARS, PASSAGES, Store

__all__ = ["ARTICLES", "PART_CHARS", "PASSAGES", "SCHEMA", "Record", "Store"]
