"""The runs that a library's server keeps, newest first."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index import Settings
from rag.feedback import feedback_file

from .sets import SHIPPED, short

RESULTS, MANIFEST = "results.jsonl", "manifest.json"


@dataclass(frozen=True, slots=True)
class Kept:
    """A run's folder, by its name, and what it is called."""

    name: str
    label: str


def runs_folder(settings: Settings) -> Path:
    """Where runs are kept: beside the feedback."""
    file = feedback_file(settings)
    return file.parent / "runs" if not settings.is_remote else file.with_suffix("") / "runs"


def new_folder(settings: Settings, path: str, at: datetime.datetime) -> Path:
    """The folder for a run of a set that begins now."""
    return runs_folder(settings) / f"{at:%Y%m%d-%H%M%S}-{short(path)}"


def folder_of(settings: Settings, name: str) -> Path | None:
    """The folder of a run by its name; None where there is none, or the name is a path's."""
    return next((runs_folder(settings) / one.name for one in kept(settings) if one.name == name), None)


def kept(settings: Settings) -> tuple[Kept, ...]:
    """The runs of which at least one question was asked."""
    folders = sorted((path.parent for path in runs_folder(settings).glob(f"*/{MANIFEST}")), reverse=True)
    return tuple(Kept(one.name, _label(one)) for one in folders if asked_in(one))


def asked_in(folder: Path) -> int:
    """Questions that a run has asked so far."""
    try:
        return (folder / RESULTS).read_bytes().count(b"\n")
    except OSError:
        return 0


def count_in(folder: Path) -> int:
    """Questions that a run is to ask; 0 while nobody knows."""
    return int(_manifest(folder).get("count", 0))


def _label(folder: Path) -> str:
    about = _manifest(folder)
    stem = Path(str((about.get("sets") or [""])[0])).stem
    name = SHIPPED.get(stem, folder.name[16:].replace("-", " "))
    try:
        at = datetime.datetime.strptime(folder.name[:15], "%Y%m%d-%H%M%S")
        when = f"{at.day} {at:%b %H:%M}"
    except ValueError:
        when = folder.name
    asked, count = asked_in(folder), count_in(folder)
    how_many = f"{asked} questions" if asked == count else f"{asked} of {count} questions"
    return f"{name}, {when}: {how_many}, by {about.get('system', 'an unknown system')}"


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        read = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}
