"""The team's board: supply and demand, the list, figures, opening and closing, words, invitations."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import history_of, mail_sent, notices_to
from tests.factories import make_participation, make_person
from tests.recruitment.conftest import BOARD, PAGE, apply_as
from trellis.common.dates import today
from trellis.common.errors import Refused
from trellis.matching.inputs import gather
from trellis.matching.models import MatchSettings
from trellis.people.apart import asked_apart
from trellis.people.models import Person, Skill
from trellis.programs.models import Cohort, Participation, Program, Role, Stage, TeamMember
from trellis.questions.models import Questionnaire
from trellis.questions.permissions import can_edit
from trellis.recruitment import queries
from trellis.recruitment.actions import calls, deciding, inviting
from trellis.recruitment.models import Application, Call, Invitation

State = Application.State


# ── supply and demand ──


def test_supply_counts_places_against_mentees(
    call: Call, mia_applied: Application, noor_applied: Application, olga: Person
) -> None:
    cohort = call.cohort
    cohort.places = 4
    cohort.save()
    make_participation(cohort, Role.MENTOR, capacity=2)
    make_participation(cohort, Role.MENTEE)
    left = make_participation(cohort, Role.MENTOR, capacity=2)
    Participation.objects.filter(pk=left.pk).update(state=Participation.State.WITHDRAWN)

    supply = queries.supply_of(Call.objects.get(pk=call.pk))

    assert (supply.mentors, supply.places, supply.mentees) == (1, 2, 1)
    assert (supply.mentors_undecided, supply.places_undecided, supply.mentees_undecided) == (1, 2, 1)
    assert supply.places_needed == 6  # 4 × 1.3, rounded up
    assert supply.short == 4
    assert supply.for_each == 2.0


def test_nothing_is_short_of_nothing(cohort: Cohort) -> None:
    cohort.places = 0
    supply = queries.supply_of(Call(cohort=cohort))

    assert (supply.places_needed, supply.short, supply.for_each) == (0, 0, None)


# ── the list ──


def test_it_shows_who_applied(
    client: Client, olga: Person, noor_applied: Application, mia_applied: Application
) -> None:
    client.force_login(olga)

    page = client.get(BOARD).text

    assert "Noor El-Amin" in page
    assert "Wound care" in page
    assert "2 places" in page
    assert "/l/join/" in page


def test_drafts_are_only_counted(client: Client, olga: Person, call: Call) -> None:
    Application.objects.create(cohort=call.cohort, role="mentee", email="lucia@elsewhere.example")
    client.force_login(olga)

    page = client.get(BOARD).text

    assert "One more has begun" in page
    assert "lucia@elsewhere.example" not in page


def test_it_can_be_narrowed_and_sorted(
    client: Client, olga: Person, noor_applied: Application, mia_applied: Application
) -> None:
    deciding.wait(mia_applied, by=olga)
    client.force_login(olga)

    def names(query: str) -> list[str]:
        page = client.get(f"{BOARD}?{query}").text
        found = {
            page.index(f">{name}</a>"): name for name in ("Noor El-Amin", "Mia Holmqvist") if f">{name}</a>" in page
        }
        return [found[at] for at in sorted(found)]

    assert names("") == ["Noor El-Amin", "Mia Holmqvist"]
    assert names("sort=name") == ["Mia Holmqvist", "Noor El-Amin"]
    assert names("sort=-name") == ["Noor El-Amin", "Mia Holmqvist"]
    assert names("state=waiting") == ["Mia Holmqvist"]
    assert names("role=mentee") == ["Noor El-Amin"]
    assert names("q=holmq") == ["Mia Holmqvist"]
    assert names("mine=1") == []
    assert names("state=draft&sort=nonsense&page=-3") == []


def test_the_number_of_queries_does_not_grow(
    client: Client, olga: Person, call: Call, skills: dict[str, Skill]
) -> None:
    client.force_login(olga)
    apply_as(Role.MENTEE, make_person(), call, skills)

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(BOARD).status_code == 200
        return len(captured)

    client.get(BOARD)
    few = count()
    for _n in range(12):
        apply_as(Role.MENTEE, make_person(), call, skills)

    assert count() == few <= 26


def test_an_empty_board_says_what_to_do(client: Client, olga: Person, cohort: Cohort) -> None:
    client.force_login(olga)

    assert "Nobody can apply yet" in client.get(BOARD).text


# ── who sees what ──


def test_the_sealed_name_is_nobodys(
    client: Client, olga: Person, call: Call, noor: Person, skills: dict[str, Skill]
) -> None:
    application = apply_as(Role.MENTEE, noor, call, skills, avoid="Beetroot Person", accommodations="Captions, always")
    client.force_login(olga)

    page = client.get(f"{BOARD}{application.pk}/").text

    assert "Captions, always" in page
    for address in (BOARD, f"{BOARD}{application.pk}/", f"{BOARD}figures/"):
        assert "Beetroot" not in client.get(address).text
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from questions_answer where cast(value as text) like '%Beetroot%'")
        assert cursor.fetchone() == (0,)


def test_a_sponsor_sees_figures_and_no_names(client: Client, program: Program, noor_applied: Application) -> None:
    sponsor = make_person("Paula Sponsor")
    TeamMember.objects.create(program=program, person=sponsor, role=TeamMember.Role.SPONSOR)
    client.force_login(sponsor)

    assert client.get(BOARD).status_code == 403
    page = client.get(f"{BOARD}figures/")
    assert page.status_code == 200
    assert "Noor" not in page.text
    assert "From a poster" not in page.text  # one person only


def test_ways_are_named_from_five_on(
    client: Client, program: Program, olga: Person, call: Call, skills: dict[str, Skill]
) -> None:
    for _n in range(5):
        apply_as(Role.MENTEE, make_person(), call, skills)
    for _n in range(2):
        apply_as(Role.MENTEE, make_person(), call, skills, heard="event")
    sponsor = make_person("Paula Sponsor")
    TeamMember.objects.create(program=program, person=sponsor, role=TeamMember.Role.SPONSOR)

    client.force_login(sponsor)
    page = client.get(f"{BOARD}figures/").text
    assert "From a poster or flyer" in page
    assert "At an event" not in page

    client.force_login(olga)
    page = client.get(f"{BOARD}figures/").text
    assert "At an event" in page
    assert "Applications each week" in page


def test_weeks_without_applications_are_there(call: Call, noor_applied: Application, mia_applied: Application) -> None:
    Application.objects.filter(pk=mia_applied.pk).update(submitted_at=timezone.now() - timedelta(weeks=2))

    weeks = queries.weeks_of(call.cohort)

    assert [number for _monday, number in weeks] == [1, 0, 1]
    assert all(monday.weekday() == 0 for monday, _number in weeks)


# ── open and close ──


def test_opening_makes_everything_ready(client: Client, olga: Person, cohort: Cohort) -> None:
    client.force_login(olga)
    last = today() + timedelta(days=30)

    client.post(f"{BOARD}open/", {"applications_close_on": last.isoformat()})

    cohort = Cohort.objects.select_related("program").get(pk=cohort.pk)
    call = Call.objects.get()
    assert (cohort.stage, cohort.applications_close_on, cohort.program.is_public) == (Stage.RECRUIT, last, True)
    assert queries.window_of(call).is_open
    assert Questionnaire.objects.live().filter(owner="recruitment").count() == 2
    assert history_of(call) == ["recruitment.opened"]
    assert client.get(PAGE).status_code == 200


def test_opening_goes_back_to_no_earlier_stage(olga: Person, cohort: Cohort) -> None:
    Cohort.objects.update(stage=Stage.MATCH)

    calls.open_recruiting(Cohort.objects.get(), by=olga)

    assert Cohort.objects.get().stage == Stage.MATCH


def test_a_day_that_is_over_is_refused(client: Client, olga: Person, cohort: Cohort) -> None:
    with pytest.raises(Refused):
        calls.open_recruiting(cohort, by=olga, closes_on=date(2020, 1, 1))


def test_closing_and_opening_again(client: Client, olga: Person, call: Call) -> None:
    client.force_login(olga)

    client.post(f"{BOARD}close/")
    assert not queries.window_of(Call.objects.get()).is_open
    with pytest.raises(Refused):
        calls.close_recruiting(call.cohort, by=olga)

    client.post(f"{BOARD}open/", {"applications_close_on": ""})
    assert queries.window_of(Call.objects.get()).is_open


# ── words and forms ──


def test_the_words_are_kept(client: Client, olga: Person, call: Call) -> None:
    client.force_login(olga)
    assert client.get(f"{BOARD}words/").status_code == 200

    client.post(
        f"{BOARD}words/",
        {"headline": "Ask us", "mentee_point_1": "One", "mentee_point_3": "Three", "ratio": "1.5", "mentor_hours": "3"},
    )

    call.refresh_from_db()
    assert (call.headline, call.mentee_points, call.ratio, call.mentor_hours) == (
        "Ask us", ["One", "Three"], Decimal("1.5"), 3,
    )  # fmt: skip
    assert history_of(call)[-1] == "recruitment.described"


def test_impossible_words_come_back(client: Client, olga: Person, call: Call) -> None:
    client.force_login(olga)

    page = client.post(f"{BOARD}words/", {"headline": "x" * 200, "ratio": "-1"})

    assert page.status_code == 200
    assert "error-summary" in page.text


def test_the_form_belongs_to_those_who_lead(client: Client, olga: Person, rui: Person, ada: Person, call: Call) -> None:
    form = calls.form_of(call.cohort.program, Role.MENTOR)

    assert [can_edit(person, form) for person in (olga, rui, ada)] == [True, False, False]


def test_the_forms_ask_what_their_role_needs(call: Call) -> None:
    codes = {
        role: set(calls.form_of(call.cohort.program, role).questions.values_list("code", flat=True)) for role in Role
    }

    shared = {"times", "mode", "languages", "wishes", "avoid", "accommodations", "heard", "profile", "commitment"}
    assert shared <= codes[Role.MENTOR] & codes[Role.MENTEE]
    assert {"skills-offered", "capacity"} <= codes[Role.MENTOR] - codes[Role.MENTEE]
    assert {"skills-wanted", "goals"} <= codes[Role.MENTEE] - codes[Role.MENTOR]


# ── invite ──


def test_people_are_asked_once(
    client: Client,
    olga: Person,
    call: Call,
    mia: Person,
    mailoutbox: list[Any],
    django_capture_on_commit_callbacks: Any,
) -> None:
    client.force_login(olga)
    sent = {"role": "mentor", "addresses": f"{mia.email}\nNOBODY@elsewhere.example"}

    with django_capture_on_commit_callbacks(execute=True):
        first = client.post(f"{BOARD}invite/", sent, follow=True).text
    again = client.post(f"{BOARD}invite/", sent, follow=True).text

    assert "One person is invited." in first
    assert "No account has this address: nobody@elsewhere.example." in first
    assert "Not asked again" in again
    assert notices_to(mia) == ["recruitment/invited"]
    assert ("mia@kestrelbay.example", "Would you be a mentor in First Year Forward?") in mail_sent(mailoutbox)
    assert call.mentor_token in mailoutbox[0].body
    assert history_of(Invitation.objects.get()) == ["recruitment.invited"]


def test_who_was_asked_may_apply_and_it_is_remembered(
    client: Client, olga: Person, call: Call, mia: Person, skills: dict[str, Skill]
) -> None:
    inviting.invite(call.cohort, Role.MENTOR, [mia], by=olga)
    Program.objects.update(is_public=False)
    client.force_login(mia)
    assert client.get(f"{PAGE}apply/mentor/").status_code == 200

    application = apply_as(Role.MENTOR, mia, call, skills)

    assert application.came == "invited"
    client.force_login(olga)
    page = client.get(f"{BOARD}invite/").text
    assert "Mia Holmqvist" in page
    assert "To decide" in page


def test_more_than_fifty_invitations_are_refused(client: Client, olga: Person, call: Call) -> None:
    client.force_login(olga)
    many = "\n".join(f"p{number}@kestrelbay.example" for number in range(51))

    page = client.post(f"{BOARD}invite/", {"role": "mentor", "addresses": many})

    assert "Invite 50 at once at most" in page.text
    with pytest.raises(Refused):
        inviting.invite(call.cohort, Role.MENTOR, [make_person() for _n in range(51)], by=olga)
    assert not Invitation.objects.exists()


def test_nobody_is_invited_to_a_closed_door(olga: Person, cohort: Cohort, mia: Person) -> None:
    with pytest.raises(Refused):
        inviting.invite(cohort, Role.MENTOR, [mia], by=olga)


# ── whom to keep apart ──


def test_names_that_were_asked_to_be_avoided_are_found_among_these_people(
    call: Call, noor: Person, mia: Person, sam: Person, skills: dict[str, Skill]
) -> None:
    twin = make_person("Mia Holmqvist")
    apply_as(Role.MENTEE, noor, call, skills, avoid="  mia HOLMQVIST\nsam@kestrelbay.example\nSomebody Unknown")

    found = queries.avoidances({noor.pk, mia.pk, sam.pk, twin.pk})

    assert found == {(noor.pk, mia.pk), (noor.pk, twin.pk), (noor.pk, sam.pk)}
    assert queries.avoidances({mia.pk, sam.pk}) == set()


def test_a_draft_avoids_nobody_yet(call: Call, noor: Person, mia: Person, skills: dict[str, Skill]) -> None:
    from trellis.recruitment.actions import applying  # noqa: PLC0415  only here
    from trellis.recruitment.permissions import Applicant  # noqa: PLC0415

    draft = applying.begin(call.cohort, Role.MENTEE, Applicant.of(noor))
    applying.save_answers(draft, {"avoid": "Mia Holmqvist"})

    assert queries.avoidances({noor.pk, mia.pk}) == set()


def test_the_matching_keeps_them_apart(call: Call, noor: Person, mia: Person, skills: dict[str, Skill]) -> None:
    apply_as(Role.MENTEE, noor, call, skills, avoid="Mia Holmqvist")
    for person, role in ((noor, Role.MENTEE), (mia, Role.MENTOR)):
        make_participation(call.cohort, role, person=person)
    rows = Participation.objects.filter(cohort=call.cohort)

    found = gather(rows.mentees(), rows.mentors(), MatchSettings(cohort=call.cohort), on=today())

    assert asked_apart([noor.pk, mia.pk]) == {(noor.pk, mia.pk)}
    assert (str(noor.pk), str(mia.pk)) in found.policy.apart
