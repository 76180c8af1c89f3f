"""Hard rules that a program chooses, people who are tied, and exceptions that two people approve."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import history_of
from tests.factories import make_participation, make_person
from tests.matching.conftest import Match
from trellis.common.errors import Refused
from trellis.matching import actions
from trellis.matching.models import MatchRun, RuleException, Tie
from trellis.people.models import Person
from trellis.programs import actions as programs
from trellis.programs.models import Cohort, Participation, Role, TeamMember


def mentors_of(run: MatchRun) -> dict[str, str | None]:
    rows = run.suggestions.with_people().order_by("mentee__person__name")
    return {row.mentee.person.called(): row.mentor.person.called() if row.mentor else None for row in rows}


def in_a_month() -> date:
    return timezone.now().date() + timedelta(days=30)


@pytest.fixture
def otto(cohort: Cohort) -> Person:
    """Runs the program with Olga."""
    person = make_person("Otto Second")
    programs.add_to_team(cohort.program, person, TeamMember.Role.COORDINATOR, by=person)
    return person


@pytest.fixture(autouse=True)
def any_fit_will_do(cohort: Cohort) -> None:
    """Nobody here has said much of themselves."""
    actions.change_settings(cohort, by=make_person("Ella Early"), floor=0)


@pytest.fixture
def managed(mia_mentors: Participation, noor_learns: Participation) -> None:
    """Mia is Noor's manager."""
    noor_learns.person.manager = mia_mentors.person
    noor_learns.person.save()


@pytest.fixture
def asked(
    cohort: Cohort, managed: None, mia_mentors: Participation, noor_learns: Participation, olga: Person
) -> RuleException:
    """Olga asked that Mia may mentor Noor although she is her manager."""
    return actions.ask_exception(
        cohort,
        mentee=noor_learns,
        mentor=mia_mentors,
        rule="H2",
        reason="Noor changes to another ward in May.",
        review_on=in_a_month(),
        by=olga,
    )


# ── exceptions ──


def test_asking_changes_nothing_yet(asked: RuleException, match: Match) -> None:
    assert mentors_of(match()) == {"Noor": None}
    assert history_of(asked) == ["matching.exception_asked"]


def test_with_a_second_person_the_rule_is_set_aside(asked: RuleException, otto: Person, match: Match) -> None:
    actions.approve_exception(asked, by=otto)

    run = match()

    assert mentors_of(run) == {"Noor": "Mia"}
    assert run.is_proven
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == (RuleException.State.APPROVED, otto)
    assert history_of(asked) == ["matching.exception_asked", "matching.exception_approved"]


def test_who_asked_cant_approve(asked: RuleException, olga: Person) -> None:
    with pytest.raises(Refused):
        actions.approve_exception(asked, by=olga)
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleException.objects.filter(pk=asked.pk).update(state="approved", decided_by=olga)


def test_after_its_day_the_rule_counts_again(asked: RuleException, otto: Person, match: Match) -> None:
    actions.approve_exception(asked, by=otto)

    with time_machine.travel(timezone.now() + timedelta(days=40)):
        assert mentors_of(match()) == {"Noor": None}


def test_it_holds_when_proposing_by_hand_too(
    asked: RuleException,
    otto: Person,
    olga: Person,
    cohort: Cohort,
    mia_mentors: Participation,
    noor_learns: Participation,
) -> None:
    with pytest.raises(Refused):
        actions.propose(cohort, mentee=noor_learns, mentor=mia_mentors, by=olga)
    actions.approve_exception(asked, by=otto)

    assert actions.propose(cohort, mentee=noor_learns, mentor=mia_mentors, by=olga).pk


def test_taken_back_or_refused_the_rule_counts(asked: RuleException, otto: Person, olga: Person, match: Match) -> None:
    actions.approve_exception(asked, by=otto)
    actions.end_exception(asked, by=olga)

    assert mentors_of(match()) == {"Noor": None}
    with pytest.raises(Refused):
        actions.refuse_exception(asked, by=otto)


@pytest.mark.parametrize("rule", ["H1", "H7", "H8", "H9", "H14", "APART"])
def test_some_rules_hold_for_everybody(
    rule: str, cohort: Cohort, mia_mentors: Participation, noor_learns: Participation, olga: Person
) -> None:
    with pytest.raises(Refused):
        actions.ask_exception(
            cohort,
            mentee=noor_learns,
            mentor=mia_mentors,
            rule=rule,
            reason="Because.",
            review_on=in_a_month(),
            by=olga,
        )


def test_asked_twice_or_for_yesterday_is_refused(asked: RuleException, olga: Person) -> None:
    again: dict[str, Any] = {"mentee": asked.mentee, "mentor": asked.mentor, "reason": "Because.", "by": olga}

    with pytest.raises(Refused):
        actions.ask_exception(asked.cohort, rule="H2", review_on=in_a_month(), **again)
    with pytest.raises(Refused):
        actions.ask_exception(asked.cohort, rule="H3", review_on=timezone.now().date(), **again)


# ── ties ──


