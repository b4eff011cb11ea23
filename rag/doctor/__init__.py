"""Settings in, what works and what does not out: a line for each thing that an answer needs.

`examine` looks at what Byline itself needs (`own`) and at the language model (`llm`), in the order in which
a question meets them. It mends nothing; `__main__` prints what it finds.
"""

from .check import Check
from .examine import examine

__all__ = ["Check", "examine"]
