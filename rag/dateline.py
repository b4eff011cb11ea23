"""Where and when an article appeared, as a reader is told it: "usatoday.com, 3 July 2025"."""

from __future__ import annotations

import datetime


def iso_day(published: str | None) -> datetime.date | None:
    """The day of an ISO date or time; None for anything else."""
    try:
        return datetime.datetime.fromisoformat(published or "").date()
    except ValueError:
        return None


def shown_day(published: str | None) -> str:
    """An ISO date or time as `9 February 2026`; anything else as it is, None as ""."""
    when = iso_day(published)
    return f"{when.day} {when:%B %Y}" if when else published or ""


def dateline(outlet: str | None, published: str | None) -> str:
    """Outlet and day as far as they are known; "" where neither is."""
    return ", ".join(filter(None, (outlet, shown_day(published))))
