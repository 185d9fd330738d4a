"""Amounts that were printed: what most rows share, and which slip of the hand makes a number."""

import numpy as np
import pytest
from printed_slips import explained_by, misprints, swap_possible

from segnb.analysis import printed_digits


def test_the_shared_factor_is_what_the_intervals_of_most_rows_have_in_common() -> None:
    found = printed_digits.shared_factor([20, 31, 70, 4.1], [10, 15, 20, 20], 1)
    assert found.fits.tolist() == [True, True, False, False]
    assert found.low == pytest.approx(30.5 / 15)  # of 1.95–2.05 and 2.033–2.1
    assert found.high == pytest.approx(20.5 / 10)
    assert found.powers[:2].tolist() == [1, 1]
    assert np.isnan(found.powers[2])
    assert found.powers[3] == 10  # 40.5–41.5 of 20


@pytest.mark.parametrize(
    ("value", "power"), [(4.02, 10), (0.41, 100), (405, 0.1), (4050, 0.01), (70.0, np.nan)]
)
def test_a_row_fits_with_the_power_whose_interval_touches_the_shared_one(
    value: float, power: float
) -> None:
    found = printed_digits.shared_factor([20, 31, value], [10, 15, 20], 1)
    assert found.powers[2] == pytest.approx(power, nan_ok=True)


def test_slips_of_the_hand_lose_swap_change_and_add_one_digit() -> None:
    made = set(misprints(47))
    lost, swapped = {4, 7}, {74, 47}
    changed = {10 * n + 7 for n in range(10)} | {40 + n for n in range(10)}
    added = {100 * n + 47 for n in range(10)} | {407 + 10 * n for n in range(10)}
    added |= {470 + n for n in range(10)}
    assert made == lost | swapped | changed | added
    assert 0 in set(misprints(4))
    assert explained_by([120, 368, 47], 27) == [2]  # 74 for 47
    assert [swap_possible(n) for n in (0, 8, 9, 27, -18)] == [
        True, False, True, True, True,
    ]  # fmt: skip
