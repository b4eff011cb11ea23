"""How the language model of the settings is, in words for a visitor."""

from __future__ import annotations

import logging
import threading
import time

from index import Settings
from rag.doctor.check import Check
from rag.doctor.llm import check_llm
from rag.errors import BylineError

KEPT = 300.0
"""Seconds for which it is not asked again: each time costs a short call of the model."""
WRONG = {
    "server": "its server does not answer",
    "file": "it cannot be loaded",
    "key": "its server does not take the key",
    "model": "its server does not know the model",
    "window": "its window is too small",
    "speed": "it is too slow",
}
"""What is said of a failed check; its own words name addresses, which are for the log."""

log = logging.getLogger(__name__)


class Health:
    """Asked at most once at a time; shared by all visitors."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._told = ""
        self._until = 0.0

    def told(self) -> str:
        """One line; it takes as long as a short reply of the model, or at once where that was just asked."""
        with self._lock:
            if time.monotonic() >= self._until:
                self._told = self._asked()
                self._until = time.monotonic() + KEPT
            return self._told

    def _asked(self) -> str:
        try:
            checks = list(check_llm(self._settings))
        except BylineError as error:
            checks = [Check("reply", False, str(error))]
        for check in checks:
            if not check.ok:
                log.warning("the language model: %s: %s", check.name, check.says)
                why = WRONG.get(check.name, "it does not reply as it should")
                return f"Not well: {why}. Quotes answer in its place."
        speed = next((check.says for check in checks if check.name == "speed"), "")
        return f"It answers: {speed}." if speed else "It answers."
