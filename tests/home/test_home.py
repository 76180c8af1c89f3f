"""The start pages: what they lead to."""

from django.test import Client
from django.utils import timezone

from tests.pairs import make_pair
from trellis.care.models import CheckIn
from trellis.home.queries import asks_of
from trellis.people.models import Person
from trellis.programs import actions
from trellis.programs.models import Cohort, Participation, Role, TeamMember


def test_who_waits_for_a_partner_is_led_to_their_wishes(client: Client, noor_learns: Participation) -> None:
    client.force_login(noor_learns.person)

    shown = client.get("/mentoring/").content.decode()

    assert 'href="/programs/first-year-forward/autumn-2026/wishes/mentee/"' in shown


def test_a_sponsor_sees_the_stages_without_links_to_closed_doors(
    client: Client, cohort: Cohort, olga: Person, sam: Person
) -> None:
    actions.add_to_team(cohort.program, sam, TeamMember.Role.SPONSOR, by=olga)
    pages = {}
    for person in (olga, sam):
        client.force_login(person)
        pages[person] = client.get("/programs/first-year-forward/autumn-2026/").content.decode()

    assert all("Recruit" in page for page in pages.values())
    assert ["/autumn-2026/recruit/" in page for page in pages.values()] == [True, False]


def test_the_sidebar_marks_where_one_is(client: Client, ada: Person, olga: Person, cohort: Cohort) -> None:
    client.force_login(ada)
    assert marked(client, "/people/import/") == ["Everyone"]
    assert marked(client, "/programs/new/") == ["All programs"]
    client.force_login(olga)
    assert marked(client, cohort.get_absolute_url()) == ["Home"]


def marked(client: Client, address: str) -> list[str]:
    shell = client.get(address).context["shell"]
    return [str(item.label) for group in shell.groups for item in group.items if item.current]


def test_who_went_astray_can_look_for_somebody(client: Client, olga: Person) -> None:
    client.force_login(olga)

    assert 'action="/people/" method="get" role="search"' in client.get("/no/such/page/").text


def test_a_midpoint_says_how_long_it_takes(cohort: Cohort, noor: Person) -> None:
    pair, now = make_pair(cohort), timezone.now()
    asked = {"person": noor, "role": Role.MENTEE, "due_on": now.date(), "state": CheckIn.State.ASKED, "asked_at": now}
    for kind in CheckIn.Kind:
        pair.check_ins.create(kind=kind, **asked)

    said = [(str(ask.title), str(ask.text)) for ask in asks_of(noor)]

    assert said == [
        ("How is it going?", "Three questions, about a minute, for First Year Forward."),
        ("Half way: how has it been?", "A few questions, about four minutes, for First Year Forward."),
    ]
