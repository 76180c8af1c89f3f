"""The organization's look: its logo, and the color of the sidebar."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.cast import history_of
from trellis.people.models import Person
from trellis.programs.models import Organization

BLUE, PALE = "#123a6b", "#9fd0ff"


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    cache.clear()


@pytest.fixture
def commits(django_capture_on_commit_callbacks: Any) -> Any:
    """`with commits():` what waits for the end of the transaction happens at the end of the block."""
    return partial(django_capture_on_commit_callbacks, execute=True)


def picture(form: str = "PNG", mode: str = "RGBA", size: tuple[int, int] = (1200, 300)) -> SimpleUploadedFile:
    made = BytesIO()
    Image.new(mode, size).save(made, form)
    return SimpleUploadedFile(f"logo.{form.lower()}", made.getvalue())


def test_the_color_stands_on_every_page_once_it_is_kept(
    client: Client, ada: Person, organization: Organization, commits: Any
) -> None:
    client.force_login(ada)

    with commits():
        answer = client.post("/organization/look/", {"fence": BLUE})

    assert answer.status_code == 302
    assert history_of(organization) == ["programs.organization_changed"]
    assert 'href="/look/123a6b.css"' in Client().get("/accounts/login/").content.decode()
    sheet = Client().get("/look/123a6b.css")
    assert "--fence: light-dark(#123a6b, #" in sheet.content.decode()
    assert (sheet.headers["Content-Type"], "immutable" in sheet.headers["Cache-Control"]) == (
        "text/css; charset=utf-8",
        True,
    )


def test_looking_first_keeps_nothing(client: Client, ada: Person, organization: Organization) -> None:
    client.force_login(ada)

    shown = client.post("/organization/look/", {"fence": BLUE, "show": "1"}).content.decode()

    organization.refresh_from_db()
    assert ('href="/look/123a6b.css"' in shown, organization.fence) == (True, "")
    assert "/look/" not in Client().get("/accounts/login/").content.decode()


@pytest.mark.parametrize("also", [{}, {"show": "1"}])
def test_a_color_that_words_drown_in_is_refused_with_one_that_works(
    client: Client, ada: Person, organization: Organization, also: dict[str, str]
) -> None:
    client.force_login(ada)

    answer = client.post("/organization/look/", {"fence": PALE} | also)

    said = answer.context["form"].errors["fence"][0]
    organization.refresh_from_db()
    assert (answer.status_code, organization.fence) == (422, "")
    assert "4.5 is needed" in said
    better = said.split("#")[1][:6]
    assert client.post("/organization/look/", {"fence": f"#{better}"}).status_code == 302


def test_the_style_sheet_takes_nothing_but_a_readable_color(db: None) -> None:
    answers = [Client().get(f"/look/{color}.css").status_code for color in ("9fd0ff", "123a6", "123A6B", "red")]

    assert answers == [404, 404, 404, 404]


def test_the_own_green_comes_back(client: Client, ada: Person, organization: Organization) -> None:
    Organization.objects.update(fence="123a6b")
    client.force_login(ada)

    client.post("/organization/look/", {"fence": "#0C3A32"})

    organization.refresh_from_db()
    assert organization.fence == ""


def test_a_logo_is_made_anew_and_shown_to_everybody(
    client: Client, ada: Person, organization: Organization, commits: Any
) -> None:
    client.force_login(ada)

    with commits():
        client.post("/organization/look/logo/", {"logo": picture()})

    organization.refresh_from_db()
    page = Client().get("/accounts/login/").content.decode()
    answer = Client().get(organization.logo_address())
    shown = Image.open(BytesIO(answer.content))
    assert f'src="{organization.logo_address()}" alt="Kestrel Bay Health"' in page
    assert (shown.format, shown.mode, shown.size) == ("PNG", "RGB", (664, 184))
    assert shown.getpixel((300, 90)) == (255, 255, 255)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("form", "mode"), [("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "P"), ("WEBP", "RGB")])
def test_every_kind_of_picture_becomes_a_logo(
    client: Client, ada: Person, organization: Organization, form: str, mode: str
) -> None:
    client.force_login(ada)

    assert client.post("/organization/look/logo/", {"logo": picture(form, mode)}).status_code == 302


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"GIF89a" + b"\x00" * 40,
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 9,
    ],
    ids=["svg", "gif", "broken"],
)
def test_what_is_no_picture_is_refused_in_words(
    client: Client, ada: Person, organization: Organization, content: bytes
) -> None:
    client.force_login(ada)

    answer = client.post("/organization/look/logo/", {"logo": SimpleUploadedFile("logo.png", content)})

    organization.refresh_from_db()
    assert (answer.status_code, bool(organization.logo)) == (422, False)
    assert "JPEG, PNG or WebP" in answer.context["logo_form"].errors["logo"][0]


def test_a_logo_that_goes_takes_its_file_along(
    client: Client, ada: Person, organization: Organization, commits: Any
) -> None:
    client.force_login(ada)
    with commits():
        client.post("/organization/look/logo/", {"logo": picture()})
    organization.refresh_from_db()
    storage, name, address = organization.logo.storage, str(organization.logo.name), organization.logo_address()

    with commits():
        client.post("/organization/look/logo/remove/")

    assert not storage.exists(name)
    assert Client().get(address).status_code == 404
    assert 'class="logo"' not in Client().get("/accounts/login/").content.decode()


def test_the_phone_learns_name_color_and_signs(client: Client, organization: Organization) -> None:
    Organization.objects.update(fence="123a6b")

    answer = client.get("/manifest.webmanifest")

    facts = answer.json()
    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert (facts["name"], facts["theme_color"]) == ("Kestrel Bay Health", "#123a6b")
    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in facts["icons"])
