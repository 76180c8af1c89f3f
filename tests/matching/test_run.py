"""Looking for the best pairs."""

import pytest

from tests.cast import history_of
from tests.conftest import RunJobs
from tests.factories import make_participation
from tests.matching.conftest import Match, wants
from trellis.common.errors import Refused
from trellis.jobs.models import Job
from trellis.matching import actions, words
from trellis.matching.inputs import pack, unpack
from trellis.matching.models import Avoidance, KeptApart, MatchRun, Wish
from trellis.matching.words import Names
from trellis.people.models import Availability, Person
from trellis.programs.models import Cohort, Participation, Role
from trellis.relationships.pairs import actions as relationships


def pairs(run: MatchRun) -> dict[str, str | None]:
    rows = run.suggestions.with_people().order_by("mentee__person__name")
    return {row.mentee.person.called(): row.mentor.person.called() if row.mentor else None for row in rows}


def test_it_finds_the_best_pairs(run: MatchRun) -> None:
    assert pairs(run) == {"Lea": "Ben", "Noor": "Mia"}
    assert (run.state, run.mentees, run.mentors, run.places, run.placed) == (MatchRun.State.REVIEW, 2, 2, 3, 2)
    assert run.is_proven
    assert run.worth == run.bound


def test_it_records_it(run: MatchRun) -> None:
    assert history_of(run) == ["matching.run_started", "matching.run_finished"]


def test_each_pair_has_its_reasons(run: MatchRun) -> None:
    row = run.suggestions.get(mentee__person__name="Noor El-Amin")

    assert row.mentor is not None
    said = {reason["key"]: words.say(reason, Names("Noor", "Mia")) for reason in row.reasons}
    assert said == {"goals": "coaching and handover", "site": "Moorside and Harbour"}
    assert sum(row.parts) == pytest.approx(row.points / 1000)
    assert (row.fit, row.known) == (88, 40)
    assert words.note(row.note) == "Based on 40% of the criteria"


def test_pressed_twice_it_is_one_search(cohort: Cohort, olga: Person, run_jobs: RunJobs) -> None:
    first, second = (actions.start_run(cohort, by=olga) for _ in range(2))

    assert first == second
    assert [job.kind for job in run_jobs()] == ["matching.run"]


def test_a_newer_plan_puts_the_one_before_aside(run: MatchRun, match: Match) -> None:
    newer = match()

    run.refresh_from_db()
    assert (run.state, newer.state) == (MatchRun.State.SET_ASIDE, MatchRun.State.REVIEW)


def test_the_same_people_give_the_same_plan(run: MatchRun, match: Match) -> None:
    newer = match()

    assert newer.inputs_hash == run.inputs_hash
    assert pairs(newer) == pairs(run)


def test_what_was_known_is_kept_whole(run: MatchRun) -> None:
    inputs = unpack(bytes(run.inputs or b""))

    assert unpack(pack(inputs)) == inputs
    assert b"Noor" not in bytes(run.inputs or b"")


def test_the_reporting_line_is_never_paired(
    mia_mentors: Participation, noor_learns: Participation, match: Match, organization: object
) -> None:
    between = make_participation(mia_mentors.cohort, Role.MENTOR, ready=False).person
    between.manager = mia_mentors.person
    between.save()
    noor_learns.person.manager = between
    noor_learns.person.save()

    run = match()

    row = run.suggestions.get()
    assert row.mentor is None
    assert words.nobody(row.nobody, run.floor) == "Every mentor is ruled out."
    assert words.nobody_counts(row.nobody) == [
        ("One of them is the other’s manager.", 1),
        ("They are in the same reporting line.", 1),
    ]


def test_managers_in_a_circle_stop_the_search_with_a_sentence(
    mia_mentors: Participation, noor_learns: Participation, cohort: Cohort, olga: Person, run_jobs: RunJobs
) -> None:
    mia, noor = mia_mentors.person, noor_learns.person
    Person.objects.filter(pk=mia.pk).update(manager=noor)
    Person.objects.filter(pk=noor.pk).update(manager=mia)
    actions.start_run(cohort, by=olga)

    (job,) = run_jobs(failing=True)

    assert job.state == Job.State.FAILED
    assert job.error == "The managers of some people go round in a circle. Mend that in their profiles first."
    assert actions.start_run(cohort, by=olga).job != job


