from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from trellis.history.verbs import register_verbs


class LearningConfig(AppConfig):
    name = "trellis.learning"

    def ready(self) -> None:
        register_verbs(
            {
                "learning.finished": _("finished a module"),
                "learning.waived": _("waived a module for a person"),
                "learning.unwaived": _("took a waiver back"),
                "learning.reminded": _("reminded a person of the training"),
                "learning.chosen": _("changed what people learn"),
            }
        )
        post_migrate.connect(sync_modules, sender=self)


def sync_modules(**_told: Any) -> None:
    """Once the tables are up to date, so are the modules that come with Trellis."""
    from trellis.learning import actions  # noqa: PLC0415  models are loaded after this file

    actions.sync()
