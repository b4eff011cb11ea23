"""How everything grows with the library: start at `grow.py`; `law.py` has the exponents."""

from .grow import Size, grow
from .law import Law, fitted

__all__ = ["Law", "Size", "fitted", "grow"]
