"""The page's renderers and its session logic, without Gradio or a browser."""

from __future__ import annotations

import asyncio
import html
import json
import re
from dataclasses import replace

import pytest

from index import Article, Heading, Settings
from rag import Answer, AnswerSentence, Citation, Engine, ScoredPassage
from rag.errors import StoreError
from rag.events import AnswerEvent, FallbackEvent, SentenceEvent, TokenEvent
from rag.feedback import Feedback, feedback_file
from rag.ui.answer import render_answer, render_progress, render_turn
from rag.ui.article import render_article, render_contents
from rag.ui.chat import Chat
from rag.ui.escaping import escape

EVIL = "<script>alert(1)</script> \"'&${x}{{y}}"
TEXT = f"Heading\n\nOne 🦒 {EVIL}\n\n  Two  spaces "


def article(**changes) -> Article:
    fields = {"title": EVIL, "outlet": EVIL, "headings": (Heading(0, 7),), "translation": "machine-made"}
    return Article(text=TEXT, **{**fields, **changes})


def answer(**changes) -> Answer:
    quote = Citation(1, TEXT[9:20], 9, 20, "a1", EVIL, EVIL, True, 0.9)
    second = replace(quote, number=2, speaker=None, direct=False)
    fields = {
        "question": EVIL,
        "text": "Yes [1]. No [1][2]!",
        "abstained": False,
        "reason": None,
        "citations": (quote, second),
        "sentences": (
            AnswerSentence("Yes.", (1,), 0.9, "supported"),
            AnswerSentence("“No!”", (1, 2), 0.6, "partial"),
        ),
        "passages": (ScoredPassage(EVIL, 3, 40, "a1", EVIL, None, 0.5, 1, None),),
        "confidence": 0.874,
        "generator": "quote",
        "timings": {"total": 0.26},
    }
    return Answer(**{**fields, **changes})


