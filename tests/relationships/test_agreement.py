"""Writing and signing the agreement."""

from typing import Any

import pytest
from django.test import Client

from tests.cast import history_of, notices_to
from trellis.common.errors import Kind, Refused
from trellis.people.models import Person
from trellis.relationships.agreements import actions, queries
from trellis.relationships.agreements.models import Agreement
from trellis.relationships.pairs.models import Relationship

TEXTS = {"purpose": "To find out whether critical care is for me.", "level": "pair", "rhythm": "Thursdays."}


def write(pair: Relationship, by: Person, based_on: int = 0, **changes: Any) -> Agreement:
    facts = {"every_weeks": 3, "minutes": 45}
    return actions.write(pair, by=by, based_on=based_on, **(facts | TEXTS | changes))


def sign(agreement: Agreement, by: Person) -> None:
    actions.sign(agreement, by=by, name=by.name, digest=agreement.digest(agreement.relationship.key))


def test_both_sign_and_it_holds(pair: Relationship, mia: Person, noor: Person) -> None:
    agreement = write(pair, noor)

    sign(agreement, noor)
    assert queries.in_force(pair) is None
    sign(agreement, mia)

    assert queries.in_force(pair) == agreement
    pair.refresh_from_db()
    assert (pair.meeting_every_weeks, pair.meeting_minutes) == (3, 45)


def test_it_tells_and_records_it(pair: Relationship, mia: Person, noor: Person) -> None:
    agreement = write(pair, noor)
    sign(agreement, noor)
    sign(agreement, mia)

    assert notices_to(mia)[1:] == ["relationships/agreement_written", "relationships/agreement_signed"]
    assert notices_to(noor)[1:] == ["relationships/agreement_complete"]
    assert history_of(agreement) == [
        "relationships.agreement_written",
        "relationships.agreement_signed",
        "relationships.agreement_signed",
        "relationships.agreement_complete",
    ]


def test_a_change_is_a_new_version_to_sign_again(pair: Relationship, mia: Person, noor: Person) -> None:
    first = write(pair, noor)
    sign(first, noor)
    sign(first, mia)

    second = write(pair, mia, based_on=1, purpose="Something else.")

    assert queries.latest(pair) == second
    assert queries.in_force(pair) == first
    assert first.texts(pair.key)["purpose"] == TEXTS["purpose"]
    with pytest.raises(Refused) as refused:
        sign(first, noor)
    assert refused.value.kind == Kind.CONFLICT


def test_two_who_write_at_once_lose_nothing(client: Client, pair: Relationship, mia: Person, noor: Person) -> None:
    write(pair, mia)
    client.force_login(noor)
    typed = {"based_on": 0, "every_weeks": 2, "minutes": 60, "level": "pair", "purpose": "My own words."}

    page = client.post(f"/pairs/{pair.pk}/agreement/change/", typed)

    assert "There is a newer version" in page.text
    assert "My own words." in page.text
    assert pair.agreements.count() == 1


def test_signing_twice_is_refused(pair: Relationship, noor: Person) -> None:
    agreement = write(pair, noor)
    sign(agreement, noor)

    with pytest.raises(Refused) as refused:
        sign(agreement, noor)

    assert refused.value.kind == Kind.TOO_LATE
    assert agreement.signatures.count() == 1


def test_nobody_signs_for_another(pair: Relationship, mia: Person, noor: Person) -> None:
    agreement = write(pair, noor)

    with pytest.raises(Refused) as refused:
        actions.sign(agreement, by=noor, name=mia.name, digest=agreement.digest(pair.key))

    assert refused.value.kind == Kind.INVALID


def test_the_signature_stands_under_every_word(pair: Relationship, noor: Person) -> None:
    agreement = write(pair, noor)
    before = agreement.digest(pair.key)

    agreement.put(pair.key, **(TEXTS | {"purpose": "To find out whether critical care is for me!"}))

    assert agreement.digest(pair.key) != before


def test_the_program_sees_when_and_nothing_else(pair: Relationship, mia: Person, noor: Person) -> None:
    agreement = write(pair, noor)
    assert queries.signed_at([pair.pk]) == {}

    sign(agreement, noor)
    sign(agreement, mia)

    agreement.refresh_from_db()
    assert queries.signed_at([pair.pk]) == {pair.pk: agreement.signed_at}


def test_an_ended_relationship_is_only_read(pair: Relationship, noor: Person) -> None:
    Relationship.objects.filter(pk=pair.pk).update(state="closed", closed_at=pair.started_at)

    with pytest.raises(Refused) as refused:
        write(pair, noor)

    assert refused.value.kind == Kind.TOO_LATE


def test_the_pages_from_the_first_word_to_both_names(
    client: Client, pair: Relationship, mia: Person, noor: Person
) -> None:
    client.force_login(noor)
    address = f"/pairs/{pair.pk}/agreement/"
    assert "Write your agreement" in client.get(address).text
    form = client.get(f"{address}change/").context["form"]
    assert form.initial["level"] == pair.cohort.program.confidentiality
    typed = {**form.initial, "purpose": "To end the year sure of myself. 🌱 بثقة"}
    page = client.post(f"{address}change/", typed, follow=True)
    assert "To end the year sure of myself. 🌱 بثقة" in page.text

    for person in (noor, mia):
        client.force_login(person)
        form = client.get(address).context["form"]
        digest = form.initial["digest"]
        page = client.post(f"{address}1/sign/", {"name": f"  {person.name.lower()} ", "digest": digest}, follow=True)
        assert "You have signed." in page.text

    assert "Version 1, signed by all of you on" in client.get(address).text


def test_a_wrong_name_keeps_the_page(client: Client, pair: Relationship, noor: Person) -> None:
    agreement = write(pair, noor)
    client.force_login(noor)

    page = client.post(f"/pairs/{pair.pk}/agreement/1/sign/", {"name": "Nobody", "digest": agreement.digest(pair.key)})

    assert page.status_code == 409
    assert "Type your name as your profile has it: Noor El-Amin." in page.text


@pytest.mark.parametrize("page", ["agreement/", "agreement/change/", "agreement/1/sign/"])
@pytest.mark.parametrize("who", ["olga", "ada", "sam"])
def test_strangers_find_nothing(
    client: Client, pair: Relationship, noor: Person, request: pytest.FixtureRequest, page: str, who: str
) -> None:
    write(pair, noor)
    client.force_login(request.getfixturevalue(who))

    assert client.post(f"/pairs/{pair.pk}/{page}").status_code == 404
