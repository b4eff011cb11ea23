"""Who said it: which spellings are one name, and what is right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics import ABSTAINED, FAILED, NOT_APPLICABLE, Score, same_speaker
from eval.metrics.speaker import SPEAKER_ACCURACY

from .make import GOLD, abstention, answer, asked, cite, question


@pytest.mark.parametrize(
    ("said", "gold"),
    [
        ("Yuri Petrov", "Yury Petrov"),
        ("Aleksandr Ivanov", "Alexander Ivanov"),
        ("Gorbachev", "Mikhail Gorbachyov"),
        ("Erdoğan", "Recep Tayyip Erdogan"),
        ("Foreign Minister Ivan Petrov", "Ivan Petrov"),
        ("PETROV", "Ivan Petrov"),
        ("the Daily Planet", "Daily Planet"),
    ],
)
def test_one_speaker_in_two_spellings(said: str, gold: str) -> None:
    assert same_speaker(said, gold)
    assert same_speaker(gold, said)


@pytest.mark.parametrize(
    ("said", "gold"),
    [
        ("Ivan Petrov", "Ivan Pavlov"),
        ("Bill Clinton", "Hillary Clinton"),
        ("Ivan", "Ivan Petrov"),
        ("White House", "House Democrats"),
        ("Foreign Ministry", "Defense Ministry"),
        ("UN", "EU"),
        ("", "Ann"),
        ("the", "the"),
    ],
)
def test_two_speakers(said: str, gold: str) -> None:
    assert not same_speaker(said, gold)
    assert not same_speaker(gold, said)


@given(st.text(max_size=12), st.text(max_size=12))
def test_any_two_texts_can_be_compared_either_way(one: str, other: str) -> None:
    assert same_speaker(one, other) == same_speaker(other, one)


SAID = question(kind="attribution", speaker="Ann Lee")


def test_the_citation_of_the_gold_must_have_the_speaker() -> None:
    def score(*citations) -> Score:
        return SPEAKER_ACCURACY.score(asked(SAID, answer("Ann.", citations=citations), GOLD))

    assert score(cite(speaker="Lee")) == Score(1.0)
    assert score(cite(speaker="Bo Ray")) == Score(0.0)
    assert score(cite()) == Score(0.0)
    assert score() == Score(0.0)
    elsewhere = cite(2, at=(300, 340), speaker="Ann Lee")
    assert score(elsewhere) == Score(0.0)
    assert score(cite(speaker="Bo Ray"), elsewhere) == Score(0.0)
    assert score(cite(speaker="Ann Lee", article="b")) == Score(0.0)


def test_only_answers_to_questions_with_a_speaker_count() -> None:
    assert SPEAKER_ACCURACY.score(asked(question(), answer("Ann."), GOLD)) == NOT_APPLICABLE
    assert SPEAKER_ACCURACY.score(asked(SAID, abstention(), GOLD)) == ABSTAINED
    assert SPEAKER_ACCURACY.score(asked(SAID, None, GOLD)) == FAILED
    assert SPEAKER_ACCURACY.missing is None
