"""Articles that contradict each other, and one that corrects itself; all of it invented."""

import pytest

from index import Article, Library, Settings
from rag import Engine
from rag.answer import Answer
from rag.write.corrected import CORRECTED
from rag.write.differing import DIFFER

SINKING = "people died in the sinking of the Selby ferry."
MORNING = f"The Selby ferry sank on Monday. Nineteen {SINKING} The sea was calm."
EVENING = f"The Selby ferry went down on Monday. Twelve {SINKING} The port is shut."
MISSING = (
    "The boy who is missing in Marlby is nine years old, police said at noon. "
    "Police have corrected this: he is six years old. He wore a yellow coat."
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    library = Library(Settings(store=str(tmp_path_factory.mktemp("differing")), generator="quote"))
    library.add(Article(MORNING, "The ferry", outlet="Northshore Wire", published="2026-03-10"))
    library.add(Article(EVENING, "Ferry lost", outlet="Selby Packet", published="2026-03-11"))
    library.add(Article(MISSING, "The boy", outlet="Marlby Mail", published="2026-02-01"))
    return Engine(library=library)


@pytest.fixture(scope="module")
def ferry(engine: Engine) -> Answer:
    return engine.query("How many people died in the sinking of the Selby ferry?")


def test_both_are_shown_with_outlet_and_day_the_latest_first(ferry: Answer) -> None:
    first, second = ferry.sentences
    assert first.text.startswith("Twelve people died")
    assert first.note == "Selby Packet, 11 March 2026"
    assert second.text.startswith("Nineteen people died")
    assert second.note == "Northshore Wire, 10 March 2026"
    assert "(Selby Packet, 11 March 2026)" in ferry.text
    assert ferry.remark == DIFFER
    assert {c.dateline for c in ferry.citations} == {first.note, second.note}
    assert "- Selby Packet, 11 March 2026" in str(ferry), "the printed sources name them"


def test_one_article_alone_contradicts_nobody(engine: Engine) -> None:
    only = [one.id for one in engine.library.articles() if one.title == "The ferry"]
    answer = engine.query("How many people died in the sinking of the Selby ferry?", only)
    assert answer.remark is None
    assert {c.title for c in answer.citations} == {"The ferry"}


def test_a_report_that_corrects_itself_is_taken_at_its_last_word(engine: Engine) -> None:
    answer = engine.query("How old is the boy who is missing in Marlby?")
    first, second = answer.sentences
    assert "he is six years old" in first.text
    assert second.note == CORRECTED
    assert answer.remark is None
