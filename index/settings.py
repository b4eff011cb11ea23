"""The one settings object, read once from arguments, the environment and `byline.toml`."""

from __future__ import annotations

import difflib
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import platformdirs
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from .errors import SettingsError

PREFIX = "BYLINE_"
TOML_FILE = "byline.toml"
BUILT_IN = "built-in"
"""The value of a setting that names a model, for the one that Byline ships."""


def default_store() -> str:
    """The platform's folder for user data, such as `~/.local/share/byline` on Linux."""
    return platformdirs.user_data_dir("byline", appauthor=False)


class Settings(BaseSettings):
    """What a library and an engine are built from; frozen, and the same object for both.

    An argument wins over the environment (`BYLINE_K=5`), which wins over `byline.toml` in the
    working directory, which wins over the default. An unknown key in any of them is a
    `SettingsError` that names the nearest known one.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, toml_file=TOML_FILE, frozen=True, extra="forbid", env_ignore_empty=True
    )

    store: str = Field(default_factory=default_store)
    """Folder of the store, or `http(s)://host:port` of a Chroma server."""
    store_tenant: str | None = None
    """Tenant at the Chroma server; None: its default one."""
    store_database: str | None = None
    """Database of that tenant; None: its default one."""
    store_api_key: SecretStr | None = None
    """Key that Chroma Cloud, or a server that checks tokens, asks for; never logged or shown."""
    store_headers: dict[str, SecretStr] = Field(default_factory=dict)
    """Further headers that each request to the server carries, as JSON: what a proxy before it asks for."""
    embed_model: str = "all-MiniLM-L6-v2"
    """Sentence-transformers model: the built-in one, or any name or folder that it can load."""
    embed_base_url: str | None = None
    """OpenAI-compatible server of embeddings that runs `embed_model`, its address up to `/v1`; None: this
    machine does."""
    embed_api_key: SecretStr | None = None
    """Key for that server; never logged or shown."""
    embed_timeout: float = Field(default=60.0, gt=0)
    """Seconds that the server may take for one batch of texts."""
    verifier_model: str = BUILT_IN
    """Says how far quotes support a sentence: `built-in`, or a folder or hub name of an NLI cross-encoder."""
    reranker_model: str = BUILT_IN
    """Scores the sentences read: `built-in`, or a folder or hub name of a relevance cross-encoder."""
    generator: Literal["auto", "quote", "llm"] = "auto"
    """Who writes: `quote` uses the article's own words; `auto` is `llm` where an endpoint is set."""
    llm_base_url: str | None = None
    """OpenAI-compatible endpoint, such as `http://127.0.0.1:11434/v1`; None: no LLM."""
    llm_model: str | None = None
    """Name of the model at that endpoint."""
    llm_api_key: SecretStr | None = None
    """Key for that endpoint; never logged or shown."""
    llm_ca_file: str | None = None
    """PEM file of certificates to trust at that endpoint, beside the usual ones; None: only those."""
    llm_path: str | None = None
    """GGUF file that a child process runs instead of asking an endpoint; needs the extra `local-llm`."""
    llm_timeout: float = Field(default=60.0, gt=0)
    """Seconds that the LLM may take for one answer, with all that is tried again."""
    llm_context: int | None = Field(default=None, ge=256)
    """Tokens of the model's window, prompt and reply together; None: as the endpoint says, or else 4096."""
    llm_temperature: float = Field(default=0.0, ge=0, le=2)
    """0: the likeliest words; more: more varied ones."""
    llm_seed: int = 0
    """Passed on to the endpoint, so that the same question gets the same words where it can."""
    llm_parallel: int = Field(default=4, ge=1)
    """Questions that the LLM is given at once."""
    queue_limit: int = Field(default=64, ge=0)
    """Questions that may wait for their turn, at the page and at the LLM; further ones are told at once."""
    k: int = Field(default=8, ge=1, le=100)
    """Passages to keep for a question, of those that are read for it."""
    min_support: float = Field(default=0.8, ge=0, le=1)
    """Least support (0 to 1) at which a sentence counts as supported."""
    min_answerable: float | None = Field(default=None, ge=0, le=1)
    """Least confidence (0 to 1) at which Byline answers; None: the value measured with the weights."""
    device: Literal["cpu", "cuda", "mps", "auto"] = "cpu"
    """Where the embedding model, and models of the hub, run; `auto` lets PyTorch choose."""
    max_upload_mb: float = Field(default=20.0, gt=0)
    """Largest file or page that may be added, in MiB."""
    allow_private_urls: bool = False
    """Whether articles may be fetched from addresses inside the machine or its network."""
    auth: SecretStr | None = None
    """`name:password` that the web page and the HTTP API ask for; None: they ask for nothing."""
    api_write: bool | None = None
    """Whether everybody's articles may be changed over HTTP and on the page; None: where `auth` is set."""
    share_uploads: bool = False
    """Whether what a visitor of the page brings is everybody's; else it is theirs alone."""
    upload_limit: int = Field(default=200, ge=1)
    """Articles that one visitor may bring."""
    upload_days: float = Field(default=7.0, gt=0)
    """Days without a visit after which what a browser brought goes; a signed-in person's stays."""
    root_path: str = ""
    """Path under which a proxy shows the page, such as `/byline`; "": at its root."""
    tls_cert: str | None = None
    """PEM file of the certificate that the page is served with, over TLS; None: over plain HTTP."""
    tls_key: str | None = None
    """PEM file of that certificate's key."""

    def __init__(self, **values: Any) -> None:
        known = list(type(self).model_fields)
        named = [(key, f"setting {key!r}") for key in values]
        named += [
            (key[len(PREFIX) :].lower(), f"environment variable {key}")
            for key in os.environ
            if key.upper().startswith(PREFIX)
        ]
        for key, where in named:
            _refuse_unknown(key, where, known)
        try:
            super().__init__(**values)
        except ValidationError as error:
            raise SettingsError(_one_line(error, known)) from error
        except (OSError, ValueError) as error:  # tomllib.TOMLDecodeError is a ValueError
            raise SettingsError(f"{Path(TOML_FILE).resolve()}: {error}") from error

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then `byline.toml`; no `.env` files."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def is_remote(self) -> bool:
        """Whether the store is a Chroma server rather than a folder."""
        return self.store.startswith(("http://", "https://"))

    @property
    def server_name(self) -> str:
        """A name for files about a store on a server, 16 letters and figures that do not tell its address;
        each database has its own.
        """
        told = f"{self.store} {self.store_tenant or ''} {self.store_database or ''}"
        return hashlib.sha256(told.strip().encode()).hexdigest()[:16]


def _refuse_unknown(key: str, where: str, known: list[str]) -> None:
    if key not in known:
        prefix = PREFIX if where.startswith("environment") else ""
        near = _nearest(key, known, lambda name: f"{prefix}{name.upper()}" if prefix else name)
        raise SettingsError(f"unknown {where}{near}")


def _nearest(key: str, known: list[str], shown: Callable[[str], str] = str) -> str:
    """What to say of an unknown key: the nearest known one, or all where none is near."""
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    if near:
        return f": did you mean {shown(near[0])!r}?"
    return f": expected one of {', '.join(map(shown, known))}"


def _one_line(error: ValidationError, known: list[str]) -> str:
    first = error.errors()[0]
    key = str(first["loc"][0]) if first["loc"] else "?"
    if first["type"] == "extra_forbidden":
        return f"unknown key {key!r} in {TOML_FILE}{_nearest(key, known)}"
    secret = "key" in key or key == "auth"
    came = "" if secret else f", got {first['input']!r}"
    return f"setting {key!r}: {first['msg'].lower()}{came}"
