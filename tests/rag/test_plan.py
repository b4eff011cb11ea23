"""What each kind of question may draw on, over three small articles."""

from collections.abc import Callable

import pytest

from index import Article, Library, Settings
from index.embed import Embedder
from rag.answer import Kind
from rag.ask.understand import Understood
from rag.plan import MOST_ARTICLES, NOBODY, Planner
from rag.retrieve.fusion import Fusion
from rag.retrieve.reader import Reader
from rag.retrieve.retriever import Retriever

Ask = Callable[..., Understood]
"""A text, the kind guessed of it, and how sure that is."""
MILL = Article(
    "The mill in Marn made a record 4,100 tonnes of flour. The headline figure hides a poor autumn. "
    "The roof will be mended in May. Nobody was hurt when a beam fell.",
    title="Mill has a record year",
    author="Nora Finch",
)


@pytest.fixture(scope="module")
def library(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Library:
    library = Library(Settings(store=str(tmp_path_factory.mktemp("plan") / "store")))
    library.embedder = embedder
    return library


@pytest.fixture(scope="module")
def mill(library: Library) -> str:
    return library.add(MILL).id


@pytest.fixture(scope="module")
def planner(library: Library) -> Planner:
    return Planner(library, Retriever(library, Reader(), Fusion.load()))


@pytest.fixture
def asked(embedder: Embedder) -> Ask:
    def made(text: str, kind: Kind, sure: float = 0.99) -> Understood:
        chat = sure if kind == "chat" else 0.0
        return Understood(text, kind, sure, chat, embedder.encode([text])[0])

    return made


def test_a_fact_is_read_for(planner: Planner, mill: str, asked: Ask) -> None:
    plan = planner.plan(asked("When will the roof be mended?", "fact"), 3, [mill])
    assert plan.evidence.best is not None
    assert plan.evidence.best.sentence.text == "The roof will be mended in May."
    assert (plan.given, plan.sure, plan.empty, plan.data) == (False, False, None, ())


def test_a_summary_is_as_sure_as_the_kind_is(planner: Planner, mill: str, asked: Ask) -> None:
    plan = planner.plan(asked("What is this about?", "about", sure=0.8), 3, [mill])
    assert plan.sure
    assert plan.evidence.answerable == 0.8
    places = [one.place for one in plan.evidence.sentences]
    assert places == sorted(places)


def test_a_field_is_told_as_the_articles_data_have_it(planner: Planner, mill: str, asked: Ask) -> None:
    plan = planner.plan(asked("Who wrote this?", "metadata"), 3, [mill])
    assert [(datum.field, datum.value) for datum in plan.data] == [("author", "Nora Finch")]


def test_a_field_that_may_be_another_nouns_is_read_for(planner: Planner, mill: str, asked: Ask) -> None:
    text = "What does the headline figure hide?"
    assert planner.plan(asked(text, "metadata", sure=0.8), 3, [mill]).data == ()
    assert [datum.field for datum in planner.plan(asked(text, "metadata"), 3, [mill]).data] == ["title"]


def test_what_the_data_lack_is_named(planner: Planner, mill: str, asked: Ask) -> None:
    plan = planner.plan(asked("What is the URL?", "metadata"), 3, [mill])
    assert (plan.data, plan.empty) == ((), "Its address did not come with it.")


def test_an_article_without_people_says_so(planner: Planner, mill: str, asked: Ask) -> None:
    assert planner.plan(asked("Who is quoted?", "people"), 3, [mill]).empty == NOBODY


def test_a_comparison_without_two_sides_is_read_for(planner: Planner, mill: str, asked: Ask) -> None:
    plan = planner.plan(asked("Compare the spring with the autumn", "compare"), 3, [mill])
    assert not plan.given
    assert plan.evidence.sentences


def test_only_a_sure_guess_of_chat_stands_against_the_articles_words(
    planner: Planner, mill: str, asked: Ask
) -> None:
    assert planner.is_chat(asked("flour, please", "chat", sure=0.95), [mill])
    assert not planner.is_chat(asked("flour, please", "chat", sure=0.8), [mill])
    assert planner.is_chat(asked("hiya", "chat", sure=0.8), [mill])
    assert not planner.is_chat(asked("hiya", "fact", sure=0.95), [mill])


def test_no_articles_leave_nothing_to_draw_on(planner: Planner, asked: Ask) -> None:
    plan = planner.plan(asked("What is this about?", "about"), 3, [])
    assert plan.evidence.sentences == ()


def test_a_library_is_told_a_line_an_article_up_to_a_limit(
    planner: Planner, library: Library, mill: str, asked: Ask
) -> None:
    for number in range(MOST_ARTICLES):
        text = f"Town {number} opened a bridge in spring. It cost {number + 2} million."
        library.add(Article(text, title=f"A bridge in town {number}"))
    plan = planner.plan(asked("What is this about?", "about"), 3)
    assert len(plan.evidence.sentences) == MOST_ARTICLES
    assert plan.remark == f"The first {MOST_ARTICLES} of {MOST_ARTICLES + 1} articles, a line each."
