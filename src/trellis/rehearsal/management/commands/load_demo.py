"""`trellis demo` calls this: load the demo organization once."""

from typing import Any

from django.core.management.base import BaseCommand

from trellis.rehearsal import demo


class Command(BaseCommand):
    help = "Load the demo organization, once."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if demo.is_loaded():
            self.stdout.write("The demo organization is here already.")
            return
        demo.load(say=self.stdout.write)
