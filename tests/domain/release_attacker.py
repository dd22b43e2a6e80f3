"""An attacker who knows nothing of our rules: linear programming over all published figures.

He knows who stands behind each figure, whose answers changed between releases, and the true answers of two
households, his own and his neighbour's. A figure is an inequality on both sides (it is rounded); of each
household he asks the least and the most that fits to all of them.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

#: One answer of one household; another answer is another variable.
Variable = Hashable
#: Slack of the solver and of what lies on the edge of a rounding.
EPS = 1e-6


@dataclass(frozen=True)
class Published:
    """One figure: of which answers, what of them (share, sum or quartile), and how far it is rounded.

    A share is of 1. `quantile`: of a quartile, which.
    """

    of: frozenset[Variable]
    kind: str
    value: float
    step: float
    quantile: float = 0.0


class Attacker:
    """What follows from published figures of one quantity for one household's answer."""

    def __init__(self, figures: Sequence[Published], truth: Mapping[Variable, float]) -> None:
        self.figures, self.truth = figures, truth
        self.variables = sorted({v for f in figures for v in f.of}, key=repr)
        self._at = {v: n for n, v in enumerate(self.variables)}

    def alike(self) -> list[list[Variable]]:
        """Answers that stand behind the same figures."""
        found: dict[tuple[bool, ...], list[Variable]] = {}
        for v in self.variables:
            found.setdefault(tuple(v in f.of for f in self.figures), []).append(v)
        return sorted(found.values(), key=len)

    def linear(self, target: Sequence[Variable], known: Sequence[Variable], most: float | None) -> tuple[float, float]:
        """Least and most of a household's answers added up. `most`: of any answer, 1 for yes or no."""
        rows, limits = [], []
        for f in self.figures:
            n = len(f.of)
            middle, half = (f.value, f.step / 2) if f.kind == "sum" else (f.value * n, f.step * n / 2)
            row = {self._at[v]: 1.0 for v in f.of}
            rows += [row, {k: -x for k, x in row.items()}]
            limits += [middle + half + EPS, -(middle - half) + EPS]
        bounds: list[tuple[float, float | None]] = [(0.0, most)] * len(self.variables)
        for v in known:
            bounds[self._at[v]] = (self.truth[v], self.truth[v])
        low, high = self._ends(rows, limits, bounds, [self._at[v] for v in target])
        return low, high

    def _ends(
        self,
        rows: Sequence[Mapping[int, float]],
        limits: Sequence[float],
        bounds: Sequence[tuple[float, float | None]],
        target: Sequence[int],
        signs: Sequence[float] = (1.0, -1.0),
    ) -> list[float]:
        matrix = csr_matrix(
            (
                [x for row in rows for x in row.values()],
                ([n for n, row in enumerate(rows) for _ in row], [k for row in rows for k in row]),
            ),
            shape=(len(rows), len(bounds)),
        )
        ends = []
        for sign in signs:
            wanted = np.zeros(len(bounds))
            wanted[list(target)] = sign
            found = linprog(wanted, matrix, limits, bounds=bounds, method="highs")
            assert found.status in (0, 3), found.message
            ends.append(float(sign * found.fun) if found.status == 0 else -sign * np.inf)
        return ends

    def by_quartiles(self, target: Variable, known: Sequence[Variable]) -> tuple[float, float]:
        """Least and most of an answer: for each told quartile, how many lie below and how many above."""
        edges = sorted({f.value + side * f.step / 2 for f in self.figures for side in (-1, 1)})
        # One variable for each answer and edge: whether the answer is at most the edge.
        column = {(v, e): n for n, (v, e) in enumerate((v, e) for v in self.variables for e in edges)}
        rows, limits = [], []
        for f in self.figures:
            at = f.quantile * (len(f.of) - 1)
            below = int(at + EPS)
            above = min(below + 1, len(f.of) - 1) if at - below > EPS else below
            low, high = f.value - f.step / 2, f.value + f.step / 2
            rows.append({column[v, high]: -1.0 for v in f.of})
            limits.append(-(below + 1) + EPS)
            earlier = [e for e in edges if e < low]
            if earlier:
                rows.append({column[v, earlier[-1]]: 1.0 for v in f.of})
                limits.append(above + EPS)
        for v in self.variables:
            for one, other in pairwise(edges):
                rows.append({column[v, one]: 1.0, column[v, other]: -1.0})
                limits.append(EPS)
        bounds: list[tuple[float, float | None]] = [(0.0, 1.0)] * len(column)
        for v in known:
            for e in edges:
                bounds[column[v, e]] = (float(self.truth[v] <= e),) * 2
        # What is impossible below an edge is impossible below all smaller ones: halve.
        low, high = -1, len(edges)
        while high - low > 1:
            middle = (low + high) // 2
            if self._ends(rows, limits, bounds, [column[target, edges[middle]]], (-1.0,))[0] < 1 - 1e-3:
                low = middle
            else:
                high = middle
        least = edges[low] if low >= 0 else -np.inf
        low, high = -1, len(edges)
        while high - low > 1:
            middle = (low + high) // 2
            if self._ends(rows, limits, bounds, [column[target, edges[middle]]], (1.0,))[0] > 1e-3:
                high = middle
            else:
                low = middle
        return least, edges[high] if high < len(edges) else np.inf
