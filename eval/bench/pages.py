"""How well pages are read, beside other readers: `python -m eval.bench.pages --data DIR`.

Each figure is a mean over a set's pages. Text: precision, recall and F1 of words as bags, as WCXB counts
them. Title, author and date: the share of pages, of those whose set says it, where they are the same but
for case and punctuation; a date by its day, an author by its names in any order.
"""

from __future__ import annotations

import argparse
import re
import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from multiprocessing import Pool
from pathlib import Path

from .page_readers import READERS, Found
from .page_sets import SETS, Page, load

_WORD = re.compile(r"[\u0e00-\u0e7f\u1000-\u109f\u3040-\u30ff\u3400-\u9fff]|[^\W\u0e00-\u9fff]+|\w")
"""A letter of a script without spaces, or a word."""
COLUMNS = ("precision", "recall", "F1", "title", "author", "date")


def words(text: str) -> Counter[str]:
    """The words of a text, in lower case, with how often each occurs."""
    return Counter(_WORD.findall(text.lower()))


def overlap(found: str, truth: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of words; of nothing found all are 0, unless there is nothing to find."""
    got, want = words(found), words(truth)
    if not want or not got:
        return (float(not want and not got),) * 3
    shared = sum((got & want).values())
    precision, recall = shared / sum(got.values()), shared / sum(want.values())
    return precision, recall, 2 * shared / (sum(got.values()) + sum(want.values()))


def score(page: Page, found: Found) -> dict[str, float]:
    """The figures of one page by column; a column of which the set says nothing is left out."""
    figures: dict[str, float] = {}
    if page.text is not None:
        figures |= dict(zip(COLUMNS, overlap(found.text, page.text), strict=False))
    if page.title:
        figures["title"] = float(words(found.title or "") == words(page.title))
    if page.author:
        figures["author"] = float(_names(found.author) == _names(page.author))
    if page.date:
        figures["date"] = float((found.date or "")[:10] == page.date[:10])
    return figures


def table(pages: Sequence[Page], figures: dict[str, list[dict[str, float]]]) -> str:
    """A Markdown table: a row for each reader, the number of pages that each column rests on below."""
    lines = ["| reader | " + " | ".join(COLUMNS) + " |", "|---|" + "---:|" * len(COLUMNS)]
    counts = {column: sum(column in one for one in next(iter(figures.values()))) for column in COLUMNS}
    for name, rows in figures.items():
        means = [statistics.fmean(r[c] for r in rows if c in r) if counts[c] else None for c in COLUMNS]
        shown = (f"{mean:.3f}" if mean is not None else "–" for mean in means)
        lines.append(f"| {name} | " + " | ".join(shown) + " |")
    lines.append("| *pages* | " + " | ".join(f"*{counts[column]}*" for column in COLUMNS) + " |")
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print a table for each set."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.pages", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the development data")
    parser.add_argument("--set", choices=sorted(SETS), action="append", help="only this set")
    parser.add_argument("--reader", choices=list(READERS), action="append", help="only this reader")
    parser.add_argument("--worst", type=int, default=0, help="also list the worst pages of the first reader")
    args = parser.parse_args(argv)
    names = [name for name, (package, _) in READERS.items() if find_spec(package)]
    names = [name for name in names if not args.reader or name in args.reader]
    with Pool(2) as pool:
        for set_name in args.set or SETS:
            pages = load(set_name, args.data)
            figures = {name: pool.map(_Scorer(name), pages, chunksize=4) for name in names}
            print(f"\n## pages-{set_name}, {len(pages)} pages\n\n{table(pages, figures)}")  # noqa: T201
            ranked = sorted(zip(figures[names[0]], pages, strict=True), key=lambda pair: pair[0].get("F1", 1))
            for one, page in ranked[: args.worst]:
                print(f"  {page.name:44} " + "  ".join(f"{k} {v:.2f}" for k, v in one.items()))  # noqa: T201


class _Scorer:
    """Reads a page with a reader, by name, and scores it: what another process can be sent."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, page: Page) -> dict[str, float]:
        read: Callable[[bytes], Found] = READERS[self.name][1]
        return score(page, read(page.html))


def _names(authors: str | None) -> Counter[str]:
    bare = re.sub(r"^\W*by\b", "", authors or "", flags=re.IGNORECASE)
    return words(re.sub(r"\band\b", " ", bare))


if __name__ == "__main__":
    main()
