"""What a pair writes is nowhere but on its own pages: planted words, looked for everywhere."""

from __future__ import annotations

import logging
import re
from copy import copy
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import mail_sent
from tests.house import world as worlds
from tests.house.addresses import EVERYBODY, ROWS, Row
from tests.house.world import World
from trellis.api import actions as tokens
from trellis.api.root import api
from trellis.common.rest import SCOPES
from trellis.notifications.actions import enqueue_delivery
from trellis.people.models import Person
from trellis.programs.models import TeamMember
from trellis.relationships.agreements import actions as agreements
from trellis.relationships.closure import actions as closure
from trellis.relationships.conversations import actions as conversations
from trellis.relationships.conversations.attachments import Looked
from trellis.relationships.conversations.models import Attachment
from trellis.relationships.goals import actions as goals
from trellis.relationships.meetings import actions as meetings
from trellis.relationships.needs import actions as needs
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.reviews import actions as reviews
from trellis.relationships.safeguarding import actions as safeguarding
from trellis.relationships.sealed import Sealed
from trellis.relationships.summaries import actions as summaries
from trellis.relationships.summaries.sheet import compose

NOORS_ALONE = {"private note", "private note before", "farewell", "summary"}
THE_TEAMS = {"opening"}  # why somebody asked to open what they wrote


@dataclass
class Secrets:
    """Made-up words, each in one place."""

    words: dict[str, str] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: count(1))

    def plant(self, where: str) -> str:
        word = f"zq{where.replace(' ', '')}{next(self.numbers)}qz"
        self.words[where] = word
        return word

    def found_in(self, text: str) -> list[str]:
        return [where for where, word in self.words.items() if word in text]


def write_everything(pair: Relationship, mia: Person, noor: Person) -> Secrets:
    """One secret in every text that a pair can write, by every way there is to write it."""
    secrets = Secrets()
    plant = secrets.plant
    _agree(pair, noor, plant)
    _set_goals(pair, noor, plant)
    _meet(pair, mia, noor, plant)
    _talk(pair, noor, plant)
    _look_back(pair, mia, noor, plant)
    return secrets


def _agree(pair: Relationship, noor: Person, plant: Any) -> None:
    number = pair.agreements.count()
    texts = {
        key: plant(f"agreement {key}") for key in ("purpose", "rhythm", "between", "boundaries", "stuck", "ending")
    }
    agreement = agreements.write(pair, by=noor, based_on=number, every_weeks=2, minutes=45, level="pair", **texts)
    agreements.sign(agreement, by=noor, name=noor.name, digest=agreement.digest(pair.key))


def _set_goals(pair: Relationship, noor: Person, plant: Any) -> None:
    goals.see(pair, by=noor, why=plant("vision why"), destination=plant("vision"), version=0)
    need = needs.add(pair, by=noor, name=plant("need"))
    needs.rate(pair, {need: (1, 4)}, by=noor)
    said = {key: plant(f"goal {key}") for key in ("title", "why", "measure", "support", "level_2")}
    goal = goals.add(pair, by=noor, owner=noor, need=need, **{**said, "title": plant("goal before")})
    goals.change(goal, by=noor, version=1, due_on=None, progress_by="steps", need=need, **said)
    goals.finish_step(goals.add_step(goal, by=noor, title=plant("step")), by=noor)
    goals.withdraw(goals.add(pair, by=noor, owner=noor, title=plant("second goal")), by=noor, reason=plant("reason"))


def _meet(pair: Relationship, mia: Person, noor: Person, plant: Any) -> None:
    start = timezone.now() - timedelta(hours=3)
    meetings.log_past(
        pair, by=noor, starts_at=start, minutes=45, mode="phone", topics=plant("topics"), to_dos=[(mia, plant("to do"))]
    )
    later = meetings.propose(pair, by=noor, times=[timezone.now() + timedelta(days=12)], minutes=45)
    meetings.put_on_agenda(later, by=noor, text=plant("agenda"))


def _talk(pair: Relationship, noor: Person, plant: Any) -> None:
    private = conversations.write_note(pair, by=noor, text=plant("private note before"))
    conversations.edit_note(private, by=noor, text=plant("private note"), version=1)
    shared = conversations.write_note(pair, by=noor, text=plant("shared note before"), audience="shared")
    conversations.edit_note(shared, by=noor, text=plant("shared note"), version=1)
    plan = Looked(plant("file name") + ".txt", "text/plain; charset=utf-8", plant("file").encode())
    conversations.send(pair, by=noor, text=plant("message"), files=[plan])
    fresh = Relationship.objects.with_people().get(pk=pair.pk)
    lead = TeamMember.objects.get(program=fresh.cohort.program_id, role=TeamMember.Role.SAFEGUARDING).person
    fresh.openings.all().delete()
    safeguarding.ask(fresh, by=lead, reason="harm", why=plant("opening"))
    closure.look_back(pair, by=noor, text=plant("farewell"), is_shared=False, contact="")


def _look_back(pair: Relationship, mia: Person, noor: Person, plant: Any) -> None:
    review = reviews.ask(pair, "midpoint")
    said = {key: plant(f"review {key}") for key in ("expected", "goals", "rhythm", "change")}
    reviews.answer(review, by=noor, wish="change", **said)
    reviews.answer(review, by=mia, wish="go_on")
    reviews.conclude(review, by=noor, agreed=plant("review agreed"))
    sheet = compose(pair, noor, goals=[], with_gap=False, words=plant("summary"))
    summaries.share(pair, sheet, by=noor, to=None, seen=sheet.digest())


@pytest.fixture
def planted(db: None) -> tuple[World, Secrets]:
    world = worlds.build()
    pair = Relationship.objects.with_people().get(pk=world.pair.pk)
    return world, write_everything(pair, world.mia, world.noor)


