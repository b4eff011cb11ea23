"""Which way to read quantities tells right wordings from wrong ones: `python -m eval.bench.quantities`.

The pairs of `eval/sets/quantities.tsv` (same or other, a statement, a quote) by the exact checks, and by each
library that is installed: there a statement passes where the quote holds all that the library finds in it.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from rag.verify.exact import problems
from rag.words import numbers

PAIRS = Path(__file__).parents[1] / "sets" / "quantities.tsv"
Read = Callable[[str], set[Any]]
Passes = Callable[[str, str], bool]


def main() -> None:
    """Print, for each way, the share of same pairs that pass and of other pairs that are stopped."""
    warnings.simplefilter("ignore")
    rows = pairs()
    print(f"{'way':<16} same pass  others stopped  right")  # noqa: T201
    for name, passes in ways():
        same = [passes(said, quote) for label, said, quote in rows if label == "same"]
        other = [not passes(said, quote) for label, said, quote in rows if label == "other"]
        right = (sum(same) + sum(other)) / len(rows)
        print(f"{name:<16} {sum(same):3}/{len(same)}    {sum(other):3}/{len(other)}         {right:.3f}")  # noqa: T201


def pairs() -> list[tuple[str, str, str]]:
    """Label, statement and quote of each pair."""
    rows = (line.split("\t") for line in PAIRS.read_text(encoding="utf-8").splitlines())
    return [(label, said, quote) for label, said, quote in rows]


def ways() -> Iterator[tuple[str, Passes]]:
    """Ways to decide by their names; a library that is not installed is left out."""
    yield "exact checks", lambda said, quote: not problems(said, [quote])
    yield "numbers", _held(lambda text: set(numbers(text)))
    readers = {"text2num": _text2num, "quantulum3": _quantulum, "numerizer": _numerizer,
               "word2number": _word2number, "pint": _pint, "dateparser": _dateparser}  # fmt: skip
    for name, reader in readers.items():
        try:
            yield name, _held(reader())
        except ImportError:
            print(f"{name:<16} is not installed")  # noqa: T201


def _held(read: Read) -> Passes:
    return lambda said, quote: read(said) <= read(quote)


def _text2num() -> Read:
    alpha2digit = import_module("text_to_num").alpha2digit
    return lambda text: set(numbers(alpha2digit(text, "en")))


def _numerizer() -> Read:
    numerize = import_module("numerizer").numerize
    return lambda text: set(numbers(numerize(text)))


def _quantulum() -> Read:
    parse = import_module("quantulum3.parser").parse
    vars(import_module("quantulum3.classifier"))["USE_CLF"] = False  # it is of an old scikit-learn
    return lambda text: {(round(one.value, 3), one.unit.name) for one in parse(text)}


def _word2number() -> Read:
    convert = import_module("word2number.w2n").word_to_num

    def read(text: str) -> set[Any]:
        try:
            return {convert(text)}
        except ValueError:
            return set()

    return read


def _pint() -> Read:
    registry = import_module("pint").UnitRegistry()

    def read(text: str) -> set[Any]:
        found: set[Any] = set()
        for value, unit in re.findall(r"(\d[\d.,]*)\s?([^\W\d_]+(?:/[^\W\d_]+)?)?", text):
            number = float(value.replace(",", "").rstrip(".") or 0)
            try:
                base = registry.Quantity(number, unit).to_base_units()
                found.add((round(base.magnitude, 3), str(base.units)))
            except Exception:  # noqa: BLE001  (pint raises many kinds for what is no unit)
                found.add((number, ""))
        return found

    return read


def _dateparser() -> Read:
    search = import_module("dateparser.search").search_dates
    return lambda text: {when for _, when in search(text, languages=["en"]) or ()}


if __name__ == "__main__":
    main()
