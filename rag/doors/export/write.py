"""Answers in, bytes or a file out."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from rag.answer import Answer
from rag.errors import BylineError

from .conversation import Articles, conversation
from .formats import Format, by_name, by_path


def render(
    answers: Answer | Sequence[Answer], format_: str | Format, library: Articles | None = None
) -> bytes:
    """An answer, or the turns of a conversation, in a format.

    :param answers: oldest first.
    :param format_: a name of `FORMATS`, such as `markdown`.
    :param library: knows the cited articles; None: the default one.
    :raises SettingsError: if there is no such format.
    """
    chosen = by_name(format_) if isinstance(format_, str) else format_
    module = import_module(f".{chosen.module}", __package__)
    made: bytes = module.render(conversation(answers, library))
    return made


def export(
    answers: Answer | Sequence[Answer],
    path: str | Path,
    library: Articles | None = None,
    format_: str | None = None,
) -> Path:
    """Write an answer, or the turns of a conversation, to a file, in place of what is there; gives its path.

    :param format_: a name of `FORMATS`; None: as the file's ending says.
    :param library: as for `render`.
    :raises SettingsError: if there is no such format.
    :raises BylineError: if the file cannot be written.
    """
    chosen = by_path(path) if format_ is None else by_name(format_)
    made = render(answers, chosen, library)
    try:
        target = Path(path).expanduser()
        target.write_bytes(made)
    except (OSError, RuntimeError, ValueError) as error:  # no such user's home, no name of a file
        raise BylineError(f"{path} cannot be written: {getattr(error, 'strerror', None) or error}") from error
    return target
