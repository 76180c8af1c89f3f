"""Bring the catalogues in src/trellis/locale up to date with what is marked in the source, and compile them.

python -m tools.messages            take in new texts, leave out those that are gone, compile
python -m tools.messages --check    only say which compiled catalogue isn't what its source says
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings

from tools.marked import SOURCE, everything

HEAD = "# Texts of Trellis in {language}. Edit the lines msgstr, then: make messages\n#"


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trellis.config.settings")
    if sys.argv[1:] == ["--check"]:
        old = [path for path in catalogues() if path.with_suffix(".mo").read_bytes() != compiled(path)]
        print("\n".join(f"{path} was edited: make messages" for path in old) or "The catalogues are compiled.")
        return bool(old)
    marked = Catalog(charset="utf-8")
    for one in everything():
        text = (one.text, one.plural) if one.plural else one.text
        marked.add(text, locations=[(one.place, 0)], context=one.context or None)
    for path in catalogues():
        renew(path, marked)
        path.with_suffix(".mo").write_bytes(compiled(path))
    return 0


def catalogues() -> list[Path]:
    codes = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
    return [SOURCE / "locale" / code / "LC_MESSAGES" / "django.po" for code in codes]


def renew(path: Path, marked: Catalog) -> None:
    """What is marked now, with the translations that are there already."""
    path.parent.mkdir(parents=True, exist_ok=True)
    ours = read(path)
    ours.update(marked, no_fuzzy_matching=True, update_creation_date=False)
    ours.obsolete.clear()
    with path.open("wb") as file:
        write_po(file, ours, width=120, include_lineno=False, sort_by_file=True)
    done = sum(bool(message.id and all(strings(message))) for message in ours)
    print(f"{path.parent.parent.name}: {done} of {len(ours)} texts are translated")


def strings(message: object) -> list[str]:
    text = message.string
    return list(text) if isinstance(text, tuple | list) else [text]


def read(path: Path) -> Catalog:
    language = path.parent.parent.name
    if path.exists():
        with path.open("rb") as file:
            return read_po(file, locale=language)
    started = datetime(2026, 11, 1, tzinfo=UTC)  # no day of change in the files: it would change with every run
    return Catalog(
        locale=language,
        header_comment=HEAD.format(language=language),
        project="Trellis",
        version="0.1",
        msgid_bugs_address="see CONTRIBUTING.md",
        last_translator="Trellis <trellis@localhost>",
        language_team="Trellis <trellis@localhost>",
        charset="utf-8",
        fuzzy=False,
        creation_date=started,
        revision_date=started,
    )


def compiled(path: Path) -> bytes:
    """Only what is translated: an empty plural would be shown as nothing instead of in English."""
    made, ours = BytesIO(), read(path)
    for message in [message for message in ours if message.id and not all(strings(message))]:
        ours.delete(message.id, message.context)
    write_mo(made, ours)
    return made.getvalue()


if __name__ == "__main__":
    sys.exit(main())
