from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from trellis.history.verbs import register_verbs


class PeopleConfig(AppConfig):
    name = "trellis.people"

    def ready(self) -> None:
        register_verbs(
            {
                "people.added": _("made an account"),
                "people.invited": _("invited a person"),
                "people.welcomed": _("joined"),
                "people.edited": _("changed a profile"),
                "people.deactivated": _("closed an account"),
                "people.reactivated": _("opened an account again"),
                "people.competency_added": _("added a core competency"),
                "people.competency_taken_off": _("took a competency off the list"),
                "people.onet_listed": _("put a public catalogue of competencies on the list"),
                "people.onet_unlisted": _("took a public catalogue of competencies off the list"),
                "people.administrator_made": _("made somebody an administrator"),
                "people.administrator_ended": _("ended somebody’s running of the installation"),
            }
        )
        post_migrate.connect(stock, sender=self)


def stock(**_migrated: Any) -> None:
    """A new installation begins with a list of competencies."""
    from trellis.people.actions.profiles import stock_competencies  # noqa: PLC0415  models are ready only now

    stock_competencies()
