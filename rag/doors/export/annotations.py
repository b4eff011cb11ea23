"""A citation in, a W3C Web Annotation out, so that any annotation tool finds the quote.

https://www.w3.org/TR/annotation-model/
"""

from __future__ import annotations

from typing import Any

from rag.answer import Answer, Citation

from .conversation import Conversation


def annotate(conversation: Conversation) -> list[dict[str, Any]]:
    """One for each citation, in order; its body is the sentences of the answer that cite it."""
    return [
        _annotation(conversation, turn, answer, citation)
        for turn, answer in enumerate(conversation.answers, 1)
        for citation in answer.citations
    ]


def selectors(citation: Citation) -> list[dict[str, Any]]:
    """Two ways to find a quote: by its words with those around it, and by its place."""
    words = {"exact": citation.quote, "prefix": citation.prefix, "suffix": citation.suffix}
    return [
        {"type": "TextQuoteSelector", **words},
        {"type": "TextPositionSelector", "start": citation.start, "end": citation.end},
    ]


def _annotation(conversation: Conversation, turn: int, answer: Answer, citation: Citation) -> dict[str, Any]:
    citing = [one.text for one in answer.sentences if citation.number in one.citations]
    source = conversation.source(citation)
    name = f"urn:sha256:{citation.sha256}" if citation.sha256 else f"urn:byline:{citation.article_id}"
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"#citation-{conversation.label(turn, citation.number)}",
        "type": "Annotation",
        "motivation": "linking",
        "body": {"type": "TextualBody", "format": "text/plain", "value": " ".join(citing)},
        "target": {"source": source.url or name, "selector": selectors(citation)},
    }
