"""What a run was made with, so that it can be told apart, repeated and resumed."""

from __future__ import annotations

import hashlib
import platform
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from index import Article, Settings
from index.embed import BUILT_IN, BUILT_IN_SHA256
from rag.nets.processor import processor

from .judge.judge import Judge
from .questions import Question
from .system import System

PACKAGES = (
    "byline", "llama-index-core", "chromadb", "sentence-transformers", "torch", "onnxruntime", "bm25s",
    "numpy", "scipy", "ir-measures", "xllamacpp",
)  # fmt: skip
ROOT = Path(__file__).parents[1]
CODE = ("index", "rag", "eval")
SUFFIXES = (".py", ".onnx", ".json")
NO_MATTER = ("rag/ui", "rag/doors", "eval/report", "eval/metrics", "eval/train", "eval/bench", "eval/sets")
"""Folders that change no answer and no judgement: measures are taken anew whenever a run is read."""
DESCRIPTIVE = frozenset({"sets", "commit", "machine", "processor", "started"})
"""Fields that say where a run comes from, and that nothing in it depends on."""


class Manifest(BaseModel):
    """Everything that a run's figures depend on, and when it was made.

    `models` has the SHA-256 of each model's weights, or its name where it is not a shipped one. `commit` is
    None outside a checkout, and ends in `+` where files differ from it; `code` is a hash over the code and
    weights that answers and judgements depend on, `questions` one over the questions, `articles` one over
    the articles' ids, which are hashes of their content. `settings` are without secrets and paths.
    `processor` is as in `rag.nets.processor`, "" in a run from before it was kept.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_version: int = 1
    system: str
    judge: str
    sets: tuple[str, ...]
    questions: str
    articles: str = ""
    count: int
    seed: int
    settings: dict[str, str]
    models: dict[str, str] = {}
    commit: str | None
    code: str
    packages: dict[str, str]
    python: str
    machine: str
    processor: str = ""
    started: str

    def differences(self, other: Manifest) -> tuple[str, ...]:
        """The fields that matter in which another run differs; () means that either may go on."""
        mine, theirs = self.model_dump(), other.model_dump()
        return tuple(key for key in mine if key not in DESCRIPTIVE and mine[key] != theirs[key])


def manifest(
    system: System,
    judge: Judge,
    sets: Sequence[str],
    questions: Sequence[Question],
    articles: Mapping[str, Article],
    settings: Settings,
    seed: int = 0,
) -> Manifest:
    """Describe a run that starts now."""
    return Manifest(
        system=system.name,
        judge=judge.name,
        sets=tuple(sets),
        questions=_sha256(q.model_dump_json(exclude={"article"}).encode() for q in questions),
        articles=_sha256(articles[question.article].id.encode() for question in questions),
        count=len(questions),
        seed=seed,
        settings=_shown(settings),
        models={**_models(settings), **getattr(system, "models", {})},
        commit=_commit(),
        code=_sha256(_contents()),
        packages={name: found for name in PACKAGES if (found := _version(name))},
        python=platform.python_version(),
        machine=f"{platform.system()} {platform.machine()}",
        processor=processor(),
        started=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _shown(settings: Settings) -> dict[str, str]:
    hidden = {"store", "auth", "llm_api_key", "llm_base_url", "embed_api_key", "embed_base_url"}
    hidden |= {"store_tenant", "store_database", "store_api_key", "store_headers"}
    return {key: str(value) for key, value in settings.model_dump(exclude=hidden).items()}


def _models(settings: Settings) -> dict[str, str]:
    weights = ROOT / "rag" / "weights"
    files = {name: weights / name / "model.onnx" for name in ("reader", "verifier")}
    files |= {"fusion": weights / "fusion.json"}
    hashes = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
    built_in = settings.embed_model == BUILT_IN
    return {"embedding": BUILT_IN_SHA256 if built_in else settings.embed_model, **hashes}


def _contents() -> Iterable[bytes]:
    for package in CODE:
        for path in sorted((ROOT / package).rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            if path.suffix in SUFFIXES and path.is_file() and not name.startswith(NO_MATTER):
                yield name.encode()
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
