"""What was used last, kept in memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

_Value = TypeVar("_Value")


class Recent(Generic[_Value]):
    """The values of the keys that were asked for last; may be shared by threads.

    :param most: values to keep.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[str, _Value] = OrderedDict()
        self._lock = threading.Lock()
        self._forgotten = 0

    def get(self, key: str, make: Callable[[], _Value]) -> _Value:
        """The value of a key, made where it is not kept.

        What was made while something was forgotten is not kept: it may be of before.
        """
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            forgotten = self._forgotten
        made = make()
        with self._lock:
            if forgotten != self._forgotten:
                return made
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made

    def forget(self, key: str) -> None:
        """Keep a key's value no more."""
        with self._lock:
            self._kept.pop(key, None)
            self._forgotten += 1

    def clear(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._kept.clear()
            self._forgotten += 1
