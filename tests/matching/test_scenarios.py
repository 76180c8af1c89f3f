"""Plans side by side, the proof of each, and what people decided."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import history_of
from tests.conftest import RunJobs
from tests.factories import make_participation, make_person
from tests.matching.conftest import Match, wants
from trellis.common.errors import Refused
from trellis.config import command
from trellis.jobs.models import Job
from trellis.matching import actions, certificates, plans
from trellis.matching.models import MatchRun, Wish
from trellis.matching.scenarios import changed_mentees, scenarios_of
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Role

State = MatchRun.State


@pytest.fixture
def plan(run: MatchRun, cohort: Cohort, olga: Person, match: Match) -> MatchRun:
    """Any fit will do: three for Mia and Ben, who have places for three."""
    zoe = make_person("Zoe Zander", site="Elsewhere")
    wants(zoe, budgets=5, handover=1)
    make_participation(cohort, Role.MENTEE, person=zoe)
    actions.change_settings(cohort, by=olga, floor=0)
    return match()


@pytest.fixture
def scenarios(plan: MatchRun, cohort: Cohort, olga: Person, run_jobs: RunJobs) -> list[MatchRun]:
    actions.start_scenarios(cohort, by=olga)
    run_jobs()
    return [one.run for one in scenarios_of(cohort)]


def test_three_scenarios_stand_beside_the_plan_under_review(scenarios: list[MatchRun], plan: MatchRun) -> None:
    assert {(run.aim, run.state) for run in scenarios} == {
        ("people", State.REVIEW),
        ("fairest", State.READY),
        ("total", State.READY),
        ("people", State.READY),
    }
    assert scenarios[0] == plan
    assert all(run.is_proven for run in scenarios)
    fairest = next(run for run in scenarios if run.aim == "fairest")
    assert fairest.lowest >= max(run.lowest for run in scenarios if run.placed == fairest.placed)


def test_the_same_question_again_takes_the_place_of_the_older_one(
    scenarios: list[MatchRun], cohort: Cohort, olga: Person, run_jobs: RunJobs
) -> None:
    actions.start_scenario(cohort, by=olga, aim="total")
    run_jobs()

    assert sorted(one.run.aim for one in scenarios_of(cohort)) == ["fairest", "people", "people", "total"]


def test_one_is_chosen_and_the_other_stays(scenarios: list[MatchRun], plan: MatchRun, olga: Person) -> None:
    fairest = next(run for run in scenarios if run.aim == "fairest")

    actions.review(fairest, by=olga)

    plan.refresh_from_db()
    fairest.refresh_from_db()
    assert (fairest.state, plan.state) == (State.REVIEW, State.READY)
    assert history_of(fairest)[-1] == "matching.chosen"
    with pytest.raises(Refused):
        actions.set_aside(fairest, by=olga)
    with pytest.raises(Refused):
        actions.review(MatchRun.objects.get(pk=fairest.pk), by=olga)


def test_plans_of_other_people_are_set_aside(scenarios: list[MatchRun], cohort: Cohort, match: Match) -> None:
    make_participation(cohort, Role.MENTEE)

    newer = match()

    assert [one.run for one in scenarios_of(cohort)] == [newer]


def test_a_search_is_stopped(cohort: Cohort, plan: MatchRun, olga: Person, run_jobs: RunJobs) -> None:
    run = actions.start_scenario(cohort, by=olga, aim="total")
    assert run.job

    actions.stop_run(run, by=olga)
    run_jobs()

    run.refresh_from_db()
    run.job.refresh_from_db()
    assert (run.state, run.job.state) == (State.SET_ASIDE, Job.State.CANCELED)
    assert not run.suggestions.exists()
    with pytest.raises(Refused):
        actions.stop_run(run, by=olga)


def test_a_time_limit_is_kept_with_the_run(cohort: Cohort, run: MatchRun, olga: Person, match: Match) -> None:
    actions.change_settings(cohort, by=olga, seconds=30)

    assert match().seconds_allowed == 30


def test_choices_come_first_only_where_they_count(cohort: Cohort, run: MatchRun, olga: Person) -> None:
    actions.change_settings(cohort, by=olga, weights={"goals": 10.0})

    with pytest.raises(Refused):
        actions.start_scenario(cohort, by=olga, aim="choices")


def test_the_same_search_gives_the_same_plan(plan: MatchRun, olga: Person, run_jobs: RunJobs) -> None:
    noor = plan.suggestions.get(mentee__person__name="Noor El-Amin")
    actions.keep_apart(noor, by=olga)
    plan.refresh_from_db()

    actions.repeat_later(plan, by=olga)
    run_jobs()

    plan.refresh_from_db()
    assert plan.repeats is True
    MatchRun.objects.filter(pk=plan.pk).update(search=plan.search | {"pairs": "something else"})
    actions.repeat_later(plan, by=olga)
    run_jobs()
    plan.refresh_from_db()
    assert plan.repeats is False


def test_the_trade_off_is_found_and_a_point_is_kept(
    plan: MatchRun, client: Client, olga: Person, run_jobs: RunJobs
) -> None:
    client.force_login(olga)
    client.post(reverse("matching:curve", args=[plan.pk]))
    run_jobs()
    plan.refresh_from_db()
    best = max(plan.curve, key=lambda point: point["worst"])

    client.post(reverse("matching:curve", args=[plan.pk]), {"mark": best["worst"]})
    run_jobs()

    kept = MatchRun.objects.exclude(mark=None).get()
    assert (kept.mark, kept.lowest, kept.placed) == (best["worst"], best["worst"], best["matched"])
    assert kept.is_proven


def test_what_changes_is_said_person_by_person(
    plan: MatchRun, cohort: Cohort, olga: Person, run_jobs: RunJobs, client: Client
) -> None:
    ben, zoe = (Participation.objects.get(person__name=name) for name in ("Ben Adler", "Zoe Zander"))
    Wish.objects.create(participation=ben, other=zoe, rank=1)
    Wish.objects.create(participation=zoe, other=ben, rank=1)
    run_jobs()
    actions.start_run(cohort, by=olga)
    run_jobs()
    first = MatchRun.objects.get(state=State.REVIEW)
    actions.change_settings(cohort, by=olga, weights={"choice": 100.0})
    other = actions.start_scenario(cohort, by=olga, aim="people", name="Wishes alone")
    run_jobs()
    client.force_login(olga)

    shown = client.get(reverse("matching:difference", args=[first.pk, other.pk]))

    changed = changed_mentees(first, other)
    assert len(shown.context["rows"]) == len(changed)
    for row in shown.context["rows"]:
        assert row.one.mentee == row.other.mentee
        assert row.one.mentor != row.other.mentor
    assert scenarios_of(cohort)[-1].run == other
    assert next(one.firsts for one in scenarios_of(cohort) if one.run == other) == 1


# ── the proof ──


def test_a_downloaded_certificate_is_verified(
    plan: MatchRun, client: Client, olga: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    client.force_login(olga)
    answer = client.get(reverse("matching:certificate", args=[plan.pk]))
    text = answer.content.decode()
    plain = json.loads(text)

    assert certificates.check(plain).findings == []
    assert "Noor" not in text
    assert plain["bound"] == plain["worth"] == plan.worth
    changed = plain | {"pairs": [[*pair[:2], pair[2] + 1] for pair in plain["pairs"]]}
    assert certificates.check(changed).findings
    with pytest.raises(ValueError, match="not what this file was made from"):
        certificates.check(plain | {"inputs": "0"})
    with pytest.raises(ValueError, match="no certificate"):
        certificates.check({"format": "else"})


@pytest.mark.parametrize("aim", ["fairest", "choices", "total"])
def test_every_aim_has_its_proof(aim: str, plan: MatchRun, cohort: Cohort, olga: Person, run_jobs: RunJobs) -> None:
    run = actions.start_scenario(cohort, by=olga, aim=aim)
    run_jobs()
    run.refresh_from_db()

    plain = json.loads(json.dumps(certificates.certificate_of(run)))

    assert (certificates.check(plain).findings, plans.gap_of(run)) == ([], (0, 0))


def test_the_command_line_verifies_too(plan: MatchRun, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from trellis.config import commands  # noqa: PLC0415  as the command does it

    file = tmp_path / "run.json"
    plain = certificates.certificate_of(plan)
    file.write_text(json.dumps(plain))
    options = command.parser().parse_args(["verify-run", str(file)])

    assert commands.DO["verify-run"](options) == 0
    assert "no better set of pairs exists" in capsys.readouterr().out
    file.write_text(json.dumps(plain | {"worth": plain["worth"] + 1, "bound": plain["bound"] + 1}))
    assert commands.DO["verify-run"](options) == 1


def test_the_pages_show_it(scenarios: list[MatchRun], cohort: Cohort, client: Client, olga: Person) -> None:
    client.force_login(olga)
    shown = client.get(reverse("matching:scenarios", args=cohort.address)).content.decode()
    proof = client.get(reverse("matching:proof", args=[scenarios[0].pk])).content.decode()

    assert "Fairest" in shown
    assert "Best possible" in proof
    assert scenarios[0].inputs_hash in proof
    checked = client.post(reverse("matching:check", args=[scenarios[1].pk]), follow=True).content.decode()
    assert "It is being checked again." in checked


def test_groups_are_looked_at_only_when_chosen_and_never_when_small(
    plan: MatchRun, cohort: Cohort, client: Client, olga: Person
) -> None:
    client.force_login(olga)
    address = reverse("matching:proof", args=[plan.pk])

    before = client.get(address).context["audits"]
    client.post(address, {"measured": ["site"]})
    (audit,) = client.get(address).context["audits"]

    assert before == []
    assert [group.placed.yes for group in audit.groups] == [None]


def test_the_log_names_changes_and_reasons(
    plan: MatchRun, cohort: Cohort, client: Client, olga: Person, noor_learns: Participation
) -> None:
    mia = Participation.objects.get(person__name="Mia Holmqvist")
    ben = Participation.objects.get(person__name="Ben Adler")
    noor = plan.suggestions.get(mentee=noor_learns)
    actions.move_to(noor, ben if noor.mentor == mia else mia, by=olga)
    client.force_login(olga)

    lines = client.get(reverse("matching:decisions", args=cohort.address)).content.decode().splitlines()

    moved = next(line for line in lines if "moved a mentee by hand" in line)
    assert "Noor El-Amin" in moved
    assert "Olga Santangelo" in moved


def test_a_stranger_finds_no_proof(plan: MatchRun, client: Client, sam: Person) -> None:
    client.force_login(sam)

    for name in ("proof", "certificate"):
        assert client.get(reverse(f"matching:{name}", args=[plan.pk])).status_code == 404
    for name in ("review", "set_aside", "stop", "check", "repeat", "curve"):
        assert client.post(reverse(f"matching:{name}", args=[plan.pk])).status_code == 404
