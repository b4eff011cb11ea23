"""Hand-made records for the tests of the suite."""

from __future__ import annotations

from eval.manifest import Manifest, manifest
from eval.questions import Gold, Question
from eval.records import Asked, Judgement, Reply, SentenceSupport, Span
from eval.runs import Run
from index import Article, Settings
from rag import Answer, AnswerSentence, Citation

TEXT = "Ann sold the shop. Bo bought it for 300 euros. It rained."
ARTICLE = Article(TEXT, title="Shop")
GOLD = (0, 18)
SUPPORTED = Judgement(1.0, "supported")


def question(id_: str = "q1", **fields) -> Question:
    given = {"article": "a", "question": "Who sold it?", "kind": "fact", "quotes": ("Ann sold the shop.",)}
    given |= {"keys": (("Ann",),), "answerable": True}
    return Question(id=id_, **(given | fields))


def unanswerable(id_: str = "q1", **fields) -> Question:
    return question(id_, **({"kind": "unanswerable", "quotes": (), "keys": (), "answerable": False} | fields))


def answer(
    text: str = "Ann sold the shop.", span: tuple[int, int] = GOLD, confidence: float = 0.9, **fields
) -> Answer:
    citation = Citation(1, TEXT[slice(*span)], *span, "id-a", "Shop", None, False, 1.0)
    sentence = AnswerSentence(text, (1,), 1.0, "supported")
    given = {"citations": (citation,), "sentences": (sentence,), "passages": ()}
    marked = f"{text[:-1]} [1]{text[-1]}"
    return Answer("?", marked, False, None, confidence=confidence, generator="quote", **(given | fields))


def abstention(confidence: float = 0.1) -> Answer:
    text = "The article does not say. No."
    return Answer("?", text, True, "No.", (), (), (), confidence, "quote")


def asked(
    of: Question | None = None,
    reply: Answer | None = None,
    article: str = "id-a",
    seconds: float = 0.1,
    **fields,
) -> Asked:
    of = of or question()
    reply = reply or answer()
    golds = tuple(Gold(quote, (GOLD,)) for quote in of.quotes)
    supports = tuple(
        SentenceSupport(
            s.text, s.citations, SUPPORTED, (SUPPORTED,), (Judgement(0.0, "unsupported"),), SUPPORTED
        )
        for s in reply.sentences
    )
    given = {"whole": True if reply.citations else None, "supports": supports}
    ranked = (Span(article, *GOLD),)
    return Asked(of, article, golds, seconds, Reply(reply, ranked), **(given | fields))


def failure(of: Question | None = None, article: str = "id-a") -> Asked:
    of = of or question()
    return Asked(of, article, tuple(Gold(quote, (GOLD,)) for quote in of.quotes), 0.1, None, "it broke")


class Named:
    """What a manifest asks of a system and of a judge."""

    def __init__(self, name: str) -> None:
        self.name = name


def about(records=(), **changes) -> Manifest:
    questions = [record.question for record in records]
    articles = {record.question.article: ARTICLE for record in records}
    made = manifest(Named("quote"), Named("verifier"), ["set.jsonl"], questions, articles, Settings())
    return made.model_copy(update={"started": "2026-01-01T00:00:00", **changes})


def run(*records: Asked) -> Run:
    return Run(about(records), tuple(records))
