"""Characters that Word takes from symbol fonts, by their code in the font."""

from __future__ import annotations

_GREEK = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"
_SYMBOL = {
    **{0x41 + n: letter for n, letter in enumerate(_GREEK)},
    **{0x61 + n: letter for n, letter in enumerate("αβχδεφγηιϕκλμνοπθρστυϖωξψζ")},
    0xA0: "€", 0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°",
    0xB1: "±",
    0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB5: "∝", 0xB6: "∂", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡",
    0xBB: "≈",
    0xBC: "…", 0xC7: "∩", 0xC8: "∪", 0xCE: "∈", 0xD0: "∠", 0xD1: "∇", 0xD2: "®", 0xD3: "©", 0xD4: "™",
    0xD5: "∏",
    0xD6: "√", 0xD7: "⋅", 0xE5: "∑", 0xF2: "∫",
}  # fmt: skip
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x76: "❖", 0x9F: "•", 0xA7: "▪", 0xA8: "◻", 0xD8: "➢",
    0xDF: "←",
    0xE0: "→", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip


def symbol(font: str | None, code: int) -> str:
    """The character of a font's code; "" where no character is known for it."""
    small = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    name = (font or "").casefold()
    if name.startswith("wingdings"):
        return _WINGDINGS.get(small, "")
    if name == "symbol" or 0xE000 <= code <= 0xF8FF:
        return _SYMBOL.get(small, chr(small) if 0x20 <= small < 0x7F else "")
    return chr(code) if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else ""


def plain(text: str, font: str | None) -> str:
    """A text with its characters of symbol fonts as usual ones."""
    if font and font.casefold() in ("symbol", "wingdings"):
        return "".join(symbol(font, ord(c)) if c > " " else c for c in text)
    return "".join(symbol(font, ord(c)) if "\ue000" <= c <= "\uf8ff" else c for c in text)
