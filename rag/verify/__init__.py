"""A drafted sentence in, a verdict out: exact checks first, then how far the quotes support it.

Start at `verdict.py`.
"""
