"""Every verb of matching, gathered from its parts."""

from trellis.matching.actions.answers import accept, decline, expire, remind, withdraw
from trellis.matching.actions.changes import keep_apart, let_together, lock, move_to, unlock
from trellis.matching.actions.publishing import Published, propose, publish
from trellis.matching.actions.reviews import approve, remark
from trellis.matching.actions.runs import change_settings, start_run
from trellis.matching.actions.wishes import wish

__all__ = [
    "Published",
    "accept",
    "approve",
    "change_settings",
    "decline",
    "expire",
    "keep_apart",
    "let_together",
    "lock",
    "move_to",
    "propose",
    "publish",
    "remark",
    "remind",
    "start_run",
    "unlock",
    "wish",
    "withdraw",
]
