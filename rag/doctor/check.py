"""What was found out about one thing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that an answer needs: `says` how it stands or, if not `ok`, what is wrong and what to do."""

    name: str
    ok: bool
    says: str
