"""Byline's times beside those of its rivals, and beside the limit: start at `suite.py`."""

from .plan import FULL, QUICK, Plan
from .suite import Report, measure

__all__ = ["FULL", "QUICK", "Plan", "Report", "measure"]
