"""The `trellis` command: what may be typed. What it does is in commands.py."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.db import InterfaceError, OperationalError

DEFAULT_PORT = 8000
COMMANDS = {
    "serve": "Serve pages, do background work and keep the hours, in one process.",
    "demo": "Load the demo organization into data/demo and serve it.",
    "migrate": "Bring the tables up to date.",
    "createadmin": "Make somebody an administrator.",
    "doctor": "Say what is unsafe or broken about this installation.",
    "backup": "Write everything but the keys into one file, while Trellis runs.",
    "restore": "Put a backup back. Trellis must not be running.",
    "rotate-keys": "Wrap the keys of all sealed texts with a new master key.",
    "rehearse": "Put a made-up program to a stage, to try things out.",
    "verify-run": "Check the certificate of a match run with the engine’s separate checker.",
    "worker": "Only do background work (scaled out).",
    "scheduler": "Only keep the hours (scaled out).",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Read what was typed, put it into the environment, do it. Returns the exit code."""
    options = parser().parse_args(arguments)
    prepare_environment(options)
    try:
        django.setup()
        from trellis.config import commands  # noqa: PLC0415  its models need the settings that were just read

        return commands.DO[options.command](options) or 0
    except KeyboardInterrupt:
        return 130
    except (CommandError, ImproperlyConfigured) as error:
        return _say(str(error))
    except (OperationalError, InterfaceError) as error:
        return _say(f"The database doesn’t answer: {error}")


def _say(sentence: str) -> int:
    sys.stderr.write(f"{sentence.strip()}\n")
    return 1


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(
        prog="trellis",
        description="Plan, run and evaluate mentoring programs on your own server.",
        epilog="DATA_DIR says where everything is kept (./data). All other settings: docs/hosting/settings.md.",
    )
    whole.add_argument("--version", action="version", version=f"Trellis {version('trellis-mentoring')}")
    places = whole.add_subparsers(required=True, dest="command", metavar="command")
    typed = {name: places.add_parser(name, help=text, description=text) for name, text in COMMANDS.items()}
    for name in ("serve", "demo"):
        typed[name].add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
        typed[name].add_argument("--port", type=int, default=DEFAULT_PORT, help=f"port to listen on ({DEFAULT_PORT})")
    typed["createadmin"].add_argument("--email", help="their e-mail address; asked for when left out")
    typed["createadmin"].add_argument("--name", help="their name; asked for when left out")
    typed["createadmin"].add_argument("--password-stdin", action="store_true", help="read the password from there")
    typed["backup"].add_argument("file", nargs="?", type=Path, help="where to (a new file in DATA_DIR/backups)")
    typed["restore"].add_argument("file", type=Path, help="a file that `trellis backup` wrote")
    typed["restore"].add_argument("--check", action="store_true", help="only check that the file is complete")
    typed["restore"].add_argument("--force", action="store_true", help="replace what is there; it is set aside first")
    typed["rehearse"].add_argument("stage", help="strategy, recruiting, matching, running or circles")
    typed["verify-run"].add_argument("file", type=Path, help="a certificate.json that was downloaded from a match run")
    return whole


def prepare_environment(options: argparse.Namespace) -> None:
    """What follows from the command itself."""
    os.umask(0o077)  # whatever is written is the owner's alone
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trellis.config.settings")
    if options.command == "demo":
        os.environ.setdefault("DATA_DIR", "data/demo")
        os.environ["DEMO"] = "1"
    if options.command in ("serve", "demo"):
        os.environ.setdefault("PUBLIC_URL", f"http://127.0.0.1:{options.port}")


if __name__ == "__main__":
    sys.exit(main())
