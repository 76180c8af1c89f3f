"""Other software reads proposals as facts, and answers one's own by the same verbs."""

from __future__ import annotations

from typing import Any

from tests.api.conftest import Speak, speak
from tests.cast import history_of, notices_to
from trellis.matching import actions
from trellis.matching.models import Proposal
from trellis.people.models import Person

__all__ = ["speak"]

LIST = "/api/v1/programs/first-year-forward/cohorts/autumn-2026/proposals"


def post(client: Any, address: str, **body: Any) -> Any:
    return client.post(address, body, content_type="application/json")


def test_the_team_reads_facts_and_never_why(
    speak: Speak, proposal: Proposal, noor: Person, olga: Person, sam: Person
) -> None:
    actions.decline(proposal, by=noor, reason=Proposal.Reason.CLOSE, note="beetroot-7731")

    answer = speak(olga, "proposals:read").get(LIST)

    (row,) = answer.json()["items"]
    assert (row["mentee_name"], row["mentor_name"], row["state"]) == ("Noor El-Amin", "Mia Holmqvist", "declined")
    assert not [secret for secret in ("beetroot", "close", "points", "reasons") if secret in answer.text]
    assert speak(sam, "proposals:read").get(LIST).status_code == 404
    assert speak(olga, "people:read").get(LIST).status_code == 403


def test_ones_own_is_answered_as_on_the_page(speak: Speak, proposal: Proposal, noor: Person, mia: Person) -> None:
    client = speak(noor, "proposals:read", "proposals:answer")
    assert [row["partner_name"] for row in client.get("/api/v1/proposals").json()["items"]] == ["Mia Holmqvist"]

    answer = post(client, f"/api/v1/proposals/{proposal.pk}/accept")

    assert (answer.status_code, answer.json()["answer"]) == (200, "accepted")
    assert notices_to(mia)[-1] == "matching/accepted"
    assert history_of(proposal)[-1] == "matching.accepted"
    again = post(client, f"/api/v1/proposals/{proposal.pk}/accept")
    assert (again.status_code, again.json()["detail"]) == (409, "You have answered this already.")


def test_a_no_is_one_too(speak: Speak, proposal: Proposal, mia: Person, noor: Person) -> None:
    answer = post(speak(mia, "proposals:answer"), f"/api/v1/proposals/{proposal.pk}/decline", reason="time")

    assert answer.json()["state"] == "declined"
    assert notices_to(noor)[-1] == "matching/declined"


def test_a_stranger_finds_nothing_and_the_team_does_not_answer_for_others(
    speak: Speak, proposal: Proposal, sam: Person, olga: Person
) -> None:
    address = f"/api/v1/proposals/{proposal.pk}/accept"
    assert post(speak(sam, "proposals:answer"), address).status_code == 404
    assert post(speak(olga, "proposals:answer"), address).status_code == 403