def test_people_kept_apart_are_apart(
    mia_mentors: Participation, noor_learns: Participation, match: Match, olga: Person
) -> None:
    KeptApart.objects.create(cohort=noor_learns.cohort, mentee=noor_learns, mentor=mia_mentors, by=olga)

    assert pairs(match()) == {"Noor": None}


def test_whom_somebody_avoids_is_never_suggested(
    mia_mentors: Participation, noor_learns: Participation, match: Match
) -> None:
    Avoidance.objects.create(person=mia_mentors.person, other=noor_learns.person)

    assert pairs(match()) == {"Noor": None}


def test_people_who_were_together_are_not_suggested_again(
    mia_mentors: Participation, noor_learns: Participation, match: Match, cohort: Cohort
) -> None:
    Participation.objects.filter(pk=noor_learns.pk).update(capacity=2)
    relationships.start(cohort, mentors=[mia_mentors], mentees=[noor_learns], by=None)
    Participation.objects.filter(pk=noor_learns.pk).update(state=Participation.State.READY)

    assert pairs(match()) == {"Noor": None}


def test_a_mentor_without_a_free_place_is_not_suggested(
    mia_mentors: Participation, noor_learns: Participation, match: Match, cohort: Cohort
) -> None:
    taken = [make_participation(cohort, Role.MENTEE) for _ in range(2)]
    for mentee in taken:
        relationships.start(cohort, mentors=[mia_mentors], mentees=[mentee], by=None)

    run = match()

    assert pairs(run) == {"Noor": None}
    assert words.nobody_counts(run.suggestions.get().nobody) == [("No free place.", 1)]


def test_wishes_and_hours_count(run: MatchRun, match: Match, noor_learns: Participation) -> None:
    mia = Participation.objects.get(person__name="Mia Holmqvist")
    for person, starts in ((mia.person, "09:00"), (noor_learns.person, "10:00")):
        Availability.objects.create(person=person, weekday=2, starts=starts, ends="13:00")
    Wish.objects.create(participation=noor_learns, other=mia, rank=1)
    Wish.objects.create(participation=mia, other=noor_learns, rank=1)

    row = match().suggestions.get(mentee=noor_learns)

    said = {reason["key"]: words.say(reason, Names("Noor", "Mia")) for reason in row.reasons}
    assert said["choice"] == "Noor’s choice 1 of 1. Mia’s choice 1 of 1."
    assert said["time"] == "Wednesday 10:00 to 13:00"
    assert words.note(row.note) == "Both asked for each other"


def test_who_still_prepares_waits(cohort: Cohort, mia_mentors: Participation, match: Match) -> None:
    make_participation(cohort, Role.MENTEE, ready=False)

    assert pairs(match()) == {}


def test_nobody_at_all_gives_an_empty_plan(cohort: Cohort, match: Match) -> None:
    run = match()

    assert (run.mentees, run.mentors, run.placed, run.is_proven) == (0, 0, 0, True)


def test_the_floor_leaves_people_out_with_the_reason(
    cohort: Cohort, mia_mentors: Participation, noor_learns: Participation, ben_mentors: Participation, match: Match
) -> None:
    wants(noor_learns.person, statistics=5)
    actions.change_settings(cohort, by=noor_learns.person, weights={"goals": 10.0}, floor=60)

    run = match()

    row = run.suggestions.get()
    assert words.nobody(row.nobody, run.floor) == "The best fit possible is 0, and 60 is the lowest you allow."


def test_something_has_to_count(cohort: Cohort, olga: Person) -> None:
    with pytest.raises(Refused):
        actions.change_settings(cohort, by=olga, weights={"goals": 0.0})
