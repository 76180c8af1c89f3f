"""The pages of an ending, for the pair and nobody else."""

from __future__ import annotations

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from trellis.notifications.models import Notice
from trellis.people import links
from trellis.people.models import Person
from trellis.questions.models import Response
from trellis.relationships.closure import actions
from trellis.relationships.closure.notices import LINK
from trellis.relationships.pairs.models import Relationship

State, Reason = Relationship.State, Relationship.Reason


def state_of(pair: Relationship) -> str:
    return Relationship.objects.values_list("state", flat=True).get(pk=pair.pk)


def test_the_wizard_shows_the_message_before_it_is_sent(client: Client, pair: Relationship, noor: Person) -> None:
    client.force_login(noor)
    address = f"/pairs/{pair.pk}/end/"
    assert "Either of you can end it at any time" in client.get(address).text

    preview = client.post(address, {"reason": "asked", "last_meeting": "yes"})
    assert "Word for word" in preview.text
    assert state_of(pair) == State.ACTIVE

    done = client.post(address, {"reason": "asked", "last_meeting": "yes", "confirmed": "yes"}, follow=True)
    assert "It is done." in done.text
    assert state_of(pair) == State.CLOSING


def test_the_preview_holds_the_words_of_the_notice(
    client: Client, pair: Relationship, noor: Person, mia: Person
) -> None:
    client.force_login(noor)
    address = f"/pairs/{pair.pk}/end/"
    said = {"reason": "asked", "last_meeting": "no"}
    preview = client.post(address, said).text
    client.post(address, {**said, "confirmed": "yes"})

    told = Notice.objects.filter(person=mia).latest("pk")

    assert told.subject in preview
    assert "nobody is asked for theirs. Thank you for the time you gave it." in told.body
    assert "nobody is asked for theirs. Thank you for the time you gave it." in preview


def test_a_reason_is_asked_for(client: Client, pair: Relationship, noor: Person) -> None:
    client.force_login(noor)

    page = client.post(f"/pairs/{pair.pk}/end/", {"confirmed": "yes"})

    assert "Choose one." in page.text
    assert state_of(pair) == State.ACTIVE


def test_only_who_asked_sees_that_it_can_be_taken_back(
    client: Client, pair: Relationship, noor: Person, mia: Person
) -> None:
    actions.begin_ending(pair, by=noor, reason=Reason.ASKED)
    address = f"/pairs/{pair.pk}/end/"

    client.force_login(mia)
    assert "Take it back" not in client.get(address).text
    assert "too late" in client.post(f"{address}back/", follow=True).text
    assert state_of(pair) == State.CLOSING

    client.force_login(noor)
    assert "Take it back" in client.get(address).text
    client.post(f"{address}back/")
    assert state_of(pair) == State.ACTIVE


def test_the_closing_page_does_it_all(client: Client, pair: Relationship, noor: Person) -> None:
    actions.begin_ending(pair, by=None, reason=Reason.TERM_COMPLETE)
    client.force_login(noor)
    address = f"/pairs/{pair.pk}/end/"

    client.post(f"{address}steps/thanks/", {"done": "yes"})
    client.post(f"{address}farewell/", {"text": "It grew on me", "is_shared": "no", "contact": "regular"})
    page = client.get(address).text
    assert "It grew on me" in page
    assert "Where did we begin" in page

    assert "Close your mentoring now?" in client.get(f"{address}finish/").text
    client.post(f"{address}finish/")
    assert state_of(pair) == State.CLOSED
    assert "It grew on me" in client.get(address).text


def test_what_was_shared_stays_shared(client: Client, pair: Relationship, noor: Person) -> None:
    actions.begin_ending(pair, by=None, reason=Reason.TERM_COMPLETE)
    actions.look_back(pair, by=noor, text="Thanks", is_shared=True, contact="")
    client.force_login(noor)

    page = client.post(f"/pairs/{pair.pk}/end/farewell/", {"text": "Hm", "is_shared": "no"})

    assert page.status_code == 409
    assert "can’t be made private again" in page.text


def test_the_link_of_the_mail_answers_without_signing_in(client: Client, pair: Relationship, noor: Person) -> None:
    actions.begin_ending(pair, by=noor, reason=Reason.GOALS_MET, last_meeting=False)
    link = Notice.objects.filter(person=noor).latest("pk").link

    assert "You answer as Noor El-Amin" in client.get(link).text
    answer = client.post(link, {"q-worth": "5", "q-recommend": "9"})

    assert "Thank you, Noor" in answer.text
    assert Response.objects.get().is_submitted


def test_a_link_of_another_purpose_or_person_opens_nothing(
    client: Client, pair: Relationship, sam: Person, noor: Person
) -> None:
    actions.begin_ending(pair, by=noor, reason=Reason.GOALS_MET, last_meeting=False)
    stranger = reverse("relationships:closing_link", args=[links.sign(LINK, sam, pair.pk)])
    other = reverse("relationships:closing_link", args=[links.sign("password", noor, pair.pk)])

    assert client.get(stranger).status_code == 404
    assert client.get(other).status_code == 409
    assert client.get(reverse("relationships:closing_link", args=[signing.dumps(1)])).status_code == 409


@pytest.mark.parametrize("who", ["olga", "ada", "rui", "sam"])
@pytest.mark.parametrize("page", ["", "steps/thanks/", "farewell/", "questions/", "finish/", "back/"])
def test_everybody_else_finds_nothing(
    client: Client, pair: Relationship, request: pytest.FixtureRequest, who: str, page: str
) -> None:
    client.force_login(request.getfixturevalue(who))

    assert client.post(f"/pairs/{pair.pk}/end/{page}").status_code == 404
