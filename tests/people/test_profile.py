"""A profile in the hands of its owner."""

from __future__ import annotations

from datetime import time
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.cast import history_of
from trellis.history.models import Event
from trellis.people.actions import profiles
from trellis.people.actions.profiles import Offer
from trellis.people.models import Availability, Person, PersonSkill, Skill
from trellis.people.queries import completeness

ABOUT = {
    "preferred_name": "Noor",
    "pronouns": "she/her",
    "languages": "English, Português",
    "biography": "I came from the Levant.\r\nI like nights.",
    "interests": "choir, running, choir",
    "communication": "gentle",
    "visibility": "everyone",
}


def stamp_on(client: Client, address: str) -> str:
    """The sign of what the form showed when it was opened."""
    return str(client.get(address).context["form"]["stamp"].value())


def test_it_keeps_what_i_say(client: Client, noor: Person) -> None:
    client.force_login(noor)

    client.post("/me/about/", ABOUT | {"stamp": stamp_on(client, "/me/about/")})

    noor.refresh_from_db()
    assert (noor.languages, noor.interests) == (["en", "pt"], ["choir", "running"])
    assert noor.biography == "I came from the Levant.\nI like nights."
    assert (noor.visibility, noor.version) == ("everyone", 2)
    assert history_of(noor) == ["people.edited"]


def test_history_names_the_fields_and_never_their_words(client: Client, noor: Person) -> None:
    client.force_login(noor)

    client.post("/me/about/", ABOUT | {"stamp": stamp_on(client, "/me/about/")})

    facts = Event.objects.get(verb="people.edited").facts
    assert "biography" in facts["fields"]
    assert "Levant" not in str(facts)


def test_what_can_not_be_seen_is_taken_out(client: Client, noor: Person) -> None:
    client.force_login(noor)
    typed = ABOUT | {"preferred_name": "No\u202eor\x00", "biography": "a\u202eb\x07c"}

    client.post("/me/about/", typed | {"stamp": stamp_on(client, "/me/about/")})

    noor.refresh_from_db()
    assert (noor.preferred_name, noor.biography) == ("Noor", "abc")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("languages", "English, Klingonese", "Klingonese"),
        ("interests", ", ".join(f"thing {n}" for n in range(30)), "At most 20"),
        ("biography", "x" * 4001, "4000"),
        ("visibility", "world", ""),
    ],
)
def test_what_can_not_be_kept_is_said_at_its_place(
    client: Client, noor: Person, field: str, value: str, said: str
) -> None:
    client.force_login(noor)

    response = client.post("/me/about/", ABOUT | {field: value, "stamp": stamp_on(client, "/me/about/")})

    assert response.status_code == 422
    assert said in str(response.context["form"].errors[field])
    assert history_of(noor) == []


def test_the_second_editor_is_told_and_loses_nothing(client: Client, noor: Person) -> None:
    client.force_login(noor)
    opened = stamp_on(client, "/me/about/")
    client.post("/me/about/", ABOUT | {"stamp": opened, "biography": "First."})

    told = client.post("/me/about/", ABOUT | {"stamp": opened, "biography": "Second."})
    noor.refresh_from_db()
    kept = noor.biography
    form = told.context["form"]
    client.post("/me/about/", ABOUT | {"stamp": form["stamp"].value(), "biography": form["biography"].value()})
    noor.refresh_from_db()

    assert (told.status_code, kept, noor.biography) == (422, "First.", "Second.")
    assert "First." in str(form.errors["biography"])


def test_settings_change_how_trellis_speaks(client: Client, noor: Person) -> None:
    client.force_login(noor)

    client.post(
        "/me/settings/",
        {"time_zone": "Africa/Johannesburg", "language": "es", "date_style": "iso", "scheme": "dark"}
        | {"stamp": stamp_on(client, "/me/settings/")},
    )

    noor.refresh_from_db()
    assert (noor.time_zone, noor.language, noor.date_style, noor.scheme) == ("Africa/Johannesburg", "es", "iso", "dark")
    assert b'data-scheme="dark"' in client.get("/me/").content


def rows(kind: str, *filled: tuple[str, int, int]) -> dict[str, Any]:
    """What the page posts for one side, with a spare row."""
    data: dict[str, Any] = {f"{kind}-TOTAL_FORMS": len(filled) + 1, f"{kind}-INITIAL_FORMS": 0}
    for number, (name, level, priority) in enumerate([*filled, ("", 3, 2)]):
        data |= {f"{kind}-{number}-name": name, f"{kind}-{number}-level": level, f"{kind}-{number}-priority": priority}
    return data


