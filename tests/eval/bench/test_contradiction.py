"""The bench of contradictions: its sets, and that it counts what it says."""

from eval.bench.contradiction import articles, evidence, rows, takes
from rag.retrieve.reader import Reader
from rag.write.differing import differing


def test_the_sets_are_whole() -> None:
    pairs, corrections = rows("pairs"), rows("corrections")
    assert (len(pairs), sum(row["contradiction"] for row in pairs)) == (100, 45)
    assert len(corrections) == 20
    for row in corrections:
        assert row["right"].casefold() in row["text"].casefold()
        assert row["outdated"].casefold() in row["text"].casefold()


def test_a_pair_and_a_correction_are_read_as_the_chain_reads_them() -> None:
    reader = Reader()
    pairs = {row["id"]: row for row in rows("pairs")}
    told = {
        key: bool(differing(evidence(reader, pairs[key]["question"], articles(pairs[key]))))
        for key in ("p003", "p079")
    }
    assert told == {"p003": True, "p079": False}
    corrections = {row["id"]: row for row in rows("corrections")}
    assert takes(reader, corrections["k05"])
    swapped = corrections["k05"] | {"right": "45", "outdated": "31"}
    assert not takes(reader, swapped), "the outdated value is not right"
