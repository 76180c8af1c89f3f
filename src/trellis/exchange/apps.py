from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from trellis.history.verbs import register_verbs


class ExchangeConfig(AppConfig):
    name = "trellis.exchange"

    def ready(self) -> None:
        register_verbs(
            {
                "exchange.imported": _("imported %(people)s people"),
                "exchange.import_undone": _("took an import of people back"),
                "exchange.exported": _("exported %(people)s people"),
            }
        )
