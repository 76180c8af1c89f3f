"""`trellis rehearse running`: an empty installation with made-up people and one program at that stage."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from trellis.people.models import Person
from trellis.rehearsal import demo

FEWER = 180


class Command(BaseCommand):
    help = "Put a made-up program to a stage, in an installation that is still empty."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("stage", choices=list(demo.SCENES))

    def handle(self, *_args: Any, stage: str, **_options: Any) -> None:
        if demo.is_loaded() or Person.objects.exists():
            raise CommandError("There are people here. Rehearse in a folder of its own: DATA_DIR=rehearsal.")
        demo.load(say=self.stdout.write, people=FEWER, only=stage)
