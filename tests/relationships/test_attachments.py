"""Files that go with a message: looked at, drawn anew, sealed, and for the pair alone."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from trellis.common.errors import Refused
from trellis.people.models import Person
from trellis.relationships.conversations import actions, queries
from trellis.relationships.conversations.attachments import Looked, look_at
from trellis.relationships.conversations.models import Attachment
from trellis.relationships.pairs.models import Relationship

PDF = b"%PDF-1.7\nplanted secret\n%%EOF"


def picture(kind: str = "JPEG") -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    made = BytesIO()
    Image.new("RGB", (40, 30), "green").save(made, format=kind, exif=exif)
    return made.getvalue() + b"<script>hidden behind the picture</script>"


def zipped(*names: str, mimetype: str = "") -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        if mimetype:
            parts.writestr("mimetype", mimetype)
        for name in names:
            parts.writestr(name, "x")
    return made.getvalue()


def look(content: bytes, name: str) -> Looked:
    return look_at(BytesIO(content), name)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_drawn_anew(kind: str) -> None:
    looked = look(picture(kind), "Me on the ward.bmp")

    with Image.open(BytesIO(looked.content)) as shown:
        assert (shown.format, shown.size, dict(shown.getexif())) == ("JPEG", (40, 30), {})
    assert (looked.name, looked.kind) == ("Me on the ward.jpg", "image/jpeg")
    assert b"hidden" not in looked.content


@pytest.mark.parametrize(
    ("content", "name", "kept"),
    [
        (PDF, "plan.exe", "plan.pdf"),
        (zipped("[Content_Types].xml", "word/document.xml"), "plan.docx", "plan.docx"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "plan.zip", "plan.xlsx"),
        (zipped("content.xml", mimetype="application/vnd.oasis.opendocument.text"), "خطة.odt", "خطة.odt"),
        (b"Zeile\n", "plan.txt", "plan.txt"),
        (PDF, "../../etc/\u202egpj.pdf", "gpj.pdf"),
        (PDF, "C:\\Users\\me\\plan.pdf", "plan.pdf"),
    ],
)
def test_it_is_called_what_it_is(content: bytes, name: str, kept: str) -> None:
    assert look(content, name).name == kept


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90\0\x03", "holiday.jpg"),
        (b"<html><script>alert(1)</script></html>", "notes.html"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "drawing.svg"),
        (b"\xff\xd8\xff\xe0 no picture after all", "holiday.jpg"),
        (zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "plan.docm"),
        (zipped("a.exe"), "tools.zip"),
        (b"PK\x03\x04 broken", "plan.docx"),
        (b"\0\1\2", "data.txt"),
        (b"\xfe\xff", "latin.txt"),
        (b"%PDF-1.7" + bytes(10 * 1024 * 1024), "large.pdf"),
        (b"", "empty.pdf"),
    ],
)
def test_what_is_something_else_or_too_large_is_refused(content: bytes, name: str) -> None:
    with pytest.raises(Refused) as refused:
        look(content, name)

    assert refused.value.sentence


def test_it_goes_with_the_message(client: Client, pair: Relationship, mia: Person, noor: Person) -> None:
    client.force_login(noor)
    file = SimpleUploadedFile("My plan – النسخة.pdf", PDF)

    page = client.post(f"/pairs/{pair.pk}/messages/", {"text": "Here it is", "enclosed": [file]}, follow=True)

    attachment = Attachment.objects.get()
    address = f"/pairs/{pair.pk}/messages/files/{attachment.pk}/"
    assert ("My plan – النسخة.pdf" in page.text, address in page.text) == (True, True)
    client.force_login(mia)
    answer = client.get(address)
    assert answer.content == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''My%20plan")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_it_lies_sealed_under_a_name_that_says_nothing(pair: Relationship, noor: Person) -> None:
    actions.send(pair, by=noor, text="", files=[look(PDF, "resignation.pdf")])

    attachment = Attachment.objects.get()
    with attachment.file.open() as kept:
        assert b"planted" not in kept.read()
    assert attachment.file.name == f"pairs/{attachment.uid.hex}"
    assert b"resignation" not in bytes(attachment.sealed)


def test_moved_to_another_place_it_stays_shut(pair: Relationship, noor: Person) -> None:
    for name in ("one.pdf", "two.pdf"):
        actions.send(pair, by=noor, text="", files=[look(PDF, name)])
    one, two = Attachment.objects.order_by("pk")
    one.file = two.file
    one.message.relationship = pair

    with pytest.raises(Exception, match="relationships_attachment"):
        queries.content_of(one)


def test_erased_with_the_key(client: Client, pair: Relationship, noor: Person) -> None:
    actions.send(pair, by=noor, text="", files=[look(PDF, "plan.pdf")])
    assert pair.key
    pair.key.delete()
    client.force_login(noor)

    assert client.get(f"/pairs/{pair.pk}/messages/files/{Attachment.objects.get().pk}/").status_code == 404


def test_twenty_megabytes_are_refused_and_the_words_stay(client: Client, pair: Relationship, noor: Person) -> None:
    client.force_login(noor)
    file = SimpleUploadedFile("film.pdf", b"%PDF-" + bytes(20 * 1024 * 1024))

    page = client.post(f"/pairs/{pair.pk}/messages/", {"text": "Ten minutes of typing", "enclosed": [file]})

    assert "“film.pdf” is larger than 10 MB." in page.text
    assert "Ten minutes of typing" in page.text
    assert pair.messages.count() == 0


def test_four_files_or_nothing_at_all_are_refused(client: Client, pair: Relationship, noor: Person) -> None:
    client.force_login(noor)
    address = f"/pairs/{pair.pk}/messages/"
    four = [SimpleUploadedFile(f"{number}.pdf", PDF) for number in range(4)]

    assert "Three files at most" in client.post(address, {"text": "", "enclosed": four}).text
    assert "Write something, or choose a file." in client.post(address, {"text": " "}).text
    assert pair.messages.count() == 0


@pytest.mark.parametrize("who", ["olga", "ada", "sam"])
def test_strangers_find_nothing(
    client: Client, pair: Relationship, noor: Person, request: pytest.FixtureRequest, who: str
) -> None:
    actions.send(pair, by=noor, text="", files=[look(PDF, "plan.pdf")])
    client.force_login(request.getfixturevalue(who))

    assert client.get(f"/pairs/{pair.pk}/messages/files/{Attachment.objects.get().pk}/").status_code == 404
