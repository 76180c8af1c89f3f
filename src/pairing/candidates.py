"""Which pairs are worth a closer look: the best of each mentee, and later all that could still improve a plan.

Functions over some rows of a sheet, so that any executor can run them.
"""

from dataclasses import dataclass

import numpy as np

from pairing.problem import Ints
from pairing.tables import Floats32
from pairing.tiles import NEVER, TALL, WIDE, Block, Desk, Sheet, View

GROUP = 16


@dataclass(frozen=True)
class Found:
    """Pairs with their exact worth, and for each row that was looked at what no other pair gains more than."""

    rows: Ints
    columns: Ints
    worth: Ints
    looked_at: Ints
    left_out: Ints
    scored: int


def best(sheet: Sheet, view: View, rows: Ints, count: int) -> Found:
    """The best `count` columns of each row."""
    desk = Desk()
    parts = (rows[at : at + TALL] for at in range(0, len(rows), TALL))
    blocks = [_best(sheet, view, sheet.block(part, desk), count) for part in parts]
    down, columns, left_out = (np.concatenate([block[part] for block in blocks]) for part in range(3))
    worth, allowed = sheet.field.weigh(down, columns)
    scored = len(rows) * len(view)
    return Found(down[allowed], columns[allowed], worth[allowed], rows, sheet.ruler.high(left_out), scored)


def _best(sheet: Sheet, view: View, block: Block, count: int) -> tuple[Ints, Ints, Floats32]:
    """Rows, columns, and the greatest value of each row that is not among them."""
    rows = block.rows
    columns = np.zeros((len(rows), 0), dtype=np.int64)
    values = np.zeros((len(rows), 0), dtype=np.float32)
    limit = np.full(len(rows), NEVER / 2)
    for start in range(0, len(view), WIDE):
        stop = min(start + WIDE, len(view))
        tile = sheet.tile(block, view, start, stop)
        tile += np.matmul(sheet.blur[0][rows], sheet.blur[1][:, start:stop], out=block.desk.page(1, *tile.shape))
        if not start:
            limit = np.maximum(limit, _first_limit(tile, count + 1))
        hits = np.flatnonzero(np.greater(tile, limit[:, None], out=block.desk.mask(*tile.shape)))
        if len(hits):
            columns, values = _merge(columns, values, hits, tile, start)
            columns, values = _top(columns, values, count + 1)
        if values.shape[1] > count:
            limit = np.maximum(limit, values.min(axis=1))
    left_out = np.full(len(rows), 2 * NEVER)
    if values.shape[1] > count:
        left_out = values.min(axis=1)
        first = np.argsort(-values, axis=1, kind="stable")[:, :count]
        columns, values = np.take_along_axis(columns, first, axis=1), np.take_along_axis(values, first, axis=1)
    down, at = np.nonzero(values > NEVER)
    return rows[down], columns[down, at], left_out


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
    """For each row the columns among the first `counts` of the view that gain more, the best `most` of them."""
    order, desk = np.argsort(counts, kind="stable"), Desk()
    over = sheet.ruler.at_least(thresholds)
    hits, scored = [], 0
    for at in range(0, len(rows), TALL):
        chosen = order[at : at + TALL]
        wide = int(counts[chosen].max())
        down, columns = _hits(sheet, view, sheet.block(rows[chosen], desk), wide, over[chosen])
        hits.append((chosen[down], columns))
        scored += len(chosen) * wide
    down, columns = (np.concatenate([hit[part] for hit in hits]) for part in range(2))
    worth, allowed = sheet.field.weigh(rows[down], columns)
    gains = worth - prices[columns] - thresholds[down]
    kept = np.flatnonzero(allowed & (gains > 0))
    kept = kept[np.lexsort((-gains[kept], down[kept]))]
    counted = np.bincount(down[kept], minlength=len(rows))
    rank = np.arange(len(kept)) - np.repeat(np.cumsum(counted) - counted, counted)
    left_out = thresholds.copy()
    first_out = kept[rank == most]
    left_out[down[first_out]] += gains[first_out]
    kept = kept[rank < most]
    return Found(rows[down[kept]], columns[kept], worth[kept], rows, left_out, scored)


def _hits(sheet: Sheet, view: View, block: Block, wide: int, over: Floats32) -> tuple[Ints, Ints]:
    """Rows (numbered within the block) and columns whose tile is over the mark."""
    limit = np.maximum(over, NEVER / 2)[:, None]
    down, across = [], []
    for start in range(0, wide, WIDE):
        stop = min(start + WIDE, wide)
        tile = sheet.tile(block, view, start, stop)
        hits = np.flatnonzero(np.greater(tile, limit, out=block.desk.mask(*tile.shape)))
        row, column = np.divmod(hits, stop - start)
        down.append(row)
        across.append(column + start)
    columns = np.concatenate(across)
    return np.concatenate(down), columns if view.order is None else view.order[columns]
