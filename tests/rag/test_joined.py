"""Several answers made one, what a page's own data say, and drafts that only name somebody."""

import pytest

from index import Sentence
from rag.answer import Answer, AnswerSentence, Citation
from rag.clock import Clock
from rag.compose import CHAT, CHAT_MANY, Composer
from rag.retrieve.evidence import Draft, Evidence, EvidenceSentence
from rag.verify.verdict import verify
from rag.write.metadata import Datum
from tests.rag.standing_in import Uncalled

BY = Composer("Who and when?", "quote", None, False, Clock())


def part(question: str, text: str, *starts: int, confidence: float = 0.9) -> Answer:
    """An answer of one sentence, whose citations 1, 2, … are at these places."""
    cited = tuple(
        Citation(n, "…", start, start + 9, "a", "", None, False, 1.0) for n, start in enumerate(starts, 1)
    )
    sentence = AnswerSentence(text, tuple(c.number for c in cited), 1.0, "supported")
    return Answer(question, text, False, None, cited, (sentence,), (), confidence, "quote")


def silent(question: str, reason: str) -> Answer:
    return Answer(question, f"The article does not say. {reason}", True, reason, (), (), (), 0.2, "quote")


def test_citations_are_numbered_across_parts_in_article_order() -> None:
    whole = BY.joined(
        [part("Who?", "Ann did [1][2].", 50, 90), part("When?", "In May [1].", 10, confidence=0.7)]
    )
    assert whole.text == "Ann did [2][3]. In May [1]."
    assert [(c.number, c.start) for c in whole.citations] == [(1, 10), (2, 50), (3, 90)]
    assert [s.citations for s in whole.sentences] == [(2, 3), (1,)]
    assert [p.text for p in whole.parts] == ["Ann did [2][3].", "In May [1]."]
    assert whole.confidence == 0.7


def test_one_quote_behind_two_parts_has_one_number() -> None:
    whole = BY.joined([part("Who?", "Ann did [1].", 50), part("When?", "In May [1].", 50)])
    assert whole.text == "Ann did [1]. In May [1]."
    assert len(whole.citations) == 1


def test_what_two_parts_have_in_common_is_told_once() -> None:
    both = "Ann did in May [1]."
    whole = BY.joined([part("Who?", both, 50), part("When?", both, 50), silent("Why?", "No reason.")])
    assert whole.text == f"{both} “Why?”: The article does not say. No reason."
    assert [s.text for s in whole.sentences] == [both]
    assert [p.text for p in whole.parts[:2]] == [both, both]


@pytest.mark.parametrize("own", ["A study [3] of 1999 found it [1].", "It was [7], he wrote, in May [1]."])
def test_numbers_in_the_articles_own_brackets_stay(own: str) -> None:
    whole = BY.joined([part("Who?", own, 50), part("When?", "In May [1].", 10)])
    assert whole.text == f"{own.replace('[1]', '[2]')} In May [1]."


def test_a_part_that_is_not_answered_is_named_and_the_others_stand() -> None:
    whole = BY.joined([part("Who?", "Ann did [1].", 50), silent("Where?", "No place is named.")])
    assert whole.text == "Ann did [1]. “Where?”: The article does not say. No place is named."
    assert (whole.abstained, whole.reason) == (False, None)


def test_where_no_part_is_answered_the_whole_is_not() -> None:
    whole = BY.joined([silent("Who?", "Nobody is named."), silent("Where?", "No place is named.")])
    assert whole.abstained
    assert whole.text == "The article does not say. Nobody is named."
    assert len(whole.parts) == 2
    assert Answer.from_dict(whole.to_dict()) == whole


BYLINE = EvidenceSentence("a", "", 0, Sentence("By Ann Lee", 0, 10, 0), 1.0, None)
NONE = Evidence("q", (), (), 0.9, kind="metadata")


def test_data_are_cited_only_where_the_text_says_them() -> None:
    known = [
        Datum("author", "Ann Lee", "It was written by Ann Lee.", BYLINE),
        Datum("published", "2 May", "It is dated 2 May.", None),
    ]
    answer = BY.told(known, ("outlet",), NONE)
    assert answer.text == (
        "It was written by Ann Lee [1]. It is dated 2 May. Its outlet did not come with it."
    )
    assert answer.metadata == (("author", "Ann Lee"), ("published", "2 May"))
    assert [c.quote for c in answer.citations] == ["By Ann Lee"]
    assert not answer.abstained


def test_chat_is_an_abstention_with_a_friendly_line() -> None:
    chat = Evidence("hi", (), (), 0.1, kind="chat")
    assert (BY.chat(chat).text, BY.chat(chat).abstained, BY.chat(chat).kind) == (CHAT, True, "chat")
    assert Composer("hi", "quote", None, True, Clock()).chat(chat).text == CHAT_MANY


LEE = EvidenceSentence("a", "", 0, Sentence("Mayor Ann Lee denied it.", 0, 24, 0), 1.0, None)


@pytest.mark.parametrize(
    ("text", "naming", "verdict"),
    [
        ("Mayor Ann Lee (speaks).", "Mayor Ann Lee", "supported"),
        ("Former mayor Ann Lee (speaks).", "Former mayor Ann Lee", "unsupported"),  # not in its source
        ("Bob Ray (speaks).", "Mayor Ann Lee", "unsupported"),  # not what it names
    ],
)
def test_a_naming_draft_stands_only_as_a_slice_of_its_source(text: str, naming: str, verdict: str) -> None:
    evidence = Evidence("q", (), (LEE,), 1.0)
    assert verify(Draft(text, (LEE,), naming), evidence, Uncalled(), 0.7).verdict == verdict
