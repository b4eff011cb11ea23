"""Text for the benches: as much as is wanted, none of it twice, other names and figures, like lengths."""

from __future__ import annotations

from itertools import islice

from eval.bench.text import changed, endless, originals
from index import Article
from index.split import sentences

TEXT = "In spring, Ann Lee met Boris Orlov at 10:30 in Vienna. She paid 1,200 euros, and Boris Orlov paid 0."


def test_names_and_figures_change_and_the_same_name_changes_alike() -> None:
    other = changed(Article(TEXT, title="Orlov pays 0"), 7).text
    first, second = (sentence.text for sentence in sentences(Article(other)))
    assert not {"Boris", "Vienna", "1,200", "10:30"} & set(other.replace(".", " ").split())
    assert first.startswith("In spring, ")
    boris = first.split(" met ")[1].split()[0]
    assert boris in second
    assert changed(Article(TEXT), 7).text == other
    assert changed(Article(TEXT), 8).text != other


def test_it_never_ends_and_repeats_nothing() -> None:
    base = originals()
    found = list(islice(endless(base), 3 * len(base)))
    assert found[: len(base)] == list(base)
    assert len({article.id for article in found}) == len(found)
    lengths = [len(article.text) for article in found]
    copied = sum(lengths[len(base) : 2 * len(base)]) / sum(lengths[: len(base)])
    assert 0.9 < copied < 1.1
