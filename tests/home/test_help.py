"""Help: the guides inside the product, those for oneself first."""

import re

import pytest
from django.test import Client

from trellis.home import guides
from trellis.home.queries import help_for
from trellis.people.models import Person
from trellis.programs.models import Participation, Program


def test_it_begins_with_what_one_does_here(olga: Person, ada: Person, program: Program) -> None:
    assert [guide.slug for guide in help_for(olga)["mine"]] == ["managers"]
    assert [guide.slug for guide in help_for(ada)["mine"]] == ["administrators"]


def test_a_program_says_whom_to_ask(noor: Person, noor_learns: Participation) -> None:
    program = noor_learns.cohort.program
    program.contact_email = "ask@kestrelbay.example"
    program.save()

    found = help_for(noor)

    assert [guide.slug for guide in found["mine"]] == ["mentees"]
    assert found["contacts"][0] == (str(program), "ask@kestrelbay.example")


def test_the_sidebar_leads_to_it(client: Client, sam: Person) -> None:
    client.force_login(sam)

    assert '<a href="/guides/"' in client.get("/mentoring/").content.decode()
    assert "For mentees" in client.get("/guides/").content.decode()


@pytest.mark.parametrize("slug", guides.guides())
def test_every_guide_is_a_page_whose_links_stay_inside(client: Client, sam: Person, slug: str) -> None:
    client.force_login(sam)

    text = client.get(f"/guides/{slug}/").content.decode()

    assert guides.guides()[slug].title in text.replace("&#x27;", "'")
    assert re.findall(r'href="[^"]*\.md', text) == []


def test_a_guide_leads_to_another_and_to_its_part() -> None:
    assert 'href="/guides/people/#lists-in"' in guides.html_of(guides.guides()["administrators"])
    assert '<h2 id="lists-in">' in guides.html_of(guides.guides()["people"])


def test_there_is_no_other_file(client: Client, sam: Person) -> None:
    client.force_login(sam)

    assert client.get("/guides/README/").status_code == 404
