"""Accept, wait, decline, and take a decision back."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from django.test import Client

from tests.cast import history_of, mail_sent, notices_to
from tests.factories import make_participation, make_person
from tests.recruitment.conftest import BOARD, apply_as
from trellis.common.errors import Refused
from trellis.common.states import move
from trellis.history import actions as history
from trellis.notifications.models import Notice
from trellis.people.models import Availability, Person, PersonSkill, Skill
from trellis.programs import actions as programs
from trellis.programs.models import Participation, Role, TeamMember
from trellis.recruitment.actions import deciding
from trellis.recruitment.models import Application, Call

State = Application.State
SECRET = "beetroot-7731"


def participation_of(application: Application) -> Participation | None:
    return Participation.objects.filter(person=application.person, role=application.role).first()


# ── accept ──


def test_it_lets_the_person_in(client: Client, olga: Person, noor_applied: Application) -> None:
    client.force_login(olga)

    client.post(f"{BOARD}{noor_applied.pk}/accept/")

    noor_applied.refresh_from_db()
    found = participation_of(noor_applied)
    assert (noor_applied.state, noor_applied.decided_by) == (State.ACCEPTED, olga)
    assert found is not None
    assert (found.state, found.capacity) == (Participation.State.PREPARING, 1)
    assert notices_to(noor_applied.applicant) == ["recruitment/submitted", "recruitment/accepted"]
    assert history_of(noor_applied) == ["recruitment.submitted", "recruitment.accepted"]


def test_a_mentor_comes_with_the_places_they_offer(client: Client, olga: Person, mia_applied: Application) -> None:
    client.force_login(olga)

    client.post(f"{BOARD}{mia_applied.pk}/accept/", {"accept-capacity": "1"})

    found = participation_of(mia_applied)
    assert found is not None
    assert found.capacity == 1


def test_more_places_than_the_program_allows_are_refused(olga: Person, mia_applied: Application) -> None:
    with pytest.raises(Refused):
        deciding.accept(mia_applied, by=olga, capacity=9)


def test_their_answers_reach_the_profile_with_consent(
    olga: Person, noor_applied: Application, skills: dict[str, Skill]
) -> None:
    person = noor_applied.applicant
    Availability.objects.create(person=person, weekday=1, starts=time(13), ends=time(14))

    deciding.accept(noor_applied, by=olga)

    person.refresh_from_db()
    wanted = (
        PersonSkill.objects.filter(person=person).order_by("-priority").values_list("skill__name", "level", "priority")
    )
    assert list(wanted) == [("Wound care", 4, 3), ("Feedback", 3, 2)]
    assert person.languages == ["en", "pt"]
    assert Availability.objects.filter(person=person).count() == 1  # Tuesday afternoon touched what was there


def test_what_a_mentor_offers_is_found_by_the_search(olga: Person, mia_applied: Application) -> None:
    deciding.accept(mia_applied, by=olga)

    assert list(Person.objects.search("planning")) == [mia_applied.person]


def test_times_are_kept_by_the_clock(olga: Person, call: Call, noor: Person, skills: dict[str, Skill]) -> None:
    application = apply_as(Role.MENTEE, noor, call, skills, times=["mon-am", "evenings", "weekend"])

    deciding.accept(application, by=olga)

    found = (
        Availability.objects.filter(person=noor).order_by("weekday", "starts").values_list("weekday", "starts", "ends")
    )
    assert list(found) == [
        (0, time(8), time(12)),
        *((day, time(17), time(20)) for day in range(5)),
        (5, time(9), time(17)),
        (6, time(9), time(17)),
    ]


def test_without_consent_the_profile_stays_as_it_is(
    olga: Person, call: Call, noor: Person, skills: dict[str, Skill]
) -> None:
    application = apply_as(Role.MENTEE, noor, call, skills, profile=None)

    deciding.accept(application, by=olga)

    assert not PersonSkill.objects.filter(person=noor).exists()


def test_the_second_of_two_is_told(client: Client, olga: Person, noor_applied: Application) -> None:
    deciding.decline(Application.objects.get(pk=noor_applied.pk), by=olga, reason="no-place")
    client.force_login(olga)

    page = client.post(f"{BOARD}{noor_applied.pk}/accept/", follow=True, headers={"Referer": BOARD})

    assert "it is now “Declined”" in page.text
    assert participation_of(noor_applied) is None


# ── waiting list ──


def test_waiting(client: Client, olga: Person, noor_applied: Application) -> None:
    client.force_login(olga)

    client.post(f"{BOARD}{noor_applied.pk}/wait/", {"wait-words": "A place may come free in May."})

    noor_applied.refresh_from_db()
    assert noor_applied.state == State.WAITING
    assert participation_of(noor_applied) is None
    assert notices_to(noor_applied.applicant)[-1] == "recruitment/waiting"

    deciding.accept(noor_applied, by=olga)
    assert participation_of(noor_applied) is not None


# ── decline ──


def test_declining_is_kind_and_keeps_the_reason(
    client: Client,
    olga: Person,
    noor_applied: Application,
    mailoutbox: list[Any],
    django_capture_on_commit_callbacks: Any,
) -> None:
    client.force_login(olga)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            f"{BOARD}{noor_applied.pk}/decline/",
            {"decline-reason": "no-fit", "decline-note": SECRET, "decline-words": "Ask me in spring, Olga."},
        )
    noor = noor_applied.applicant

    assert ("noor@kestrelbay.example", "About your application for First Year Forward") in mail_sent(mailoutbox)
    client.force_login(noor)
    page = client.get(f"/applications/{noor_applied.pk}/").text

    assert "We can’t offer you a place this time." in page
    assert "Ask me in spring, Olga." in page
    assert SECRET not in page
    assert "Nobody suits" not in page
    mails = " ".join(str(message.message()) for message in mailoutbox)
    assert SECRET not in mails
    assert "Ask me in spring" not in mails
    assert SECRET not in " ".join(Notice.objects.values_list("body", flat=True))
    client.force_login(olga)
    assert SECRET in client.get(f"{BOARD}{noor_applied.pk}/").text


def test_declining_needs_a_reason(client: Client, olga: Person, noor_applied: Application) -> None:
    client.force_login(olga)

    page = client.post(f"{BOARD}{noor_applied.pk}/decline/", {"decline-words": "Sorry"})

    assert page.status_code == 200
    assert "Choose one." in page.text
    noor_applied.refresh_from_db()
    assert noor_applied.state == State.SUBMITTED
    with pytest.raises(Refused):
        deciding.decline(noor_applied, by=olga, reason="because")


# ── undo ──


def test_accepting_can_be_taken_back(client: Client, olga: Person, noor_applied: Application) -> None:
    event = deciding.accept(noor_applied, by=olga)
    client.force_login(olga)

    client.post(f"/history/{event.pk}/undo/")

    noor_applied.refresh_from_db()
    found = participation_of(noor_applied)
    assert noor_applied.state == State.SUBMITTED
    assert found is not None
    assert found.state == Participation.State.WITHDRAWN
    assert notices_to(noor_applied.applicant)[-1] == "recruitment/reopened"


def test_it_goes_back_to_where_it_was(olga: Person, noor_applied: Application) -> None:
    deciding.wait(noor_applied, by=olga)
    event = deciding.decline(noor_applied, by=olga, reason="no-time")

    history.undo(event, by=olga)

    noor_applied.refresh_from_db()
    assert (noor_applied.state, noor_applied.reason) == (State.WAITING, "")


def test_an_older_decision_is_not_taken_back(olga: Person, noor_applied: Application) -> None:
    first = deciding.wait(noor_applied, by=olga)
    deciding.accept(noor_applied, by=olga)

    with pytest.raises(Refused):
        history.undo(first, by=olga)

    noor_applied.refresh_from_db()
    assert noor_applied.state == State.ACCEPTED


def test_who_is_matched_stays(olga: Person, noor_applied: Application) -> None:
    deciding.accept(noor_applied, by=olga)
    found = participation_of(noor_applied)
    assert found is not None
    programs.mark_ready(found, by=olga)
    move(found, Participation.State.MATCHED)

    with pytest.raises(Refused):
        deciding.reopen(noor_applied, by=olga)

    noor_applied.refresh_from_db()
    assert noor_applied.state == State.ACCEPTED


def test_who_was_in_before_stays_in(olga: Person, noor_applied: Application) -> None:
    make_participation(noor_applied.cohort, Role.MENTEE, person=noor_applied.applicant)
    deciding.accept(noor_applied, by=olga)

    deciding.reopen(noor_applied, by=olga)

    found = participation_of(noor_applied)
    assert found is not None
    assert found.state == Participation.State.READY


def test_who_left_the_team_undoes_nothing(olga: Person, noor_applied: Application) -> None:
    second = make_person("Second Lead")
    member = programs.add_to_team(noor_applied.cohort.program, second, TeamMember.Role.COORDINATOR, by=olga)
    event = deciding.accept(noor_applied, by=second)
    programs.remove_from_team(member, by=olga)

    with pytest.raises(Refused):
        history.undo(event, by=second)


# ── who ──


def test_nobody_decides_about_themselves(client: Client, call: Call, olga: Person, skills: dict[str, Skill]) -> None:
    own = apply_as(Role.MENTOR, olga, call, skills)
    client.force_login(olga)

    assert client.get(f"{BOARD}{own.pk}/").status_code == 403
    assert client.post(f"{BOARD}{own.pk}/accept/").status_code == 403
    with pytest.raises(Refused):
        deciding.accept(own, by=olga)


def test_others_may_not_decide(
    client: Client, noor_applied: Application, sam: Person, rui: Person, ada: Person, mia_mentors: Participation
) -> None:
    statuses = {}
    for person in (sam, rui, ada, mia_mentors.person, noor_applied.applicant):
        client.force_login(person)
        statuses[person.called()] = client.post(f"{BOARD}{noor_applied.pk}/accept/").status_code

    assert statuses == {"Sam": 404, "Rui": 404, "Ada": 403, "Mia": 403, "Noor": 404}
    noor_applied.refresh_from_db()
    assert noor_applied.state == State.SUBMITTED


def test_a_draft_is_nobody_elses_business(client: Client, olga: Person, call: Call, noor: Person) -> None:
    draft = Application.objects.create(cohort=call.cohort, role="mentee", person=noor, email=noor.email)
    client.force_login(olga)

    assert client.get(f"{BOARD}{draft.pk}/").status_code == 404


# ── assign ──


def test_somebody_is_asked_to_look(client: Client, olga: Person, noor_applied: Application) -> None:
    second = make_person("Second Lead")
    programs.add_to_team(noor_applied.cohort.program, second, TeamMember.Role.COORDINATOR, by=olga)
    client.force_login(olga)

    client.post(f"{BOARD}{noor_applied.pk}/assign/", {"reviewer": str(second.pk)})

    noor_applied.refresh_from_db()
    assert noor_applied.reviewer == second
    assert notices_to(second) == ["recruitment/assigned"]
    client.post(f"{BOARD}{noor_applied.pk}/assign/", {"reviewer": ""})
    noor_applied.refresh_from_db()
    assert noor_applied.reviewer is None


def test_only_the_team_looks(olga: Person, noor_applied: Application, sam: Person) -> None:
    with pytest.raises(Refused):
        deciding.assign(noor_applied, sam, by=olga)
    with pytest.raises(Refused):
        deciding.assign(noor_applied, noor_applied.person, by=olga)


# ── many at once ──


def test_many_are_accepted_after_a_look(
    client: Client, olga: Person, noor_applied: Application, mia_applied: Application
) -> None:
    client.force_login(olga)
    chosen = {"application": [str(noor_applied.pk), str(mia_applied.pk)]}

    preview = client.post(f"{BOARD}accept/", chosen)
    assert "Accept 2 people?" in preview.text
    assert not Participation.objects.exists()

    done = client.post(f"{BOARD}accept/", chosen | {"sure": "1"}, follow=True)

    assert "2 people are in." in done.text
    assert Participation.objects.count() == 2


def test_one_that_can_not_be_accepted_holds_up_no_other(
    olga: Person, noor_applied: Application, mia_applied: Application
) -> None:
    stale = Application.objects.get(pk=noor_applied.pk)
    deciding.decline(noor_applied, by=olga, reason="no-place")

    outcome = deciding.accept_many([stale, mia_applied], by=olga)

    assert [one.pk for one in outcome.accepted] == [mia_applied.pk]
    assert [one.pk for one, _why in outcome.left_out] == [noor_applied.pk]


def test_more_than_fifty_at_once_are_refused(client: Client, olga: Person, call: Call) -> None:
    many = [
        Application.objects.create(
            cohort=call.cohort, role="mentee", person=person, email=person.email, state=State.SUBMITTED
        )
        for person in (make_person() for _n in range(51))
    ]
    client.force_login(olga)

    page = client.post(
        f"{BOARD}accept/",
        {"application": [str(one.pk) for one in many]},
        follow=True,
        headers={"Referer": f"http://testserver{BOARD}"},
    )

    assert "Accept 50 people at once at most." in page.text
    assert not Participation.objects.exists()


def test_nothing_ticked_says_so(client: Client, olga: Person, noor_applied: Application) -> None:
    client.force_login(olga)

    assert "Tick the applications first." in client.post(f"{BOARD}accept/", follow=True).text
