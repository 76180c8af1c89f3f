from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from trellis.history.verbs import register_verbs


class StrategyConfig(AppConfig):
    name = "trellis.strategy"

    def ready(self) -> None:
        import_module("trellis.strategy.ownership")  # says who edits the five questions; models must be loaded
        register_verbs(
            {
                "strategy.invited": _("asked a leader the strategy questions"),
                "strategy.uninvited": _("took a leader off the list"),
                "strategy.reminded": _("reminded a leader"),
                "strategy.answered": _("answered the strategy questions"),
                "strategy.agreed": _("wrote down an agreed answer"),
                "strategy.closed": _("closed the strategy questions"),
                "strategy.reopened": _("opened the strategy questions again"),
                "strategy.charter_drafted": _("began a version of the charter"),
                "strategy.charter_changed": _("changed the charter"),
                "strategy.charter_sent": _("sent the charter for signature"),
                "strategy.charter_returned": _("sent the charter back"),
                "strategy.charter_signed": _("signed the charter"),
                "strategy.objective_set": _("set an objective"),
                "strategy.objective_removed": _("removed an objective"),
                "strategy.objective_measured": _("entered where an objective stands"),
            }
        )
