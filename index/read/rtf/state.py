"""What is in force at a place of an RTF file; a brace keeps it and brings it back."""

from __future__ import annotations

from dataclasses import dataclass

CHARSETS = {
    0: "cp1252", 1: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk",
    136: "big5",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250", 255: "cp437",
}  # fmt: skip
"""Python's codec of a font's `\\fcharset`."""
SYMBOL = 2
OUT = frozenset(
    "colortbl filetbl listtable listoverridetable revtbl rsidtbl generator info header headerl headerr "
    "headerf footer footerl footerr footerf pict nonshppict objdata datafield datastore themedata "
    "colorschememapping latentstyles xmlnstbl fldinst bkmkstart bkmkend annotation atnid atnauthor "
    "atndate atnref atnicn atntime shprslt ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn comment private "
    "passwordhash wgrffmtfilter template tc xe pnseclvl rxe txe category keywords operator company "
    "doccomm nextfile userprops mmathPr blipuid atrfstart atrfend pgptbl xmlopen xmlclose sn sv docvar "
    "factoidname picprop".split()
)
"""Destinations that no reader sees in the text."""


@dataclass
class State:
    """`dest` is where text goes: "text", "note", "label", "fonts", "styles", a field of `info`, or "out"."""

    dest: str = "text"
    font: int | None = None
    skip: int = 1
    hidden: bool = False
    deleted: bool = False
    place: int = 0
    starred: bool = False
    outline: int | None = None
    style: int | None = None
    in_table: bool = False
