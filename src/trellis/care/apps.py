from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from trellis.history.verbs import register_verbs
from trellis.relationships.pairs.tabs import Tab, add_tab


class CareConfig(AppConfig):
    name = "trellis.care"

    def ready(self) -> None:
        import_module("trellis.care.actions")  # registers its job
        add_tab(Tab("help", _("Ask for help"), "care:help", place=90))
        register_verbs(
            {
                "care.answered": _("answered a check-in"),
                "care.help_asked": _("somebody asked for help"),
                "care.help_answered": _("answered a request for help"),
                "care.help_closed": _("a request for help was settled"),
                "care.nudged": _("wrote a friendly word to both"),
                "care.noted": _("kept a note about a pair"),
                "care.snoozed": _("set a pair aside until %(until)s"),
                "care.woken": _("looked at a pair again"),
                "care.policy_set": _("changed when pairs need somebody"),
            }
        )
