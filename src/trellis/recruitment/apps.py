from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from trellis.history.verbs import register_verbs


class RecruitmentConfig(AppConfig):
    name = "trellis.recruitment"

    def ready(self) -> None:
        import_module("trellis.recruitment.ownership")  # says who edits the application forms
        import_module("trellis.recruitment.queries")  # says whom applicants asked to be kept apart from
        register_verbs(
            {
                "recruitment.opened": _("opened applications"),
                "recruitment.closed": _("closed applications"),
                "recruitment.described": _("changed the public page"),
                "recruitment.link_renewed": _("renewed a join link"),
                "recruitment.submitted": _("applied"),
                "recruitment.withdrawn": _("withdrew an application"),
                "recruitment.assigned": _("asked somebody to look at an application"),
                "recruitment.accepted": _("accepted an application"),
                "recruitment.waiting": _("put an application on the waiting list"),
                "recruitment.declined": _("declined an application"),
                "recruitment.reopened": _("took a decision back"),
                "recruitment.invited": _("invited somebody to apply"),
            }
        )
