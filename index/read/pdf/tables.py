"""Rows of cells on a page: a table, told from running text by cells that stand below each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .lines import Segment

Row = list[Segment]
_CLOSE = 1.35
"""Lines of one cell are at most so many times their height apart."""
_CROSSING = 8
"""One row in so many may run across the gap between two columns."""


@dataclass(frozen=True)
class Table:
    """Cells as text, row by row; every row has as many as there are columns, "" where one is empty."""

    cells: tuple[tuple[str, ...], ...]
    y: float


def rows_of(region: Sequence[Segment]) -> list[Row]:
    """Segments of a region as rows from top to bottom, each from left to right."""
    found: list[Row] = []
    for segment in sorted(region, key=lambda s: -s.y):
        if found and abs(found[-1][0].y - segment.y) <= 0.35 * max(segment.size, found[-1][0].size):
            found[-1].append(segment)
        else:
            found.append([segment])
    return [sorted(row, key=lambda s: s.x0) for row in found]


def split(rows: Sequence[Row]) -> list[Row | Table]:
    """The rows of a region, those of each table as one `Table`."""
    found: list[Row | Table] = []
    at = 0
    while at < len(rows):
        end = _end(rows, at)
        if end > at and (table := _table(rows[at:end])):
            found.append(table)
            at = end
        else:
            found.append(rows[at])
            at += 1
    return found


def _end(rows: Sequence[Row], at: int) -> int:
    """Where the run of rows with several cells that begins here ends; `at` if none does."""
    end = at
    for number in range(at, len(rows)):
        row = rows[number]
        before = rows[number - 1] if number > at else row
        if before[0].y - row[0].y > 4 * row[0].size:
            break
        if len(row) > 1:
            end = number + 1
        elif number == at or number - end >= 2 or _is_line(row[0], rows[at:end]):
            break
    while end < len(rows) and end > at and _continues(rows[end], rows[end - 1], rows[at]):
        end += 1
    return end


def _is_line(segment: Segment, table: Sequence[Row]) -> bool:
    """Whether a lone segment runs through the columns, as a line of text does."""
    left = min(row[0].x0 for row in table)
    right = max(row[-1].x1 for row in table)
    return segment.x1 - segment.x0 > 0.6 * (right - left)


def _continues(row: Row, before: Row, first: Row) -> bool:
    """Whether a lone segment is a further line of a cell that is not the first of its row."""
    near = before[0].y - row[0].y <= _CLOSE * row[0].size
    return len(row) == 1 and near and row[0].x0 >= first[min(1, len(first) - 1)].x0 - row[0].size


def _table(rows: Sequence[Row]) -> Table | None:
    columns = _columns(rows)
    several = [row for row in rows if len(row) > 1]
    if len(columns) < 2 or len(several) < (2 if len(columns) > 2 or _aligned(several) else 3):
        return None
    cells: list[list[str]] = []
    last = rows[0][0].y
    for row in rows:
        line = [""] * len(columns)
        for segment in row:
            column = _column(segment, columns)
            line[column] = f"{line[column]} {segment.text}".strip()
        close = last - row[0].y <= _CLOSE * row[0].size
        if cells and close and not line[0] and any(cells[-1][n] for n, cell in enumerate(line) if cell):
            cells[-1] = [f"{above} {cell}".strip() for above, cell in zip(cells[-1], line, strict=True)]
        else:
            cells.append(line)
        last = row[0].y
    return Table(tuple(map(tuple, cells)), rows[0][0].y)


def _aligned(rows: Sequence[Row]) -> bool:
    """Whether the cells of all rows begin at the same places."""
    if len(rows) < 2:
        return False
    starts = [[segment.x0 for segment in row] for row in rows]
    same = len({len(row) for row in starts}) == 1
    return same and all(max(column) - min(column) < 2 for column in zip(*starts, strict=True))


def _columns(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """Left and right edges of the columns: what hardly any row covers parts them."""
    several = [row for row in rows if len(row) > 1]
    left = min(segment.x0 for row in several for segment in row)
    covered = [0] * (int(max(segment.x1 for row in several for segment in row) - left) + 2)
    for row in several:
        for segment in row:
            for x in range(round(segment.x0 - left), round(segment.x1 - left) + 1):
                covered[x] += 1
    few = len(several) // _CROSSING
    spans: list[tuple[float, float]] = []
    for x, count in enumerate(covered):
        if count <= few:
            continue
        if spans and x - spans[-1][1] <= 1:
            spans[-1] = (spans[-1][0], x)
        else:
            spans.append((x, x))
    return [(x0 + left, x1 + left) for x0, x1 in spans]


def _column(segment: Segment, columns: Sequence[tuple[float, float]]) -> int:
    """The column that a segment overlaps most, or stands nearest to."""

    def overlap(number: int) -> float:
        x0, x1 = columns[number]
        return min(x1, segment.x1) - max(x0, segment.x0)

    return max(range(len(columns)), key=overlap)