def test_no_page_shows_it_to_anybody_else(planted: tuple[World, Secrets]) -> None:
    """Every address, button and export, as every role; the pair themselves find everything but the other's own."""
    world, secrets = planted
    leaks: list[str] = []
    for role in EVERYBODY:
        client = Client(raise_request_exception=False)
        if role != "anonymous":
            client.force_login(world.person(role))
        cookies = copy(client.cookies)
        for name, row in ROWS.items():
            found = set(secrets.found_in(_answer(client, world, name, row))) & _forbidden(role, secrets)
            leaks += [f"{name} shows {role} the {where}" for where in sorted(found)]
            client.cookies = copy(cookies)

    assert leaks == []


def _answer(client: Client, world: World, name: str, row: Row) -> str:
    """What the address answers; whatever it does is taken back."""
    address = reverse(name, args=row.args(world)) + row.query
    with transaction.atomic():
        answer = client.post(address, row.data) if row.post else client.get(address)
        content = b"".join(answer) if answer.streaming else answer.content
        transaction.set_rollback(True)
    return content.decode("utf-8", "replace")


def _forbidden(role: str, secrets: Secrets) -> set[str]:
    return {"noor": THE_TEAMS, "mia": NOORS_ALONE | THE_TEAMS}.get(role, set(secrets.words))


def test_no_route_of_the_api_tells_it_to_anybody(planted: tuple[World, Secrets]) -> None:
    world, secrets = planted
    values = {"slug": world.program.slug, "cohort": world.cohort.slug, "pk": world.pair.pk, "person_id": world.noor.pk}
    routes = [path for path, verbs in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items() if "get" in verbs]
    leaks: list[str] = []
    for role in EVERYBODY[1:]:
        _token, secret = tokens.create_token("Test", scopes=list(SCOPES), days=30, by=world.person(role))
        client = Client(headers={"Authorization": f"Bearer {secret}"}, raise_request_exception=False)
        for route in routes:
            answer = client.get(re.sub(r"{(\w+)}", lambda name: str(values.get(name[1], world.pair.pk)), route))
            leaks += [f"{route} tells {role} the {where}" for where in secrets.found_in(answer.content.decode())]

    assert any("/relationships" in route for route in routes)
    assert leaks == []


def test_the_partner_sees_all_but_the_private_notes(planted: tuple[World, Secrets]) -> None:
    world, secrets = planted
    client = Client()
    client.force_login(world.mia)
    base = f"/pairs/{world.pair.pk}/"
    pages = ["", "agreement/", "goals/", "review/midpoint/", "meetings/", "notes/", "messages/"]
    pages += [f"goals/{goal.pk}/" for goal in world.pair.goals.all()]
    pages += [f"meetings/{meeting.pk}/" for meeting in world.pair.meetings.all()]
    pages += [f"messages/files/{one.pk}/" for one in Attachment.objects.filter(message__relationship=world.pair)]
    pages += [f"notes/{note.pk}/history/" for note in world.pair.notes.filter(audience="shared")]

    seen = {where for page in pages for where in secrets.found_in(client.get(base + page).text)}

    assert set(secrets.words) - seen == NOORS_ALONE | THE_TEAMS


def test_no_mail_no_notice_no_history_holds_it(planted: tuple[World, Secrets], mailoutbox: list[Any]) -> None:
    _world, secrets = planted
    enqueue_delivery()
    mail_sent(mailoutbox)

    assert mailoutbox
    for message in mailoutbox:
        assert secrets.found_in(message.message().as_string()) == []


def test_the_database_holds_none_of_it(planted: tuple[World, Secrets]) -> None:
    _world, secrets = planted
    leaks = [
        f"{model.__name__}.{name} holds the {where}"
        for model in apps.get_models()
        for row in model._base_manager.values()
        for name, value in row.items()
        for where in secrets.found_in(_as_text(value))
    ]

    assert leaks == []


def test_no_kept_file_holds_it(planted: tuple[World, Secrets]) -> None:
    _world, secrets = planted
    kept: list[bytes] = []
    for attachment in Attachment.objects.all():
        with attachment.file.open() as file:
            kept.append(file.read())

    assert kept
    assert [secrets.found_in(content.decode("utf-8", "replace")) for content in kept] == [[]] * len(kept)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps no single file")
def test_the_database_file_holds_none_of_it(planted: tuple[World, Secrets]) -> None:
    """Nor do its free pages, where what was edited or thrown away lay."""
    world, secrets = planted
    secrets.words["the name of the program, which is no secret"] = world.program.name
    connection.ensure_connection()

    content = connection.connection.serialize()

    assert secrets.found_in(content.decode("utf-8", "replace")) == ["the name of the program, which is no secret"]


def test_no_log_holds_it(planted: tuple[World, Secrets], caplog: pytest.LogCaptureFixture) -> None:
    world, secrets = planted
    client = Client(raise_request_exception=False)
    client.force_login(world.noor)
    caplog.set_level(logging.DEBUG)

    client.post(f"/pairs/{world.pair.pk}/notes/", {"who": "private", "text": secrets.plant("note in a form")})
    client.post(f"/pairs/{world.pair.pk}/messages/", {"text": secrets.plant("message in a form")})
    client.get(f"/pairs/{world.pair.pk}/")

    said = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    assert secrets.found_in(said) == []


def test_every_sealed_table_was_planted(planted: tuple[World, Secrets]) -> None:
    """A new sealed table must be added above."""

    ours = [model for model in apps.get_app_config("relationships").get_models() if issubclass(model, Sealed)]
    empty = [model.__name__ for model in ours if not model._base_manager.exclude(sealed=b"").exists()]

    assert empty == []


def _as_text(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return str(value) if not isinstance(value, models.Model) else ""
