from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from trellis.history.verbs import register_verbs


class RehearsalConfig(AppConfig):
    name = "trellis.rehearsal"

    def ready(self) -> None:
        register_verbs({"rehearsal.loaded": _("The demo organization moved in")})
