"""Units and currencies by their English names, long and short, as the Unicode CLDR has them (by Babel)."""

from __future__ import annotations

from functools import lru_cache

_FACTORS: dict[str, dict[str, float]] = {
    "length": {"kilometer": 1e3, "meter": 1, "centimeter": 1e-2, "millimeter": 1e-3, "mile": 1609.344,
               "foot": 0.3048, "yard": 0.9144, "inch": 0.0254, "nautical-mile": 1852},
    "area": {"square-kilometer": 1e6, "square-meter": 1, "hectare": 1e4, "acre": 4046.8564224,
             "square-mile": 2589988.110336, "square-foot": 0.09290304},
    "volume": {"liter": 1, "milliliter": 1e-3, "cubic-meter": 1e3, "gallon": 3.785411784},
    "mass": {"kilogram": 1, "gram": 1e-3, "milligram": 1e-6, "tonne": 1e3, "pound": 0.45359237,
             "ounce": 0.028349523125, "ton": 907.18474, "stone": 6.35029318},
    "speed": {"kilometer-per-hour": 1 / 3.6, "meter-per-second": 1, "mile-per-hour": 0.44704,
              "knot": 0.514444},
    "duration": {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "month": 2629746,
                 "year": 31556952, "decade": 315569520, "century": 3155695200},
    "power": {"watt": 1, "kilowatt": 1e3, "megawatt": 1e6, "gigawatt": 1e9},
    "energy": {"kilowatt-hour": 1, "calorie": 1.163e-6, "kilocalorie": 1.163e-3},
    "digital": {"kilobyte": 1e3, "megabyte": 1e6, "gigabyte": 1e9, "terabyte": 1e12},
    "temperature": {"celsius": 1, "fahrenheit": 1},
    "concentr": {"percent": 1e-2, "permille": 1e-3},
}  # fmt: skip
"""How many of its sort's base unit a unit is; the names are CLDR's. A month is a year's twelfth."""
_DEGREE = "temperature-celsius temperature-fahrenheit"
_PLAIN = {
    "percentage point": "point", "percentage points": "point", "pct": "concentr-percent",
    "degree": _DEGREE, "degrees": _DEGREE,
    "c": "temperature-celsius", "f": "temperature-fahrenheit", "°": _DEGREE,
    "° c": "temperature-celsius", "° f": "temperature-fahrenheit",
    "kilo": "mass-kilogram", "kilos": "mass-kilogram", "kph": "speed-kilometer-per-hour",
    "ton": "mass-ton mass-tonne", "tons": "mass-ton mass-tonne", "sq km": "area-square-kilometer",
    "bucks": "USD AUD CAD NZD", "quid": "GBP", "cent": "cent", "cents": "cent", "pence": "penny",
}  # fmt: skip
"""What people write and CLDR lacks, or means more than one unit."""
_TOO_SHORT = frozenset("' ″ ′ \" p y d h s c b k in a # t".split())
"""Short forms that are more often something else."""
_LIKELY = frozenset("USD EUR GBP RUB JPY CNY INR CHF CAD AUD".split())
"""The currencies whose codes are read without a currency's own sign, as in "300 EUR"."""


@lru_cache(maxsize=1)
def names() -> dict[str, tuple[str, ...]]:
    """Folded names and signs -> the units that they may mean: CLDR's identifiers, or currencies' codes."""
    from babel.units import format_unit

    found: dict[str, set[str]] = {}
    for sort, factors in _FACTORS.items():
        for unit in factors:
            for locale in ("en", "en_GB"):
                for length in ("long", "short"):
                    for count in (1, 2):
                        shown = format_unit(count, f"{sort}-{unit}", length=length, locale=locale)  # type: ignore[arg-type]
                        name = shown.replace(str(count), "").strip().casefold()
                        if name and name not in _TOO_SHORT:
                            found.setdefault(name, set()).add(f"{sort}-{unit}")
    for name, code in _currencies():
        found.setdefault(name, set()).add(code)
    for name, units in _PLAIN.items():
        found[name] = set(units.split())
    return {name: tuple(sorted(units)) for name, units in found.items()}


@lru_cache(maxsize=1)
def signs() -> dict[str, tuple[str, ...]]:
    """What stands before an amount -> the currencies that it may mean: "$", "US$", "€", "EUR"."""
    from babel.numbers import get_currency_symbol, list_currencies

    found = {"$": tuple(code for name, code in _currencies() if name == "dollars"), "US$": ("USD",)}
    for code in sorted(list_currencies()):
        for sign in (get_currency_symbol(code, "en"), code):
            if sign != "$":
                found.setdefault(sign, (code,))
    return found


def _currencies() -> list[tuple[str, str]]:
    """Names with codes: the whole name, the last word of it ("dollars"), and the code of a common one."""
    from babel.numbers import get_currency_name, list_currencies

    rows = []
    for code in sorted(list_currencies()):
        for locale in ("en", "en_GB"):
            for count in (1, 2):
                name = get_currency_name(code, count=count, locale=locale).casefold()
                if "(" not in name and name != code.casefold():
                    rows += [(name, code), (name.split()[-1], code)]
        rows += [(code.casefold(), code)] if code in _LIKELY else []
    return [(name, code) for name, code in dict.fromkeys(rows) if name.split()[-1] not in ("unit", "units")]


def based(value: float, unit: str) -> tuple[str, float]:
    """A value in the base unit of its sort, with the sort's name; a currency is its own sort."""
    sort, _, rest = unit.partition("-")
    if unit == "temperature-fahrenheit":
        return sort, (value - 32) / 1.8
    factor = _FACTORS.get(sort, {}).get(rest)
    return (unit, value) if factor is None else (sort, value * factor)
