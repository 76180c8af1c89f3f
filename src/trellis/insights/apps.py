from importlib import import_module

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "trellis.insights"

    def ready(self) -> None:
        import_module("trellis.insights.actions")  # registers its job
        queries = import_module("trellis.insights.queries")
        import_module("trellis.strategy.measures").values_from(queries.values)
