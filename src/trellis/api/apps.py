from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from trellis.history.verbs import register_verbs


class ApiConfig(AppConfig):
    name = "trellis.api"

    def ready(self) -> None:
        register_verbs({"api.token_created": _("made an API token"), "api.token_revoked": _("revoked an API token")})
