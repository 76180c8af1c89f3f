from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from trellis.history.verbs import register_verbs


class MatchingConfig(AppConfig):
    name = "trellis.matching"

    def ready(self) -> None:
        import_module("trellis.matching.flash.actions")  # registers its undo
        import_module("trellis.matching.requests.actions")  # registers its job
        import_module("trellis.matching.requests.heard")  # registers whom a no keeps apart
        register_verbs(
            {
                "matching.settings_changed": _("changed what counts in matching"),
                "matching.exception_asked": _("asked for an exception from a rule"),
                "matching.exception_approved": _("approved an exception from a rule"),
                "matching.exception_refused": _("refused an exception from a rule"),
                "matching.exception_ended": _("took an exception from a rule back"),
                "matching.tied": _("noted that two people are never paired"),
                "matching.untied": _("took back that two people are never paired"),
                "matching.run_started": _("started looking for pairs"),
                "matching.run_finished": _("found the pairs"),
                "matching.run_stopped": _("stopped a search"),
                "matching.chosen": _("chose a scenario to review"),
                "matching.set_aside": _("set a scenario aside"),
                "matching.named": _("named a scenario"),
                "matching.locked": _("locked a pair"),
                "matching.unlocked": _("unlocked a pair"),
                "matching.moved": _("moved a mentee by hand"),
                "matching.kept_apart": _("decided to keep two people apart"),
                "matching.let_together": _("no longer keeps two people apart"),
                "matching.remarked": _("wrote a remark on the pairs"),
                "matching.approved": _("approved the pairs"),
                "matching.published": _("published proposals"),
                "matching.proposed": _("proposed a pair by hand"),
                "matching.wished": _("said whom they wish for"),
                "matching.accepted": _("said yes to a proposal"),
                "matching.declined": _("said no to a proposal"),
                "matching.began": _("both said yes"),
                "matching.expired": _("let a proposal pass its last day"),
                "matching.pairs_taken": _("took pairs from a list"),
                "matching.pair_registered": _("registered a pair"),
                "matching.lesson_kept": _("wrote down what a pair taught"),
                "matching.rematch_started": _("looked for a rematch"),
                "matching.withdrawn": _("took a proposal back"),
                "matching.circles_looked_for": _("started looking for circles"),
                "matching.circles_found": _("found circles"),
                "matching.seat_moved": _("moved somebody between circles"),
                "matching.circle_named": _("named a circle"),
                "matching.circles_asked": _("asked people into circles"),
                "matching.circle_answered": _("answered about a circle"),
                "matching.circle_fell": _("a circle didn’t come about"),
                "matching.rounds_planned": _("planned a speed mentoring"),
                "matching.rounds_announced": _("announced a speed mentoring"),
                "matching.rounds_called_off": _("called a speed mentoring off"),
                "matching.company_wished": _("said whether they mind being the only one"),
                "matching.asked": _("asked a mentor"),
                "matching.request_opened": _("moved up in line, and is asked for now"),
                "matching.request_accepted": _("said yes to a request"),
                "matching.request_declined": _("said no to a request"),
                "matching.request_withdrawn": _("took a request back"),
                "matching.request_expired": _("let a request pass its last day"),
                "matching.request_lapsed": _("ended a request that couldn’t come about any more"),
                "matching.requests_paused": _("takes no new requests for now"),
                "matching.requests_resumed": _("takes requests again"),
                "matching.choosing_changed": _("changed how mentees choose"),
                "matching.flash_offered": _("offered times for a conversation"),
                "matching.flash_withdrawn": _("withdrew a time"),
                "matching.flash_booked": _("booked a conversation"),
                "matching.flash_canceled": _("called a conversation off"),
                "matching.flash_logged": _("logged a conversation"),
                "matching.flash_changed": _("changed how often a conversation may be booked"),
                "matching.lapsed": _("took a proposal back, for something had changed"),
                "matching.next_proposed": _("proposed the next best"),
                "matching.waits_for_approval": _("both said yes, and wait for approval"),
                "matching.pair_approved": _("approved a pair"),
                "matching.policy_changed": _("changed how proposals go on"),
                "matching.question_asked": _("asked the team about a proposal"),
                "matching.question_answered": _("answered a question about a proposal"),
                "matching.line_found": _("found a pair in one reporting line"),
                "matching.line_gone": _("found a pair no longer in one reporting line"),
            }
        )
