"""Who finished with what, in a few queries however many they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Max, Min, Sum
from django.db.models.functions import Coalesce

from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Program
from trellis.recognition.models import Certificate, CertificateRule, Thanks
from trellis.relationships.models import Meeting, Party, Relationship

ENDING = (Relationship.State.CLOSING, Relationship.State.CLOSED)
MOST_TO_THANK = 20


@dataclass(frozen=True)
class Given:
    """What one participation amounts to."""

    meetings: int = 0
    minutes: int = 0
    first_on: date | None = None
    last_on: date | None = None

    @property
    def hours(self) -> int:
        return round(self.minutes / 60)


@dataclass(frozen=True)
class Finisher:
    """Somebody who finished, and whether that is enough for a certificate."""

    participation: Participation
    given: Given
    certificate: Certificate | None
    is_enough: bool


def rule_of(program: Program) -> CertificateRule:
    """The program's rule, or the usual one."""
    return CertificateRule.objects.filter(program=program).first() or CertificateRule(program=program)


def given_by(participations: Iterable[int]) -> dict[int, Given]:
    """Meetings held and minutes of each participation, in one query."""
    rows = (
        Party.objects.filter(participation__in=list(participations), relationship__meetings__state=Meeting.State.HELD)
        .values("participation")
        .annotate(
            meetings=Count("relationship__meetings"),
            minutes=Coalesce(Sum("relationship__meetings__minutes"), 0),
            first_at=Min("relationship__meetings__starts_at"),
            last_at=Max("relationship__meetings__starts_at"),
        )
    )
    return {
        row["participation"]: Given(row["meetings"], row["minutes"], row["first_at"].date(), row["last_at"].date())
        for row in rows
    }


def finishers(participations: Iterable[Participation], *, program: Program) -> list[Finisher]:
    """Those people with what they gave and the certificate they have."""
    rows = list(participations)
    given = given_by(row.pk for row in rows)
    certificates = certificates_of(row.pk for row in rows)
    least = rule_of(program).least_meetings
    return [
        Finisher(
            row,
            given.get(row.pk, Given()),
            certificates.get(row.pk),
            is_enough=given.get(row.pk, Given()).meetings >= least,
        )
        for row in rows
    ]


def certificates_of(participations: Iterable[int]) -> Mapping[int, Certificate]:
    """The valid certificate of each participation that has one."""
    found = Certificate.objects.valid().filter(participation__in=list(participations))
    return {certificate.participation_id: certificate for certificate in found}


def to_issue(cohort: Cohort) -> list[int]:
    """Participations that finished with enough meetings and have no certificate yet."""
    least = rule_of(cohort.program).least_meetings
    finished = cohort.participations.filter(state=Participation.State.COMPLETED)
    without = finished.exclude(certificates__in=Certificate.objects.valid()).values_list("pk", flat=True)
    given = given_by(without)
    return [pk for pk in without.order_by("pk") if given.get(pk, Given()).meetings >= least]


@dataclass(frozen=True)
class HoursIn:
    """Time somebody gave to one cohort in one role: for a statement of hours."""

    cohort: str
    role: str
    meetings: int
    minutes: int

    @property
    def hours(self) -> float:
        return round(self.minutes / 60, 1)


def hours_of(person: Person) -> list[HoursIn]:
    """Every cohort in which the person met somebody, the latest first."""
    rows = (
        Party.objects.filter(person=person, relationship__meetings__state=Meeting.State.HELD)
        .values("role", name=F("relationship__cohort__name"), program=F("relationship__cohort__program__name"))
        .annotate(
            meetings=Count("relationship__meetings"),
            minutes=Coalesce(Sum("relationship__meetings__minutes"), 0),
            last_at=Max("relationship__meetings__starts_at"),
        )
        .order_by("-last_at")
    )
    return [HoursIn(f"{row['program']}, {row['name']}", row["role"], row["meetings"], row["minutes"]) for row in rows]


def still_to_thank(person: Person) -> list[tuple[Relationship, str]]:
    """Pairs that end or have ended in which this person hasn’t thanked the other yet, with the other’s name."""
    ending = Relationship.objects.visible_to(person).filter(state__in=ENDING)
    unthanked = ending.exclude(pk__in=Thanks.objects.filter(by=person).values("relationship"))
    pairs = unthanked.with_people().order_by("-pk")[:MOST_TO_THANK]
    return [(relationship, relationship.partner_called(person)) for relationship in pairs]
