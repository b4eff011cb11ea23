"""What may stand in an answer: alignment, exact checks and support, on hand-made evidence."""

import pytest

from index import Sentence
from rag.retrieve.evidence import Draft, Evidence, EvidenceSentence
from rag.verify.exact import problems
from rag.verify.support import Supporter
from rag.verify.verdict import Checked, align, verdict, verify
from rag.words import recall
from tests.rag.standing_in import Fixed, Uncalled


def evidence(*texts: str, speaker: str | None = None) -> Evidence:
    """Sentences of one article, each relevant alike."""
    at, sentences = 0, []
    for number, text in enumerate(texts):
        sentence = Sentence(text, at, at + len(text), 0, None, speaker)
        sentences.append(EvidenceSentence("a", "Title", number, sentence, 0.5, None))
        at += len(text) + 1
    return Evidence("?", (), tuple(sentences), 1.0)


def check(text: str, given: Evidence, supporter: Supporter) -> Checked:
    return verify(Draft(text), given, supporter, 0.8)


SHOP = evidence("Ann Lee sold the shop for 300 euros in May.", "Bo Ray did not buy it.", "It rained.")


def test_a_sentence_of_the_article_is_supported_by_itself() -> None:
    checked = check("Bo Ray did not buy it.", SHOP, Uncalled())
    assert (checked.verdict, checked.support) == ("supported", 1.0)
    assert [quote.number for quote in checked.quotes] == [1]


@pytest.mark.parametrize("draft", ["Sales rose by 12% in May.", "Sales rose by 12 percent in May."])
def test_a_quotes_figures_written_otherwise_are_its_own_words(draft: str) -> None:
    checked = check(draft, evidence("Sales rose by 12 per cent in May."), Uncalled())
    assert (checked.verdict, checked.support) == ("supported", 1.0)


@pytest.mark.parametrize(
    ("draft", "problem"),
    [
        ("Ann Lee sold the shop for 400 euros in May.", "number 400"),
        ("Ann Lee sold the shop to Kim Poe for 300 euros.", "name 'Kim'"),
        ("Ann Lee did not sell the shop for 300 euros in May.", "denies"),
        ("Kim sold the shop for 300 euros in May.", "name 'Kim'"),
        ("Ann Lee sold the shop for 300 million euros in May.", "number 300 million"),
        ('Ann Lee sold the "lovely old shop" for 300 euros in May.', "quotation marks"),
    ],
)
def test_one_swapped_detail_is_unsupported_whatever_a_model_says(draft: str, problem: str) -> None:
    checked = check(draft, SHOP, Fixed(1.0))
    assert (checked.verdict, checked.support) == ("unsupported", 0.0)
    assert any(problem in str(found) for found in checked.problems)


def test_a_problem_is_unsupported_at_any_threshold() -> None:
    assert verify(Draft("Kim sold the shop."), SHOP, Fixed(1.0), min_support=0.0).verdict == "unsupported"


@pytest.mark.parametrize(
    ("support", "word"), [(0.9, "supported"), (0.8, "supported"), (0.6, "partial"), (0.1, "unsupported")]
)
def test_of_a_sentence_in_words_of_its_own_the_model_decides(support: float, word: str) -> None:
    model = Fixed(support)
    checked = check("Ann Lee sold the shop quite happily.", SHOP, model)
    assert (checked.support, checked.verdict) == (support, word)
    assert model.asked == [("Ann Lee sold the shop quite happily.", (SHOP.sentences[0].sentence.text,))]


def test_the_model_sees_all_quotes_in_their_order() -> None:
    model = Fixed(0.9)
    check("Bo Ray did not buy the shop that Ann Lee sold for 300 euros.", SHOP, model)
    assert model.asked[0][1] == tuple(one.sentence.text for one in SHOP.sentences[:2])


def test_nothing_alike_is_unsupported_and_has_no_quote() -> None:
    checked = check("Penguins swim.", SHOP, Uncalled())
    assert (checked.verdict, checked.quotes) == ("unsupported", ())


def test_a_quote_that_its_generator_names_is_the_one_that_counts() -> None:
    model = Fixed(0.3)
    draft = Draft("Bo Ray did not buy it.", (SHOP.sentences[2],))
    assert verify(draft, SHOP, model, 0.8).verdict == "unsupported"


