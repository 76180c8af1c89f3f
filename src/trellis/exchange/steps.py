"""The four steps of an import, as the page draws them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.exchange.models import PeopleImport
from trellis.ui.navigation import Item

State = PeopleImport.State
ORDER = ["upload", "columns", "check", "import"]


def steps_of(wanted: PeopleImport | None, *, here: str = "") -> list[Item]:
    """Upload, match columns, check, import: with what each of them found."""
    now = ORDER.index(here or _where(wanted))
    labels = [_("Upload"), _("Match columns"), _("Check"), _("Import")]
    notes, urls = _notes(wanted), _urls(wanted)
    return [
        Item(label, urls[n], note=notes[n], state="done" if n < now else "now" if n == now else "later")
        for n, label in enumerate(labels)
    ]


def _where(wanted: PeopleImport | None) -> str:
    if wanted is None or wanted.state in {State.READING, State.UNREADABLE}:
        return "upload"
    if wanted.state == State.COLUMNS:
        return "columns"
    return "check" if wanted.state in {State.CHECKING, State.CHECKED} else "import"


def _notes(wanted: PeopleImport | None) -> list[str]:
    if wanted is None or not wanted.kind:
        return ["", "", "", ""]
    rows = ngettext("%(kind)s, %(rows)d row", "%(kind)s, %(rows)d rows", wanted.row_count)
    matched = _("%(matched)d of %(all)d matched") % {
        "matched": sum(1 for key in wanted.columns if key),
        "all": len(wanted.columns),
    }
    need = ngettext("%(rows)d row needs you", "%(rows)d rows need you", wanted.problems) % {"rows": wanted.problems}
    checked = need if wanted.problems else ""
    return [rows % {"kind": wanted.kind.upper(), "rows": wanted.row_count}, matched, checked, ""]


def _urls(wanted: PeopleImport | None) -> list[str]:
    """Steps that may be gone back to."""
    urls = [reverse("exchange:imports"), "", "", ""]
    if wanted is not None and wanted.state in {State.COLUMNS, State.CHECKED}:
        urls[1] = reverse("exchange:columns", args=[wanted.pk])
    if wanted is not None and wanted.state == State.CHECKED:
        urls[2] = wanted.get_absolute_url()
    return urls
