"""A language model as the writer: evidence in, drafts out, and none of them believed.

The way of a draft: `prompt` -> `endpoint` -> `sentences` -> `writer`; what becomes of it is decided in
`rag.checking`. Below `endpoint`: `call` (llama-index) -> `talk` (what servers want) -> `reply`.
"""

from .condense import LlmCondenser
from .endpoint import Endpoint
from .local import endpoint_of
from .message import Message, Piece
from .writer import LlmWriter

__all__ = ["Endpoint", "LlmCondenser", "LlmWriter", "Message", "Piece", "endpoint_of"]
