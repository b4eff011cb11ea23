"""A process that changes a library: `python -m tests.index.worker STORE FOLDER NAME SEED STEPS PASSAGES`.

Says each step before it begins (`add NAME-2 1`), and `done` when it is over.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from index import Library, Settings
from tests.index.hashing import HashingEmbedder


def text_of(name: str, version: int, passages: int) -> str:
    """An article of so many passages, each with words of its own."""
    sections = (
        f"{name} {version} {n} " + f"mill{n} of {name}x{version} was sold. " * 18 for n in range(passages)
    )
    return f"About {name}\n\n" + "\n\n".join(sections)


def quick_library(store: str) -> Library:
    """A library whose vectors take no model."""
    library = Library(Settings(store=store))
    library.embedder = HashingEmbedder()  # type: ignore[assignment]
    return library


def say(line: str) -> None:
    """Write a line where the one who started this process reads it."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Add articles, change them and remove them, as the seed says."""
    store, folder, name, seed, steps, passages = sys.argv[1:]
    draw = random.Random(int(seed))
    library = quick_library(store)
    there: dict[str, tuple[int, str]] = {}
    for step in range(int(steps)):
        known = draw.choice(sorted(there)) if there and draw.random() < 0.4 else None
        if known and draw.random() < 0.5:
            say(f"remove {known} 0")
            library.remove(there.pop(known)[1])
        else:
            one = known or f"{name}-{step}"
            version = there[one][0] + 1 if known else 1
            say(f"add {one} {version}")
            path = Path(folder) / f"{one}.txt"
            path.write_text(text_of(one, version, int(passages)))
            there[one] = version, library.add(path).id
        say("done")


if __name__ == "__main__":
    main()
