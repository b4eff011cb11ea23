"""A run's folder: `manifest.json` and `results.jsonl`, a line a question, written as they are answered."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from rag.errors import BylineError

from .manifest import Manifest
from .metrics import MEASURES
from .records import Asked

RESULTS, MANIFEST = "results.jsonl", "manifest.json"


@dataclass(frozen=True, slots=True)
class Run:
    """A system's answers to the questions of a set, as far as it came, in the order of the set."""

    manifest: Manifest
    asked: tuple[Asked, ...]

    @property
    def complete(self) -> bool:
        """Whether every question has been asked."""
        return len(self.asked) == self.manifest.count


def load_run(folder: Path) -> Run:
    """Read a run.

    :raises BylineError: if the folder holds none, or one that is damaged elsewhere than in a last line that
        was cut off.
    """
    return Run(_manifest(folder), _latest(_lines(folder / RESULTS)))


class Journal:
    """Keeps a run in its folder while it goes on; a kill at any moment loses no more than one question.

    :param folder: made if it is not there; holds nothing yet, or the same run, which then goes on.
    :raises BylineError: if the folder holds another run.
    """

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._results = folder / RESULTS
        make_folder(folder)
        if (folder / MANIFEST).exists():
            if differs := _manifest(folder).differences(manifest):
                raise BylineError(
                    f"{folder} holds another run (its {', '.join(differs)} differ): name another --out, or "
                    "start over with --restart"
                )
        else:
            _write(folder / MANIFEST, manifest.model_dump_json(indent=2))
        self.manifest = _manifest(folder)
        self.done: tuple[Asked, ...] = ()
        if self._results.exists():
            lines = _lines(self._results)
            self.done = _latest(lines)
            os.truncate(self._results, lines[-1][1] if lines else 0)

    def add(self, asked: Asked) -> None:
        """Keep one more; it is on the disk when this returns."""
        with self._results.open("a", encoding="utf-8", errors="surrogatepass") as lines:
            lines.write(json.dumps(_row(asked), ensure_ascii=False, allow_nan=False) + "\n")
            lines.flush()
            os.fsync(lines.fileno())


def make_folder(folder: Path) -> None:
    """Make a folder for a run, if it is not there.

    :raises BylineError: if it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BylineError(f"{folder} cannot be made: {error.strerror}: name another --out") from error


def holds_run(folder: Path) -> bool:
    """Whether a run, of whatever kind, is kept in a folder."""
    return (folder / MANIFEST).exists()


def restart(folder: Path) -> None:
    """Take a run out of its folder, if one is there; other files stay."""
    for name in (RESULTS, MANIFEST):
        (folder / name).unlink(missing_ok=True)


def _row(asked: Asked) -> dict[str, Any]:
    """The record, and its scores for whoever reads the file without Byline."""
    scores = {m.name: m.score(asked) for m in MEASURES}
    shown = {name: {"value": score.value, "status": score.status} for name, score in scores.items()}
    return {**asked.to_dict(), "scores": shown}


def _latest(lines: Sequence[tuple[Asked, int]]) -> tuple[Asked, ...]:
    """Each question once, as it was asked last: a failed one may have been asked again."""
    return tuple({asked.question.id: asked for asked, _ in lines}.values())


def _lines(path: Path) -> list[tuple[Asked, int]]:
    """The records of a file, each with the byte at which its line ends."""
    records, end = [], 0
    try:
        lines: Sequence[bytes] = path.read_bytes().splitlines(keepends=True)
    except OSError as error:
        raise BylineError(f"{path} cannot be read: {error.strerror}") from error
    for number, line in enumerate(lines, 1):
        if not line.endswith(b"\n"):
            break  # the process ended while it wrote this
        try:
            row = json.loads(line)
            row.pop("scores", None)
            records.append((Asked.from_dict(row), end + len(line)))
        except (ValueError, AttributeError) as error:  # pydantic's ValidationError is a ValueError
            what = error.errors()[0]["loc"] if isinstance(error, ValidationError) else error
            raise BylineError(f"{path}:{number} is no line of a run: {what}") from error
        end += len(line)
    return records


def _manifest(folder: Path) -> Manifest:
    path = folder / MANIFEST
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except OSError as error:
        raise BylineError(f"{folder} holds no run: {path} cannot be read ({error.strerror})") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "file"
        raise BylineError(f"{path} is no manifest of this version: {where}: {first['msg']}") from error


def _write(path: Path, text: str) -> None:
    """Write a file as a whole or not at all."""
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
