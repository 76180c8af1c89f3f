from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from trellis.history.verbs import register_verbs


class RecognitionConfig(AppConfig):
    name = "trellis.recognition"

    def ready(self) -> None:
        import_module("trellis.recognition.actions")  # registers its job
        register_verbs(
            {
                "recognition.issued": _("issued a certificate"),
                "recognition.taken_back": _("took a certificate back"),
                "recognition.rule_set": _("changed what a certificate takes"),
                "recognition.thanked": _("wrote thanks"),
                "recognition.consented": _("allowed their words to be shown"),
                "recognition.consent_withdrawn": _("took back that their words may be shown"),
            }
        )
