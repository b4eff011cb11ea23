"""What is known of a store's articles without asking Chroma: a SQLite file beside it, derived from it.

Bookkeeping (`heads`), BM25 (`terms`), the words of all articles (`words`), and their sentences with vectors
(`kept`). Start at `catalogue.py`, which reads, and `changing.py`; `database.py` opens the file.
"""

from .catalogue import EVERYTHING, Catalogue
from .changing import Changing
from .terms import tokens

__all__ = ["EVERYTHING", "Catalogue", "Changing", "tokens"]
