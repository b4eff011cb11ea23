"""A Word document's bytes in, everything that Word shows out, in its place.

`reader` opens the package and joins its parts; `walk` goes through paragraphs, tables and boxes; `inline`
is the text of a paragraph; `styles` tells headings and hidden text, `numbering` the labels of lists.
"""

from .reader import read

__all__ = ["read"]
