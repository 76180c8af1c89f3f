"""Applying with an account: begin, go on another day, check, send once, withdraw."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests.cast import history_of, notices_to
from tests.factories import make_participation
from tests.recruitment.conftest import PAGE, answers_as, apply_as, as_posted
from trellis.common.dates import today
from trellis.common.errors import Refused
from trellis.people.models import Person, PersonSkill, Skill
from trellis.programs.models import Role
from trellis.questions import queries as asked
from trellis.recruitment.actions import applying, calls
from trellis.recruitment.models import Application, Call
from trellis.recruitment.permissions import Applicant

State = Application.State
FORM = f"{PAGE}apply/mentee/"


def test_the_whole_way_with_plain_forms(client: Client, call: Call, noor: Person, skills: dict[str, Skill]) -> None:
    client.force_login(noor)
    assert "Noor El-Amin" in client.get(FORM).text

    assert client.post(FORM).headers["Location"] == f"{FORM}answers/"
    assert "What would you like to be different" in client.get(f"{FORM}answers/").text
    assert client.post(f"{FORM}answers/", as_posted("mentee", skills)).headers["Location"] == f"{FORM}check/"
    assert "To lead a handover without prompts." in client.get(f"{FORM}check/").text
    sent = client.post(f"{FORM}check/", follow=True)

    application = Application.objects.get()
    assert (application.state, application.person, application.role) == (State.SUBMITTED, noor, "mentee")
    assert sent.redirect_chain[-1][0] == f"/applications/{application.pk}/"
    assert "Your application is sent" in sent.text
    assert notices_to(noor) == ["recruitment/submitted"]
    assert history_of(application) == ["recruitment.submitted"]


def test_what_is_missing_is_named_and_nothing_is_lost(
    client: Client, call: Call, noor: Person, skills: dict[str, Skill]
) -> None:
    client.force_login(noor)
    client.post(FORM)
    partly = as_posted("mentee", skills)
    del partly["q-mode"]

    page = client.post(f"{FORM}answers/", partly)

    assert page.status_code == 200
    assert "Choose at least one." in page.text
    assert "To lead a handover without prompts." in client.get(f"{FORM}answers/").text


def test_it_can_be_kept_for_another_day(client: Client, call: Call, noor: Person) -> None:
    client.force_login(noor)
    client.post(FORM)

    client.post(f"{FORM}answers/", {"q-goals": "Half a thought", "later": "1"})

    assert "Go on with your answers" in client.get(FORM).text
    assert "Half a thought" in client.get(f"{FORM}answers/").text


def test_an_incomplete_draft_can_not_be_sent(client: Client, call: Call, noor: Person) -> None:
    client.force_login(noor)
    client.post(FORM)
    client.post(f"{FORM}answers/", {"q-goals": "Half a thought", "later": "1"})

    page = client.post(f"{FORM}check/", follow=True)

    assert "Some questions still need an answer." in page.text
    assert Application.objects.get().state == State.DRAFT


def test_sending_twice_is_once(client: Client, call: Call, noor: Person, skills: dict[str, Skill]) -> None:
    client.force_login(noor)
    client.post(FORM)
    client.post(f"{FORM}answers/", as_posted("mentee", skills))

    client.post(f"{FORM}check/", {"once": "same"})
    client.post(f"{FORM}check/", {"once": "same"})
    client.post(f"{FORM}check/", {"once": "another"})

    assert Application.objects.count() == 1
    assert notices_to(noor) == ["recruitment/submitted"]


def test_two_windows_begin_one_draft(call: Call, noor: Person) -> None:
    first = applying.begin(call.cohort, Role.MENTEE, Applicant.of(noor))
    second = applying.begin(call.cohort, Role.MENTEE, Applicant.of(noor))

    assert first == second


def test_both_roles_at_once(call: Call, noor: Person, skills: dict[str, Skill]) -> None:
    apply_as(Role.MENTEE, noor, call, skills)
    apply_as(Role.MENTOR, noor, call, skills)

    assert sorted(Application.objects.values_list("role", "state")) == [
        ("mentee", "submitted"),
        ("mentor", "submitted"),
    ]


def test_what_the_profile_says_is_filled_in(call: Call, noor: Person, skills: dict[str, Skill]) -> None:
    noor.languages = ["fr", "xx"]
    noor.save()
    PersonSkill.objects.create(person=noor, skill=skills["Planning"], kind="wanted", level=2)

    application = applying.begin(call.cohort, Role.MENTEE, Applicant.of(noor))

    assert application.response is not None
    known = asked.answers_of(application.response, viewer=asked.Viewer.AUTHOR)
    assert known["languages"] == ["fr"]
    assert known["skills-wanted"] == [{"skill": skills["Planning"].pk, "name": "Planning", "level": 2}]


def test_a_mentor_offers_no_more_than_the_program_allows(call: Call, mia: Person, skills: dict[str, Skill]) -> None:
    assert apply_as(Role.MENTOR, mia, call, skills, capacity=2).capacity == 2
    Application.objects.all().delete()
    assert apply_as(Role.MENTOR, mia, call, skills, capacity=9).capacity == call.cohort.program.mentor_capacity


def test_after_the_last_day_the_page_says_so(client: Client, call: Call, noor: Person) -> None:
    call.cohort.applications_close_on = today() - timedelta(days=1)
    call.cohort.save()
    client.force_login(noor)

    page = client.get(FORM)

    assert page.status_code == 200
    assert "Applications are closed" in page.text
    assert not Application.objects.exists()


def test_a_draft_can_not_be_sent_after_closing(
    call: Call, noor: Person, olga: Person, skills: dict[str, Skill]
) -> None:
    application = applying.begin(call.cohort, Role.MENTEE, Applicant.of(noor))
    applying.save_answers(application, answers_as("mentee", skills))
    calls.close_recruiting(call.cohort, by=olga)

    with pytest.raises(Refused):
        applying.submit(application)

    assert Application.objects.get().state == State.DRAFT


def test_who_is_in_needs_no_application(client: Client, call: Call, noor: Person) -> None:
    make_participation(call.cohort, Role.MENTEE, person=noor)
    client.force_login(noor)

    assert "You’re in this program already" in client.get(FORM).text


def test_a_sent_application_is_not_written_again(client: Client, noor_applied: Application, noor: Person) -> None:
    client.force_login(noor)

    assert client.get(FORM).headers["Location"] == f"/applications/{noor_applied.pk}/"
    assert client.post(f"{FORM}answers/", {"q-goals": "Other"}).headers["Location"] == FORM
    with pytest.raises(Refused):
        applying.save_answers(noor_applied, {"goals": "Other"})


# ── withdraw ──


def test_withdrawing(client: Client, noor_applied: Application, noor: Person) -> None:
    client.force_login(noor)

    client.post(f"/applications/{noor_applied.pk}/withdraw/")

    noor_applied.refresh_from_db()
    assert noor_applied.state == State.WITHDRAWN
    assert history_of(noor_applied) == ["recruitment.submitted", "recruitment.withdrawn"]


def test_who_withdrew_may_apply_again(
    client: Client, noor_applied: Application, noor: Person, skills: dict[str, Skill]
) -> None:
    applying.withdraw(noor_applied, by=noor)
    client.force_login(noor)

    client.post(FORM)
    client.post(f"{FORM}answers/", as_posted("mentee", skills, goals="Another wish."))
    client.post(f"{FORM}check/")

    noor_applied.refresh_from_db()
    assert noor_applied.state == State.SUBMITTED
    assert Application.objects.count() == 1


def test_a_draft_goes_without_a_trace(client: Client, call: Call, noor: Person) -> None:
    client.force_login(noor)
    client.post(FORM)
    client.post(f"{FORM}answers/", {"q-goals": "Half a thought", "later": "1"})

    client.post(f"{FORM}discard/")

    assert not Application.objects.exists()
    assert not noor.responses.exists()


def test_withdrawing_twice_is_refused(noor_applied: Application, noor: Person) -> None:
    applying.withdraw(noor_applied, by=noor)

    with pytest.raises(Refused):
        applying.withdraw(noor_applied, by=noor)


# ── who sees what ──


def test_the_applicant_sees_everything_they_wrote(
    client: Client, call: Call, noor: Person, skills: dict[str, Skill]
) -> None:
    application = apply_as(Role.MENTEE, noor, call, skills, avoid="Sam Okonkwo", accommodations="Captions")
    client.force_login(noor)

    page = client.get(f"/applications/{application.pk}/").text

    assert "Sam Okonkwo" in page
    assert "Captions" in page


def test_somebody_elses_application_is_not_found(
    client: Client, noor_applied: Application, sam: Person, mia: Person, ada: Person, rui: Person
) -> None:
    for person in (sam, mia, ada, rui):
        client.force_login(person)
        assert client.get(f"/applications/{noor_applied.pk}/").status_code == 404
        assert client.post(f"/applications/{noor_applied.pk}/withdraw/").status_code == 404


def test_those_who_lead_may_not_withdraw_it(client: Client, noor_applied: Application, olga: Person) -> None:
    client.force_login(olga)

    assert client.post(f"/applications/{noor_applied.pk}/withdraw/").status_code == 403


def test_own_applications_are_listed(client: Client, noor_applied: Application, noor: Person, sam: Person) -> None:
    client.force_login(noor)
    assert "First Year Forward, mentee" in client.get("/applications/").text
    client.force_login(sam)
    assert "You haven’t applied for anything" in client.get("/applications/").text


def test_what_was_sent_is_on_the_start_page(client: Client, noor_applied: Application, noor: Person) -> None:
    client.force_login(noor)

    page = client.get("/mentoring/", follow=True).text

    assert f'href="/applications/{noor_applied.pk}/"' in page
    assert "You’ll hear from us either way" in page
