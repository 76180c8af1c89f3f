"""The review board: what it says of a pair, and what it does not let happen."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.cast import history_of
from tests.conftest import RunJobs
from tests.factories import make_participation, make_person
from tests.matching.conftest import Match, offers
from tests.matching.test_change import loose, of, one_place_each
from tests.matching.test_run import pairs
from tests.matching.test_studio_page import STUDIO, client_olga, words
from trellis.common.errors import Kind, Refused
from trellis.history.actions import undo
from trellis.matching import actions
from trellis.matching.boards import openings_for, options_for, rivals_for
from trellis.matching.models import KeptApart, MatchRun, Proposal
from trellis.people.models import Person
from trellis.programs import actions as programs
from trellis.programs.models import Cohort, Participation, Role, TeamMember

__all__ = ["client_olga", "loose", "one_place_each"]  # fixtures


@pytest.fixture
def rui_leads(cohort: Cohort, rui: Person, olga: Person) -> Person:
    """A second coordinator."""
    TeamMember.objects.filter(program=cohort.program, person=rui).delete()
    programs.add_to_team(cohort.program, rui, TeamMember.Role.COORDINATOR, by=olga)
    return rui


# ── What it says ────────────────────────────────────────────────────────────
def test_a_pair_in_one_line(client_olga: Client, run: MatchRun) -> None:
    shown = words(client_olga.get(STUDIO, {"pair": of(run, "Noor").pk}))

    assert "Covers 2 of 2 goals" in shown


def test_a_drag_is_answered_with_every_cost(
    client_olga: Client, one_place_each: MatchRun, ben_mentors: Participation, mia_mentors: Participation
) -> None:
    noor = of(one_place_each, "Noor")

    mentors: dict[str, list[int | str]] = {"mentor": [ben_mentors.pk, mia_mentors.pk, "x", 0]}
    asked = client_olga.get(f"/match/suggestions/{noor.pk}/costs/", mentors).json()

    (option,) = options_for(noor)
    assert asked == {
        "seen": one_place_each.version,
        "costs": {
            str(ben_mentors.pk): {
                "can": True,
                "text": f"−{option.cost.points}",
                "loses": True,
                "why": f"Fit {option.fit}. Lea Fontaine would move to Mia Holmqvist, from 100 to 12.",
            }
        },
    }


def test_a_drag_onto_somebody_who_may_not_be_says_why(
    client_olga: Client, run: MatchRun, ben_mentors: Participation
) -> None:
    address = f"/match/suggestions/{of(run, 'Noor').pk}/costs/?mentor={ben_mentors.pk}"

    (cost,) = client_olga.get(address).json()["costs"].values()

    assert cost == {"can": False, "text": "Not allowed", "why": "Their fit is under the lowest that you allow."}


def test_the_mentor_has_alternatives_too(one_place_each: MatchRun, olga: Person) -> None:
    (rival,) = rivals_for(of(one_place_each, "Noor"))
    (option,) = options_for(of(one_place_each, "Noor"))

    assert str(rival.mentee and rival.mentee.person) == "Lea Fontaine"
    assert (rival.suggestion, str(rival.mentor.person)) == (of(one_place_each, "Lea").pk, "Mia Holmqvist")
    assert rival.cost == option.cost  # the same two change places
    assert rival.consequences == ["Noor El-Amin would move to Ben Adler, from 88 to 0."]


def test_why_not_names_mentors_whom_the_search_did_not_know(run: MatchRun, cohort: Cohort) -> None:
    make_participation(cohort, Role.MENTOR, person=make_person("Ines Late"))

    (option,) = options_for(of(run, "Noor"), search="Ines")

    assert option.forbidden.startswith("Not in this search")


def test_the_list_is_narrowed_by_fit_and_place(client_olga: Client, run: MatchRun) -> None:
    Person.objects.filter(name="Lea Fontaine").update(site="Tern Island")

    def shown(**query: Any) -> list[str]:
        return [row.suggestion.mentee.person.called() for row in client_olga.get(STUDIO, query).context["rows"]]

    assert shown(under=0) == []
    assert shown(under=100) == ["Noor"]  # Lea’s is the best there can be
    assert shown(site="Tern Island") == shown(department="Care", q="lea") == ["Lea"]
    assert shown(under="x", site="") == ["Lea", "Noor"]


# ── People who are left out ─────────────────────────────────────────────────
def test_without_mentors_everybody_hears_why(client_olga: Client, noor_learns: Participation, match: Match) -> None:
    run = match()

    shown = words(client_olga.get(STUDIO))

    assert "There are no mentors yet." in shown
    options = words(client_olga.get(f"/match/suggestions/{of(run, 'Noor').pk}/options/"))
    assert "No other mentor was in the search." in options


def test_where_everybody_is_forbidden_the_rule_is_named(
    client_olga: Client, mia_mentors: Participation, noor_learns: Participation, match: Match
) -> None:
    Person.objects.filter(pk=noor_learns.person_id).update(manager=mia_mentors.person)

    run = match()

    assert pairs(run) == {"Noor": None}
    assert "Every mentor is ruled out." in words(client_olga.get(STUDIO))
    (option,) = options_for(of(run, "Noor"))
    assert option.forbidden == "One of them is the other’s manager."
    assert "Move to" not in words(client_olga.get(f"/match/suggestions/{of(run, 'Noor').pk}/options/"))
    assert [opening.kind for opening in openings_for(of(run, "Noor"))] in ([], ["rule"])


def test_one_place_more_matches_somebody(
    client_olga: Client, run: MatchRun, cohort: Cohort, mia_mentors: Participation, match: Match
) -> None:
    Participation.objects.filter(pk=mia_mentors.pk).update(capacity=1)
    Participation.objects.exclude(pk=mia_mentors.pk).filter(role=Role.MENTOR).update(is_paused=True)
    run = match()
    (alone,) = (name for name, mentor in pairs(run).items() if mentor is None)
    offers(mia_mentors.person, budgets=4)
    run = match()
    left_out = next(name for name, mentor in pairs(run).items() if mentor is None)

    (opening,) = (one for one in openings_for(of(run, left_out)) if one.kind == "place")
    client_olga.post(f"/match/suggestions/{of(run, left_out).pk}/place/", {"mentor": opening.mentor.pk})

    assert alone == "Lea"
    assert Participation.objects.get(pk=mia_mentors.pk).capacity == 2
    assert set(pairs(match()).values()) == {"Mia"}


# ── What must not happen ────────────────────────────────────────────────────
def test_the_second_of_two_is_told(
    one_place_each: MatchRun, ben_mentors: Participation, olga: Person, rui_leads: Person, client: Client
) -> None:
    run, seen = one_place_each, one_place_each.version
    actions.move_to(of(run, "Noor"), ben_mentors, by=rui_leads, seen=seen)
    after = pairs(run)
    client.force_login(olga)

    lea = of(run, "Lea")
    answer = client.post(f"/match/suggestions/{lea.pk}/options/", {"mentor": ben_mentors.pk, "seen": seen}, follow=True)

    assert f"{rui_leads} changed this plan meanwhile. Look at it as it is now, then decide." in words(answer)
    assert pairs(run) == after
    with pytest.raises(Refused) as refused:
        actions.keep_apart(lea, by=olga, seen=seen)
    assert refused.value.kind == Kind.CONFLICT


def test_a_lock_is_for_the_two_who_were_seen(
    one_place_each: MatchRun, ben_mentors: Participation, mia_mentors: Participation, olga: Person
) -> None:
    actions.move_to(of(one_place_each, "Noor"), ben_mentors, by=olga)

    with pytest.raises(Refused) as refused:
        actions.lock(of(one_place_each, "Lea"), by=olga, mentor=ben_mentors.pk)

    assert refused.value.kind == Kind.CONFLICT
    assert not of(one_place_each, "Lea").is_locked


def test_a_new_manager_is_shown_before_publishing(
    client_olga: Client, run: MatchRun, mia: Person, olga: Person
) -> None:
    Person.objects.filter(name="Noor El-Amin").update(manager=mia)

    assert "One of them is the other’s manager." in words(client_olga.get(STUDIO))
    published = actions.publish(run, by=olga)

    assert [str(one.mentee.person) for one in Proposal.objects.with_people()] == ["Lea Fontaine"]
    assert [(str(one.mentee.person), why) for one, why in published.left_out] == [
        ("Noor El-Amin", "One of them is the other’s manager.")
    ]


def test_a_locked_pair_that_breaks_a_rule_is_shown_and_stops_the_next_search(
    client_olga: Client, run: MatchRun, mia: Person, olga: Person, run_jobs: RunJobs
) -> None:
    actions.lock(of(run, "Noor"), by=olga)
    Person.objects.filter(name="Noor El-Amin").update(manager=mia)

    assert "One of them is the other’s manager." in words(client_olga.get(STUDIO))
    actions.start_run(run.cohort, by=olga)
    job = next(one for one in run_jobs(failing=True) if one.kind == "matching.run")

    assert MatchRun.objects.get(state=MatchRun.State.REVIEW) == run  # the plan before stays
    assert job.error.startswith("A locked pair breaks a rule now: One of them is the other’s manager.")


def test_a_mentor_who_left_is_shown_and_nobody_is_moved_there(
    client_olga: Client, loose: MatchRun, ben_mentors: Participation, olga: Person
) -> None:
    programs.withdraw(ben_mentors, by=olga)

    shown = words(client_olga.get(STUDIO))
    with pytest.raises(Refused) as refused:
        actions.move_to(of(loose, "Noor"), ben_mentors, by=olga)

    assert "One of them isn’t taking part any more." in shown
    assert refused.value.sentence == "Not allowed: One of them isn’t taking part any more."


def test_a_mentor_who_leaves_during_the_search_is_not_published(
    run: MatchRun, ben_mentors: Participation, olga: Person, run_jobs: RunJobs, client_olga: Client
) -> None:
    actions.start_run(run.cohort, by=olga)
    programs.withdraw(ben_mentors, by=olga)
    run_jobs()

    plan = MatchRun.objects.get(state=MatchRun.State.REVIEW)
    assert pairs(plan)["Lea"] != "Ben"
    assert client_olga.get(STUDIO).status_code == 200


# ── Undo ────────────────────────────────────────────────────────────────────
def test_lock_and_unlock_can_be_undone(run: MatchRun, olga: Person) -> None:
    locked = actions.lock(of(run, "Noor"), by=olga)
    undo(locked, by=olga)
    assert not of(run, "Noor").is_locked

    actions.lock(of(run, "Noor"), by=olga)
    undo(actions.unlock(of(run, "Noor"), by=olga), by=olga)
    assert of(run, "Noor").is_locked


def test_changes_are_undone_in_any_order_where_places_allow(
    loose: MatchRun, ben_mentors: Participation, olga: Person, cohort: Cohort, match: Match
) -> None:
    Participation.objects.filter(cohort=cohort, role=Role.MENTOR).update(capacity=2)
    run = match()
    before = pairs(run)
    other = {"Mia": "Ben", "Ben": "Mia"}
    events = []
    for name in ("Noor", "Lea"):
        there = Participation.objects.get(cohort=cohort, person__name__startswith=other[str(before[name])])
        events.append(actions.move_to(of(run, name), there, by=olga))

    for event in events:
        undo(event, by=olga)

    assert pairs(run) == before
    assert run.suggestions.filter(is_locked=True).count() == 0


# ── Reasons, remarks, approval, trail ───────────────────────────────────────
def test_keeping_apart_keeps_the_reason_for_the_team(
    client_olga: Client, client: Client, noor: Person, run: MatchRun
) -> None:
    noor_row = of(run, "Noor")

    client_olga.post(f"/match/suggestions/{noor_row.pk}/apart/", {"reason": "They share a house.", "seen": run.version})

    assert KeptApart.objects.get().reason == "They share a house."
    assert "They share a house." in words(client_olga.get(f"{STUDIO}trail/"))
    assert "Noor El-Amin and Mia Holmqvist are kept apart." in words(client_olga.get(STUDIO))
    client.force_login(noor)
    assert client.get(f"{STUDIO}trail/").status_code == 403


def test_remarks_are_for_the_pair_or_the_plan(client_olga: Client, run: MatchRun) -> None:
    noor, lea = of(run, "Noor"), of(run, "Lea")

    client_olga.post(f"{STUDIO}remark/", {"text": "Ask Mia about Tuesdays.", "pair": noor.pk})
    client_olga.post(f"{STUDIO}remark/", {"text": "Publish before Friday."})
    client_olga.post(f"{STUDIO}remark/", {"text": " "})

    on_noor, on_lea = (words(client_olga.get(STUDIO, {"pair": one.pk})) for one in (noor, lea))
    assert ("Ask Mia about Tuesdays." in on_noor, "Ask Mia about Tuesdays." in on_lea) == (True, False)
    assert "Publish before Friday." in on_lea
    assert run.remarks.count() == 2
    assert history_of(run)[-2:] == ["matching.remarked", "matching.remarked"]


def test_a_second_person_approves_before_publishing(
    run: MatchRun, olga: Person, rui_leads: Person, client_olga: Client
) -> None:
    actions.change_settings(run.cohort, by=olga, needs_approval=True)
    actions.approve(run, by=olga)  # one's own is not enough
    with pytest.raises(Refused) as refused:
        actions.publish(run, by=olga)

    client_olga.force_login(rui_leads)
    client_olga.post(f"{STUDIO}approve/", {"seen": MatchRun.objects.get(pk=run.pk).version})

    assert refused.value.sentence == "Somebody else who leads this program has to approve these pairs first."
    assert f"Approved by {olga}, {rui_leads}." in words(client_olga.get(STUDIO))
    assert len(actions.publish(run, by=olga).proposals) == 2


def test_moving_somebody_ends_the_approval(
    one_place_each: MatchRun, ben_mentors: Participation, olga: Person, rui_leads: Person
) -> None:
    run = one_place_each
    actions.change_settings(run.cohort, by=olga, needs_approval=True)
    actions.approve(run, by=rui_leads)
    actions.move_to(of(run, "Noor"), ben_mentors, by=olga)

    with pytest.raises(Refused):
        actions.publish(run, by=olga)
    undo(actions.approve(run, by=rui_leads), by=rui_leads)
    with pytest.raises(Refused):
        actions.publish(run, by=olga)


def test_approved_twice_is_refused(run: MatchRun, olga: Person) -> None:
    actions.approve(run, by=olga)

    with pytest.raises(Refused) as refused:
        actions.approve(run, by=olga)

    assert refused.value.kind == Kind.TOO_LATE


@pytest.mark.parametrize("who", ["sam", "mia"])
def test_nobody_else_reviews(client: Client, run: MatchRun, who: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(who))
    expected = {"sam": 404, "mia": 403}[who]
    noor = of(run, "Noor")

    for address in ("costs", "place", "apart", "options"):
        verb = client.post if address == "place" else client.get
        assert verb(f"/match/suggestions/{noor.pk}/{address}/").status_code in (404, expected)
    for address in ("remark", "approve"):
        assert client.post(f"{STUDIO}{address}/", {"text": "Hello"}).status_code == expected
    assert (run.remarks.count(), run.approvals.count()) == (0, 0)