def test_competencies_come_from_the_list_or_from_my_own_words(client: Client, noor: Person) -> None:
    client.force_login(noor)
    listed = Skill.objects.get(name="Giving feedback")

    client.post(
        "/me/competencies/",
        rows("offered", ("giving FEEDBACK", 4, 2), ("Arabic  poetry", 5, 2))
        | rows("wanted", ("Giving feedback", 5, 3))
        | {"stamp": stamp_on(client, "/me/competencies/")},
    )

    kept = sorted(noor.skills.values_list("kind", "skill__name", "level", "priority"))
    assert kept == [
        ("offered", "Arabic poetry", 5, 2),
        ("offered", "Giving feedback", 4, 2),
        ("wanted", "Giving feedback", 5, 3),
    ]
    assert listed.people.count() == 2
    assert not Skill.objects.get(name="Arabic poetry").is_listed
    assert noor in Person.objects.search("arabic POETRY")


def test_an_emptied_row_is_taken_away_and_the_search_forgets_it(client: Client, noor: Person) -> None:
    profiles.offer_and_want(noor, [Offer("Listening", "offered")], by=noor)
    client.force_login(noor)

    client.post(
        "/me/competencies/", rows("offered") | rows("wanted") | {"stamp": stamp_on(client, "/me/competencies/")}
    )

    assert noor.skills.count() == 0
    assert not Person.objects.search("listening")


def test_more_rows_come_by_a_button(client: Client, noor: Person) -> None:
    client.force_login(noor)
    typed = rows("offered", ("Listening", 3, 2)) | rows("wanted") | {"more": "1"}

    response = client.post("/me/competencies/", typed | {"stamp": stamp_on(client, "/me/competencies/")}, follow=True)

    assert response.request["PATH_INFO"] == "/me/competencies/"
    assert len(response.context["offered"].forms) == 4


def test_a_second_editor_of_competencies_is_told(client: Client, noor: Person) -> None:
    client.force_login(noor)
    opened = stamp_on(client, "/me/competencies/")
    profiles.offer_and_want(noor, [Offer("Listening", "offered")], by=noor)

    told = client.post(
        "/me/competencies/", rows("offered", ("Coaching others", 3, 2)) | rows("wanted") | {"stamp": opened}
    )

    assert told.status_code == 422
    assert "Coaching others" in told.content.decode()
    assert list(noor.skills.values_list("skill__name", flat=True)) == ["Listening"]


def test_times_are_kept_by_weekday(client: Client, noor: Person) -> None:
    client.force_login(noor)
    typed = {"starts-0-0": "09:00", "ends-0-0": "12:00", "starts-0-1": "14:00", "ends-0-1": "15:30"}

    client.post("/me/times/", typed | {"stamp": stamp_on(client, "/me/times/")})

    kept = list(noor.availability.order_by("weekday", "starts").values_list("weekday", "starts", "ends"))
    assert kept == [(0, time(9), time(12)), (0, time(14), time(15, 30))]
    assert "09:00–12:00, 14:00–15:30" in client.get("/me/").content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"starts-1-0": "12:00", "ends-1-0": "09:00"}, "ends-1-0"),
        ({"starts-1-0": "12:00"}, "ends-1-0"),
        ({"ends-1-1": "12:00"}, "starts-1-1"),
        ({"starts-1-0": "25:00", "ends-1-0": "26:00"}, "starts-1-0"),
        ({"starts-1-0": "09:00", "ends-1-0": "12:00", "starts-1-1": "11:00", "ends-1-1": "13:00"}, "starts-1-1"),
    ],
)
def test_times_that_can_not_be_are_said_at_their_place(
    client: Client, noor: Person, typed: dict[str, str], field: str
) -> None:
    client.force_login(noor)

    response = client.post("/me/times/", typed | {"stamp": stamp_on(client, "/me/times/")})

    assert field in response.context["form"].errors
    assert not Availability.objects.exists()


def test_the_meter_says_what_is_missing(noor: Person) -> None:
    empty = completeness(noor).percent
    profiles.change(noor, {"biography": "I came from the Levant.", "languages": ["en"]}, by=noor)
    profiles.offer_and_want(noor, [Offer("Listening", "offered"), Offer("Negotiating", "wanted")], by=noor)

    found = completeness(noor)

    assert (empty, found.percent) == (0, 50)
    assert [part.label for part in found.missing] == [
        "What interests you",
        "How you like to talk",
        "Your time zone",
        "When you can meet",
    ]


def picture(kind: str = "JPEG", size: tuple[int, int] = (800, 600), **extra: Any) -> SimpleUploadedFile:
    made = BytesIO()
    Image.new("RGB", size, (20, 90, 76)).save(made, kind, **extra)
    return SimpleUploadedFile("me.jpg", made.getvalue(), content_type="image/jpeg")


