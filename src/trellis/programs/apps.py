from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from trellis.history.verbs import register_verbs


class ProgramsConfig(AppConfig):
    name = "trellis.programs"

    def ready(self) -> None:
        import_module("trellis.programs.visibility")  # registers its reasons; models must be loaded
        register_verbs(
            {
                "programs.created": _("created the program"),
                "programs.designed": _("changed the design"),
                "programs.stage_entered": _("moved to another stage"),
                "programs.admitted": _("let a person in"),
                "programs.places_changed": _("changed how many places somebody has"),
                "programs.ready": _("marked a person ready to be matched"),
                "programs.withdrew": _("took a person out"),
                "programs.team_joined": _("added a person to the team"),
                "programs.team_left": _("took a person off the team"),
                "programs.plan_drawn_up": _("drew up the plan"),
                "programs.cohort_started": _("started a cohort"),
                "programs.dates_set": _("set the dates of a cohort"),
                "programs.archived": _("put the program into the archive"),
                "programs.reopened": _("took the program out of the archive"),
                "programs.organization_changed": _("changed the organization’s settings"),
                "programs.step_added": _("added a step to the plan"),
                "programs.step_changed": _("changed a step of the plan"),
                "programs.step_removed": _("took a step out of the plan"),
                "programs.step_done": _("finished a step of the plan"),
                "programs.step_reopened": _("reopened a step of the plan"),
            }
        )
