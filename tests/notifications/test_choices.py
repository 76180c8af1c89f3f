"""What comes by e-mail is everybody's own choice."""

from django.test import Client

from trellis.notifications import samples
from trellis.notifications.models import Preference
from trellis.people.models import Person


def test_every_kind_that_can_be_turned_off_is_listed_once(client: Client, noor: Person) -> None:
    client.force_login(noor)

    groups = client.get("/notices/choices/").context["groups"]

    listed = [name for _about, rows in groups for name, _kind, _on in rows]
    assert sorted(listed) == samples.optional()


def test_kinds_are_named_without_people(client: Client, noor: Person) -> None:
    client.force_login(noor)

    shown = client.get("/notices/choices/").content.decode()

    assert "Your partner proposes a meeting" in shown
    assert not [name for name in ("Mia", "Olga", "Adaeze", "First Year Forward", "(Lisbon)") if name in shown]


def test_what_is_left_out_does_not_come_by_email(client: Client, noor: Person) -> None:
    client.force_login(noor)
    wanted = {f"email-{name}": "on" for name in samples.optional() if name != "relationships/message"}

    client.post("/notices/choices/", wanted)

    assert list(Preference.objects.filter(by_email=False).values_list("name", flat=True)) == ["relationships/message"]
