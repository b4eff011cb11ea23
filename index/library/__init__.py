"""The articles that can be asked: `Library` adds, lists, searches and removes them.

Start at `library.py`; `shelf.py` keeps the store and its catalogue in step, with `taking.py`; `making.py` and
`adding.py` are the two halves of adding an article.
"""

from .holding import Copies
from .library import Library
from .shipped import shipped_articles

__all__ = ["Copies", "Library", "shipped_articles"]
