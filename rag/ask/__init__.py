"""A text as it was typed in, what it asks out: its kind, its spelling, what it leaves to the turn before."""
