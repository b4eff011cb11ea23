"""Hypothesis without a deadline: the first call of a library loads it."""

from hypothesis import settings

settings.register_profile("byline", deadline=None, derandomize=True)
settings.load_profile("byline")
