"""Ask a system every question of a set, judge the answers, and keep both."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from tqdm import tqdm

from index import Article
from index.split import sentences
from rag import Answer
from rag.errors import BylineError

from .judge.judge import Judge
from .manifest import Manifest
from .questions import Gold, Question, resolve
from .records import Asked, Span
from .runs import Journal, Run
from .runs import restart as start_over
from .support import by_read, supports
from .system import Forcible, System

log = logging.getLogger(__name__)
LEAD = 3
"""Sentences of an article's beginning that are kept, to compare a summary with."""


def run(
    system: System,
    questions: Sequence[Question],
    articles: Mapping[str, Article],
    judge: Judge,
    manifest: Manifest,
    out: Path | None = None,
    restart: bool = False,
) -> Run:
    """Ask each question of its own article, with a progress bar on a terminal.

    A `BylineError` of the system is that question's result; any other error is a defect, and ends the run.

    :param articles: the stored articles, by the names that the questions use.
    :param out: folder to keep the run in; one that was interrupted there goes on, and asks again what had
        failed. None: it is not kept.
    :param restart: whether a run that `out` holds is taken out first.
    :raises BylineError: if a gold quote is not in its article, or `out` holds another run.
    """
    golds = {question.id: resolve(question, articles[question.article]) for question in questions}
    if out and restart:
        start_over(out)
    journal = Journal(out, manifest) if out else None
    leads = {name: _lead(article) for name, article in articles.items()}
    done = {asked.question.id: asked for asked in journal.done if not asked.error} if journal else {}
    by_id = {article.id: article for article in articles.values()}
    bar = tqdm(questions, desc=system.name, unit="question", disable=not sys.stderr.isatty())
    for question in bar:
        if question.id in done:
            continue
        asked = ask(system, question, articles[question.article], golds[question.id], judge, by_id)
        asked = replace(asked, lead=leads[question.article])
        if journal:
            journal.add(asked)
        done[question.id] = asked
    return Run(journal.manifest if journal else manifest, tuple(done[question.id] for question in questions))


def ask(
    system: System,
    question: Question,
    article: Article,
    golds: tuple[Gold, ...],
    judge: Judge,
    articles: Mapping[str, Article],
) -> Asked:
    """Put one question to a system, and judge what comes.

    `seconds` are those that the answer states, for systems that do more than answer, or else the wall time.

    :param articles: all that may be cited, by id.
    """
    start = time.perf_counter()
    try:
        reply = system.ask(question, article)
        wall = time.perf_counter() - start
        if reply.answer.abstained and reply.forced is None and isinstance(system, Forcible):
            reply = replace(reply, forced=system.ask_anyway(question, article))
    except BylineError as error:
        log.warning("%s: %s failed: %s", question.id, system.name, error)
        return Asked(question, article.id, golds, time.perf_counter() - start, None, str(error))
    return Asked(
        question=question,
        article_id=article.id,
        golds=golds,
        seconds=reply.answer.timings.get("total", wall),
        reply=reply,
        whole=_whole(reply.answer, articles),
        supports=supports(reply.answer, judge),
        drafts=by_read(reply.draft, judge) if reply.draft else (),
    )


def _lead(article: Article) -> tuple[Span, ...]:
    """Where its first sentences stand; of a list of headings there are none."""
    return tuple(Span(article.id, one.start, one.end) for one in sentences(article)[:LEAD])


def _whole(answer: Answer, articles: Mapping[str, Article]) -> bool | None:
    """Whether every quote is what its offsets cut from the stored article; None without citations."""
    if not answer.citations:
        return None
    return all(
        c.article_id in articles
        and 0 <= c.start < c.end
        and articles[c.article_id].text[c.start : c.end] == c.quote
        for c in answer.citations
    )
