"""Metadata that a user gives in a JSON file beside an article."""

from __future__ import annotations

import json
from pathlib import Path

from ..errors import ArticleError

METADATA = tuple("title outlet section author published language translation source url place".split())


def read(path: Path) -> dict[str, str]:
    """What `name.json` beside `name.txt` says, {} without one.

    :raises ArticleError: if it is no JSON object of known fields.
    """
    beside = path.with_suffix(".json")
    if path.suffix == ".json" or not beside.is_file():
        return {}
    try:
        data = json.loads(beside.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ArticleError(f"metadata file {beside} is not JSON: {error}") from error
    unknown = sorted(set(data) - set(METADATA)) if isinstance(data, dict) else ["(not an object)"]
    if unknown or not all(isinstance(value, str) for value in data.values()):
        raise ArticleError(
            f"metadata file {beside}: expected text under the keys {', '.join(METADATA)}; "
            f"got {', '.join(unknown) or 'a value that is not text'}"
        )
    return dict(data)
