"""The folder in which Gradio keeps what browsers send, until it is read: what is in it, and what goes."""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from pathlib import Path

KEPT = 6 * 3600.0
"""Seconds for which an upload is kept that nobody has asked to be read."""


def is_upload(path: str) -> bool:
    """Whether it is one file, in a folder of its own, as Gradio leaves it.

    A browser may name whatever lies under Gradio's folder, and that folder itself, or a pattern: with them
    would come, and go from the disk, what others are sending.
    """
    try:
        file = Path(path).resolve()
        return file.is_file() and file.parent.parent == _folder()
    except (OSError, ValueError):  # a name that is too long, or holds a zero byte
        return False


def clear() -> None:
    """Delete what has lain there for long: not every file that is sent is asked to be read."""
    for one in _folder().glob("*"):
        with suppress(OSError):  # it has just gone
            if time.time() - one.stat().st_mtime > KEPT:
                shutil.rmtree(one, ignore_errors=True) if one.is_dir() else one.unlink()


def _folder() -> Path:
    from gradio.utils import get_upload_folder

    return Path(get_upload_folder()).resolve()
