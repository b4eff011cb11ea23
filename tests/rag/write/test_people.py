"""Whom an article names, and by which of its words."""

import pytest

from rag.write.people import introduced, introductions, people
from rag.write.wanted import wanted
from tests.rag.write.making import Row, article


def told(*rows: Row) -> list[str]:
    return [one.words for one in people(article(*rows))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Foreign Minister Ann Lee spoke.", "Foreign Minister Ann Lee"),
        ("It was said by the former Danish judge Ann Lee.", "the former Danish judge Ann Lee"),
        ("Ann Lee, an economist at the Marn Club, spoke.", "Ann Lee, an economist at the Marn Club"),
        ("Ann Lee, 45, spoke.", "Ann Lee, 45"),
        ("Ann Lee, 45, a baker from Lisk, spoke.", "Ann Lee, 45, a baker from Lisk"),
        (
            "We never refused, said Ann Lee, Lisk's special envoy for water.",
            "Ann Lee, Lisk's special envoy for water",
        ),
        ("The envoy of Lisk, Ann Lee, spoke.", "The envoy of Lisk, Ann Lee"),
        ("Dr Ann Lee spoke.", "Dr Ann Lee"),
        ("Ann Lee, who is the mayor of Lisk, spoke.", "Ann Lee, who is the mayor of Lisk"),
        ("Ann Lee spoke, according to the police.", "Ann Lee"),
        ("According to Ann Lee, the mill is shut.", "Ann Lee"),
        ("On Monday Ann Lee, speaking in Lisk, rejected it.", "Ann Lee"),
    ],
)
def test_somebody_is_introduced_by_what_stands_at_the_name(text: str, words: str) -> None:
    assert told((text, "Ann Lee")) == [words]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Manager Piet van Houten wept.", "Piet van Houten"),
        ("Judge Rosa Diaz-Okonjo ruled.", "Rosa Diaz-Okonjo"),
        ("Cllr Ann Lee voted.", "Ann Lee"),
        ("Prosecutor Ann Lee objected.", "Ann Lee"),
        ("Minister Ann Lee's plan failed.", "Ann Lee"),
    ],
)
def test_a_name_is_whole_and_without_titles(text: str, name: str) -> None:
    assert [one.name for one in people(article(text))] == [name]


def test_each_stands_once_where_they_are_described_best() -> None:
    found = people(
        article("Lee was there.", "Ann Lee came.", "Ann Lee, an engineer at Marn, stayed.", "Lee left.")
    )
    assert [(one.name, one.words) for one in found] == [("Ann Lee", "Ann Lee, an engineer at Marn")]
    assert found[0].sentence.number == 2


def test_places_and_bodies_are_left_out() -> None:
    rows = (
        "The fire in Port Selby was put out by the Harbour Rescue.",
        "Crews came from Old Dorv.",
        "The Marn Institute sent Professor Ann Lee.",
    )
    assert told(*rows) == ["Professor Ann Lee"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bob's widow, Agnes, wept.", "Bob's widow, Agnes"),
        ("The harbour master, Cal Doyle, has not replied.", "The harbour master, Cal Doyle"),
        ("The owner, Mrs Pujol, sold it.", "The owner, Mrs Pujol"),
        ("Dr Eve Fox of Nord Bank spoke.", "Dr Eve Fox of Nord Bank"),
        ("Eve Fox, who runs the mill, spoke.", "Eve Fox, who runs the mill"),
        (
            "It hurt the parents of Cal Rowe, the nine-year-old who fell.",
            "Cal Rowe, the nine-year-old who fell",
        ),
    ],
)
def test_a_role_may_stand_before_a_name_between_commas_or_behind_it(text: str, words: str) -> None:
    assert told(text) == [words]


def test_a_field_or_a_firm_between_commas_is_nobody() -> None:
    assert told("It lies in Cannery Field, a kilometre inland.", "The operator, Ferro Lem, paid.") == []


