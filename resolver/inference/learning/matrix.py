"""Symmetric positive definite systems of a few hundred unknowns, as lists of rows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from operator import mul
from typing import TypeAlias

Rows: TypeAlias = list[list[float]]


def factor(matrix: Rows) -> Rows:
    """Return the lower triangle L, row by row, of which L times its transpose is the matrix.

    Only the lower triangle of the matrix is read.

    Raises:
        ValueError: The matrix is not positive definite.
    """
    lower: Rows = []
    for given in matrix:
        row: list[float] = []
        for column, above in enumerate(lower):
            row.append((given[column] - _product(row, above)) / above[column])
        row.append(math.sqrt(given[len(lower)] - _product(row, row)))
        lower.append(row)
    return lower


def solve(lower: Rows, right: Sequence[float]) -> list[float]:
    """Return the solution of a system, given the factor of its matrix."""
    forward: list[float] = []
    for row, value in zip(lower, right, strict=True):
        forward.append((value - _product(row, forward)) / row[-1])
    for place in range(len(lower) - 1, -1, -1):
        row = lower[place]
        forward[place] /= row[-1]
        value = forward[place]
        for column in range(place):
            forward[column] -= row[column] * value
    return forward


def inverse_diagonal(lower: Rows) -> list[float]:
    """Return the diagonal of the inverse of a matrix, given its factor."""
    size = len(lower)
    totals = [0.0] * size
    for start in range(size):
        column: list[float] = []
        for row in lower[start:]:
            unit = 1.0 if not column else 0.0
            column.append((unit - _product(row[start:], column)) / row[-1])
        totals[start] = math.fsum(map(mul, column, column))
    return totals


def _product(row: Sequence[float], others: Sequence[float]) -> float:
    """Return the sum of products, as far as the shorter of both goes."""
    return float(sum(map(mul, row, others)))
