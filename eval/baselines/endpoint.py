"""Where a baseline's language model answers: `Endpoint`."""

from __future__ import annotations

from dataclasses import dataclass, field

from index import Settings


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible chat endpoint.

    `base_url` ends in `/v1`; `context` is the model's window in tokens; `timeout` is in seconds, for one
    call. `api_key` None: the endpoint asks for none.
    """

    base_url: str
    model: str
    api_key: str | None = field(default=None, repr=False)
    context: int = 8192
    timeout: float = 300.0

    @classmethod
    def of(cls, settings: Settings) -> Endpoint | None:
        """The endpoint of the settings; None where they name no address or no model."""
        if not settings.llm_base_url or not settings.llm_model:
            return None
        key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else None
        return cls(settings.llm_base_url, settings.llm_model, key, timeout=settings.llm_timeout)
