"""Rows of a table as lines that read by themselves, for every format that has tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..document import Block


def rows(cells: Sequence[Sequence[str]], header: bool) -> Iterator[Block]:
    """The rows of a table in order, one block each; a row without any text gives none.

    Under a header each cell bears its column's name, so that a row can be quoted alone:
    `Route: Aske – Ostby; Price: €4.80`. Without one, cells are parted by semicolons.

    :param cells: text of each cell, row by row; of a cell over several columns, the text stands once and
        "" in the rest.
    :param header: whether the first row names the columns.
    """
    table = [[" ".join(cell.split()) for cell in row] for row in cells]
    names = table[0] if header and table else []
    for row in table[bool(names) :]:
        named = [*names, *[""] * (len(row) - len(names))]
        parts = [
            f"{name}: {cell}" if name and name != cell else cell
            for name, cell in zip(named, row, strict=False)
            if cell
        ]
        if parts:
            yield Block("; ".join(parts), "row")
    if names and len(table) == 1 and any(names):
        yield Block("; ".join(filter(None, names)), "row")


def has_header(cells: Sequence[Sequence[str]]) -> bool:
    """Whether the first row seems to name the columns: it is full and has no figures, and the rest has some.

    :param cells: as those of `rows`.
    """
    first, rest = cells[0], cells[1:]
    if len(first) < 3 and not all(first):
        return False
    named = sum(bool(cell) for cell in first) >= 0.7 * len(first)
    plain = not any(any(c.isdecimal() for c in cell) for cell in first)
    figures = any(any(c.isdecimal() for c in cell) for row in rest for cell in row)
    return named and plain and figures
