"""Pairs decided elsewhere: a list, checked row by row and taken whole, and one pair that exists already."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.cast import history_of, notices_to
from tests.factories import make_participation
from trellis.common.errors import Kind, Refused
from trellis.common.spreadsheets import write_xlsx
from trellis.history.actions import undo
from trellis.history.models import Event
from trellis.matching.decided import actions
from trellis.matching.decided.checking import check
from trellis.matching.decided.models import PairImport
from trellis.matching.models import Proposal
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Role
from trellis.relationships.models import Relationship
from trellis.relationships.pairs.actions import pause

HEADER = "Mentee e-mail,Mentor,Began on\n"


def listed(cohort: Cohort, by: Person, *rows: str) -> PairImport:
    return actions.upload(cohort, by=by, name="pairs.csv", content=(HEADER + "\n".join(rows)).encode())


def said(wanted: PairImport) -> list[tuple[int, list[tuple[str, str]]]]:
    return [(row.number, row.said()) for row in check(wanted.cohort, wanted.rows)]


@pytest.fixture
def wanted(cohort: Cohort, olga: Person, mia_mentors: Participation, noor_learns: Participation) -> PairImport:
    Person.objects.filter(pk=mia_mentors.person_id).update(external_id="M-17")
    day = (timezone.now() - timedelta(days=90)).date()
    return listed(cohort, olga, f"NOOR@kestrelbay.example,m-17,{day}")


def test_a_row_names_people_by_address_or_number(wanted: PairImport) -> None:
    assert said(wanted) == [(2, [])]


def test_they_begin_on_the_day_of_the_list(wanted: PairImport, mia: Person, noor: Person, olga: Person) -> None:
    event = actions.take(wanted, by=olga, ask_first=False, expected=1)

    pair = Relationship.objects.get()
    assert pair.started_at.date() == (timezone.now() - timedelta(days=90)).date()
    assert pair.ends_on > timezone.now().date()
    assert notices_to(mia) == notices_to(noor) == ["relationships/started"]
    assert event.facts == {"relationships": [pair.pk]}
    assert history_of(wanted) == ["matching.pairs_taken"]


def test_or_both_are_asked_first(wanted: PairImport, olga: Person) -> None:
    actions.take(wanted, by=olga, ask_first=True, expected=1)

    assert Proposal.objects.get().state == Proposal.State.HELD
    assert not Relationship.objects.exists()


def test_twice_is_refused_and_so_is_another_number(wanted: PairImport, olga: Person) -> None:
    with pytest.raises(Refused, match="These are 1 pairs"):
        actions.take(wanted, by=olga, ask_first=False, expected=2)
    actions.take(PairImport.objects.get(), by=olga, ask_first=False, expected=1)

    with pytest.raises(Refused) as refused:
        actions.take(PairImport.objects.get(), by=olga, ask_first=False, expected=1)

    assert refused.value.kind == Kind.TOO_LATE
    assert Relationship.objects.count() == 1


def test_what_is_wrong_is_said_by_row_and_column(
    cohort: Cohort, olga: Person, mia_mentors: Participation, noor_learns: Participation
) -> None:
    tomorrow = timezone.now().date() + timedelta(days=1)
    wanted = listed(
        cohort,
        olga,
        "nobody@elsewhere.example,mia@kestrelbay.example,",
        "mia@kestrelbay.example,,",
        "noor@kestrelbay.example,mia@kestrelbay.example,31.5.2026",
        f"noor@kestrelbay.example,mia@kestrelbay.example,{tomorrow}",
    )

    assert [[column for column, _sentence in row] for _number, row in said(wanted)] == [
        ["Mentee"],
        ["Mentee", "Mentor"],
        ["Began on"],
        ["Began on", "The pair"],
    ]
    assert said(wanted)[2] == (4, [("Began on", "“31.5.2026” isn’t a day. Write it like 2026-05-31.")])
    with pytest.raises(Refused, match="Rows 2, 3, 4, 5 need you"):
        actions.take(wanted, by=olga, ask_first=False, expected=4)
    assert not Relationship.objects.exists()


def test_the_rules_and_the_places_hold(
    cohort: Cohort, olga: Person, mia: Person, mia_mentors: Participation, noor_learns: Participation
) -> None:
    others = [make_participation(cohort, Role.MENTEE) for _ in range(2)]
    Person.objects.filter(pk=noor_learns.person_id).update(manager=mia)
    Participation.objects.filter(pk=mia_mentors.pk).update(capacity=1)
    rows = [f"{one.person.email},mia@kestrelbay.example," for one in (noor_learns, *others)]

    wanted = listed(cohort, olga, *rows)

    assert said(wanted) == [
        (2, [("The pair", "One of them is the other’s manager.")]),
        (3, []),
        (4, [("The pair", "No free place.")]),
    ]


def test_taken_back_it_is_as_before(
    wanted: PairImport, olga: Person, mia: Person, mia_mentors: Participation, noor_learns: Participation
) -> None:
    event = actions.take(wanted, by=olga, ask_first=False, expected=1)

    undo(event, by=olga)

    assert not Relationship.objects.exists()
    assert PairImport.objects.get().state == PairImport.State.CHECKED
    rows = Participation.objects.filter(pk__in=[mia_mentors.pk, noor_learns.pk])
    assert set(rows.values_list("state", "taken")) == {("ready", 0)}
    assert notices_to(mia)[-1] == "matching/taken_back"


def test_a_pair_in_use_is_not_taken_back(wanted: PairImport, olga: Person, mia: Person) -> None:
    event = actions.take(wanted, by=olga, ask_first=False, expected=1)
    pause(Relationship.objects.with_people().get(), by=mia)

    with pytest.raises(Refused, match="have begun to work"):
        undo(Event.objects.get(pk=event.pk), by=olga)

    assert Relationship.objects.count() == 1
    assert PairImport.objects.get().state == PairImport.State.DONE


def test_a_file_without_the_columns_is_refused(cohort: Cohort, olga: Person) -> None:
    with pytest.raises(Refused, match="needs the columns"):
        actions.upload(cohort, by=olga, name="x.csv", content=b"one,two\n1,2\n")


def test_one_pair_is_registered(
    cohort: Cohort, olga: Person, mia_mentors: Participation, noor_learns: Participation
) -> None:
    begun = actions.register(
        cohort, mentee="noor@kestrelbay.example", mentor="mia@kestrelbay.example", began_on=date(2026, 1, 15), by=olga
    )

    assert begun.started_at.date() == date(2026, 1, 15)
    assert history_of(begun) == ["relationships.started", "matching.pair_registered"]
    with pytest.raises(Refused):
        actions.register(
            cohort, mentee="noor@kestrelbay.example", mentor="mia@kestrelbay.example", began_on=None, by=olga
        )


def test_on_the_pages(
    client: Client, cohort: Cohort, olga: Person, sam: Person, mia_mentors: Participation, noor_learns: Participation
) -> None:
    here = f"/programs/{cohort.program.slug}/{cohort.slug}/match/decided/"
    content = write_xlsx(["mentee", "mentor"], [["noor@kestrelbay.example", "mia@kestrelbay.example"]])
    client.force_login(sam)
    assert client.post(here, {"file": SimpleUploadedFile("pairs.xlsx", content)}).status_code == 404

    client.force_login(olga)
    shown = client.post(here, {"file": SimpleUploadedFile("pairs.xlsx", content)}, follow=True).content.decode()
    assert "1 pair, and every rule allows it." in shown
    wanted = PairImport.objects.get()
    assert client.post(f"/match/decided/{wanted.pk}/", {"how": "begin"}).status_code == 422
    client.post(f"/match/decided/{wanted.pk}/", {"how": "begin", "expected": "1"})
    assert Relationship.objects.count() == 1

    client.force_login(sam)
    assert client.get(f"/match/decided/{wanted.pk}/").status_code == 404
    assert client.get(f"{here}register/").status_code == 404
