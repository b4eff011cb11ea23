"""What speaks for and against a statement by a long source, and how much each of it weighs."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from rag.errors import BylineError
from rag.retrieve.fusion import Logistic
from rag.verify.exact import Problem
from rag.words import Vocabulary, names, numbers

from .source import Held

WEIGHTS = Path(__file__).with_name("weights.json")
COPIED = 0.95
"""Least share of a statement's terms, somewhere in the source, at which its words are the source's own."""
LIKELY = 0.5
"""Least probability, were half of all statements supported, at which one is."""


@dataclass(frozen=True, slots=True)
class Features:
    """`near`: how near, 0 to 1, the nearest sentence of the source is: the mean of the best term recall of
    one sentence and the best cosine with one. `number`, `name`: 1 if the statement has a number, or a name,
    that stands nowhere in the source, else 0. `patched`: 1 - `near` where all the words are the source's
    but no one sentence says it, as where parts of sentences were joined; else 0.
    """

    near: float
    number: float
    name: float
    patched: float

    @classmethod
    def of(cls, statement: str, held: Held, cosine: float) -> Features:
        """Look at a statement.

        :param cosine: the best of the statement with a sentence of the source, 0 to 1.
        """
        together, each = held.recalls(statement)
        near = (max(each, default=0.0) + cosine) / 2
        kinds = {problem.kind for problem in lacking(statement, held.vocabulary)}
        return cls(
            near, float("number" in kinds), float("name" in kinds), (1 - near) * float(together >= COPIED)
        )


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression of `Features`."""

    near: float
    number: float
    name: float
    patched: float
    bias: float

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> Weights:
        """Read what `python -m eval.judge.fit` wrote.

        :raises BylineError: if the file is missing or not of this form.
        """
        try:
            data = json.loads(path.read_text(encoding="utf-8"))["weights"]
            return cls(**{field.name: float(data[field.name]) for field in fields(cls)})
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise _unreadable(path, error) from error

    def probability(self, features: Features) -> float:
        """The probability, 0 to 1, that people would call it supported, were half of all statements so."""
        weights = (self.near, self.number, self.name, self.patched)
        return Logistic(weights, self.bias).probability(features)


def fitted_on(path: str | Path, weights: Path = WEIGHTS) -> bool:
    """Whether the weights were fitted to this very file, so that a judge's figures on it flatter it.

    Told by its SHA-256: a part of such a file, or another version of it, is not known again.

    :raises BylineError: if either file cannot be read, or the weights do not say what they were fitted to.
    """
    try:
        hashes = json.loads(weights.read_text(encoding="utf-8"))["fitted on"].values()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unreadable(weights, error) from error
    return sha256(Path(path)) in hashes


def sha256(path: Path) -> str:
    """SHA-256 of a labelled set's bytes, in hexadecimal.

    :raises BylineError: if it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BylineError(f"labelled set {path} cannot be read: {error}") from error


def _unreadable(path: Path, error: Exception) -> BylineError:
    return BylineError(f"judge's weights {path} cannot be read ({error!r}): run `python -m eval.judge.fit`")


def lacking(statement: str, vocabulary: Vocabulary) -> tuple[Problem, ...]:
    """The names and numbers of a statement that stand nowhere in a long source, as in `rag.verify.exact`.

    Milder than there: a source's other sentences count, and a capital at the statement's start counts only
    where another one follows, since "However" is no name.
    """
    return tuple(_lacking(statement, vocabulary))


def _lacking(statement: str, vocabulary: Vocabulary) -> Iterator[Problem]:
    for number in numbers(statement):
        if not vocabulary.holds_number(number):
            yield Problem("number", f"number {number} is not in the source")
    for name in _names(statement):
        if not vocabulary.holds_name(name, exact=True):
            yield Problem("name", f"name {name!r} is not in the source")


def _names(statement: str) -> Sequence[str]:
    inner = names(statement)
    opener = re.match(r"\W*([^\W\d_][\w'’-]*)\s+([^\W\d_]\w*)", statement)
    if opener and opener.group(2)[0].isupper() and opener.group(1) in names(statement, openers=True):
        return [opener.group(1), *inner]
    return inner
