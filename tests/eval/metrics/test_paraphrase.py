"""Whether paraphrases agree with their original."""

from eval.metrics import FAILED, NOT_APPLICABLE, Score, agree, paired_consistency, paraphrase_consistency

from .make import abstention, answer, asked, cite, question

HERE = answer("Ann.", citations=[cite(at=(100, 150))])
NEARBY = answer("It was Ann.", citations=[cite(1, at=(0, 20)), cite(2, at=(120, 160))])
THERE = answer("Ann.", citations=[cite(at=(300, 340))])


def test_replies_agree_where_both_abstain_or_cite_the_same_words() -> None:
    assert agree(HERE, NEARBY)
    assert agree(NEARBY, HERE)
    assert not agree(HERE, THERE)
    assert not agree(HERE, answer("Ann.", citations=[cite(quote="c d", article="b")]))
    assert not agree(HERE, answer("Ann."))
    assert agree(abstention(), abstention(0.1))
    assert not agree(HERE, abstention())


def test_in_a_copy_of_the_article_the_same_quote_is_the_same_words() -> None:
    assert agree(HERE, answer("Ann.", citations=[cite(at=(300, 350), article="copy")]))


def test_each_paraphrase_is_compared_to_its_original() -> None:
    questions = [
        asked(question(id="one"), HERE),
        asked(question(id="two", same_as="one"), NEARBY),
        asked(question(id="three", same_as="one"), THERE),
        asked(question(id="four", same_as="one"), None),
        asked(question(id="five", same_as="elsewhere"), HERE),
        asked(question(id="six", same_as="six"), HERE),
    ]
    scores = paired_consistency(questions)
    assert scores == {
        "one": NOT_APPLICABLE,
        "two": Score(1.0),
        "three": Score(0.0),
        "four": FAILED,
        "five": NOT_APPLICABLE,
        "six": NOT_APPLICABLE,
    }
    assert paired_consistency(questions[::-1]) == scores
    measure = paraphrase_consistency(questions)
    assert [measure.score(one) for one in questions] == list(scores.values())


def test_a_failed_original_fails_its_paraphrases() -> None:
    questions = [asked(question(id="one"), None), asked(question(id="two", same_as="one"), HERE)]
    assert paired_consistency(questions)["two"] == FAILED
