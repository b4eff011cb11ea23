"""Answers in, a file out, in the format that its name's ending says.

One record (`Conversation`) is what every format is written from; each has a module with a `render`. Start at
`formats.py`, which lists them.
"""

from .conversation import Conversation, Source, conversation
from .formats import FORMATS, Format, by_name, by_path
from .write import export, render

__all__ = [
    "FORMATS",
    "Conversation",
    "Format",
    "Source",
    "by_name",
    "by_path",
    "conversation",
    "export",
    "render",
]
