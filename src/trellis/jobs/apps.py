"""At start every app's `actions.py` is read, so that each kind of job is known."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "trellis.jobs"
    label = "jobs"

    def ready(self) -> None:
        autodiscover_modules("actions")
