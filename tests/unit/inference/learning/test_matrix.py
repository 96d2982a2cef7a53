"""Symmetric systems are solved, and their inverses told."""

from __future__ import annotations

from random import Random

import pytest

from resolver.inference.learning.matrix import Rows, factor, inverse_diagonal, solve

SIZE = 12


def a_matrix() -> Rows:
    """Return a positive definite matrix."""
    rng = Random(7)
    half = [[rng.gauss(0, 1) for _ in range(SIZE)] for _ in range(SIZE)]
    return [
        [sum(a * b for a, b in zip(one, other, strict=True)) + (one is other) for other in half]
        for one in half
    ]


def test_a_system_is_solved() -> None:
    """The matrix times the solution is the right side."""
    matrix, right = a_matrix(), [float(number) for number in range(SIZE)]
    found = solve(factor(matrix), right)
    back = [sum(a * b for a, b in zip(row, found, strict=True)) for row in matrix]
    assert back == pytest.approx(right)


def test_the_diagonal_of_the_inverse_is_that_of_its_columns() -> None:
    """Each column is the solution for a unit."""
    lower = factor(a_matrix())
    units = [[float(place == other) for other in range(SIZE)] for place in range(SIZE)]
    columns = [solve(lower, unit)[place] for place, unit in enumerate(units)]
    assert inverse_diagonal(lower) == pytest.approx(columns)


def test_a_matrix_that_is_not_positive_definite_is_refused() -> None:
    """There is no peak then."""
    with pytest.raises(ValueError, match=r"math domain|nonnegative"):
        factor([[1.0, 2.0], [2.0, 1.0]])
