"""Other software decides by the same verbs, with the same refusals."""

from __future__ import annotations

from typing import Any

from tests.api.conftest import Speak, speak
from tests.cast import history_of, notices_to
from tests.recruitment.conftest import apply_as
from trellis.people.models import Person, Skill
from trellis.programs.models import Participation, Role
from trellis.recruitment.actions import deciding
from trellis.recruitment.models import Application, Call

__all__ = ["speak"]

LIST = "/api/v1/programs/first-year-forward/cohorts/autumn-2026/applications"


def post(client: Any, address: str, **body: Any) -> Any:
    return client.post(address, body, content_type="application/json")


def test_they_are_listed_for_those_who_lead(
    speak: Speak, olga: Person, sam: Person, noor_applied: Application, mia_applied: Application, call: Call
) -> None:
    Application.objects.create(cohort=call.cohort, role="mentee", email="draft@elsewhere.example")
    deciding.wait(mia_applied, by=olga)

    body = speak(olga).get(LIST).json()

    assert [(row["id"], row["person_name"], row["state"]) for row in body["items"]] == [
        (noor_applied.pk, "Noor El-Amin", "submitted"),
        (mia_applied.pk, "Mia Holmqvist", "waiting"),
    ]
    assert [row["id"] for row in speak(olga).get(LIST, {"state": "waiting"}).json()["items"]] == [mia_applied.pk]
    assert speak(sam).get(LIST).status_code == 404
    assert speak(olga, "people:read").get(LIST).status_code == 403


def test_no_answer_and_no_reason_is_told(speak: Speak, olga: Person, noor_applied: Application) -> None:
    deciding.decline(noor_applied, by=olga, reason="no-fit", note="beetroot-7731", words="Ask again.")

    said = speak(olga).get(f"/api/v1/applications/{noor_applied.pk}").text

    assert '"state": "declined"' in said
    for secret in ("beetroot", "no-fit", "handover", "Ask again"):
        assert secret not in said


def test_accepting_does_what_the_page_does(speak: Speak, olga: Person, mia_applied: Application) -> None:
    answer = post(speak(olga), f"/api/v1/applications/{mia_applied.pk}/accept", capacity=1)

    assert (answer.status_code, answer.json()["state"]) == (200, "accepted")
    assert Participation.objects.get().capacity == 1
    assert notices_to(mia_applied.applicant)[-1] == "recruitment/accepted"
    assert history_of(mia_applied)[-1] == "recruitment.accepted"


def test_too_late_is_the_same_sentence(speak: Speak, olga: Person, noor_applied: Application) -> None:
    client = speak(olga)
    assert post(client, f"/api/v1/applications/{noor_applied.pk}/wait", words="Soon.").status_code == 200
    assert post(client, f"/api/v1/applications/{noor_applied.pk}/decline", reason="no-place").status_code == 200

    late = post(client, f"/api/v1/applications/{noor_applied.pk}/accept")

    assert late.status_code == 409
    assert late.json()["type"].endswith("#too-late")
    assert "it is now “Declined”" in late.json()["detail"]


def test_nobody_decides_about_themselves_here_either(
    speak: Speak, olga: Person, call: Call, skills: dict[str, Skill], noor_applied: Application, rui: Person
) -> None:
    own = apply_as(Role.MENTOR, olga, call, skills)

    assert post(speak(olga), f"/api/v1/applications/{own.pk}/accept").status_code == 403
    assert post(speak(rui), f"/api/v1/applications/{noor_applied.pk}/accept").status_code == 404
    assert post(speak(noor_applied.applicant), f"/api/v1/applications/{noor_applied.pk}/accept").status_code == 403
    assert post(speak(olga), f"/api/v1/applications/{noor_applied.pk}/decline", reason="because").status_code == 422
