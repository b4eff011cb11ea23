"""How each kind of answer looks on the page: what stands where, what stands once, and what is left out."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from rag import Answer, AnswerSentence, Citation, ScoredPassage
from rag.ui.answer import render_answer

EVIL = "<script>alert(1)</script> \"'&"
FERRY = "The ferry will not sail before May, because its engine is being repaired."
WEEKS = '— We need "two more weeks", at the least.'
BY_ROLE = "According to the engineer, the part was lost."


def quote(number: int, text: str, speaker: str | None = None, direct: bool = False) -> Citation:
    start = 100 * number
    return Citation(number, text, start, start + len(text), "a1", "The ferry", speaker, direct, 0.9)


def answer(
    sentences: Sequence[tuple[str, tuple[int, ...]]] = (), citations: Sequence[Citation] = (), **changes
) -> Answer:
    """An answer by quotes, unless `changes` say otherwise."""
    fields = {
        "question": "When does it sail?",
        "text": " ".join(text for text, _ in sentences),
        "abstained": False,
        "reason": None,
        "citations": tuple(citations),
        "sentences": tuple(AnswerSentence(text, numbers, 0.9, "supported") for text, numbers in sentences),
        "passages": (ScoredPassage("The ferry.", 3, 13, "a1", "The ferry", None, 0.5, 1, None),),
        "confidence": 0.87,
        "generator": "quote",
        "timings": {"total": 0.2},
    }
    return Answer(**{**fields, **changes})


def refusal(**changes) -> Answer:
    fields = {"abstained": True, "text": "The article does not say. No word.", "reason": "No word."}
    return answer(**{**fields, **changes})


def words(markup: str) -> str:
    """What is read on the page; not what only a screen reader says."""
    return html.unescape(
        re.sub(r"<[^>]+>", "", re.sub(r'<span class="byline-unseen">.*?</span>', "", markup))
    )


def buttons(markup: str) -> list[str]:
    return [html.unescape(text) for text in re.findall(r"<button[^>]*>(.*?)</button>", markup)]


@pytest.mark.parametrize(
    ("text", "quoted", "speaker"),
    [
        (FERRY, FERRY, None),
        (FERRY, FERRY.replace(" before", "\nbefore"), None),
        (f"According to Ann Lee: {FERRY}", FERRY, "Ann Lee"),
        ('According to Ann Lee: "We need "two more weeks", at the least."', WEEKS, "Ann Lee"),
        ("Ann Lee: He noted that it sails.", "He noted that it sails.", "Ann Lee"),
        ("According to Ann Lee, the part was lost.", BY_ROLE, "Ann Lee"),
        (f"According to Bo: {BY_ROLE}", BY_ROLE, "Bo"),
    ],
)
def test_the_articles_own_words_stand_once(text, quoted, speaker):
    markup = render_answer(answer([(text, (1,))], [quote(1, quoted, speaker)]))
    assert words(markup).count(quoted) == 1
    assert "byline-prose" not in markup
    assert words(markup).startswith(f"[1]{quoted}{speaker or 'The article itself'}")
    assert 'aria-label="Source 1: show the quote in the article"' in markup
    assert f'data-article="a1" data-start="100" data-end="{100 + len(quoted)}"' in markup


@pytest.mark.parametrize(
    ("text", "numbers", "changes"),
    [
        ("Before May.", (1,), {}),
        ("Not before May, because its engine is being repaired.", (1,), {}),
        (FERRY, (1, 2), {}),
        (FERRY, (1,), {"generator": "llm:small"}),
    ],
)
def test_what_says_it_in_other_words_stands_over_its_quotes(text, numbers, changes):
    citations = [quote(1, FERRY), quote(2, "It is old.")]
    markup = render_answer(answer([(text, numbers)], citations, **changes))
    prose, sources = markup.split("<ol", 1)
    markers = " ".join(f"[{number}]" for number in numbers)
    assert words(prose) == f"{text[:-1]} {markers}."
    assert words("<ol" + sources).startswith(f"[1]{FERRY}")


def test_a_doubtful_sentence_is_not_taken_for_its_quote():
    doubted = AnswerSentence(FERRY, (1,), 0.6, "partial")
    markup = render_answer(replace(answer(citations=[quote(1, FERRY)]), sentences=(doubted,)))
    assert words(markup).count(FERRY[:-1]) == 2
    assert "partly supported" in words(markup)


def test_what_answers_comes_first_whatever_its_number():
    citations = [quote(1, "It is old."), quote(2, FERRY), quote(3, "It is red.")]
    markup = render_answer(answer([(FERRY, (2,)), ("It is old.", (1,)), ("It is red.", (3,))], citations))
    assert re.findall(r'<li value="(\d)"', markup) == ["2", "1", "3"]


def test_a_short_answer_keeps_its_place_before_the_quotes():
    citations = [quote(1, FERRY), quote(2, "It is old.")]
    markup = render_answer(answer([("It is old.", (2,)), ("Before May.", (1,))], citations))
    assert words(markup).startswith("Before May [1].[2]It is old.")


def test_a_quote_is_text():
    markup = render_answer(answer([(EVIL, (1,))], [quote(1, EVIL, EVIL)]))
    assert "<script" not in markup
    assert words(markup).startswith(f"[1]{EVIL}{EVIL}, as reported")


def test_quotes_of_several_articles_name_theirs():
    other = replace(quote(2, "It is old."), article_id="a2", title="Ships & <boats>")
    markup = render_answer(answer([(FERRY, (1,)), ("It is old.", (2,))], [quote(1, FERRY), other]))
    assert re.findall(r"<cite>(.*?)</cite>", markup) == ["The ferry", "Ships &amp; &lt;boats&gt;"]


def double(*parts: Answer, **changes) -> Answer:
    citations = {c.number: c for part in parts for c in part.citations}
    sentences = tuple(sentence for part in parts for sentence in part.sentences)
    whole = answer(citations=citations.values(), parts=parts, text="…", **changes)
    return replace(whole, sentences=sentences)


def test_each_of_several_questions_has_its_answer_under_it():
    first = answer([(FERRY, (1,))], [quote(1, FERRY)], question="when does <it> sail?", confidence=0.9)
    second = answer([("Red.", (2,))], [quote(2, "It is red.")], question="What colour?", confidence=0.7)
    third = refusal(question="who paid?", confidence=0.1, suggestions=("A?",))
    markup = render_answer(double(first, second, third, kind="fact"))
    heads = re.split(r'<h3 class="byline-part" dir="auto">(.*?)</h3>', markup)
    assert heads[1::2] == ["When does &lt;it&gt; sail?", "What colour?", "Who paid?"]
    when, colour, paid = map(words, heads[2::2])
    assert when == f"[1]{FERRY}The article itself"
    assert colour == "Red [2].[2]It is red.The article itself"
    assert paid.startswith("The article does not say.No word.70% likely")
    assert markup.count('class="byline-foot"') == 1
    assert buttons(markup) == []


def test_several_questions_that_are_all_left_open_are_one_refusal():
    parts = refusal(question="who paid?"), refusal(question="Why?", reason="No reason.")
    markup = render_answer(refusal(parts=parts))
    assert markup.count("byline-verdict") == 1
    assert words(markup).startswith("The article does not say.Who paid?No word.Why?No reason.Nearest")


def test_people_are_a_row_each_and_their_quotes_are_folded():
    people = (
        AnswerSentence("Ann Lee, an engineer.", (2,), 1.0, "supported", "speaks"),
        AnswerSentence("Bo <b>.", (1,), 1.0, "supported", "is mentioned"),
    )
    cited = [quote(1, "Bo <b> came."), quote(2, FERRY)]
    markup = render_answer(replace(answer((), cited, kind="people"), sentences=people))
    shown, folded = markup.split("<details")
    rows = [re.findall(r"<t[hd].*?</t[hd]>", row) for row in re.findall(r"<tr.*?</tr>", shown)]
    assert [[words(cell) for cell in row] for row in rows] == [
        ["Person", "In the article"],
        ["Ann Lee, an engineer [2]", "speaks"],
        ["Bo <b> [1]", "is mentioned"],
    ]
    assert "The 2 quotes behind this" in folded
    assert FERRY in folded


def test_a_comparison_is_a_table_of_who_says_what():
    cited = [
        quote(1, FERRY, "Ann <b>"),
        quote(2, WEEKS, "Bo", direct=True),
        quote(3, "It is old.", "Ann <b>"),
    ]
    lines = [(one.quote, (one.number,)) for one in cited]
    markup = render_answer(answer(lines, cited, kind="compare"))
    rows = [re.findall(r"<t[hd].*?</t[hd]>", row) for row in re.findall(r"<tr.*?</tr>", markup)]
    assert [[words(cell) for cell in row] for row in rows] == [
        ["Who", "What they say"],
        ["Ann <b>", f"[1]{FERRY}as reported[3]It is old.as reported"],
        ["Bo", f"[2]{WEEKS}quoted"],
    ]
    assert words(markup).count(FERRY) == 1


@pytest.mark.parametrize("changes", [{"kind": "fact"}, {"generator": "llm:small"}])
def test_only_the_quotes_of_a_comparison_are_a_table(changes):
    cited = [quote(1, FERRY, "Ann Lee"), quote(2, "It is old.", "Bo")]
    lines = [(one.quote, (one.number,)) for one in cited]
    assert "<table" not in render_answer(answer(lines, cited, **{"kind": "compare", **changes}))


def test_a_comparison_of_one_voice_is_no_table():
    cited = [quote(1, FERRY, "Ann Lee"), quote(2, "It is old.", "Ann Lee")]
    lines = [(one.quote, (one.number,)) for one in cited]
    assert "<table" not in render_answer(answer(lines, cited, kind="compare"))


def test_support_has_a_shape_and_words():
    doubted = AnswerSentence("It is late.", (1,), 0.6, "partial")
    sure = AnswerSentence("It is old.", (1, 2), 0.9, "supported")
    cited = [quote(1, FERRY), quote(2, "It was built in 1931.")]
    markup = render_answer(replace(answer((), cited), sentences=(doubted, sure)))
    assert re.findall(r"byline-sign-(\w+)", markup) == ["partial", "supported"]
    assert "This quote partly supports it. " in markup
    assert "byline-doubt-partial" in markup


def test_a_page_is_told_beside_whose_words_they_are():
    paged = replace(quote(1, FERRY, "Ann Lee"), page=7)
    assert words(render_answer(answer([("Before May.", (1,))], [paged]))).count("as reported · page 7") == 1


def test_a_summary_is_a_list():
    lines = [(FERRY, (1,)), ("It is old.", (2,))]
    citations = [quote(1, FERRY), quote(2, "It is old.")]
    assert render_answer(answer(lines, citations, kind="about")).count("<li") == 2
    written = render_answer(answer(lines, citations, kind="about", generator="llm:small"))
    rows = re.findall(r"<li.*?</li>", written.split("<ol")[0])
    assert [words(row) for row in rows] == [f"{FERRY[:-1]} [1].", "It is old [2]."]


def test_an_articles_own_data_are_told_as_they_are():
    told = "It is headed “A <b> [1]”. It is dated 2 May."
    markup = render_answer(answer(text=told, kind="metadata", metadata=(("title", "A <b> [1]"),)))
    assert words(markup) == f"{told}from what came with the article · 0.2 s"
    assert "<a" not in markup


def test_a_byline_that_says_it_too_is_cited():
    told = "It was written by Ann Lee [1]. It is dated 2 May."
    byline = quote(1, "By Ann Lee")
    sentence = ("It was written by Ann Lee.", (1,))
    markup = render_answer(answer([sentence], [byline], text=told, kind="metadata"))
    assert words(markup).startswith(f"{told}[1]By Ann LeeThe article itself")
    assert markup.count('aria-label="Source 1') == 1


def test_a_chat_is_a_friendly_line_with_questions_to_press():
    line = "I answer questions about the article."
    markup = render_answer(
        refusal(text=line, reason="No question.", kind="chat", suggestions=("A <b>?", "C?"))
    )
    assert words(markup) == f"{line}You could askA <b>?C?"
    assert buttons(markup) == ["A <b>?", "C?"]
    assert "byline-refusal" not in markup


def test_a_refusal_says_why_then_what_is_near_then_what_it_answers():
    markup = render_answer(refusal(suggestions=("A?", "B?")))
    assert re.search(
        r"does not say\.No word\.Nearest in the text, but no answerThe ferry\.What it does answerA\?B\?",
        words(markup),
    )
    assert 'role="group" aria-label="What it does answer"' in markup
    assert buttons(markup) == ["A?", "B?"]


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("fact", True),
        ("compare", True),
        ("list", True),
        ("about", False),
        ("people", False),
        ("metadata", False),
    ],
)
def test_a_chance_is_told_where_it_means_something(kind, told):
    one = answer([(FERRY, (1,))], [quote(1, FERRY)], kind=kind)
    assert ("87% likely" in render_answer(one)) is told
    assert ("87% likely" in render_answer(refusal(kind=kind))) is told
    assert "likely" not in render_answer(refusal(kind="chat"))
    assert "remarked" in render_answer(replace(one, remark="remarked"))


def test_the_chance_of_several_is_that_of_those_it_means_something_for():
    sure = answer([("Red.", (1,))], [quote(1, FERRY)], kind="about", confidence=0.5)
    fact = answer([(FERRY, (1,))], [quote(1, FERRY)], confidence=0.8)
    assert "80% likely" in render_answer(double(sure, fact, kind="about"))
    assert "likely" not in render_answer(double(sure, sure, kind="about"))
