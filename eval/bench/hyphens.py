"""How often a word broken at a line's end is mended rightly: `python -m eval.bench.hyphens`.

Without help of its document, that is. With pyphen (needed) and wordfreq (where installed).

Compounds ("well-known") of a text must keep their hyphen, words broken where a typesetter may break them must
lose it. The words are those of SQuAD 2.0's paragraphs, or of the text files named on the command line.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from index.read.pdf.hyphens import Mender

SQUAD = Path(__file__).parents[3] / "shared" / "data" / "squad2"
SEED = 1
Mend = Callable[[str, str], bool]


def main(files: list[str]) -> None:
    """Print, for each way to decide, the share of compounds kept and of words joined."""
    text = _text([Path(file) for file in files] or sorted(SQUAD.glob("articles-*.json")))
    compounds = sorted(set(re.findall(r"(?<![\w-])([a-z]{2,})-([a-z]{2,})(?![\w-])", text)))
    words = sorted(set(re.findall(r"(?<![\w-])[a-z]{6,}(?![\w-])", text)))
    broken = [pair for word in words if (pair := _broken(word))]
    print(f"{len(compounds)} compounds, {len(broken)} broken words")  # noqa: T201
    mender = Mender("")
    ways: dict[str, Mend] = {
        "always join": lambda left, right: True,
        "ours": lambda left, right: mender.join(f"{left}-", right) == left + right,
        **_wordfreq(),
    }
    for name, joins in ways.items():
        kept = sum(not joins(*pair) for pair in compounds) / len(compounds)
        joined = sum(joins(*pair) for pair in broken) / len(broken)
        print(f"{name:<14} compounds kept {kept:.3f}  words joined {joined:.3f}")  # noqa: T201


def _text(files: list[Path]) -> str:
    parts = []
    for file in files:
        text = file.read_text(encoding="utf-8")
        parts.append("\n".join(_strings(json.loads(text))) if file.suffix == ".json" else text)
    return "\n".join(parts)


def _strings(data: object) -> list[str]:
    """Every text in a JSON value."""
    if isinstance(data, str):
        return [data]
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return [text for part in inner for text in _strings(part)]


def _broken(word: str) -> tuple[str, str] | None:
    """A word broken at one of its places by pyphen's patterns; None if it has none."""
    pyphen = import_module("pyphen")

    places = [at for at in pyphen.Pyphen(lang="en_US").positions(word) if at >= 2 and len(word) - at >= 3]
    if not places:
        return None
    at = random.Random(f"{SEED}{word}").choice(places)
    return word[:at], word[at:]


def _wordfreq() -> dict[str, Mend]:
    try:
        zipf_frequency = import_module("wordfreq").zipf_frequency
    except ImportError:
        return {}

    def joins(left: str, right: str) -> bool:
        whole, rarer = zipf_frequency(left + right, "en"), min(zipf_frequency(w, "en") for w in (left, right))
        return bool(rarer == 0 or 0 < whole >= rarer - 2.5)

    return {"wordfreq": joins}


if __name__ == "__main__":
    main(sys.argv[1:])
