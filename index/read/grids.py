"""Tables of a page: cells used for layout become plain sections, rows of figures become lines that read."""

from __future__ import annotations

import re
from typing import Any

from .tables import rows

MARK = "\uf8f0"
"""Stands before a row's line until the main text has been found; a page's own is taken out first."""
BLOCKS = (
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "table",
    "article",
    "section",
    "blockquote",
)
LONG_CELL_WORDS = 60
MAX_SPAN = 50


def settle(tree: Any) -> Any:
    """Take the tables out of an lxml tree, which is changed and returned."""
    from lxml import etree

    for table in reversed(list(tree.iter("table"))):  # inner ones first
        if table.getparent() is None:
            continue
        if is_layout(table):
            for part in table.iter("table", "thead", "tbody", "tfoot", "tr", "td", "th"):
                part.tag = "div"
                part.attrib.pop("hidden", None)
            continue
        lines = etree.Element("div")
        caption = table.find("caption")
        if caption is not None and (said := _text(caption)):
            etree.SubElement(lines, "p").text = MARK + said
        cells, header = _cells(table)
        for block in rows(cells, header):
            etree.SubElement(lines, "p").text = MARK + block.text
        lines.tail = table.tail
        table.getparent().replace(table, lines)
    return tree


def is_layout(table: Any) -> bool:
    """Whether a table only puts parts of a page beside each other."""
    if table.get("role") in ("presentation", "none"):
        return True
    if table.find(".//th") is not None or table.find("caption") is not None:
        return False
    cells = list(table.iter("td"))
    lines = [row for row in table.iter("tr") if row.find("td") is not None]
    if len(lines) < 2 or all(len(row.findall("td")) < 2 for row in lines):
        return True
    long = sum(len(_text(cell).split()) > LONG_CELL_WORDS for cell in cells)
    blocks = sum(len(list(cell.iter(*BLOCKS))) > 1 for cell in cells)
    return long > 0 or 3 * blocks > len(cells)


def _cells(table: Any) -> tuple[list[list[str]], bool]:
    """The cells, those over several rows in each of them, and whether the first row names columns."""
    grid: list[list[str]] = []
    below: dict[tuple[int, int], str] = {}
    for number, row in enumerate(table.iter("tr")):
        line: list[str] = []
        for cell in row.iterchildren("td", "th"):
            while (number, len(line)) in below:
                line.append(below.pop((number, len(line))))
            text = _text(cell)
            for depth in range(1, _span(cell, "rowspan")):
                below[number + depth, len(line)] = text
            line += [text] + [""] * (_span(cell, "colspan") - 1)
        while (number, len(line)) in below:
            line.append(below.pop((number, len(line))))
        grid.append(line)
    first = table.find(".//tr")
    heads = first is not None and first.find("th") is not None and first.find("td") is None
    return grid, (heads or table.find("thead") is not None) and len(grid) > 1


def _span(cell: Any, name: str) -> int:
    match = re.match(r"\s*(\d{1,4})", cell.get(name) or "1")
    return min(max(int(match.group(1)), 1), MAX_SPAN) if match else 1


def _text(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).split())
