"""An article and answers full of what formats stumble over, made by hand so that every quote is exact."""

from __future__ import annotations

from dataclasses import replace

from index import Article, Heading
from rag import Answer, AnswerSentence, Citation

HEAD = "Costs & <risks>"
FIRST = '"=SUM(A1:A9) is <b>not</b> a *formula*, 🦒 [1]," Ann Lee said, and `it` cost 5 % of $10_000.'
SECOND = "-2+3 is how @bo {wrote} it\\, https://evil.example/?a=1&b=2 ~ #tag ^up | <script>alert(1)</script>."
TEXT = f"{HEAD}\n\n{FIRST} It ended.\n\n{SECOND}"
ARTICLE = Article(
    text=TEXT,
    title="50% {off} & more: the “<i>A_b</i>” story",
    headings=(Heading(0, len(HEAD)),),
    author="Ann O’Lee, Bo Ek",
    outlet="The Daily & Co_",
    published="2026-02-09",
    language="en",
    url="https://news.example/a_b?c=1&d={2}",
    source="/home/somebody/private/notes.txt",
    pages=((0, 1), (len(HEAD) + 2, 2)),
)


def cite(number: int, quote: str, speaker: str | None = None, article: Article = ARTICLE) -> Citation:
    start = article.text.index(quote)
    end = start + len(quote)
    return Citation(
        number,
        quote,
        start,
        end,
        article.id,
        article.title,
        speaker,
        speaker is not None,
        0.9,
        article.page(start),
        article.text[max(0, start - 32) : start],
        article.text[end : end + 32],
        article.sha256,
    )


ANSWER = Answer(
    question="=cmd|' /C calc'!A0 *what* <did> it cost?",
    text=f"{FIRST[:-1]} [1]. {SECOND[:-1]} [2][3].",
    abstained=False,
    reason=None,
    citations=(cite(1, FIRST, "Ann Lee"), cite(2, SECOND), cite(3, "wrote} it\\")),
    sentences=(
        AnswerSentence(FIRST, (1,), 1.0, "supported"),
        AnswerSentence(SECOND, (2, 3), 0.6, "partial"),
    ),
    passages=(),
    confidence=0.8765432,
    generator="quote",
)
REFUSED = Answer(
    question="Who won?",
    text="The article does not say. Nothing there mentions *winning*.",
    abstained=True,
    reason="Nothing there mentions *winning*.",
    citations=(),
    sentences=(),
    passages=(),
    confidence=0.1,
    generator="quote",
)
PEOPLE = replace(
    ANSWER,
    question="who speaks?",
    text="Ann Lee [1] (speaks). Bo [2][3].",
    kind="people",
    sentences=(
        AnswerSentence("Ann Lee.", (1,), 1.0, "supported", "speaks"),
        AnswerSentence("Bo.", (2, 3), 1.0, "supported"),
    ),
)
JOINED = replace(ANSWER, question="Who speaks, and who won?", parts=(PEOPLE, REFUSED))
