"""The rematch desk: what ended, what it taught, and a plan that keeps what works."""

import pytest
from django.test import Client

from tests.cast import history_of
from tests.conftest import RunJobs
from tests.factories import make_participation, make_person
from tests.matching.conftest import offers, wants
from trellis.common.errors import Refused
from trellis.matching.actions import change_settings
from trellis.matching.models import Proposal
from trellis.matching.rematch import actions
from trellis.matching.rematch.models import Lesson, RematchPlan
from trellis.matching.rules import begin
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Role
from trellis.relationships.closure.actions import close
from trellis.relationships.models import Relationship


@pytest.fixture
def ended(cohort: Cohort, mia_mentors: Participation, noor_learns: Participation, olga: Person) -> Relationship:
    """Mia and Noor, who had no time for each other."""
    pair = begin(cohort, mentors=[mia_mentors], mentees=[noor_learns], by=olga)
    close(pair, by=olga, reason=Relationship.Reason.TIME)
    return pair


@pytest.fixture
def crossed(cohort: Cohort, olga: Person) -> tuple[Participation, ...]:
    """Two pairs who would be better off the other way round, and one mentee who waits."""
    change_settings(cohort, by=olga, floor=0)
    sides = {}
    for name, role, skill in (
        ("Ann", Role.MENTOR, "budgets"), ("Bob", Role.MENTOR, "handover"),
        ("Cem", Role.MENTEE, "handover"), ("Dia", Role.MENTEE, "budgets"),
    ):  # fmt: skip
        person = make_person(f"{name} Example")
        (offers if role == Role.MENTOR else wants)(person, **{skill: 4})
        sides[name] = make_participation(cohort, role, person=person, capacity=2 if name == "Ann" else 1)
    begin(cohort, mentors=[sides["Ann"]], mentees=[sides["Cem"]], by=olga)
    begin(cohort, mentors=[sides["Bob"]], mentees=[sides["Dia"]], by=olga)
    late = make_participation(cohort, Role.MENTEE, person=make_person("Eve Example"))
    return (*sides.values(), late)


def plan_of(cohort: Cohort, by: Person, run_jobs: RunJobs) -> RematchPlan:
    plan = actions.look_for(cohort, by=by)
    run_jobs()
    plan.refresh_from_db()
    return plan


def test_more_changes_bring_a_better_whole(
    cohort: Cohort, crossed: tuple[Participation, ...], olga: Person, run_jobs: RunJobs
) -> None:
    ann, bob, cem, dia, eve = (one.pk for one in crossed)

    choices = plan_of(cohort, olga, run_jobs).choices

    assert [(one["changed"], one["placed"]) for one in choices] == [(0, 3), (2, 3)]
    assert choices[0]["moves"] == [[eve, None, ann]]
    assert choices[1]["moves"] == [[cem, ann, bob], [dia, bob, ann], [eve, None, ann]]
    assert choices[0]["total"] < choices[1]["total"]


def test_only_who_waits_is_proposed_and_nothing_ends(
    cohort: Cohort, crossed: tuple[Participation, ...], olga: Person, run_jobs: RunJobs
) -> None:
    plan = plan_of(cohort, olga, run_jobs)

    (made,) = actions.propose_new(plan, 1, by=olga)

    assert (made.mentee, made.mentor, made.state) == (crossed[4], crossed[0], Proposal.State.HELD)
    assert Relationship.objects.open().count() == 2
    with pytest.raises(Refused, match="a place has to come free"):
        actions.propose_new(plan, 1, by=olga)
    with pytest.raises(Refused, match="no such choice"):
        actions.propose_new(plan, 7, by=olga)


def test_a_pair_that_a_rule_parts_by_now_is_left_to_people(
    cohort: Cohort, crossed: tuple[Participation, ...], olga: Person, run_jobs: RunJobs
) -> None:
    ann, _bob, cem, *_rest = crossed
    Person.objects.filter(pk=cem.person_id).update(manager=ann.person)

    choices = plan_of(cohort, olga, run_jobs).choices

    assert all(cem.pk not in [move[0] for move in one["moves"]] for one in choices)


def test_a_lesson_is_sealed_and_for_the_team(ended: Relationship, olga: Person) -> None:
    actions.keep_lesson(ended, by=olga, lesson="Ask about shifts first.", weighed="")
    actions.keep_lesson(ended, by=olga, lesson="Ask about night shifts first.", weighed="Wait a month.")

    kept = Lesson.objects.get()
    assert b"shifts" not in bytes(kept.sealed)
    assert kept.texts(kept.key) == {"lesson": "Ask about night shifts first.", "weighed": "Wait a month."}
    assert history_of(ended)[-1] == "matching.lesson_kept"


def test_there_is_no_lesson_before_the_end(
    cohort: Cohort, mia_mentors: Participation, noor_learns: Participation, olga: Person
) -> None:
    pair = begin(cohort, mentors=[mia_mentors], mentees=[noor_learns], by=olga)

    with pytest.raises(Refused):
        actions.keep_lesson(pair, by=olga, lesson="Too early", weighed="")


def test_on_the_pages(
    client: Client, cohort: Cohort, ended: Relationship, crossed: tuple[Participation, ...], olga: Person, sam: Person,
    run_jobs: RunJobs,
) -> None:  # fmt: skip
    here = f"/programs/{cohort.program.slug}/{cohort.slug}/match/rematch/"
    client.force_login(olga)
    client.post(f"{here}look/")
    run_jobs()
    client.post(f"/match/ended/{ended.pk}/lesson/", {"lesson": "Ask about shifts first."})

    shown = client.get(f"{here}?choice=1").content.decode()

    assert "Time or schedule" in shown
    assert "Ask about shifts first." in shown
    assert "Cem Example" in shown
    plan = RematchPlan.objects.get()
    client.post(f"/match/rematch/{plan.pk}/propose/", {"choice": "0"})
    assert Proposal.objects.count() >= 1
    client.force_login(sam)
    for address in (here, f"/match/ended/{ended.pk}/lesson/"):
        assert client.get(address).status_code == 404
    assert client.post(f"/match/rematch/{plan.pk}/propose/").status_code == 404