def test_a_photo_is_made_anew_without_where_it_was_taken(client: Client, noor: Person) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    client.force_login(noor)

    client.post("/me/photo/", {"photo": picture(exif=exif)})

    noor.refresh_from_db()
    with noor.photo.open() as file:
        kept = file.read()
    shown = Image.open(BytesIO(kept))
    assert (shown.format, shown.size, dict(shown.getexif())) == ("JPEG", (512, 512), {})
    assert b"SecretCamera" not in kept
    assert noor.is_photo_shown


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("me.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "image/jpeg"),
        SimpleUploadedFile("me.jpg", b"GIF89a" + b"\x00" * 40, "image/jpeg"),
        SimpleUploadedFile("me.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 200, "image/jpeg"),
        SimpleUploadedFile("me.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 30, "image/png"),
        SimpleUploadedFile("me.jpg", b"", "image/jpeg"),
    ],
    ids=["svg", "gif", "broken-jpeg", "broken-png", "empty"],
)
def test_what_is_no_picture_is_refused(client: Client, noor: Person, upload: SimpleUploadedFile) -> None:
    client.force_login(noor)

    response = client.post("/me/photo/", {"photo": upload})

    noor.refresh_from_db()
    assert (response.status_code, bool(noor.photo)) == (422, False)


def test_a_picture_bomb_is_refused_before_it_is_unpacked(client: Client, noor: Person) -> None:
    made = BytesIO()
    Image.new("1", (20_000, 20_000)).save(made, "PNG")
    client.force_login(noor)

    response = client.post("/me/photo/", {"photo": SimpleUploadedFile("big.png", made.getvalue())})

    assert "40 megapixels" in response.content.decode()


def test_the_photo_is_given_only_to_those_who_may_see_it(
    client: Client, noor: Person, mia: Person, sam: Person, mia_mentors: Any, noor_learns: Any
) -> None:
    with picture() as upload:
        profiles.keep_photo(noor, upload, by=noor)  # type: ignore[arg-type]
    address = f"/people/{noor.pk}/photo/"

    def answer(person: Person) -> int:
        client.force_login(person)
        return client.get(address).status_code

    shown = [answer(noor), answer(mia), answer(sam)]
    Person.objects.filter(pk=noor.pk).update(is_photo_shown=False)
    hidden = [answer(noor), answer(mia), answer(sam)]

    assert (shown, hidden) == ([200, 200, 404], [200, 404, 404])


def test_the_photo_stands_beside_the_name_once_it_is_shown(
    client: Client, noor: Person, mia: Person, mia_mentors: Any, noor_learns: Any
) -> None:
    Person.objects.filter(pk=noor.pk).update(visibility="everyone")
    with picture() as upload:
        profiles.keep_photo(noor, upload, by=noor)  # type: ignore[arg-type]
    client.force_login(mia)
    image = f'<img src="{noor.photo_address()}" alt="" loading="lazy">'

    shown = client.get("/people/").content.decode()
    Person.objects.filter(pk=noor.pk).update(is_photo_shown=False)
    hidden = client.get("/people/").content.decode()

    assert (image in shown, "/photo/" in hidden) == (True, False)
    assert client.get(noor.photo_address()).status_code == 404


def test_a_new_photo_has_a_new_address(noor: Person) -> None:
    addresses = set()
    for _time in range(2):
        with picture() as upload:
            profiles.keep_photo(noor, upload, by=noor)  # type: ignore[arg-type]
        addresses.add(noor.photo_address())

    assert len(addresses) == 2


def test_a_second_photo_leaves_no_file_of_the_first(noor: Person, django_capture_on_commit_callbacks: Any) -> None:
    names = []
    for _time in range(2):
        with picture() as upload, django_capture_on_commit_callbacks(execute=True):
            profiles.keep_photo(noor, upload, by=noor)  # type: ignore[arg-type]
        names.append(str(noor.photo.name))

    assert [noor.photo.storage.exists(name) for name in names] == [False, True]


def test_the_photo_travels_safely(client: Client, noor: Person) -> None:
    with picture() as upload:
        profiles.keep_photo(noor, upload, by=noor)  # type: ignore[arg-type]
    client.force_login(noor)

    headers = client.get(f"/people/{noor.pk}/photo/").headers

    assert headers["Content-Type"] == "image/jpeg"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, max-age=300"
    assert headers["Content-Disposition"].startswith("attachment")


def test_removing_the_photo_removes_its_file(
    client: Client, noor: Person, django_capture_on_commit_callbacks: Any
) -> None:
    with picture() as upload:
        profiles.keep_photo(noor, upload, by=noor)  # type: ignore[arg-type]
    storage, name = noor.photo.storage, str(noor.photo.name)
    client.force_login(noor)

    with django_capture_on_commit_callbacks(execute=True):
        client.post("/me/photo/remove/")

    noor.refresh_from_db()
    assert (bool(noor.photo), noor.is_photo_shown, storage.exists(name)) == (False, False, False)


def test_the_core_competencies_are_on_the_list(organization: object) -> None:
    assert Skill.objects.filter(is_listed=True).count() == 40

    profiles.stock_competencies()

    assert Skill.objects.filter(is_listed=True).count() == 40
    assert PersonSkill.objects.count() == 0