def words(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def test_every_block_holds_exactly_the_text_at_its_offset():
    blocks = re.findall(r'<(h3|p) dir="auto" data-start="(\d+)">(.*?)</\1>', render_article(article()))
    assert [tag for tag, _, _ in blocks] == ["h3", "p", "p"]
    for _, start, body in blocks:
        text = html.unescape(body)
        assert TEXT[int(start) : int(start) + len(text)] == text
    assert [html.unescape(body) for _, _, body in blocks] == [line for line in TEXT.split("\n") if line]


@pytest.mark.parametrize(
    "markup", [render_article(article()), render_contents([article()] * 2), render_answer(answer())]
)
def test_nothing_of_the_source_becomes_markup(markup):
    assert "<script" not in markup
    assert "alert(1)" in markup


def test_what_html_cannot_carry_keeps_its_length():
    text = "a\x00b\ud800c\rd🦒"
    assert escape(text) == "a\ufffdb\ufffdc d🦒"


def test_only_web_addresses_become_links():
    assert "href" not in render_article(article(source="javascript:alert(1)"))
    assert 'href="https://example.org/a?b=1&amp;c"' in render_article(
        article(source="https://example.org/a?b=1&c")
    )


def test_the_line_over_an_article():
    markup = render_article(article(outlet="Izvestia", section="World", published="2026-02-09T08:00:00Z"))
    assert "Izvestia · World · 9 February 2026" in words(markup)
    assert "Machine-made." in words(markup)


def test_there_is_a_way_to_the_list_only_with_several_articles():
    assert "All articles" not in render_article(article())
    assert "All articles" in render_article(article(), among=2)


def test_markers_stand_before_the_end_mark_and_carry_the_span():
    markup = render_answer(answer())
    assert "Yes [1]. “No [1] [2]!”" in words(markup)
    marker = re.search(r'<a class="byline-link byline-marker"[^>]*>\[1\]</a>', markup)
    assert marker
    assert 'data-article="a1" data-start="9" data-end="20"' in marker.group()


def test_a_partial_sentence_says_so():
    assert words(render_answer(answer())).count("partly supported") == 1


def test_sources_name_who_speaks():
    text = words(render_answer(answer()))
    assert f"{EVIL}, quoted" in text
    assert "The article itself" in text
    assert TEXT[9:20] in text


def test_the_footnote_says_how_the_answer_came_about():
    text = words(render_answer(answer(generator="llm:qwen", asked="Who is <Ann>?")))
    assert "87% likely" in text
    assert "written by qwen, checked against the text · 0.3 s" in text
    assert "Asked as: Who is <Ann>?" in text


def test_every_note_has_a_line():
    noted = answer(dropped=2, rewritten=1, fallback="The LLM <did> not answer.")
    assert len(noted.notes) == 3
    markup = render_answer(noted)
    lines = re.findall(r'<p class="byline-remark">(.*?)</p>', markup)
    assert [html.unescape(line) for line in lines] == list(noted.notes)
    assert "byline-remark" not in render_answer(answer())


def test_notes_of_a_refusal_are_shown_too():
    refusal = answer(abstained=True, reason="No.", citations=(), sentences=(), fallback="It was slow.")
    assert words(render_answer(refusal)).endswith("It was slow.")


def test_a_refusal_is_a_card_of_its_own():
    refusal = answer(
        abstained=True,
        text="The article does not say. No word.",
        reason="No word.",
        citations=(),
        sentences=(),
    )
    markup = render_answer(refusal)
    assert "byline-answer" not in markup
    assert words(markup).startswith("The article does not say.No word.Nearest in the text")
    assert 'data-start="3" data-end="40"' in markup


def test_progress_shows_checked_sentences_without_numbers():
    text = words(render_progress("Checking…", answer().sentences))
    assert text == "Yes. “No!” partly supportedChecking…"


def test_a_question_is_escaped():
    assert words(render_turn(EVIL, "")) == f"You asked: {EVIL}"


def test_a_chat_keeps_its_turns_and_gives_answered_ones_as_history():
    chat = (
        Chat().asking("a?", "").last(answer=answer()).asking("b?", "").last(trouble="no").asking("c?", "id")
    )
    assert chat.busy
    assert chat.history == (("a?", answer()),)
    assert words(chat.render("PROGRESS")).count("PROGRESS") == 1


def replied(page, chat: Chat) -> list[tuple]:
    """Everything that a reply shows, one after the other."""

    async def shown() -> list[tuple]:
        return [step async for step in page.reply(chat)]

    return asyncio.run(shown())


class FailingEngine:
    """Fails at the first question, as a store that is gone would, or as a bug would."""

    generator, min_answerable = "quote", 0.5

    def __init__(self, error: Exception, library, settings) -> None:
        self.error, self.library, self.settings = error, library, settings

    def stream(self, *_):
        raise self.error
        yield


def test_an_error_becomes_a_polite_line_and_the_box_opens_again(shipped_library):
    from rag.ui.handlers import Page

    page = Page(FailingEngine(StoreError("the store is <gone>"), shipped_library, shipped_library.settings))
    *_, (chat, shown, box) = replied(page, Chat().asking("a?", ""))
    assert "Byline could not answer this: the store is &lt;gone&gt;." in shown
    assert not chat.busy
    assert box["interactive"] is True


def test_a_bug_is_not_hidden_and_the_box_opens_again(shipped_library):
    from rag.doors.http.trouble import UNEXPECTED
    from rag.ui.handlers import Page

    page = Page(FailingEngine(RuntimeError("a bug"), shipped_library, shipped_library.settings))
    waiting = page.begin("a?", "", Chat())[0]
    with pytest.raises(RuntimeError):
        replied(page, waiting)
    chat, shown, box = page.give_up(waiting.last(begun=True))
    assert UNEXPECTED in shown
    assert not chat.busy
    assert box["interactive"] is True


def test_a_question_that_found_no_place_is_told_so(shipped_library):
    from rag.doors.http.desk import BUSY
    from rag.ui.handlers import WAITING, Page

    page = Page(FailingEngine(StoreError(""), shipped_library, shipped_library.settings))
    waiting, shown, _ = page.begin("a?", "", Chat())
    assert WAITING in shown
    chat, shown, box = page.give_up(waiting)
    assert BUSY in shown
    assert not chat.busy
    assert box["interactive"] is True


class ToldEngine:
    """Gives the events that it was told to."""

    generator, min_answerable = "quote", 0.5

    def __init__(self, events, library, settings) -> None:
        self.events, self.library, self.settings = events, library, settings

    def stream(self, *_):
        yield from self.events


def stages(shipped_library, *events) -> list[str]:
    """What the page shows, one after the other, of a reply."""
    from rag.ui.handlers import Page

    page = Page(ToldEngine(events, shipped_library, shipped_library.settings))
    return [words(shown) for _, shown, _ in replied(page, Chat().asking("a?", ""))]


SAID, DOUBTED = answer().sentences


def test_no_unchecked_word_is_shown(shipped_library):
    from rag.ui.handlers import DRAFTING

    pieces = [TokenEvent("SECRET") for _ in range(50)]
    shown = stages(
        shipped_library,
        *pieces,
        SentenceEvent(SAID, ()),
        *pieces,
        SentenceEvent(DOUBTED, ()),
        *pieces,
        AnswerEvent(answer()),
    )
    assert "SECRET" not in "".join(shown)
    assert [line.count(DRAFTING) for line in shown] == [0, 1, 0, 1, 0, 1, 0]  # not once a piece
    assert "Yes." not in shown[1]
    assert "Yes." in shown[2]
    assert "“No!” partly supported" in shown[4]


def test_sentences_that_do_not_stand_go(shipped_library):
    from rag.ui.handlers import QUOTING

    shown = stages(
        shipped_library,
        TokenEvent("x"),
        SentenceEvent(SAID, ()),
        FallbackEvent("None was supported."),
        SentenceEvent(DOUBTED, ()),
        AnswerEvent(answer(fallback="None was supported.")),
    )
    assert "Yes." in shown[2]
    assert shown[3] == f"You asked: a?{QUOTING}"
    assert "Yes." not in shown[4]
    assert "“No!”" in shown[4]
    assert shown[-1].endswith("None was supported.")


@pytest.mark.parametrize(
    ("values", "count"),
    [
        ({}, 4),
        ({"llm_parallel": 9}, 4),
        ({"llm_parallel": 9, "llm_base_url": "http://a/v1"}, 9),
        ({"llm_parallel": 9, "llm_path": "x.gguf"}, 9),
        ({"llm_parallel": 9, "llm_base_url": "http://a/v1", "generator": "quote"}, 4),
    ],
)
def test_as_many_are_answered_at_once_as_the_language_model_takes(values, count):
    from rag.ui.page import at_once

    assert at_once(Settings(**values)) == count


@pytest.mark.parametrize(("limit", "size"), [(64, 64), (3, 3), (0, 1)])
def test_as_many_wait_as_the_settings_allow(shipped_library, limit, size):
    from rag.ui.page import build

    settings = Settings(store=shipped_library.settings.store, queue_limit=limit, llm_parallel=2)
    settings = settings.model_copy(update={"llm_base_url": "http://127.0.0.1:1/v1"})
    blocks = build(ToldEngine((), shipped_library, settings))
    assert blocks._queue.max_size == size
    replies = [fn for fn in blocks.fns.values() if fn.name == "reply"]
    assert {(fn.concurrency_id, fn.concurrency_limit) for fn in replies} == {("reply", 2)}
    assert {fn.name for fn in blocks.fns.values() if fn.queue} == {
        "begin",
        "begin_again",
        "begin_linked",
        "begin_pressed",
        "reply",
        "judge",
        "explain",
        "act",
        "add_files",
        "add_address",
        "add_text",
    }


class SuggestingEngine(FailingEngine):
    """Suggests questions of its own, numbered by article."""

    def suggest(self, article_id, n):
        return tuple(f"{article_id} <{number}>?" for number in range(n))


class Shelf:
    """A library of articles that hold nothing but a text, and are everybody's."""

    @property
    def settings(self):
        return Settings()

    def __init__(self, *texts: str) -> None:
        self._articles = [Article(text=text) for text in texts]

    def holders(self, superseded=False):
        return {one.id: () for one in self._articles}

    def articles(self):
        return self._articles

    def get(self, article_id):
        return next(one for one in self._articles if one.id == article_id)

    def sentences(self, article_id):
        return ()


def buttons(markup: str) -> list[str]:
    return [html.unescape(text) for text in re.findall(r"<button[^>]*>(.*?)</button>", markup)]


def test_a_page_opens_without_examples_which_follow():
    from rag.ui.handlers import Page

    shelf = Shelf("One.", "Two.", "Three.")
    first, *others = sorted(one.id for one in shelf.articles())
    page = Page(SuggestingEngine(StoreError(""), shelf, Settings()))
    assert page.open()[0] == ""
    assert buttons(page.examples(first)) == [f"{first} <{number}>?" for number in range(4)]
    of_all = [text.split()[0] for text in buttons(page.examples(""))]
    assert len(of_all) == 4
    assert [of_all.count(one) for one in set(of_all)] == [2, 2]
    two = [text.split()[0] for text in buttons(page.examples(f"{first} {others[0]}"))]
    assert set(two) == {first, others[0]}
    assert page.examples("-") == ""


def test_examples_that_cannot_be_made_are_left_out(shipped_library):
    from rag.ui.handlers import Page

    class Broken(SuggestingEngine):
        def suggest(self, article_id, n):
            raise self.error

    assert Page(Broken(StoreError("gone"), shipped_library, shipped_library.settings)).examples("") == ""
    assert Page(SuggestingEngine(StoreError(""), Shelf(), Settings())).examples("") == ""


def test_the_examples_are_answered(shipped_library):
    from rag.ui.handlers import Page

    engine = Engine(library=shipped_library)
    questions = buttons(Page(engine).examples(""))
    assert len(questions) == 4
    assert not any(engine.query(question).abstained for question in questions)


def test_a_pressed_question_is_asked(shipped_library):
    from rag.ui.handlers import Page

    page = Page(SuggestingEngine(StoreError(""), shipped_library, shipped_library.settings))
    chat, _, _ = page.begin_pressed("a1", Chat(), Press(0, "Who <is> Ann?"))
    assert [(turn.question, turn.scope) for turn in chat.turns] == [("Who <is> Ann?", "a1")]


@pytest.mark.parametrize(
    ("question", "chat"), [("", Chat()), ("  \n ", Chat()), ("b?", Chat().asking("a?", ""))]
)
def test_nothing_begins_without_a_question_or_while_one_is_answered(shipped_library, question, chat):
    import gradio

    from rag.ui.handlers import Page

    page = Page(FailingEngine(StoreError(""), shipped_library, shipped_library.settings))
    with pytest.raises(gradio.Error) as refused:
        page.begin(question, "", chat)
    assert not refused.value.visible


class Press:
    """A press on something of a turn, or on a question, as the browser reports it."""

    def __init__(self, index: int | str, value: str) -> None:
        self.index, self.value = index, value


def told(*answers: Answer, scope: str = "") -> Chat:
    chat = Chat()
    for number, each in enumerate(answers, 1):
        chat = chat.asking(f"q{number}?", scope).last(answer=each)
    return chat


@pytest.fixture
def settings(tmp_path):
    """Of a page whose feedback goes into a folder of the test's."""
    return Settings(store=str(tmp_path / "store"))


@pytest.fixture
def pressing(settings):
    from rag.ui.judging import Judging

    return Judging(settings)


def test_only_a_finished_answer_has_thumbs():
    refusal = answer(abstained=True, reason="No.", citations=(), sentences=())
    markup = told(answer(), refusal).render()
    assert markup.count('aria-label="This answer is right"') == 2
    assert markup.count('aria-label="This answer is wrong"') == 2
    assert "byline-thumb" not in Chat().asking("a?", "").render("PROGRESS")
    assert "byline-thumb" not in Chat().asking("a?", "").last(trouble="no").render()


def test_an_answer_about_no_article_has_no_thumb():
    unread = answer(abstained=True, reason="No words.", citations=(), sentences=(), passages=())
    assert "byline-thumb" not in told(unread).render()
    assert told(unread).feedback(0, "wrong", "now") == ()
    assert "byline-thumb" in told(unread, scope="a1").render()


def kept(settings: Settings) -> list[Feedback]:
    """What stands in the feedback file."""
    lines = feedback_file(settings).read_text().splitlines()
    return [Feedback.from_dict(json.loads(line)) for line in lines]


def test_a_press_is_kept_with_all_that_led_to_the_answer(pressing, settings):
    chat, word = pressing.judge(told(answer(), answer(text="No [1].")), Press(1, "wrong"))
    assert [turn.verdict for turn in chat.turns] == [None, "wrong"]
    assert "Noted" in chat.render()
    assert chat.render().count('aria-pressed="true"') == 1
    assert 'data-turn="1" data-verdict="wrong"' in word
    assert "data-asks" in word
    [feedback] = kept(settings)
    assert (feedback.question, feedback.history) == ("q2?", (("q1?", "Yes [1]. No [1][2]!"),))
    assert (feedback.answer, feedback.articles) == (answer(text="No [1]."), ())
    assert not feedback.withdrawn


def test_a_second_press_takes_it_back(pressing, settings):
    chat, _ = pressing.judge(told(answer(), scope="a1"), Press(0, "right"))
    chat, word = pressing.judge(chat, Press(0, ""))
    assert chat.turns[0].verdict is None
    assert "Taken back" in word
    assert [(row.verdict, row.withdrawn) for row in kept(settings)] == [("right", False), ("right", True)]
    assert {row.articles for row in kept(settings)} == {("a1",)}


def test_the_other_thumb_takes_the_first_back(pressing, settings):
    chat, _ = pressing.judge(told(answer()), Press(0, "wrong"))
    chat, _ = pressing.judge(chat, Press(0, "right"))
    assert chat.turns[0].verdict == "right"
    assert [(row.verdict, row.withdrawn) for row in kept(settings)] == [
        ("wrong", False),
        ("wrong", True),
        ("right", False),
    ]


def test_a_note_follows_a_press(pressing, settings):
    import gradio

    assert pressing.explain(told(answer()), Press(0, "A note.")) == (gradio.skip(), gradio.skip())
    chat, _ = pressing.judge(told(answer()), Press(0, "wrong"))
    chat, word = pressing.explain(chat, Press(0, " Not <that> one. "))
    assert chat.turns[0].note == "Not <that> one."
    assert "Your note is kept" in word
    assert [row.note for row in kept(settings)] == ["", "Not <that> one."]


@pytest.mark.parametrize(
    ("chat", "press"),
    [
        (told(answer()), Press(0, "")),
        (told(answer()), Press(0, "splendid")),
        (told(answer()).judged(0, "wrong"), Press(0, "wrong")),
        (told(answer()), Press(1, "wrong")),
        (told(answer()), Press(-1, "wrong")),
        (told(answer()).asking("still?", ""), Press(0, "wrong")),
        (Chat().asking("a?", "").last(trouble="no"), Press(0, "wrong")),
    ],
)
def test_a_press_that_changes_nothing_writes_nothing(pressing, settings, chat, press):
    import gradio

    assert pressing.judge(chat, press) == (gradio.skip(), gradio.skip())
    assert not feedback_file(settings).exists()


def test_a_press_in_a_chat_that_the_server_has_forgotten_says_so(pressing):
    _, word = pressing.judge(Chat(), Press(2, "wrong"))
    assert 'data-turn="2" data-verdict=""' in word
    assert "this chat has ended" in words(word)


def test_a_press_that_cannot_be_kept_says_so(pressing, settings):
    import gradio

    feedback_file(settings).mkdir(parents=True)
    chat, word = pressing.judge(told(answer()), Press(0, "wrong"))
    assert chat == gradio.skip()
    assert 'data-verdict=""' in word
    assert "could not note this" in words(word)
    assert "cannot be written" in words(word)
