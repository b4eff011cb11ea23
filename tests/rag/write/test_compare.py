"""Whose statements a comparison sets side by side."""

from dataclasses import replace

from rag.retrieve.evidence import EvidenceSentence
from rag.write.compare import EACH, SIDES, sides, statements
from rag.write.people import people
from tests.rag.write.making import article

ROWS = article(
    ("The dam will dry us out.", "Ann Lee"),
    ("It brings power.", "Bob Ray"),
    "It rained.",
    ("The river is ours.", "Ann Lee"),
    ("Both are wrong.", "Cy Dunn"),
    paragraphs=True,
)
RELEVANCE = (0.9, 0.5, 0.9, 0.8, 0.7)
READ = tuple(replace(one, relevance=r) for one, r in zip(ROWS, RELEVANCE, strict=True))


def numbers(groups: tuple[tuple[EvidenceSentence, ...], ...]) -> list[list[int]]:
    return [[one.number for one in group] for group in groups]


def test_two_who_are_named_are_the_sides() -> None:
    assert numbers(sides("Compare what Ray and Lee say about the dam.", READ)) == [[0, 3], [1]]


def test_to_one_who_is_named_those_come_who_answer_best() -> None:
    assert numbers(sides("Who disagrees with Lee?", READ)) == [[0, 3], [1], [4]]


def test_where_nobody_is_named_all_who_speak_are_sides_four_at_most() -> None:
    assert numbers(sides("What are the arguments for and against?", READ)) == [[0, 3], [1], [4]]
    many = article(*((f"It is so {n}.", f"Ann Lee{n * 'e'}") for n in range(9)))
    assert len(sides("Who disagrees?", many)) == SIDES


def test_one_voice_is_no_comparison() -> None:
    assert sides("Compare Lee and Ray.", READ[:1]) == ()
    assert sides("Compare Lee and Ray.", ()) == ()


def test_a_much_weaker_second_statement_is_left_out() -> None:
    weak = replace(READ[3], relevance=0.3)  # under 0.4 of 0.9
    assert numbers(sides("Compare Lee and Ray.", (READ[0], READ[1], weak))) == [[0], [1]]
    assert EACH == 2


def test_each_statement_is_cited_and_credited() -> None:
    drafts = statements(sides("Compare Lee and Ray.", READ))
    assert [draft.text for draft in drafts] == [
        "According to Ann Lee: The dam will dry us out.",
        "According to Ann Lee: The river is ours.",
        "According to Bob Ray: It brings power.",
    ]
    assert [draft.sources for draft in drafts] == [(READ[0],), (READ[3],), (READ[1],)]


CAST = article(
    ("Ann Lee, the manager of Lund, said it was late.", "Ann Lee"),
    ("She had waited.", "Ann Lee"),
    ("The manager of Marn, Bob Ray, denied it.", "Bob Ray"),
    ("The company said nothing was late.", "company"),
    ("Cy Dunn, a fan, said he was cold.", "Cy Dunn"),
)


def test_sides_may_be_named_by_their_role_or_as_a_body() -> None:
    assert numbers(sides("What do the two managers say?", CAST, people(CAST))) == [[0, 1], [2]]
    assert numbers(sides("Compare the company and Dunn.", CAST, people(CAST))) == [[3], [4]]


def test_a_side_goes_on_in_the_sentence_behind_its_best_one() -> None:
    read = tuple(replace(one, relevance=r) for one, r in zip(CAST, (0.9, 0.01, 0.8, 0.0, 0.0), strict=True))
    assert numbers(sides("Compare Lee and Ray.", read)) == [[0, 1], [2]]


def test_of_a_sides_statements_that_on_the_questions_subject_stands_first() -> None:
    rows = article(
        ("It is a nice day.", "Ann Lee"), ("The dam is dear.", "Ann Lee"), ("No.", "Bob Ray"), paragraphs=True
    )
    read = tuple(replace(one, relevance=r) for one, r in zip(rows, (0.3, 0.1, 0.3), strict=True))
    assert 1 in numbers(sides("Compare what Lee and Ray say about the dam.", read))[0]