def test_sources_without_a_name_are_among_those_who_speak() -> None:
    rows = article(
        ("A guard at the mill, who gave no name, said it shook.", "a guard at the mill"),
        ("Ann Lee, a baker, said it did not.", "Ann Lee"),
        ("The council said it would look.", "council"),
    )
    assert [one.words for one in wanted("Who is quoted?", people(rows)).people] == [
        "Ann Lee, a baker",
        "A guard at the mill",
    ]
    assert [one.name for one in wanted("Which people are named?", people(rows)).people] == ["Ann Lee"]


FATES = article(
    "Bob Ray, 34, died when the mill burned.",
    "Ann Lee, a baker, escaped.",
    ("“It was hot,” she said.", "Ann Lee"),
)


@pytest.mark.parametrize(
    ("question", "names", "remark"),
    [
        ("Which people who died are named?", ["Bob Ray"], False),
        ("Who died?", ["Bob Ray"], False),
        ("Which women are mentioned?", ["Ann Lee"], False),
        ("Which people who sang are named?", ["Ann Lee", "Bob Ray"], True),
        ("Which judges are named?", ["Ann Lee", "Bob Ray"], True),
        ("Who is mentioned?", ["Ann Lee", "Bob Ray"], False),
    ],
)
def test_what_only_some_are_is_honoured_or_said_not_to_be(
    question: str, names: list[str], remark: bool
) -> None:
    found = wanted(question, people(FATES))
    assert [one.name for one in found.people] == names
    assert (found.remark is not None) == remark


def test_a_pronoun_is_no_family_name() -> None:
    assert told(("Until I bought it, nobody came.", "Ann Lee"), "Later I sold it.", "Yes I did.") == []


CAST = article(
    ("Bob Ray, a farmer, said it rained.", "Bob Ray"),
    "Mayor Cy Dunn was absent.",
    ('Ann Lee, an economist at Marn, said: "It is dear."', "Ann Lee"),
)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Which people are mentioned?", ["Bob Ray", "Ann Lee", "Cy Dunn"]),
        ("Who is quoted?", ["Bob Ray", "Ann Lee"]),
        ("Which experts does it talk to?", ["Ann Lee"]),  # an economist is one
        ("Which sailors are named?", ["Bob Ray", "Ann Lee", "Cy Dunn"]),  # nobody is called one
        ("Which economists are named?", ["Ann Lee"]),
        ("Which mayors are mentioned?", ["Cy Dunn"]),
    ],
)
def test_a_question_chooses_among_them_and_who_speaks_comes_first(question: str, names: list[str]) -> None:
    assert [one.name for one in wanted(question, people(CAST)).people] == names


def test_a_role_filters_by_the_articles_own_words() -> None:
    rows = article(
        ("Ann Lee, an expert at Marn, spoke.", "Ann Lee"), ("Bob Ray, a farmer, spoke.", "Bob Ray")
    )
    assert [one.name for one in wanted("Which experts does it talk to?", people(rows)).people] == ["Ann Lee"]


def test_an_introduction_says_whether_they_speak_and_is_a_slice_of_its_source() -> None:
    drafts = introductions(wanted("Who is in it?", people(CAST)).people)
    assert [(draft.text, draft.note) for draft in drafts] == [
        ("Bob Ray, a farmer.", "speaks"),
        ("Ann Lee, an economist at Marn.", "speaks"),
        ("Mayor Cy Dunn.", "is mentioned"),
    ]
    for draft in drafts:
        assert draft.naming in draft.sources[0].sentence.text


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who is Ann Lee?", "An economist at Marn."),
        ("Who is Dunn?", "Mayor Cy Dunn."),
        ("Who is Eve Fox?", None),
        ("Who is Lee and who is Ray?", None),  # not one person
        ("What is the mill?", None),
    ],
)
def test_who_somebody_is_opens_with_the_apposition(question: str, expected: str | None) -> None:
    draft = introduced(question, CAST)
    assert (draft.text if draft else None) == expected


def test_an_article_without_people_has_none() -> None:
    assert people(()) == ()
    assert told("It rained.", "The mill closed.") == []
