"""The words of a certificate, in the reader's language: the same on its page and in its PDF."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.programs.models import Role
from trellis.recognition.models import Certificate


@dataclass(frozen=True)
class Wording:
    """What stands where on the sheet."""

    lead: str
    name: str
    body: str
    facts: list[str]
    organization: str
    signatures: list[tuple[str, str]]
    code: str
    address: str  # where anybody can check it


def wording_of(certificate: Certificate) -> Wording:
    is_mentor = certificate.role == Role.MENTOR
    body = (
        _("who gave time and experience as %(role)s in %(program)s, %(period)s.")
        if is_mentor
        else _("who took part in %(program)s as %(role)s, and finished, %(period)s.")
    )
    program = {"role": certificate.role_name, "program": certificate.program_name, "period": _period(certificate)}
    return Wording(
        lead=_("With thanks to") if is_mentor else _("In recognition of"),
        name=certificate.name,
        body=body % program,
        facts=_facts(certificate),
        organization=certificate.organization_name,
        signatures=[(name, title) for name, title in certificate.signatures],
        code=certificate.written_code,
        address=settings.PUBLIC_URL + reverse("recognition:check", args=[certificate.written_code]),
    )


def _period(certificate: Certificate) -> str:
    """October 2025 to June 2026, or one month."""
    start = date_format(certificate.started_on, "YEAR_MONTH_FORMAT")
    end = date_format(certificate.ended_on, "YEAR_MONTH_FORMAT")
    return start if start == end else _("%(start)s to %(end)s") % {"start": start, "end": end}


def _facts(certificate: Certificate) -> list[str]:
    """19 meetings, 21 hours; nothing that is zero."""
    met, hours = certificate.meetings, certificate.hours
    said = [
        ngettext("%(count)s meeting", "%(count)s meetings", met) % {"count": met} if met else "",
        ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours} if hours else "",
    ]
    return [fact for fact in said if fact]
