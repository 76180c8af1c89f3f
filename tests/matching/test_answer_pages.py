"""The question on a page and by the link of an e-mail."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.matching.conftest import offers, wants
from trellis.matching import actions
from trellis.matching.models import Avoidance, Proposal, Wish
from trellis.matching.notices import answer_link
from trellis.people.models import Person
from trellis.programs.models import Participation
from trellis.relationships.pairs.models import Relationship


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def now(proposal: Proposal) -> Proposal:
    return Proposal.objects.with_people().get(pk=proposal.pk)


def test_it_shows_who_and_why(client: Client, proposal: Proposal, noor: Person, mia: Person) -> None:
    offers(mia, ethics=4, budgets=3)
    wants(noor, ethics=3)
    mia.biography = "Twelve years in critical care."
    mia.save()
    client.force_login(noor)

    shown = words(client.get(f"/proposals/{proposal.pk}/"))

    assert "You and Mia Holmqvist?" in shown
    assert "Twelve years in critical care." in shown
    assert "You asked for:" in shown
    assert "Yes, I’d like to work with Mia" in shown


def test_who_is_only_for_their_pairs_shows_little(
    client: Client, proposal: Proposal, noor: Person, mia: Person
) -> None:
    mia.biography, mia.visibility = "Twelve years in critical care.", Person.Visibility.NOBODY
    mia.save()
    client.force_login(noor)

    assert "Twelve years" not in words(client.get(f"/proposals/{proposal.pk}/"))


def test_yes_on_both_pages_leads_to_their_own(client: Client, proposal: Proposal, noor: Person, mia: Person) -> None:
    client.force_login(noor)
    first = client.post(f"/proposals/{proposal.pk}/accept/", follow=True)
    assert "You said yes." in words(first)

    client.force_login(mia)
    assert "Noor said yes." in words(client.get(f"/proposals/{proposal.pk}/"))
    second = client.post(f"/proposals/{proposal.pk}/accept/")

    assert second.headers["Location"] == Relationship.objects.get().get_absolute_url()


def test_no_on_the_page(client: Client, proposal: Proposal, mia: Person, olga: Person) -> None:
    client.force_login(mia)
    client.post(f"/proposals/{proposal.pk}/decline/", {"reason": "time", "note": "Busy until spring."})

    assert now(proposal).state == Proposal.State.DECLINED
    client.force_login(olga)
    listed = words(client.get("/programs/first-year-forward/autumn-2026/match/proposals/"))
    assert "I don’t have the time now" in listed
    assert "Busy until spring." in listed


def test_the_other_one_never_reads_why(client: Client, proposal: Proposal, mia: Person, noor: Person) -> None:
    actions.decline(proposal, by=mia, reason="time", note="Busy until spring.")
    client.force_login(noor)

    shown = words(client.get(f"/proposals/{proposal.pk}/"))

    assert "This proposal has ended. Nothing more is asked of you." in shown
    assert "Busy" not in shown
    assert "time now" not in shown


def test_the_link_shows_first_and_changes_nothing(client: Client, proposal: Proposal, noor: Person) -> None:
    shown = client.get(answer_link(proposal, noor))

    assert "Yes, I’d like to work with Mia" in words(shown)
    assert now(proposal).mentee_answer == Proposal.Answer.WAITING


def test_yes_by_link_without_signing_in(client: Client, proposal: Proposal, noor: Person, mia: Person) -> None:
    for person in (noor, mia):
        client.post(answer_link(proposal, person), {"answer": "accept"})

    assert now(proposal).state == Proposal.State.ACCEPTED
    assert "You both said yes." in words(client.get(answer_link(proposal, mia)))


def test_no_by_link(client: Client, proposal: Proposal, noor: Person) -> None:
    client.post(answer_link(proposal, noor), {"answer": "decline", "reason": "topic"})

    assert (now(proposal).state, now(proposal).decline_reason) == (Proposal.State.DECLINED, "topic")


def test_used_twice_it_says_so(client: Client, proposal: Proposal, noor: Person) -> None:
    link = answer_link(proposal, noor)
    client.post(link, {"answer": "accept"})

    again = client.post(link, {"answer": "decline"}, follow=True, headers={"Referer": f"http://testserver{link}"})

    assert "You have answered this already." in words(again)
    assert "You said yes." in words(again)
    assert now(proposal).mentee_answer == Proposal.Answer.ACCEPTED


def test_a_link_after_the_end_says_so(client: Client, proposal: Proposal, noor: Person) -> None:
    link = answer_link(proposal, noor)
    actions.withdraw(proposal, by=noor)

    assert "This proposal has ended." in words(client.get(link))


def test_an_old_link_says_so(client: Client, proposal: Proposal, noor: Person) -> None:
    with time_machine.travel("2020-01-01"):
        link = answer_link(proposal, noor)

    shown = client.get(link)

    assert shown.status_code == 409
    assert "This link has expired." in words(shown)


def test_a_broken_link_says_so(client: Client, proposal: Proposal, noor: Person) -> None:
    shown = client.get(answer_link(proposal, noor).replace("answer/", "answer/x"))

    assert "This link isn’t complete." in words(shown)


def test_the_link_of_one_is_not_the_link_of_another(client: Client, proposal: Proposal, sam: Person) -> None:
    assert client.get(answer_link(proposal, sam)).status_code == 404


@pytest.mark.parametrize("who", ["sam", "rui"])
def test_a_stranger_finds_nothing(client: Client, proposal: Proposal, who: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(who))

    assert client.get(f"/proposals/{proposal.pk}/").status_code == 404
    assert client.post(f"/proposals/{proposal.pk}/accept/").status_code == 404


def test_before_they_are_told_they_find_nothing(client: Client, held: Proposal, noor: Person) -> None:
    client.force_login(noor)

    assert client.get(f"/proposals/{held.pk}/").status_code == 404


def test_the_team_takes_it_back(client: Client, proposal: Proposal, olga: Person) -> None:
    client.force_login(olga)

    assert "Take this proposal back?" in words(client.get(f"/proposals/{proposal.pk}/withdraw/"))
    client.post(f"/proposals/{proposal.pk}/withdraw/")

    assert now(proposal).state == Proposal.State.WITHDRAWN


WISHES = "/programs/first-year-forward/autumn-2026/wishes/mentee/"


def test_wishes_are_kept(
    client: Client, noor_learns: Participation, mia_mentors: Participation, ben_mentors: Participation
) -> None:
    client.force_login(noor_learns.person)

    client.post(WISHES, {"choice_1": mia_mentors.pk, "avoid_1": ben_mentors.pk})

    assert [(wish.other, wish.rank) for wish in Wish.objects.all()] == [(mia_mentors, 1)]
    assert [one.other for one in Avoidance.objects.all()] == [ben_mentors.person]
    shown = client.get(WISHES).context["form"]
    assert (shown["choice_1"].initial, shown["avoid_1"].initial) == (mia_mentors.pk, ben_mentors.pk)


def test_a_wish_twice_is_named(client: Client, noor_learns: Participation, mia_mentors: Participation) -> None:
    client.force_login(noor_learns.person)

    answer = client.post(WISHES, {"choice_1": mia_mentors.pk, "choice_2": mia_mentors.pk, "avoid_1": mia_mentors.pk})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"choice_2", "avoid_1"}


def test_who_does_not_take_part_finds_no_wishes(client: Client, noor_learns: Participation, olga: Person) -> None:
    client.force_login(olga)

    assert client.get(WISHES).status_code == 404


def test_nobody_reads_what_the_other_one_wished(
    client: Client, mia_mentors: Participation, noor_learns: Participation, olga: Person, mia: Person, noor: Person
) -> None:
    actions.wish(noor_learns, others=[mia_mentors], avoid=[], by=noor)
    held = actions.propose(noor_learns.cohort, mentee=noor_learns, mentor=mia_mentors, by=olga)
    Proposal.objects.update(state=Proposal.State.OPEN, opened_at=held.created_at)

    client.force_login(noor)
    assert "You asked for Mia" in words(client.get(f"/proposals/{held.pk}/"))
    client.force_login(mia)
    assert "Their own choices" not in words(client.get(f"/proposals/{held.pk}/"))
