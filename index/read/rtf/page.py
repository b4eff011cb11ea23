"""What an RTF reader has written: paragraphs, the rows of an open table, notes that wait for its end."""

from __future__ import annotations

from ...document import Block
from ..tables import has_header, rows


class Page:
    """Blocks in order; a note comes after the paragraph or the table that it belongs to."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._cells: list[str] = []
        self._table: list[list[str]] = []
        self._notes: list[str] = []
        self._noted = 0

    def paragraph(self, block: Block | None) -> None:
        """A paragraph ends; None: an empty one, as word processors write between a table's rows."""
        if block is not None:
            self.end_table()
            self.blocks.append(block)
        if not self._table:
            self._put_notes()

    def note(self, text: str) -> None:
        """A note's text, to be put after what is being written."""
        self._notes.append(text)

    def cell(self, text: str) -> None:
        """A cell ends."""
        self._cells.append(text)

    def row(self) -> None:
        """A row ends."""
        if self._cells:
            self._table.append(self._cells)
        self._cells = []

    def end_table(self) -> None:
        """Write the rows of the open table, if there is one."""
        self.row()
        table, self._table = self._table, []
        if not table:
            return
        if all(len(row) == 1 for row in table):  # a frame around text
            self.blocks += [Block(row[0]) for row in table if row[0]]
        else:
            self.blocks += rows(table, has_header(table))
        self._put_notes()

    def _put_notes(self) -> None:
        for note in self._notes:
            self._noted += 1
            if note:
                self.blocks.append(Block(f"Note {self._noted}: {note}", "note"))
        self._notes = []
