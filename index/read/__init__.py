"""A file or an address in, an `Article` out; `items` takes many of them.

`source.read` gets the bytes, `registry` tells their format, a module of that format makes a `Document` of
them, and `index.clean` makes the article. Start at `source.py`; `registry.py` lists the formats.
"""

from .many import Item, items, one
from .registry import KINDS, endings
from .source import origin_of, read

__all__ = ["KINDS", "Item", "endings", "items", "one", "origin_of", "read"]
