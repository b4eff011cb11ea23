"""Which articles are asked."""

import pytest

from index import Article, Library, Settings
from rag import Engine
from rag.errors import SettingsError
from rag.where import Filter, same_outlet

MILL = "The mill in Dorrick lost four million crowns last year. Askett closed it in March."
ZOO = "Der Zoo von Ostrau hat im Mai eine Giraffe gekauft. Sie kam mit dem Zug aus Wien und frisst viel Laub."


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    library = Library(Settings(store=str(tmp_path_factory.mktemp("where"))))
    library.add(Article(MILL, "The mill", outlet="www.dorrickstar.co.uk", published="2026-03-31T10:00:00"))
    library.add(
        Article(MILL.replace("four", "five"), "The mill again", outlet="The Week", published="2026-04-02")
    )
    library.add(Article(ZOO, "Der Zoo", outlet="Ostrauer Bote"))
    return library


@pytest.mark.parametrize(
    ("where", "titles"),
    [
        (Filter(), ["Der Zoo", "The mill", "The mill again"]),
        (Filter(outlets=("Dorrick Star",)), ["The mill"]),
        (Filter(outlets=("Week", "ostrauer bote")), ["Der Zoo", "The mill again"]),
        (Filter(since="2026-04-01"), ["The mill again"]),
        (Filter(since="2026-03-31", until="2026-03-31"), ["The mill"]),
        (Filter(since="20260331", until="2026-03-31T18:00"), ["The mill"]),
        (Filter(languages=("de-AT",)), ["Der Zoo"]),
        (Filter(languages=("en",), until="2026-03-31"), ["The mill"]),
        (Filter(outlets=("Nobody's Gazette",)), []),
    ],
)
def test_each_field_narrows(library: Library, where: Filter, titles: list[str]) -> None:
    found = where.ids(library)
    assert sorted(library.get(one).title for one in found) == titles
    assert where.narrows == (where != Filter())
    assert Filter(articles=found[:1], languages=where.languages).ids(library, found) == found[:1]


@pytest.mark.parametrize(
    ("name", "outlet", "same"),
    [
        ("USA TODAY", "usatoday.com", True),
        ("cnn", "https://edition.cnn.com/world", True),
        ("The Week", "theweek.co.uk", True),
        ("Co", "theweek.co.uk", False),
        ("Week", "Weekly Mail", False),
        ("The Week", None, False),
    ],
)
def test_an_outlet_is_known_by_its_name_and_by_its_host(name: str, outlet: str | None, same: bool) -> None:
    assert same_outlet(name, outlet) is same


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"since": "soon"}, "since must be a day such as 2026-03-31, got 'soon'"),
        ({"since": "2026-02-01", "until": "2026-01-01"}, "is after until"),
        ({"since": "20260201", "until": "2026-01-01"}, "is after until"),
        ({"languages": ("English please",)}, "a language must be a code"),
    ],
)
def test_what_is_no_filter_is_refused(fields: dict[str, object], why: str) -> None:
    with pytest.raises(SettingsError, match=why):
        Filter(**fields)  # type: ignore[arg-type]


def test_an_engine_asks_only_what_passes(library: Library) -> None:
    engine = Engine(library=library)
    question = "How much did the mill lose?"
    late = engine.query(question, where=Filter(since="2026-04-01"))
    assert {c.title for c in late.citations} == {"The mill again"}
    assert "five million" in late.text.lower()
    assert {p.title for p in engine.retrieve(question, where=Filter(outlets=("dorrickstar.co.uk",)))} == {
        "The mill"
    }
    none = engine.query(question, where=Filter(outlets=("Nobody's Gazette",)))
    assert none.abstained
    assert none.reason == "No article of the library is of that outlet, time or language."
