"""The mail server is away, drops the line, or says “later”: nothing is lost, nothing is sent twice."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.utils import timezone

from tests.conftest import RunJobs
from trellis.config import backends, clock
from trellis.notifications.actions import tell
from trellis.notifications.models import Delivery
from trellis.people.models import Person


class Post:
    """A mail server with moods."""

    def __init__(self) -> None:
        self.mood = "well"
        self.taken: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: ARG002, N802  aiosmtpd names it
        if self.mood == "drops":
            server.transport.close()
        if self.mood != "well":
            return "451 4.3.2 Not now, try again later"
        self.taken.append(str(message_from_bytes(envelope.content)["Message-ID"]))
        return "250 Message accepted"


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    """A mail server on this machine, to which the product is pointed."""
    moody = Post()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(moody, hostname="127.0.0.1", port=port)
    controller.start()
    settings.MAILERS = {"default": backends.mailer(f"smtp://127.0.0.1:{port}")}
    yield moody
    controller.stop()


def greet(person: Person) -> Delivery:
    facts = {"program": "First Year Forward", "partner_called": "Mia"}
    notice = tell(person, "relationships/paused", facts, link="/")
    clock.send_waiting_mail()
    return Delivery.objects.get(notice=notice)


@pytest.mark.parametrize("mood", ["drops", "later"])
def test_it_tries_again_with_growing_waits_and_sends_once(
    mood: str, post: Post, noor: Person, run_jobs: RunJobs
) -> None:
    post.mood = mood
    with time_machine.travel(timezone.now(), tick=False) as time:
        delivery = greet(noor)
        waits = []
        for _attempt in range(3):
            run_jobs()
            delivery.refresh_from_db()
            waits.append(delivery.not_before - timezone.now())
            time.move_to(delivery.not_before + timedelta(seconds=1))
            clock.send_waiting_mail()
        post.mood = "well"
        run_jobs()
        clock.send_waiting_mail()
        run_jobs()

    delivery.refresh_from_db()
    assert waits == sorted(set(waits))
    assert post.taken == [delivery.message_id]
    assert delivery.state == Delivery.State.SENT


def test_nobody_home_is_given_up_where_it_can_be_seen(noor: Person, run_jobs: RunJobs, settings: Any) -> None:
    settings.MAILERS = {"default": backends.mailer("smtp://127.0.0.1:9")}
    with time_machine.travel(timezone.now(), tick=False) as time:
        delivery = greet(noor)
        while delivery.state == Delivery.State.WAITING:
            time.move_to(delivery.not_before + timedelta(seconds=1))
            clock.send_waiting_mail()
            run_jobs()
            delivery.refresh_from_db()

    assert (delivery.state, delivery.attempts) == (Delivery.State.GIVEN_UP, 8)
    assert delivery.problem
