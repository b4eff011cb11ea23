"""Passages with vectors, and article snapshots, in Chroma; the only package that knows it.

Start at `store.py`; `connect.py` opens Chroma, `collections.py` is what lies there, `rows.py` how a passage
is written, `snapshots.py` how an article is.
"""

from .collections import ARTICLES, PASSAGES
from .record import SCHEMA, Record
from .snapshots import PART_CHARS
from .store import Store

__all__ = ["ARTICLES", "PART_CHARS", "PASSAGES", "SCHEMA", "Record", "Store"]
