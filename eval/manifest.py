"""What a run was made with, so that it can be told apart, repeated and resumed."""

from __future__ import annotations

import hashlib
import platform
import subprocess
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from index import Settings
from index.embed import BUILT_IN, BUILT_IN_SHA256

from .questions import Question

PACKAGES = (
    "byline", "llama-index-core", "chromadb", "sentence-transformers", "torch", "onnxruntime", "bm25s",
    "numpy",
)  # fmt: skip
ROOT = Path(__file__).parents[1]
CODE = ("index", "rag", "eval")
SUFFIXES = (".py", ".onnx", ".json")
"""Files that can change an answer: code and weights."""


class Manifest(BaseModel):
    """Everything that a run's figures depend on, and when it was made.

    `models` has the SHA-256 of each model's weights, or its name where it is not a shipped one. `commit` is
    None outside a checkout, and ends in `+` where files differ from it; `code` is a hash over the packages'
    code and weights, `questions` one over the questions. `settings` are without secrets and paths.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_version: int = 1
    system: str
    judge: str
    sets: tuple[str, ...]
    questions: str
    count: int
    seed: int
    settings: dict[str, str]
    models: dict[str, str]
    commit: str | None
    code: str
    packages: dict[str, str]
    python: str
    machine: str
    started: str

    def differences(self, other: Manifest) -> tuple[str, ...]:
        """The fields, but for `started`, in which another run differs; () means that either may go on."""
        mine, theirs = self.model_dump(), other.model_dump()
        return tuple(key for key in mine if key != "started" and mine[key] != theirs[key])


def manifest(
    system: str,
    judge: str,
    sets: Sequence[str],
    questions: Sequence[Question],
    settings: Settings,
    seed: int,
    started: str,
) -> Manifest:
    """Describe a run that is about to start.

    :param started: time of the start, ISO 8601.
    """
    return Manifest(
        system=system,
        judge=judge,
        sets=tuple(sets),
        questions=_sha256(question.model_dump_json().encode() for question in questions),
        count=len(questions),
        seed=seed,
        settings=_shown(settings),
        models=_models(settings),
        commit=_commit(),
        code=_sha256(_contents()),
        packages={name: found for name in PACKAGES if (found := _version(name))},
        python=platform.python_version(),
        machine=f"{platform.system()} {platform.machine()}",
        started=started,
    )


def _shown(settings: Settings) -> dict[str, str]:
    hidden = {"store", "auth", "llm_api_key", "llm_base_url"}
    return {key: str(value) for key, value in settings.model_dump(exclude=hidden).items()}


def _models(settings: Settings) -> dict[str, str]:
    weights = ROOT / "rag" / "weights"
    files = {"reader": weights / "reader" / "model.onnx", "fusion": weights / "fusion.json"}
    hashes = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
    built_in = settings.embed_model == BUILT_IN
    return {"embedding": BUILT_IN_SHA256 if built_in else settings.embed_model, **hashes}


def _contents() -> Iterable[bytes]:
    for package in CODE:
        for path in sorted((ROOT / package).rglob("*")):
            if path.suffix in SUFFIXES and path.is_file():
                yield str(path.relative_to(ROOT)).encode()
                yield path.read_bytes()


def _sha256(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _commit() -> str | None:
    try:
        head, changed = (
            subprocess.run(
                ["git", "-C", str(ROOT), *command], capture_output=True, text=True, check=True, timeout=20
            ).stdout.strip()
            for command in (["rev-parse", "HEAD"], ["status", "--porcelain", "--untracked-files=no"])
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return f"{head}+" if changed else head
