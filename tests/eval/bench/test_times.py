"""The arithmetic of the benches: percentiles against NumPy's, and what is kept of measurements."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.bench.times import Measured, percentile

NUMBERS = st.lists(st.floats(0, 1e6), min_size=1, max_size=40)


@given(NUMBERS, st.floats(0, 1))
def test_percentiles_are_numpys(values: list[float], share: float) -> None:
    assert percentile(values, share) == pytest.approx(np.percentile(values, 100 * share), abs=1e-6)


def test_median_percentile_and_spread_of_known_values() -> None:
    one = Measured("a", "b", tuple(map(float, range(1, 102))))  # 1 to 101
    assert (one.median, one.p95, one.spread) == (51, 96, 50)
    assert Measured("a", "b", (3.0,)).spread == 0


@pytest.mark.parametrize(("values", "share"), [([], 0.5), ([1.0], 1.5), ([1.0], -0.1)])
def test_what_has_no_percentile_is_refused(values: list[float], share: float) -> None:
    with pytest.raises(ValueError, match="expected values and a share of 0 to 1"):
        percentile(values, share)


def test_a_measurement_survives_json() -> None:
    one = Measured("a", "b", (1.0, 2.5), "MB", "c")
    assert Measured.from_dict(one.to_dict()) == one
    assert one.to_dict()["median"] == 1.75
