"""What each `trellis` command does."""

import json
import os
import sys
from argparse import Namespace
from collections.abc import Callable
from getpass import getpass
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command, get_commands
from django.core.management.base import CommandError
from django.core.validators import validate_email
from django.db import transaction

from trellis.config import backups, datafolder, doctor, health, migrating, serving
from trellis.history.actions import record
from trellis.matching import certificates
from trellis.people import demo as demo_people
from trellis.people.models import Person
from trellis.privacy import keys as privacy


def serve(options: Namespace) -> None:
    serving.serve(options.host, options.port, started=_tell_address)


def demo(options: Namespace) -> None:
    serving.serve(options.host, options.port, started=_tell_address, first=_load_demo)


def migrate(options: Namespace) -> None:
    with serving.only_here():
        migrating.bring_up_to_date()
    _say("The tables are up to date.")


def createadmin(options: Namespace) -> None:
    """Ask for what was not given; an existing person becomes an administrator and keeps their password."""
    if not health.is_migrated():
        migrate(options)
    email = (options.email or input("E-mail address: ")).strip().lower()
    _checked(lambda: validate_email(email))
    known = Person.objects.filter(email=email).first()
    if known:
        make_administrator(known)
        _say(f"{known.name} is an administrator now and signs in as before.")
        return
    name = (options.name or input("Name: ")).strip()
    password = sys.stdin.readline().rstrip("\n") if options.password_stdin else _ask_password()
    _checked(lambda: validate_password(password, Person(email=email, name=name)))
    make_administrator(Person.objects.create_user(email, password, name=name))
    _say(f"{name} can sign in at {settings.PUBLIC_URL} with {email}.")


def diagnose(options: Namespace) -> int:
    findings = doctor.examine()
    for finding in findings:
        _say(str(finding))
    return int(any(finding.mark == doctor.UNSAFE for finding in findings))


def backup(options: Namespace) -> None:
    written = backups.write(options.file)
    _say(f"{written} holds everything but the keys.")
    _say(backups.about_keys())


def restore(options: Namespace) -> None:
    manifest = backups.check(options.file)
    _say(f"{options.file} is complete: {manifest.sentence()}")
    if options.check:
        return
    with serving.only_here():
        backups.restore(options.file, force=options.force)
    _say("It is back in place. Run `trellis doctor`, then start Trellis.")


def rotate_keys(options: Namespace) -> None:
    """With keys in the environment the first of them wraps; otherwise a new one is made first. Again does no harm."""
    if os.environ.get("FIELD_KEYS"):
        _say(
            f"{privacy.rotate()} keys are wrapped with the first of FIELD_KEYS. The others are only for older backups."
        )
        return
    with serving.only_here():
        settings.FIELD_KEYS = datafolder.add_field_key(settings.DATA_DIR)
        _say(f"{privacy.rotate()} keys are wrapped with the new master key, the first line of keys/field.key.")
    _say("The lines after it open older backups only. Keep a new copy of the folder keys in another place.")


def verify_run(options: Namespace) -> int:
    """0 when every rule is kept and nothing better exists; 1 when it is not so, or not proven."""
    try:
        checked = certificates.check(json.loads(options.file.read_text(encoding="utf-8")))
    except (OSError, ValueError) as problem:
        raise CommandError(str(problem)) from problem
    for finding in checked.findings:
        _say(finding)
    if checked.findings:
        return 1
    _say(f"{checked.pairs} pairs keep every rule, and no better set of pairs exists under these rules.")
    return 0


def rehearse(options: Namespace) -> None:
    if "rehearse" not in get_commands():
        raise CommandError("This version of Trellis can’t rehearse.")
    with serving.only_here():
        migrating.bring_up_to_date()
        call_command("rehearse", options.stage)


def worker(options: Namespace) -> None:
    serving.work()


def scheduler(options: Namespace) -> None:
    serving.schedule()


DO: dict[str, Callable[[Namespace], int | None]] = {
    "serve": serve,
    "demo": demo,
    "migrate": migrate,
    "createadmin": createadmin,
    "doctor": diagnose,
    "backup": backup,
    "restore": restore,
    "rotate-keys": rotate_keys,
    "rehearse": rehearse,
    "verify-run": verify_run,
    "worker": worker,
    "scheduler": scheduler,
}


@transaction.atomic
def make_administrator(person: Person) -> None:
    """They run the installation from now on, and their e-mail address counts as confirmed."""
    Person.objects.filter(pk=person.pk).update(is_administrator=True, is_active=True)
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
    record("people.administrator_made", person, by=None)


def _load_demo() -> None:
    """The organization, unless it is there already, and who can sign in to it."""
    if "load_demo" in get_commands():
        _say("Preparing the demo organization…")
        call_command("load_demo")
    _say("\nAnybody of these can sign in with one click on the sign-in page:")
    for account in demo_people.accounts():
        _say(f"  {account.name}: {account.what}")
    if folder := urlsplit(settings.MAIL_URL).path.removesuffix("/"):
        _say(f"Everybody else by a code from an e-mail; those are written to {folder}.")


def _tell_address(address: str) -> None:
    _say(f"Trellis is at {address}")


def _ask_password() -> str:
    first = getpass("Password: ")
    if first != getpass("The same again: "):
        raise CommandError("The two passwords differ.")
    return first


def _checked(check: Callable[[], object]) -> None:
    try:
        check()
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()
