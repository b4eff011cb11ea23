"""Rich text (.rtf) in, everything that a word processor shows out.

`tokens` cuts the bytes into braces, control words and text; `state` is what a brace opens and closes;
`reader` follows them, and `page` keeps what it has written.
"""

from .reader import read

__all__ = ["read"]