def test_two_sentences_are_quoted_where_one_does_not_hold_all() -> None:
    quotes = align("Ann Lee sold the shop for 300 euros but Bo Ray did not buy.", SHOP.sentences)
    assert [quote.number for quote in quotes] == [0, 1]


def test_the_speaker_may_be_named_though_the_quote_does_not() -> None:
    said = evidence("The shop is lovely.", speaker="Ann Lee")
    assert check("According to Ann Lee: The shop is lovely.", said, Uncalled()).verdict == "supported"
    assert check("According to Bo Ray: The shop is lovely.", said, Fixed(1.0)).verdict == "unsupported"


def test_the_model_is_told_who_speaks_where_only_the_sentence_says_it() -> None:
    model = Fixed(0.9)
    said = evidence("The shop is lovely, and cheap.", speaker="Ann Lee")
    check("Lee thinks that the shop is lovely.", said, model)
    assert [quotes for _, quotes in model.asked] == [("Ann Lee: The shop is lovely, and cheap.",)]


def test_recall_counts_repetition_as_its_definition_does() -> None:
    # terms of the sentence: shop, shop, rain; the text holds one shop and one rain
    assert recall("shop shop rain", "the shop in the rain") == pytest.approx(2 / 3)
    assert recall("", "the shop") == 0.0
    assert recall("And how!", "He won. And how! They say.") == 1.0
    assert recall("And how!", "He won, and they say how.") == 0.0


@pytest.mark.parametrize(
    ("support", "word"),
    [(1.0, "supported"), (0.8, "supported"), (0.79, "partial"), (0.5, "partial"), (0.49, "unsupported")],
)
def test_verdicts_have_their_thresholds(support: float, word: str) -> None:
    assert verdict(support, 0.8) == word


def test_a_list_of_problems_is_empty_for_the_quote_itself() -> None:
    text = 'They did "not agree" with Ann Lee about 1,200 euros.'
    assert problems(text, [text]) == ()


def test_a_denial_is_not_stated_as_a_fact() -> None:
    quote = "Norway is not against the accession, and the talks go on."
    (problem,) = problems("Norway is against the accession.", [quote])
    assert (problem.kind, str(problem)) == ("negation", "the quote denies, the sentence does not")
    assert problems("The talks go on.", [quote]) == ()
    assert problems(quote, [quote]) == ()


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Ann came on 4 May.", "date"),
        ("Ann came on a Monday.", "date"),
        ("Ann came on June 7.", "date"),
        ("Ann came 9 times.", "number"),
        ("Kim came.", "name"),
        ("Ann never came.", "negation"),
        ('Ann "came late".', "quotation"),
    ],
)
def test_a_problem_has_its_kind(sentence: str, kind: str) -> None:
    assert kind in {problem.kind for problem in problems(sentence, ["Ann came on 4 June, a Sunday."])}


def test_a_number_word_is_a_number_and_no_name() -> None:
    (problem,) = problems("Two men came.", ["Three men came."])
    assert problem.kind == "number"
    assert [p.kind for p in problems("B2 flew.", ["2 flew."])] == ["name"]


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("March of the troops began.", "The march of the troops began."),
        ("May Lee came.", "May Lee came."),
        ("Ann came on Monday.", "Ann came on Mon. at noon."),
        ("Ann came in May.", "The May vote brought Ann, who came."),
        ("Ann came in March.", "It was March when Ann came."),
        ("Ann came in March or April.", "Ann came between March and April."),
        ("Ann came in Sept. that year.", "Ann came on September 4 that year."),
    ],
)
def test_words_like_months_and_short_days_are_no_wrong_dates(sentence: str, quote: str) -> None:
    assert problems(sentence, [quote]) == ()


@pytest.mark.parametrize(
    ("sentence", "quote", "day"),
    [
        ("Ann May left in May.", "Ann May left in June.", "May"),
        ("Ann left on 4 May.", "Ann May, 59, left on 4 June.", "May"),
        ("Ann left in mid-March.", "The march ended and Ann left.", "March"),
        ("Ann left between March and June.", "Ann left between March and May.", "June"),
        ("May 4 came.", "June 4 came.", "May"),
        ("The October vote was lost.", "The November vote was lost.", "October"),
        ("Ann sat there on Sunday.", "Ann sat there in the Sun.", "Sunday"),
    ],
)
def test_a_month_is_a_date_where_it_stands_as_one(sentence: str, quote: str, day: str) -> None:
    assert [str(problem) for problem in problems(sentence, [quote])] == [f"date {day!r} is not in the quote"]
