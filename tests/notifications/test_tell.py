"""Telling: in the product at once, by e-mail after the commit, once, and only when wanted."""

import smtplib
from email import message_from_string
from email import policy as policies
from typing import Any
from unittest import mock

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone

from tests.cast import mail_sent, notices_to
from trellis.notifications import actions, rendering, samples
from trellis.notifications.models import Delivery, Notice, Preference
from trellis.people.models import Person


@pytest.fixture(autouse=True)
def _example(settings: Any, tmp_path: Any) -> None:
    """A notice of this test alone."""
    folder = tmp_path / "example" / "notices"
    folder.mkdir(parents=True)
    (folder / "hello.md").write_text(
        "Hello {{ called }}\n\nYou are **welcome**, {{ who }}.\n\n- one\n- two\n\n[See it]({{ link }})\n"
    )
    templates = [dict(settings.TEMPLATES[0])]
    templates[0]["DIRS"] = [str(tmp_path)]
    settings.TEMPLATES = templates


def test_it_is_kept_and_mailed(noor: Person, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        notice = actions.tell(noor, "example/hello", {"who": "Noor"}, link="/me/")

    assert notices_to(noor) == ["example/hello"]
    assert mail_sent(mailoutbox) == [("noor@kestrelbay.example", "Hello Noor")]
    message = mailoutbox[0]
    assert message.body.startswith("You are welcome, Noor.\n\n- one\n- two\n\nSee it: http")
    assert '<a class="go btn btn--primary" href="http' in message.alternatives[0].content
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert notice.delivery.state == Delivery.State.WAITING  # the row in hand is older than the sending


@pytest.mark.parametrize("policy", [policies.default, policies.SMTP])
def test_mail_programs_find_the_address_that_turns_it_off(
    noor: Person, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any, policy: policies.EmailPolicy
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        notice = actions.tell(noor, "example/hello", {"who": "Noor"}, link="/me/")

    assert mail_sent(mailoutbox) == [("noor@kestrelbay.example", "Hello Noor")]
    sent = mailoutbox[0].message(policy=policy).as_bytes().replace(b"\r\n", b"\n").decode()

    assert f"\nList-Unsubscribe: <http://127.0.0.1:8000/notices/off/{actions.off_token(notice)}/>\n" in sent
    assert message_from_string(sent)["Message-ID"].endswith("@127.0.0.1>")


def test_a_name_cannot_become_a_link(noor: Person) -> None:
    notice = actions.tell(noor, "example/hello", {"who": "[free money](http://evil.example)"})

    assert "evil.example)" in rendering.plain(notice.body)
    assert "<a" not in rendering.html_of(notice.body).split("<ul>")[0]


def test_a_name_cannot_bring_html(noor: Person) -> None:
    notice = actions.tell(noor, "example/hello", {"who": "<img src=x onerror=alert(1)>"})

    assert "<img" not in rendering.html_of(notice.body)


def test_turned_off_it_is_kept_but_not_mailed(
    noor: Person, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    Preference.objects.create(person=noor, name="example/hello", by_email=False)

    with django_capture_on_commit_callbacks(execute=True):
        actions.tell(noor, "example/hello", {"who": "Noor"})

    assert (notices_to(noor), mail_sent(mailoutbox)) == (["example/hello"], [])


def test_the_link_in_the_mail_turns_it_off_only_when_posted(client: Client, noor: Person) -> None:
    notice = actions.tell(noor, "example/hello", {"who": "Noor"})
    address = f"/notices/off/{actions.off_token(notice)}/"

    assert client.get(address).status_code == 200
    assert actions.wants_email(noor, "example/hello")

    with mock.patch.object(samples, "samples", return_value={"example/hello": {"who": "Noor"}}):
        assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not actions.wants_email(noor, "example/hello")


def test_a_wrong_link_finds_nothing(client: Client, noor: Person) -> None:
    assert client.post("/notices/off/wrong/").status_code == 404


def test_a_mail_server_that_is_down_gets_more_time_each_try(noor: Person, mailoutbox: list[Any]) -> None:
    notice = actions.tell(noor, "example/hello", {"who": "Noor"})
    down = mock.patch.object(EmailBackend, "send_messages", side_effect=smtplib.SMTPServerDisconnected)

    waits = []
    delivery = notice.delivery
    with down:
        for _attempt in range(actions.MOST_ATTEMPTS):
            before = timezone.now()
            assert actions.send(notice.delivery.pk) is False
            delivery = Delivery.objects.get()
            waits.append(round((delivery.not_before - before).total_seconds() / 60))
            Delivery.objects.update(not_before=before)

    assert waits == [2, 4, 8, 16, 32, 64, 128, 240]
    assert (delivery.state, delivery.problem) == (Delivery.State.GIVEN_UP, "SMTPServerDisconnected")
    assert mailoutbox == []


def test_it_is_sent_once(noor: Person, mailoutbox: list[Any]) -> None:
    notice = actions.tell(noor, "example/hello", {"who": "Noor"})

    assert [actions.send(notice.delivery.pk) for _ in range(2)] == [True, False]
    assert len(mailoutbox) == 1


def test_the_bell_shows_only_my_own(client: Client, noor: Person, sam: Person) -> None:
    notice = actions.tell(noor, "example/hello", {"who": "Noor"}, link="/me/")
    client.force_login(sam)
    assert client.get(f"/notices/{notice.pk}/").status_code == 404
    assert b"Hello Noor" not in client.get("/notices/").content

    client.force_login(noor)
    assert b"Hello Noor" in client.get("/notices/").content
    assert client.get(f"/notices/{notice.pk}/").headers["Location"] == "/me/"
    assert Notice.objects.get().read_at is not None
