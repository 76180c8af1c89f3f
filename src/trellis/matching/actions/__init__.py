"""Every verb of matching, gathered from its parts."""

from trellis.matching.actions.answers import accept, decline, expire, remind, withdraw
from trellis.matching.actions.asking import answer_question, ask
from trellis.matching.actions.beginning import approve_pair, change_policy
from trellis.matching.actions.changes import keep_apart, let_together, lock, move_to, unlock
from trellis.matching.actions.exceptions import (
    approve_exception,
    ask_exception,
    end_exception,
    refuse_exception,
    tie,
    untie,
)
from trellis.matching.actions.following import fill, go_on_everywhere
from trellis.matching.actions.lapsing import look_again
from trellis.matching.actions.lines import watch
from trellis.matching.actions.publishing import Published, propose, publish
from trellis.matching.actions.reviews import approve, remark
from trellis.matching.actions.runs import (
    check_later,
    find_curve_later,
    name_run,
    repeat_later,
    review,
    set_aside,
    start_run,
    start_scenario,
    start_scenarios,
    stop_run,
)
from trellis.matching.actions.weighing import change_settings
from trellis.matching.actions.wishes import wish

__all__ = [
    "Published",
    "accept",
    "answer_question",
    "approve",
    "approve_exception",
    "approve_pair",
    "ask",
    "ask_exception",
    "change_policy",
    "change_settings",
    "check_later",
    "decline",
    "end_exception",
    "expire",
    "fill",
    "find_curve_later",
    "go_on_everywhere",
    "keep_apart",
    "let_together",
    "lock",
    "look_again",
    "move_to",
    "name_run",
    "propose",
    "publish",
    "refuse_exception",
    "remark",
    "remind",
    "repeat_later",
    "review",
    "set_aside",
    "start_run",
    "start_scenario",
    "start_scenarios",
    "stop_run",
    "tie",
    "unlock",
    "untie",
    "watch",
    "wish",
    "withdraw",
]
