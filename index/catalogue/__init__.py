"""What is known of a store's articles without asking Chroma: a SQLite file beside it, derived from it.

Bookkeeping (`heads`), BM25 (`terms`), the words of all articles (`words`), and their sentences with vectors
(`kept`). Start at `catalogue.py`; `database.py` opens the file.
"""

from .catalogue import Catalogue
from .terms import tokens

__all__ = ["Catalogue", "tokens"]
