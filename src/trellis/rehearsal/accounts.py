"""Who can sign in with one click where DEMO is on (`settings.DEMO_ACCOUNTS`)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person

WHAT: dict[str, str | Promise] = {
    "Marisol Etxeberria": _("runs the mentoring here"),
    "Owen Prothero": _("coordinates the other programs"),
    "Nomvula Dlamini": _("has a mentor"),
    "Grace Nakamura-Obi": _("mentors"),
    "Desmond Achterberg": _("sponsors the programs"),
    "Thu-Trang Pham": _("is applying"),
    "Beatrix Lund": _("looks after the installation"),
}


@dataclass(frozen=True)
class Account:
    """A person of the demo and what they are there for."""

    person_id: int
    name: str
    what: str | Promise


def listed() -> list[Account]:
    """The demo's accounts in the order of a tour; empty where the demo isn't loaded."""
    found = dict(Person.objects.active().filter(name__in=WHAT).values_list("name", "pk"))
    return [Account(found[name], name, what) for name, what in WHAT.items() if name in found]
