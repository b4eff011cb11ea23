"""A language model as the writer: evidence in, drafts out, and none of them believed.

`endpoint.py` is the only module that knows llama-index's models. The way of a draft: `prompt` ->
`endpoint` -> `sentences` -> `writer`; what becomes of it is decided in `rag.checking`.
"""

from .condense import LlmCondenser
from .endpoint import Endpoint, Message, Piece
from .local import endpoint_of
from .writer import LlmWriter

__all__ = ["Endpoint", "LlmCondenser", "LlmWriter", "Message", "Piece", "endpoint_of"]
