"""Fusion against its definition."""

from hypothesis import given
from hypothesis import strategies as st

from index import Passage
from rag.retrieve.found import fuse

RUNS = st.lists(st.integers(0, 12), unique=True, max_size=12)


def passages(numbers: list[int]) -> list[tuple[Passage, float]]:
    return [
        (Passage("a", f"text {n}", n * 10, n * 10 + 6), 1.0 / (1 + rank)) for rank, n in enumerate(numbers)
    ]


@given(RUNS, RUNS)
def test_fusion_sums_reciprocal_ranks(dense: list[int], lexical: list[int]) -> None:
    fused = fuse(passages(dense), passages(lexical))
    assert {f.passage.start // 10 for f in fused} == {*dense, *lexical}
    for one in fused:
        n = one.passage.start // 10
        expected = sum(1 / (60 + run.index(n) + 1) for run in (dense, lexical) if n in run)
        assert one.score == expected
        assert one.dense_rank == (dense.index(n) + 1 if n in dense else None)
        assert one.lexical_rank == (lexical.index(n) + 1 if n in lexical else None)
    assert [f.score for f in fused] == sorted((f.score for f in fused), reverse=True)
