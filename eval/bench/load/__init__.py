"""Questions a second over the HTTP door, by the number of clients: start at `levels.py`."""

from .batches import batches
from .levels import Level, Served, levels

__all__ = ["Level", "Served", "batches", "levels"]