def test_people_who_are_tied_are_never_paired(
    cohort: Cohort, mia_mentors: Participation, noor_learns: Participation, olga: Person, match: Match
) -> None:
    tie = actions.tie(cohort, mia_mentors.person, noor_learns.person, kind=Tie.Kind.CLOSE, by=olga)

    assert mentors_of(match()) == {"Noor": None}
    with pytest.raises(Refused):
        actions.tie(cohort, noor_learns.person, mia_mentors.person, kind=Tie.Kind.CLOSE, by=olga)
    actions.untie(tie, cohort, by=olga)
    assert mentors_of(match()) == {"Noor": "Mia"}


# ── the page ──


def test_the_page_keeps_what_a_program_chooses(
    cohort: Cohort, client: Client, olga: Person, mia_mentors: Participation, noor_learns: Participation, match: Match
) -> None:
    client.force_login(olga)
    address = reverse("matching:rules", args=cohort.address)

    wrong = client.post(address, {"walls_text": "Theatre"})
    kept = client.post(
        address, {"walls_text": f"{mia_mentors.person.department} | {noor_learns.person.department}"}, follow=True
    )

    assert wrong.status_code == 422
    assert "needs two departments" in wrong.content.decode()
    assert "Walls between departments" in kept.content.decode()
    run = match()
    assert mentors_of(run) == {"Noor": None}
    assert run.suggestions.get().nobody["rules"] == [["H13", 1]]


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"levels_ahead": 3}, "H12"), ({"never_same_department": True}, "SAME"), ({"needs_language": True}, "H10")],
)
def test_rules_that_a_program_may_choose_hold(
    fields: dict[str, Any],
    code: str,
    cohort: Cohort,
    olga: Person,
    mia_mentors: Participation,
    noor_learns: Participation,
    match: Match,
) -> None:
    Person.objects.filter(pk=mia_mentors.person_id).update(level=3, languages=["en"], department="Theatre")
    Person.objects.filter(pk=noor_learns.person_id).update(level=1, languages=["pt"], department="Theatre")
    actions.change_settings(cohort, by=olga, **fields)

    assert match().suggestions.get().nobody["rules"] == [[code, 1]]


def test_a_shorter_reach_of_the_reporting_line_lets_the_managers_manager(
    cohort: Cohort, olga: Person, mia_mentors: Participation, noor_learns: Participation, match: Match
) -> None:
    between = make_person("In Between", manager=mia_mentors.person)
    Person.objects.filter(pk=noor_learns.person_id).update(manager=between)
    assert mentors_of(match()) == {"Noor": None}

    actions.change_settings(cohort, by=olga, chain_depth=1)

    assert mentors_of(match()) == {"Noor": "Mia"}


def test_asking_and_approving_on_the_pages(
    cohort: Cohort,
    client: Client,
    olga: Person,
    otto: Person,
    mia_mentors: Participation,
    noor_learns: Participation,
) -> None:
    client.force_login(olga)
    ask = reverse("matching:ask_exception", args=cohort.address)
    typed = {
        "mentee_words": "Noor",
        "mentor_words": "Mia",
        "rule": "H3",
        "reason": "Only on paper.",
        "review_on": in_a_month().isoformat(),
    }

    nobody = client.post(ask, typed | {"mentor_words": "Zzz"})
    client.post(ask, typed)
    own = client.get(reverse("matching:rules", args=cohort.address)).content.decode()
    client.force_login(otto)
    client.post(reverse("matching:approve_exception", args=[RuleException.objects.get().pk]))

    assert nobody.status_code == 422
    assert "Only on paper." in nobody.content.decode()
    assert "Somebody else who runs the program has to approve." in own
    assert RuleException.objects.get().state == RuleException.State.APPROVED


def test_noting_a_tie_on_the_pages(
    cohort: Cohort, client: Client, olga: Person, sam: Person, mia_mentors: Participation, noor_learns: Participation
) -> None:
    client.force_login(olga)
    address = reverse("matching:tie", args=cohort.address)

    client.post(address, {"one": mia_mentors.pk, "other_words": "Noor", "kind": "power"})
    tie = Tie.objects.get()
    shown = client.get(reverse("matching:rules", args=cohort.address)).content.decode()
    found = client.get(reverse("matching:pick", args=cohort.address), {"one_words": "noor"}).content.decode()
    client.post(reverse("matching:remove_tie", args=[*cohort.address, tie.pk]))

    assert {tie.person, tie.other} == {mia_mentors.person, noor_learns.person}
    assert "One decides about the other" in shown
    assert "Noor El-Amin" in found
    assert not Tie.objects.exists()


def test_a_stranger_finds_nothing(asked: RuleException, client: Client, sam: Person) -> None:
    client.force_login(sam)

    assert client.get(reverse("matching:rules", args=asked.cohort.address)).status_code == 404
    for name in ("approve_exception", "refuse_exception", "end_exception"):
        assert client.post(reverse(f"matching:{name}", args=[asked.pk])).status_code == 404


def test_a_participation_that_mentors_and_learns_is_found_on_its_side(
    cohort: Cohort, client: Client, olga: Person, mia_mentors: Participation
) -> None:
    make_participation(cohort, Role.MENTEE, person=mia_mentors.person)
    client.force_login(olga)
    address = reverse("matching:pick", args=cohort.address)

    found = client.get(address, {"side": "mentor", "mentor_words": "Mia"}).content.decode()

    assert found.count("Mia Holmqvist") == client.get(
        address, {"side": "mentee", "mentee_words": "Mia"}
    ).content.decode().count("Mia Holmqvist")
    assert f'"{mia_mentors.pk}"' in found
