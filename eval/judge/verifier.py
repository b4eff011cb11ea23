"""Byline's own verifier as a judge: no language model, no key, the same verdict every time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from index import Settings
from index.embed import BUILT_IN, Embedder
from rag.verify.exact import Problem, problems
from rag.verify.verdict import PARTIAL, backing, verdict
from rag.words import names, numbers, recall

from ..records import Judgement
from .features import LIKELY, Features, Weights, lacking
from .source import Held, SentenceVectors

SHORT = 6
"""Most sentences, of all sources together, that are taken as quotes: all of them must bear the sentence."""
NEAREST = 2
"""Sentences of a longer source in which a statement's negation, and most of its terms, are looked for."""
MIN_SUPPORT: float = Settings.model_fields["min_support"].default


class VerifierJudge:
    """Judges by quotes as the product does, and by longer sources as people were found to.

    Quotes: `rag.verify.verdict` word for word: support is term recall, and 0 where an exact check fails.
    Longer sources: the probability of a small regression (`features.py`), since a name may stand in one
    sentence and what is said of it in another; a number or a name must only stand somewhere.

    "contradicted" are sentences that the sources otherwise make (term recall of at least
    `rag.verify.verdict.PARTIAL`) but with another number, date or name, or with a negation on one side only,
    which a longer source must make nearly word for word (`min_support`). They are never supported.

    :param min_support: least term recall, 0 to 1, at which quotes support a sentence.
    :param embedder: for longer sources, of the built-in model, to whose cosines the regression was fitted;
        None: one of its own, loaded when first needed.
    :param weights: of the regression; None: the shipped ones.
    """

    name = "verifier"

    def __init__(
        self,
        min_support: float = MIN_SUPPORT,
        embedder: Embedder | None = None,
        weights: Weights | None = None,
    ) -> None:
        self._min_support = min_support
        self._weights = weights or Weights.load()
        self._vectors = SentenceVectors(embedder or Embedder(Settings(embed_model=BUILT_IN)))

    def judge(self, sentence: str, sources: Sequence[str]) -> Judgement:
        """Judge one sentence; () supports nothing, and blank sources neither."""
        offered = tuple(source for source in sources if source.strip())
        if not offered or not sentence.strip():
            return Judgement(0.0, "unsupported")
        held = _held(offered)
        if len(held.sentences) <= SHORT:
            return self._by_quotes(sentence, offered, held)
        return self._by_source(sentence, offered, held)

    def _by_quotes(self, sentence: str, quotes: Sequence[str], held: Held) -> Judgement:
        support, wrong = backing(sentence, quotes)
        text = " ".join(quotes)
        if wrong and recall(sentence, text) >= PARTIAL:
            milder = lacking(sentence, held.vocabulary)  # a capital at the start may be no name
            clear = [p for p in wrong if p.kind != "name"] + [p for p in milder if p.kind == "name"]
            if _conflict(clear, text):
                return Judgement(support, "contradicted", wrong)
        return Judgement(support, verdict(support, self._min_support), wrong)

    def _by_source(self, sentence: str, sources: Sequence[str], held: Held) -> Judgement:
        features = Features.of(sentence, held, self._vectors.best_cosine(sentence, sources))
        support = self._weights.probability(features)
        nearest = held.nearest(sentence, NEAREST)
        said = recall(sentence, " ".join(nearest))
        wrong = lacking(sentence, held.vocabulary)
        if said >= self._min_support:  # below, two negations are seldom of the same thing
            wrong += tuple(p for p in problems(sentence, nearest) if p.kind == "negation")
        if said >= PARTIAL and _conflict(wrong, "\n".join(sources)):
            return Judgement(support / 2, "contradicted", wrong)  # less than any that is supported
        if support >= LIKELY:
            return Judgement(support, "supported", wrong)
        return Judgement(support, "partial" if said >= PARTIAL else "unsupported", wrong)


def default_judge(embedder: Embedder | None = None) -> VerifierJudge:
    """The judge of `eval run`: the best by `agreement` that needs nothing further.

    :param embedder: one that is loaded already, used if it is of the built-in model; None: there is none.
    """
    return VerifierJudge(embedder=embedder if embedder and embedder.name == BUILT_IN else None)


def _conflict(wrong: Sequence[Problem], text: str) -> bool:
    """Whether a statement and a text say different things of the same, rather than one of them more."""
    kinds = {problem.kind for problem in wrong}
    return (
        bool(kinds & {"negation", "date"})
        or ("number" in kinds and bool(numbers(text)))
        or ("name" in kinds and bool(names(text)))
    )


@lru_cache(maxsize=16)
def _held(sources: tuple[str, ...]) -> Held:
    return Held.of(sources)
