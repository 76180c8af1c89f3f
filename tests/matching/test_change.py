"""Changing a plan by hand."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import history_of
from tests.conftest import RunJobs
from tests.factories import make_participation
from tests.matching.conftest import Match
from tests.matching.test_run import pairs
from trellis.common.errors import Kind, Refused
from trellis.history.actions import undo
from trellis.matching import actions
from trellis.matching.boards import options_for
from trellis.matching.models import KeptApart, MatchRun, Suggestion
from trellis.matching.words import note
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Role


def of(run: MatchRun, name: str) -> Suggestion:
    return run.suggestions.with_people().get(mentee__person__name__startswith=name)


@pytest.fixture
def loose(run: MatchRun, match: Match, olga: Person) -> MatchRun:
    """The same people, and every fit is allowed."""
    actions.change_settings(run.cohort, by=olga, floor=0)
    return match()


@pytest.fixture
def one_place_each(loose: MatchRun, mia_mentors: Participation, match: Match) -> MatchRun:
    """Mia has one place as well, so that moving one mentee moves the other."""
    Participation.objects.filter(pk=mia_mentors.pk).update(capacity=1)
    return match()


def test_keeping_apart_leaves_somebody_out_rather_than_going_under_the_floor(run: MatchRun, olga: Person) -> None:
    actions.keep_apart(of(run, "Noor"), by=olga)

    assert pairs(run) == {"Lea": "Ben", "Noor": None}


def test_a_locked_pair_stays(run: MatchRun, match: Match, olga: Person) -> None:
    actions.lock(of(run, "Noor"), by=olga)

    again = match()

    assert of(again, "Noor").is_locked
    assert pairs(again) == pairs(run)
    assert history_of(run)[-1] == "matching.locked"


def test_locked_twice_is_refused(run: MatchRun, olga: Person) -> None:
    actions.lock(of(run, "Noor"), by=olga)

    with pytest.raises(Refused):
        actions.lock(of(run, "Noor"), by=olga)


def test_unlocking_lets_it_change_again(run: MatchRun, olga: Person) -> None:
    actions.lock(of(run, "Noor"), by=olga)
    actions.unlock(of(run, "Noor"), by=olga)

    assert not of(run, "Noor").is_locked
    assert history_of(run)[-2:] == ["matching.locked", "matching.unlocked"]


def test_moving_one_rearranges_the_others(
    one_place_each: MatchRun, ben_mentors: Participation, olga: Person, run_jobs: RunJobs
) -> None:
    run = one_place_each
    total = run.total

    event = actions.move_to(of(run, "Noor"), ben_mentors, by=olga)
    run_jobs()

    run.refresh_from_db()
    assert pairs(run) == {"Lea": "Mia", "Noor": "Ben"}
    assert (of(run, "Noor").is_locked, of(run, "Noor").is_by_hand, of(run, "Lea").is_by_hand) == (True, True, False)
    assert (event.facts["people"], event.facts["points"]) == (0, run.total - total)
    assert run.total < total
    assert note(of(run, "Noor").note) == f"By hand, −{round((total - run.total) / 1000)}"
    assert run.total == sum(row.points for row in run.suggestions.all())
    assert run.is_proven  # with the pair that was moved by hand


def test_the_cost_shown_is_the_cost_paid(
    one_place_each: MatchRun, ben_mentors: Participation, olga: Person, run_jobs: RunJobs
) -> None:
    run = one_place_each
    worth = run.worth
    (option,) = options_for(of(run, "Noor"))

    actions.move_to(of(run, "Noor"), ben_mentors, by=olga)
    run_jobs()

    run.refresh_from_db()
    assert option.cost.points == round((worth - run.worth) / 1000) > 0
    assert option.consequences == ["Lea Fontaine would move to Mia Holmqvist, from 100 to 12."]


def test_a_move_can_be_undone(one_place_each: MatchRun, ben_mentors: Participation, olga: Person) -> None:
    run = one_place_each
    before, total = pairs(run), run.total
    event = actions.move_to(of(run, "Noor"), ben_mentors, by=olga)

    undo(event, by=olga)

    run.refresh_from_db()
    assert (pairs(run), run.total) == (before, total)
    assert not of(run, "Noor").is_locked


def test_after_another_change_undo_is_too_late(
    one_place_each: MatchRun, ben_mentors: Participation, olga: Person
) -> None:
    run = one_place_each
    event = actions.move_to(of(run, "Noor"), ben_mentors, by=olga)
    actions.lock(of(run, "Lea"), by=olga)

    with pytest.raises(Refused) as refused:
        undo(event, by=olga)

    assert refused.value.kind == Kind.TOO_LATE


def test_no_move_breaks_a_rule(run: MatchRun, ben_mentors: Participation, match: Match, olga: Person) -> None:
    Person.objects.filter(name="Noor El-Amin").update(manager=ben_mentors.person)
    run = match()

    with pytest.raises(Refused) as refused:
        actions.move_to(of(run, "Noor"), ben_mentors, by=olga)

    assert refused.value.sentence == "Not allowed: One of them is the other’s manager."


def test_no_move_goes_under_the_floor(run: MatchRun, ben_mentors: Participation, olga: Person, match: Match) -> None:
    actions.change_settings(run.cohort, by=olga, weights={"goals": 1.0})
    run = match()

    with pytest.raises(Refused) as refused:
        actions.move_to(of(run, "Noor"), ben_mentors, by=olga)

    assert refused.value.sentence == "Not allowed: Their fit is under the lowest that you allow."


def test_a_mentor_from_elsewhere_is_refused(run: MatchRun, cohort: Cohort, olga: Person) -> None:
    late = make_participation(cohort, Role.MENTOR)

    with pytest.raises(Refused):
        actions.move_to(of(run, "Noor"), late, by=olga)


def test_keeping_apart_finds_somebody_else(
    one_place_each: MatchRun, olga: Person, match: Match, run_jobs: RunJobs
) -> None:
    run = one_place_each
    event = actions.keep_apart(of(run, "Noor"), by=olga)
    run_jobs()

    run.refresh_from_db()
    assert pairs(run) == {"Lea": "Mia", "Noor": "Ben"}
    assert run.is_proven
    assert pairs(match()) == {"Lea": "Mia", "Noor": "Ben"}
    assert event.verb == "matching.kept_apart"


def test_keeping_apart_can_be_undone(run: MatchRun, olga: Person) -> None:
    before = pairs(run)
    event = actions.keep_apart(of(run, "Noor"), by=olga)

    undo(event, by=olga)

    assert pairs(run) == before
    assert not KeptApart.objects.exists()


def test_the_rules_list_who_is_kept_apart(run: MatchRun, olga: Person, client: Client) -> None:
    actions.keep_apart(of(run, "Noor"), by=olga)
    client.force_login(olga)

    shown = client.get(reverse("matching:rules", args=run.cohort.address)).content.decode()

    assert "Kept apart by you" in shown
    assert "Allow again" in shown


def test_kept_apart_can_be_allowed_again(run: MatchRun, olga: Person, match: Match) -> None:
    before = pairs(run)
    actions.keep_apart(of(run, "Noor"), by=olga)

    actions.let_together(KeptApart.objects.get(), by=olga)

    assert pairs(match()) == before


def test_a_plan_that_was_replaced_can_not_be_changed(run: MatchRun, olga: Person, match: Match) -> None:
    noor = of(run, "Noor")
    match()

    with pytest.raises(Refused) as refused:
        actions.lock(noor, by=olga)

    assert refused.value.kind == Kind.TOO_LATE
