"""Pairs scored by the million: a problem as products, close enough to find the pairs worth weighing exactly.

A tile is 256 mentees × 4,096 mentors: one product of matrices for all that is a product, a few more for what
has limits, then the prices. A tile differs from the exact worth, before rounding, by less than `Ruler.error`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from pairing.criteria import scores_of, weights_of
from pairing.field import Field, places_in
from pairing.problem import FULL, MILLI, STRESSED, Bools, Criterion, Floats, Ints, Problem, Rule
from pairing.tables import Bars, Floats32, Parts, Product, Table

TALL, WIDE = 256, 4096
NARROW = 128  # columns up to which a table is multiplied dense
BROAD = 512  # columns up to which the right side of a product is held dense
NEVER = np.float32(-1e9)
TINY = 1e-24  # as if so little were known of everybody: nothing is divided by 0
STEP = 2**19  # from one aim to the next; what lies between must stay within a third of it
FAR = 2.0**40
ERROR = 0.15  # what sums of 32 bits lose, in thousandths of a point; several times what is ever seen
BLUR, SIDES = 0.06, 6


@dataclass(frozen=True)
class Ruler:
    """Worth as a number small enough for 32 bits: every aim takes a step, and what differs in points stays exact.

    Where something would not fit, it is rounded to the side on which a pair is weighed once too often.
    """

    weights: tuple[int, ...]
    counts: tuple[int, ...]

    @cached_property
    def steps(self) -> tuple[float, ...]:
        steps: list[float] = []
        size = float(STEP)
        for count in reversed(self.counts):
            steps.append(size)
            size *= 8 * count
        return tuple(reversed(steps))

    @property
    def error(self) -> float:
        """How much a tile may be wrong: sums, and the rounding of the greatest number it holds."""
        return ERROR + (self.steps[0] / 2**22 if self.steps else 0)

    def at_least(self, worth: Ints) -> Floats32:
        """A tile shows more than this wherever the worth is greater, and hardly ever where it is the same."""
        found = (self.low(worth) + 0.5 - self.error).astype(np.float32)
        return np.nextafter(found, np.float32(-np.inf))

    def low(self, worth: Ints) -> Floats:
        """Prices and thresholds: never above the truth."""
        rest, found = worth.copy(), np.zeros(len(worth))
        odd = np.zeros(len(worth), dtype=np.bool_)
        for place, (weight, step, count) in enumerate(zip(self.weights, self.steps, self.counts, strict=True)):
            times = (rest + weight // 2) // weight
            rest -= times * weight
            odd |= np.abs(rest) > weight // 4
            if place:
                odd |= np.abs(times) > 2 * count
            found += times * step
        found += np.clip(rest, -0.3 * STEP, 0.3 * STEP) if self.weights else rest
        return np.where(odd, -FAR, found)

    def high(self, values: Floats32) -> Ints:
        """What a pair with this value is worth at most."""
        rest = np.clip(values.astype(np.float64) + 0.5 + self.error, -FAR, FAR)
        found = np.zeros(len(values), dtype=np.int64)
        for weight, step in zip(self.weights, self.steps, strict=True):
            times = np.clip(np.floor(rest / step + 0.5), -4, 4 * MILLI)
            rest = rest - times * step
            found += times.astype(np.int64) * weight
        return found + np.floor(rest).astype(np.int64)


@dataclass(frozen=True)
class Layer:
    """One product: added, held within limits, forbidding where it is above 0, or needed to be above 0."""

    left: Table
    right: Table
    role: str
    limits: tuple[float, float] = (0.0, 0.0)
    scale: Floats32 | None = None  # what a limit of 1 means to each mentee
    negative: bool = True  # whether it may be under the lower limit


class Desk:
    """Room for a tile and for what is added to it, used again and again: fresh memory takes longer than the sums."""

    def __init__(self) -> None:
        self._pages = [np.zeros(0, dtype=np.float32)] * 2
        self._mask = np.zeros(0, dtype=np.bool_)

    def page(self, number: int, rows: int, columns: int) -> Floats32:
        """Not cleared. The first is the tile, the second what is added next."""
        size = rows * columns
        if len(self._pages[number]) < size:
            self._pages[number] = np.empty(size, dtype=np.float32)
        return self._pages[number][:size].reshape(rows, columns)

    def mask(self, rows: int, columns: int) -> Bools:
        size = rows * columns
        if len(self._mask) < size:
            self._mask = np.empty(size, dtype=np.bool_)
        return self._mask[:size].reshape(rows, columns)


@dataclass(frozen=True)
class Block:
    """The rows of a tile."""

    rows: Ints
    left: Floats32
    tables: tuple[Table, ...]
    scales: tuple[Floats32 | None, ...]
    known: Floats32 | None
    forbidden: csr_array
    desk: Desk


@dataclass(frozen=True)
class View:
    """The columns in some order, with what is taken off for each."""

    order: Ints | None
    right: Floats32
    tables: tuple[Table, ...]
    known: Floats32 | None
    prices: Floats32
    _cut: dict[tuple[int, int, int], Table] = field(default_factory=dict, compare=False)

    def __len__(self) -> int:
        return len(self.prices)

    def table(self, number: int, start: int, stop: int) -> Table:
        """Some columns of a table, across; whole tiles are kept for the next rows."""
        key = (number, start, stop)
        if key in self._cut:
            return self._cut[key]
        cut = self.tables[number][start:stop].T
        cut = np.ascontiguousarray(cut) if isinstance(cut, np.ndarray) else cut.tocsr()
        if not start % WIDE and (stop - start == WIDE or stop == len(self)):
            self._cut[key] = cut
        return cut


@dataclass(frozen=True)
class Sheet:
    """A field as tables of both sides."""

    field: Field
    ruler: Ruler
    left: Floats32
    right: Floats32  # products across, mentors along the second axis
    layers: tuple[Layer, ...]
    known: tuple[Floats32, Floats32] | None
    slow: tuple[Criterion, ...]
    slow_rules: tuple[Rule, ...]
    forbidden: csr_array
    marks: tuple[tuple[float, float], ...]
    floor: float | None
    blur: tuple[Floats32, Floats32]
    extra: tuple[Ints, Ints]  # pairs that score more than products say

    def block(self, rows: Ints, desk: Desk | None = None) -> Block:
        return Block(
            rows,
            self.left[rows],
            tuple(layer.left[rows] for layer in self.layers),
            tuple(None if layer.scale is None else layer.scale[rows, None] for layer in self.layers),
            None if self.known is None else self.known[0][rows],
            self.forbidden[rows],
            desk or Desk(),
        )

    def view(self, prices: Ints, order: Ints | None = None) -> View:
        at = slice(None) if order is None else order
        return View(
            order,
            self.right if order is None else np.ascontiguousarray(self.right[:, order]),
            tuple(layer.right[at] for layer in self.layers),
            None if self.known is None else np.ascontiguousarray(self.known[1][:, at]),
            self.ruler.low(prices[at]).astype(np.float32),
        )

    def tile(self, block: Block, view: View, start: int, stop: int) -> Floats32:
        """What these mentees gain with these mentors at the prices of the view; about `NEVER` where it can’t be.

        It lies on the desk of the block until the next tile. What is ruled out is added as a product, since to
        write wherever a mask says so takes ten times as long.
        """
        shape = len(block.rows), stop - start
        out = np.matmul(block.left, view.right[:, start:stop], out=block.desk.page(0, *shape))
        barred: list[Bools] = []
        for number, layer in enumerate(self.layers):
            product = block.tables[number] @ view.table(number, start, stop)
            if layer.role in {"forbidding", "needing"}:
                whole = _whole(product)
                barred.append(whole > 0 if layer.role == "forbidding" else whole <= 0)
            else:
                self._add(out, layer, block.scales[number], product)
        self._share(out, block, view, start, stop)
        for never in barred:
            _add_where(out, never, NEVER, block.desk)
        self._rules(out, block, view, start, stop)
        reached = [out >= np.float32(mark) for mark, _ in self.marks]
        if self.floor is not None:
            under = np.less(out, np.float32(self.floor), out=block.desk.mask(*shape))
            _add_where(out, under, NEVER, block.desk)
        for over, (_, step) in zip(reached, self.marks, strict=True):
            _add_where(out, over, np.float32(step), block.desk)
        out -= view.prices[start:stop]
        return out

    @staticmethod
    def _add(out: Floats32, layer: Layer, scale: Floats32 | None, product: Table) -> None:
        if layer.role == "limited" and scale is not None:
            held = _whole(product)
            np.minimum(held, layer.limits[1] * scale, out=held)
            if layer.negative:
                np.maximum(held, layer.limits[0] * scale, out=held)
            out += held
        elif isinstance(product, np.ndarray):
            out += product
        else:
            rows = np.repeat(np.arange(len(out)) * out.shape[1], np.diff(product.indptr))
            out.reshape(-1)[rows + product.indices] += product.data

    def _share(self, out: Floats32, block: Block, view: View, start: int, stop: int) -> None:
        """Over what is known of both, when that is not the same for all."""
        if self.known is None or block.known is None or view.known is None:
            return
        possible = np.matmul(block.known, view.known[:, start:stop], out=block.desk.page(1, *out.shape))
        for criterion in self.slow:
            down, across = self._index(block, view, start, stop)
            scores = scores_of(criterion, down, across)
            weight = _shares(self.field.weigher.problem, criterion)[down]
            out += (np.nan_to_num(scores) * weight * FULL).astype(np.float32)
            possible += (~np.isnan(scores) * weight).astype(np.float32)
        out /= possible

    def _index(self, block: Block, view: View, start: int, stop: int) -> tuple[Ints, Ints]:
        at = np.arange(start, stop) if view.order is None else view.order[start:stop]
        return self.field.rows[block.rows][:, None], self.field.columns[at][None, :]

    def _rules(self, out: Floats32, block: Block, view: View, start: int, stop: int) -> None:
        for rule in self.slow_rules:
            np.copyto(out, NEVER, where=rule.forbids(*self._index(block, view, start, stop)))
        kept = block.forbidden
        if not kept.nnz:
            return
        rows = np.repeat(np.arange(len(block.rows)), np.diff(kept.indptr))
        at = kept.indices if view.order is None else places_in(view.order, self.forbidden.shape[1])[kept.indices]
        inside = (at >= start) & (at < stop)
        out[rows[inside], at[inside] - start] = NEVER


def sheet_of(field: Field) -> Sheet:
    """Put everything that is a product side by side."""
    problem, scale = field.weigher.problem, field.weigher.scale
    parts = [(criterion, criterion.parts()) for criterion in problem.criteria if criterion.weight]
    known, shares = _known(field, parts)
    layers: list[Layer] = []
    for criterion, part in parts:
        weight = _shares(problem, criterion)[field.rows] * FULL / shares
        layers += [_layer(field, product, weight) for product in (part.products if part else ())]
    bars = [(rule, rule.bars()) for rule in problem.rules]
    layers += [layer for _, bar in bars if bar for layer in _bars(field, bar)]
    dense = [layer for layer in layers if layer.role == "added" and isinstance(layer.left, np.ndarray)]
    ruler = Ruler(tuple(step[0] for step in scale.steps), tuple(step[1] for step in scale.steps))
    step_of = dict(zip(ruler.weights, ruler.steps, strict=True))
    return Sheet(
        field=field,
        ruler=ruler,
        left=np.hstack([np.zeros((len(field.rows), 1), dtype=np.float32), *(layer.left for layer in dense)]),
        right=np.vstack([np.zeros((1, len(field.columns)), dtype=np.float32), *(layer.right.T for layer in dense)]),
        blur=_blur(field),
        extra=_extra(field, [part for _, part in parts if part]),
        layers=tuple(layer for layer in layers if not any(layer is other for other in dense)),
        known=known,
        slow=tuple(criterion for criterion, part in parts if part is None),
        slow_rules=tuple(rule for rule, bar in bars if bar is None),
        forbidden=_forbidden(field, [bar for _, bar in bars if bar]),
        marks=tuple(
            (mark - 2.0, step_of[weight])
            for weight, mark in zip((scale.floor, *scale.bands), scale.marks, strict=True)
            if weight
        ),
        floor=field.weigher.mark - 2.0 if field.weigher.mark else None,
    )


def _add_where(out: Floats32, where: Bools, much: np.float32, desk: Desk) -> None:
    out += np.multiply(where, much, out=desk.page(1, *out.shape))


def _shares(problem: Problem, criterion: Criterion) -> Floats:
    """What a criterion counts for each mentee, as a share of all weights."""
    return weights_of(problem, criterion) / sum(one.weight for one in problem.criteria)


def _extra(field: Field, parts: Sequence[Parts]) -> tuple[Ints, Ints]:
    pairs = [part.extra for part in parts if part.extra is not None]
    nobody = np.zeros(0, dtype=np.int64)
    mentees, mentors = (np.concatenate([nobody, *(pair[side] for pair in pairs)]) for side in (0, 1))
    return field.numbers(mentees, mentors)


def _blur(field: Field) -> tuple[Floats32, Floats32]:
    """Far less than a thousandth of a point, different for each pair: equals do not all want the same person."""
    chance = np.random.default_rng(0)
    sides = [chance.normal(size=(size, SIDES)) for size in (len(field.rows), len(field.columns))]
    left, right = ((side / np.linalg.norm(side, axis=1, keepdims=True)).astype(np.float32) for side in sides)
    return left * np.float32(BLUR), np.ascontiguousarray(right.T)


def _known(
    field: Field, parts: Sequence[tuple[Criterion, Parts | None]]
) -> tuple[tuple[Floats32, Floats32] | None, Floats]:
    """How much is known of pairs as a product; or, when only the mentee decides, what to divide by."""
    lefts, rights = [np.full(len(field.rows), TINY)], [np.ones(len(field.columns))]
    for criterion, part in parts:
        weight = _shares(field.weigher.problem, criterion)[field.rows]
        if part is None:
            continue
        hers, his = part.known[0][field.rows], part.known[1][field.columns]
        if his.all() and not part.either:
            lefts[0] = lefts[0] + weight * hers
        elif part.either:
            lefts[0] = lefts[0] + weight * hers
            lefts.append(weight * ~hers)
            rights.append(his.astype(np.float64))
        else:
            lefts.append(weight * hers)
            rights.append(his.astype(np.float64))
    if len(lefts) == 1 and all(part for _, part in parts):
        return None, lefts[0]
    left, right = np.stack(lefts, axis=1).astype(np.float32), np.stack(rights).astype(np.float32)
    return (left, right), np.ones(len(field.rows))


def _layer(field: Field, product: Product, weight: Floats) -> Layer:
    left, right = _tables(field, product)
    if isinstance(left, np.ndarray):
        left = (left * weight[:, None]).astype(np.float32)
    else:
        left = left.multiply(weight[:, None]).tocsr().astype(np.float32)
    if product.limits is None:
        return Layer(left, right, "added")
    negative = product.limits[0] < 0 or any(_least(table) < 0 for table in (left, right))
    return Layer(left, _broad(right), "limited", product.limits, weight.astype(np.float32), negative)


def _tables(field: Field, product: Product) -> tuple[Table, Table]:
    """The people of the field only; dense when there are few columns."""
    left, right = product.left[field.rows], product.right[field.columns]
    if not (isinstance(left, np.ndarray) or isinstance(right, np.ndarray)):
        left, right = _merged(left, right)
        if left.shape[1] > NARROW:
            return left.astype(np.float32), right.astype(np.float32)
    return _dense(left), _dense(right)


def _least(table: Table) -> float:
    return float((table if isinstance(table, np.ndarray) else table.data).min(initial=0))


def _broad(table: Table) -> Table:
    """For what fills much of a tile a dense right side is faster; what fills little stays sparse."""
    return _dense(table) if table.shape[1] <= BROAD else table


def _whole(product: Table) -> Floats32:
    return product if isinstance(product, np.ndarray) else product.toarray()


def _dense(table: Table) -> Floats32:
    found = table if isinstance(table, np.ndarray) else table.toarray()
    return found.astype(np.float32)


def _merged(left: csr_array, right: csr_array) -> tuple[csr_array, csr_array]:
    """Columns that only one side has go; those that are alike on both sides become one, counted twice."""
    hers, his = left.tocsc(), right.tocsc()
    found: dict[tuple[bytes, ...], list[int]] = {}
    for at in range(left.shape[1]):
        spans = [(table, slice(table.indptr[at], table.indptr[at + 1])) for table in (hers, his)]
        if all(span.stop > span.start for _, span in spans):
            key = tuple(part[span].tobytes() for table, span in spans for part in (table.indices, table.data))
            found.setdefault(key, []).append(at)
    kept = [columns[0] for columns in found.values()]
    times = np.array([[len(columns) for columns in found.values()]], dtype=np.float64)
    if not kept:
        return left[:, :1] * 0, right[:, :1] * 0
    return (hers[:, kept].tocsr().multiply(times)).tocsr(), his[:, kept].tocsr()


def _bars(field: Field, bars: Bars) -> list[Layer]:
    found: list[Layer] = []
    never = NEVER * np.float32(STRESSED)  # it is still to be divided by what is known
    if bars.forbidding:
        left, right = _tables(field, bars.forbidding)
        if isinstance(left, np.ndarray):
            found.append(Layer(left * never, right, "added"))
        else:
            found.append(Layer(left, right, "forbidding"))
    if bars.needing:
        found.append(Layer(*_tables(field, bars.needing), "needing"))
    return found


def _forbidden(field: Field, bars: Sequence[Bars]) -> csr_array:
    """Single pairs that rules and locks rule out, numbered as the field does."""
    problem = field.weigher.problem
    pairs = [bar.pairs for bar in bars if bar.pairs is not None]
    index = np.array(problem.locked, dtype=np.int64).reshape(-1, 2)
    mentees = np.concatenate([index[:, 0], *(pair[0] for pair in pairs)])
    mentors = np.concatenate([index[:, 1], *(pair[1] for pair in pairs)])
    rows, columns = field.numbers(mentees, mentors)
    ones = np.ones(len(rows), dtype=np.float32)
    return csr_array((ones, (rows, columns)), shape=(len(field.rows), len(field.columns)))
