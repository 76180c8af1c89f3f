"""`trellis demo` calls this: load the demo organization once."""

from typing import Any

from django.core.management.base import BaseCommand

from trellis.people.models import Person
from trellis.rehearsal import demo


class Command(BaseCommand):
    help = "Load the demo organization, once."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if demo.is_loaded():
            self.stdout.write("The demo organization is here already.")
            return
        if Person.objects.exists():
            self.stdout.write("The last time it wasn’t loaded to the end; beginning anew.")
            demo.clear()
        demo.load(say=self.stdout.write)
