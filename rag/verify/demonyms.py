"""Whether one name is a place and the other what is of it: Europe and European, Spain and Spaniards.

Places, and the languages that are official in them, are the Unicode CLDR's (through Babel): what is of a
place begins as the place does, or as its language, and like no other place more. Of a place that CLDR does
not list, such as a city, only what ends in one of a few endings is taken.
"""

from __future__ import annotations

from functools import lru_cache

from .casing import ordinary

BEGINS = 4
"""Least letters that a place and what is of it share."""
_PLACE_END = 4
"""Most letters in which a place may end otherwise: "Scotland", "Scottish"."""
_PEOPLE_END = 6
"""Most letters in which what is of it may: "Englishwoman"."""
_OF_A_CITY = frozenset("er ers an ans ian ians ite ites ese i".split())


def akin(name: str, other: str) -> bool:
    """Whether two folded names are a place and what is of it, in either order."""
    return name[:1] == other[:1] and (_of(name, other) or _of(other, name))


def _of(one: str, place: str) -> bool:
    forms = _forms().get(place)
    if forms is None:
        return len(place) > BEGINS and one.startswith(place) and one[len(place) :] in _OF_A_CITY
    if one in _forms():
        return False
    like = max(_like(one, form) for form in forms)
    closest = max(_like(one, form) for other in _forms() if other[0] == one[0] for form in _forms()[other])
    return like >= BEGINS and like == closest


def _like(one: str, form: str) -> int:
    """How many letters a word shares with a form of a place; 0 where too much of either is left."""
    shared = next(
        (n for n, (a, b) in enumerate(zip(one, form, strict=False)) if a != b), min(len(one), len(form))
    )
    return shared if len(form) - shared <= _PLACE_END and len(one) - shared <= _PEOPLE_END else 0


@lru_cache(maxsize=1)
def _forms() -> dict[str, frozenset[str]]:
    """Folded words of places' names -> themselves and their languages of the same first letter."""
    from babel import Locale
    from babel.languages import get_official_languages

    english = Locale("en")
    found: dict[str, frozenset[str]] = {}
    for code, name in english.territories.items():
        spoken = [
            str(english.languages.get(one.split("_")[0], "")).casefold()
            for one in get_official_languages(code)
        ]
        *before, place = str(name).casefold().split()  # of South Korea, Korea
        if (
            "st." not in before
            and place.isalpha()
            and len(place) >= BEGINS
            and not ordinary(place, opens=True)
        ):
            found[place] = frozenset({place, *(one for one in spoken if one[:1] == place[0])})
    return found
