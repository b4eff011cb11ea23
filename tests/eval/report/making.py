"""Runs with a question of every outcome, and one whose every text is an attack."""

from __future__ import annotations

from dataclasses import replace

from eval.questions import Gold
from eval.records import Asked, Judgement, Reply, SentenceSupport, Tokens
from eval.runs import Run
from eval.summary import Summary, summarise
from rag import AnswerSentence, ScoredPassage
from rag.verify.exact import Problem
from tests.eval.building import about, abstention, answer, asked, failure, question, unanswerable

ATTACK = (
    '<script>window.hacked = 1</script><img src="http://evil.example/x.png" onerror="window.hacked = 2">'
    "</title></style></script></details><svg onload='window.hacked = 3'> {{ 7 * 7 }} `|` @someone"
)
CONTRADICTED = Judgement(
    0.0, "contradicted", (Problem("negation", "the quote denies, the sentence does not"),)
)


def right(id_: str = "right") -> Asked:
    passage = ScoredPassage(
        "Ann sold the shop. Bo bought it for 300 euros.", 0, 46, "id-a", "Shop", None, 1, 1, 1
    )
    return asked(question(id_, question="Who sold the shop?"), answer(passages=(passage,), confidence=0.95))


def wrong(id_: str = "wrong") -> Asked:
    """Cites the wrong quote, lacks the key, and is contradicted."""
    given = asked(
        question(id_, kind="attribution", keys=(("Ann", "Anna"),)), answer("It rained.", (46, 56), 0.8)
    )
    return replace(given, supports=(replace(given.supports[0], cited=CONTRADICTED),))


def mixed() -> tuple[Asked, ...]:
    """Right, wrong, abstained, failed, rightly abstained, answered without an answer, unlabelled."""
    unlabelled = question("open", kind="reported", quotes=(), keys=(), answerable=None, rejected="Ann.")
    return (
        right(),
        wrong(),
        asked(question("shy", question="Who sold?"), abstention(0.3)),
        failure(question("broken", kind="list")),
        asked(unanswerable("none"), abstention(0.05)),
        asked(unanswerable("invented"), answer(confidence=0.4)),
        asked(unlabelled, answer()),
    )


def hostile() -> Asked:
    """Every text that comes from a question, a system or an article is an attack."""
    bad = question(ATTACK, question=ATTACK, quotes=(ATTACK,), keys=((ATTACK,),), speaker=ATTACK)
    bad = bad.model_copy(update={"history": ((ATTACK, ATTACK),), "rejected": ATTACK})
    given = answer()
    citation = replace(
        given.citations[0], quote=ATTACK, speaker=ATTACK, title=ATTACK, start=0, end=len(ATTACK)
    )
    passage = ScoredPassage(ATTACK * 2, 0, 2 * len(ATTACK), "id-a", ATTACK, ATTACK, 1.0, 1, 1)
    reply = replace(
        given,
        text=ATTACK,
        citations=(citation,),
        sentences=(AnswerSentence(ATTACK, (1,), 1.0, "supported"),),
        passages=(passage,),
        generator=ATTACK,
        fallback=ATTACK,
        asked=ATTACK,
    )
    judged = Judgement(None, "unscored", (Problem("name", ATTACK),), why=ATTACK)
    support = SentenceSupport(ATTACK, (1,), judged, (judged,), (judged,), judged)
    return Asked(
        bad, "id-a", (Gold(ATTACK, ((0, 5),)),), 0.2, Reply(reply, (), Tokens(10, 2)), None, True, (support,)
    )


def hostile_abstention() -> Asked:
    passage = ScoredPassage(ATTACK, 0, len(ATTACK), "id-a", ATTACK, None, 1.0, 1, 1)
    shy = replace(abstention(), text=ATTACK, reason=ATTACK, passages=(passage,))
    forced = replace(answer(), text=ATTACK)
    return replace(asked(question("shy-attack"), shy), reply=Reply(shy, (), None, forced))


def hostile_run() -> Run:
    bad = (hostile(), hostile_abstention(), replace(failure(question("fail-attack")), error=ATTACK))
    return Run(about(bad, system=ATTACK, judge=ATTACK, sets=(ATTACK,), settings={ATTACK: ATTACK}), bad)


def summed(run: Run) -> Summary:
    return summarise(run, resamples=50)
