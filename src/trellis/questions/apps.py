from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from trellis.history.verbs import register_verbs


class QuestionsConfig(AppConfig):
    name = "trellis.questions"

    def ready(self) -> None:
        register_verbs(
            {
                "questions.revised": _("began a new version of a questionnaire"),
                "questions.published": _("put a questionnaire to use"),
                "questions.retired": _("retired a questionnaire"),
            }
        )
