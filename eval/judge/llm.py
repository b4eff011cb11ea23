"""A language model as the judge: llama-index's FaithfulnessEvaluator, read strictly."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..records import Judgement, Tokens

if TYPE_CHECKING:
    import httpx

MAX_TOKENS = 16
"""Of the reply: a verdict is its first word."""
_SHOWN = 80
_NOTHING = "Empty Response"
"""What llama-index puts in the place of an empty reply, and of one that is no JSON."""
_ONWARD = re.compile(r"[^.!?]*[.!?]*[\W_]*\w*")
"""The rest of a sentence, and the first word of the next."""
_WORD = re.compile(r"[^\W_]+")

log = logging.getLogger(__name__)


class LlmJudge:
    """Asks an OpenAI-compatible endpoint whether the sources support the sentence, at temperature 0.

    A reply counts if its first word is YES or NO, in any case, and the other one neither stands in its first
    sentence nor opens its second; all else is "unscored", as are an HTTP error, a reply that is no JSON, and
    silence. (llama-index itself passes whatever holds "yes" anywhere.) A text longer than the model's window
    is put to it in parts, as llama-index does.

    :param base_url: ends in `/v1`.
    :param api_key: None: the endpoint asks for none. It stands in no message.
    :param timeout: seconds for one call; nothing is asked twice.
    :param context: tokens of the model's window.
    """

    def __init__(
        self,
        base_url: str,
        model: str,
        api_key: str | None = None,
        timeout: float = 60.0,
        context: int = 8192,
    ) -> None:
        self._base_url = base_url
        self._model = model
        self._api_key = api_key
        self._timeout = timeout
        self._context = context

    @property
    def name(self) -> str:
        """`llm:` and the model."""
        return f"llm:{self._model}"

    def judge(self, sentence: str, sources: Sequence[str]) -> Judgement:
        """Judge one sentence by one reply; () is unsupported and asks nothing.

        :return: `tokens` are those that the endpoint reports; None where it reports none.
        """
        held = [source for source in sources if source.strip()]
        if not held or not sentence.strip():
            return Judgement(0.0, "unsupported")
        import httpx
        from llama_index.core.evaluation import FaithfulnessEvaluator
        from llama_index.core.evaluation.faithfulness import DEFAULT_EVAL_TEMPLATE
        from openai import OpenAIError

        spent = _Spent()
        evaluator = FaithfulnessEvaluator(self._llm(spent), eval_template=DEFAULT_EVAL_TEMPLATE)
        try:
            reply = evaluator.evaluate(response=sentence, contexts=held).feedback or ""
        except (OpenAIError, httpx.HTTPError) as error:
            why = self._told(error)
        except (
            ValueError,
            TypeError,
            AttributeError,
            LookupError,
        ) as error:  # what odd replies set off inside
            kind = type(error).__name__
            why = f"no chat completion came, or {self._context} tokens are too small a window ({kind})"
        except RuntimeError as error:  # as which llama-index passes on some of what ends its event loop
            why = f"the evaluator failed ({type(error).__name__})"
        else:
            return _read(self._hidden(reply), spent.tokens)
        log.info("%s: %s", self.name, why)
        return Judgement(None, "unscored", why=why, tokens=spent.tokens)

    def _llm(self, spent: _Spent) -> Any:
        import httpx
        from llama_index.llms.openai_like import OpenAILike

        return OpenAILike(
            model=self._model,
            api_base=self._base_url,
            api_key=self._api_key or "none",  # the client refuses to start without one
            timeout=self._timeout,
            temperature=0.0,
            max_tokens=MAX_TOKENS,
            context_window=self._context,
            is_chat_model=True,
            max_retries=0,
            async_http_client=httpx.AsyncClient(
                timeout=self._timeout,
                limits=httpx.Limits(max_keepalive_connections=0),  # nothing stays open after a reply
                event_hooks={"response": [spent.count]},
            ),
        )

    def _told(self, error: Exception) -> str:
        """An error in words that hold nothing of what the endpoint sent back."""
        from openai import APIConnectionError, APIStatusError, APITimeoutError

        if isinstance(error, APIStatusError):
            return f"the endpoint answered with HTTP status {error.status_code}"
        if isinstance(error, APITimeoutError):
            return f"no reply within {self._timeout:g} s"
        if isinstance(error, APIConnectionError):
            return "the endpoint cannot be reached"
        return f"the endpoint's reply cannot be read ({type(error).__name__})"

    def _hidden(self, text: str) -> str:
        return text.replace(self._api_key, "…") if self._api_key else text


class _Spent:
    """Adds up what the endpoint says it used; llama-index's own counter is put off by its query engine."""

    def __init__(self) -> None:
        self.tokens: Tokens | None = None

    async def count(self, response: httpx.Response) -> None:
        """Called by the HTTP client with every response."""
        await response.aread()
        try:
            usage = response.json()["usage"]
            used = Tokens(int(usage["prompt_tokens"]), int(usage["completion_tokens"]))
        except (ValueError, TypeError, LookupError):
            return
        before = self.tokens or Tokens(0, 0)
        self.tokens = Tokens(before.prompt + used.prompt, before.completion + used.completion)


def _read(reply: str, tokens: Tokens | None) -> Judgement:
    """What a reply says by its first word, unless it goes on to say the opposite."""
    first = re.match(r"[\W_]*([^\s.,;:!?]+)", reply)
    word = first.group(1).rstrip("*_\"'”’)]}").casefold() if first else ""
    if first and word in ("yes", "no"):
        onward = _ONWARD.match(reply, first.end())
        said = set(_WORD.findall(onward.group().casefold())) if onward else set()
        if not said & ({"yes", "no"} - {word}):
            support = float(word == "yes")
            return Judgement(support, "supported" if support else "unsupported", tokens=tokens)
        why = "expected YES or NO, got both: "
    elif reply.strip() in ("", _NOTHING):
        return Judgement(None, "unscored", why="the endpoint gave no reply that can be read", tokens=tokens)
    else:
        why = "expected YES or NO first, got "
    shown = " ".join(reply.split())[:_SHOWN]
    return Judgement(None, "unscored", why=f"{why}{shown!r}", tokens=tokens)
