"""Which pairs are worth a closer look: the best of each mentee, and later all that could still improve a plan.

Functions over some rows of a sheet, so that any executor can run them.
"""

from dataclasses import dataclass, replace

import numpy as np

from pairing.problem import Ints
from pairing.tables import Floats32
from pairing.tiles import NEVER, TALL, WIDE, Sheet, View

GROUP = 16


@dataclass(frozen=True)
class Found:
    """Pairs, and for each row that was looked at what no other pair is worth more than."""

    rows: Ints
    columns: Ints
    gains: Ints  # over the threshold of the row, where there is one
    looked_at: Ints
    left_out: Ints
    scored: int


def best(sheet: Sheet, view: View, rows: Ints, count: int) -> Found:
    """The best `count` columns of each row."""
    blocks = [_best(sheet, view, rows[at : at + TALL], count) for at in range(0, len(rows), TALL)]
    return joined(blocks)


def _best(sheet: Sheet, view: View, rows: Ints, count: int) -> Found:
    block = sheet.block(rows)
    columns = np.zeros((len(rows), 0), dtype=np.int64)
    values = np.zeros((len(rows), 0), dtype=np.float32)
    limit = np.full(len(rows), 2 * NEVER)
    for start in range(0, len(view), WIDE):
        stop = min(start + WIDE, len(view))
        tile = sheet.tile(block, view, start, stop)
        tile += sheet.blur[0][rows] @ sheet.blur[1][:, start:stop]
        if not start:
            limit = _first_limit(tile, count + 1)
        hits = np.flatnonzero(tile > limit[:, None])
        if len(hits):
            columns, values = _merge(columns, values, hits, tile, start)
            columns, values = _top(columns, values, count + 1)
        if values.shape[1] > count:
            limit = np.maximum(limit, values.min(axis=1))
    whole = values.shape[1] > count
    left_out = values.min(axis=1) if whole else np.full(len(rows), 2 * NEVER)
    if whole:
        first = np.argsort(-values, axis=1, kind="stable")[:, :count]
        columns, values = np.take_along_axis(columns, first, axis=1), np.take_along_axis(values, first, axis=1)
    down, at = np.nonzero(values > NEVER / 2)
    none = np.zeros(len(down), dtype=np.int64)
    return Found(rows[down], columns[down, at], none, rows, sheet.ruler.high(left_out), len(rows) * len(view))


def _first_limit(tile: Floats32, count: int) -> Floats32:
    """Under it nothing can be among the best: so many groups of columns have something greater."""
    groups = tile.shape[1] // GROUP
    if groups <= count:
        return np.full(len(tile), 2 * NEVER)
    tops = tile[:, : groups * GROUP].reshape(len(tile), groups, GROUP).max(axis=2)
    limit = np.partition(tops, groups - count, axis=1)[:, groups - count]
    return np.nextafter(limit, np.float32(-np.inf))


def _merge(columns: Ints, values: Floats32, hits: Ints, tile: Floats32, start: int) -> tuple[Ints, Floats32]:
    """Put the hits of a tile beside what each row has."""
    down, at = np.divmod(hits, tile.shape[1])
    counts = np.bincount(down, minlength=len(tile))
    place = np.arange(len(down)) - np.repeat(np.cumsum(counts) - counts, counts) + columns.shape[1]
    width = columns.shape[1] + int(counts.max())
    more_columns = np.zeros((len(tile), width), dtype=np.int64)
    more_values = np.full((len(tile), width), 2 * NEVER)
    more_columns[:, : columns.shape[1]], more_values[:, : columns.shape[1]] = columns, values
    more_columns[down, place], more_values[down, place] = at + start, tile[down, at]
    return more_columns, more_values


def _top(columns: Ints, values: Floats32, count: int) -> tuple[Ints, Floats32]:
    if values.shape[1] <= count:
        return columns, values
    chosen = np.argpartition(values, values.shape[1] - count, axis=1)[:, -count:]
    return np.take_along_axis(columns, chosen, axis=1), np.take_along_axis(values, chosen, axis=1)


def beyond(sheet: Sheet, view: View, rows: Ints, counts: Ints, thresholds: Ints, *, prices: Ints, most: int) -> Found:
    """For each row the columns among the first `counts` of the view that gain more, the best `most` of them.

    Values are exact here: what a pair gains over the row’s threshold.
    """
    order = np.argsort(counts, kind="stable")
    blocks = []
    for at in range(0, len(rows), TALL):
        chosen = order[at : at + TALL]
        wide = int(counts[chosen].max())
        hits = _hits(sheet, view, rows[chosen], wide, sheet.ruler.at_least(thresholds[chosen]))
        blocks.append(_gaining(sheet, rows[chosen], hits, thresholds[chosen], prices, most=most))
        blocks[-1] = replace(blocks[-1], scored=len(chosen) * wide)
    return joined(blocks)


def _hits(sheet: Sheet, view: View, rows: Ints, wide: int, over: Floats32) -> tuple[Ints, Ints]:
    """Rows (numbered within the block) and columns whose tile is over the mark."""
    block = sheet.block(rows)
    down, across = [], []
    for start in range(0, wide, WIDE):
        stop = min(start + WIDE, wide)
        tile = sheet.tile(block, view, start, stop)
        row, column = np.divmod(np.flatnonzero(tile > np.maximum(over, NEVER / 2)[:, None]), stop - start)
        down.append(row)
        across.append(column + start)
    columns = np.concatenate(across)
    return np.concatenate(down), columns if view.order is None else view.order[columns]


def _gaining(sheet: Sheet, rows: Ints, hits: tuple[Ints, Ints], thresholds: Ints, prices: Ints, *, most: int) -> Found:
    row, column = hits
    worth, allowed = sheet.field.weigh(rows[row], column)
    gains = worth - prices[column] - thresholds[row]
    kept = allowed & (gains > 0)
    row, column, gains = row[kept], column[kept], gains[kept]
    order = np.lexsort((-gains, row))
    row, column, gains = row[order], column[order], gains[order]
    counts = np.bincount(row, minlength=len(rows))
    rank = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    left_out = np.zeros(len(rows), dtype=np.int64)
    left_out[row[rank == most]] = gains[rank == most]
    kept = rank < most
    return Found(rows[row[kept]], column[kept], gains[kept], rows, left_out, 0)


def joined(blocks: list[Found]) -> Found:
    parts = ("rows", "columns", "gains", "looked_at", "left_out")
    rows, columns, gains, looked_at, left_out = (
        np.concatenate([getattr(block, part) for block in blocks]) for part in parts
    )
    return Found(rows, columns, gains, looked_at, left_out, sum(block.scored for block in blocks))
