"""A certificate as a page, as a PDF, and checked by anybody."""

from __future__ import annotations

import re
import zlib

import pytest
from django.test import Client
from django.utils import translation

from trellis.common.errors import Refused
from trellis.people.models import Person
from trellis.recognition import printing
from trellis.recognition.models import LETTERS, Certificate, new_code
from trellis.recognition.wording import wording_of


def test_page_and_words(client: Client, certificate: Certificate, mia: Person) -> None:
    client.force_login(mia)

    page = client.get(certificate.get_absolute_url()).text

    assert "With thanks to" in page
    assert '<h1 dir="auto">Mia Holmqvist</h1>' in page
    assert "4 meetings" in page
    assert "3 hours" in page
    assert certificate.written_code in page


def test_a_mentee_has_other_words(certificate: Certificate) -> None:
    certificate.role, certificate.role_name = "mentee", "mentee"

    words = wording_of(certificate)

    assert words.lead == "In recognition of"
    assert words.body.startswith("who took part in First Year Forward as mentee")


def test_the_pdf_is_tagged_and_has_our_fonts_inside(certificate: Certificate) -> None:
    made = printing.pdf_of(certificate)

    assert made.startswith(b"%PDF-")
    plain = made + b"".join(_inflated(made))
    assert b"/StructTreeRoot" in plain
    assert b"pdfuaid:part" in plain
    assert b"/Lang" in plain
    assert b"Vollkorn-SemiBold" in plain
    assert b"Commissioner-Regular" in plain


def _inflated(pdf: bytes) -> list[bytes]:
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return found


def test_the_pdf_comes_on_both_papers(client: Client, certificate: Certificate, mia: Person) -> None:
    client.force_login(mia)

    for paper in ("", "?paper=letter", "?paper=../../etc"):
        response = client.get(f"/recognition/{certificate.written_code}/pdf/{paper}")
        assert response.status_code == 200
        assert response.headers["Content-Type"] == "application/pdf"
        assert response.content.startswith(b"%PDF-")


@pytest.mark.parametrize("name", ["Nguyễn Thị Ánh Tuyết", "Łukasz Żółć", "Ελένη Παπαδοπούλου", "Зоя Ґудзь", "a" * 140])
def test_names_of_many_alphabets_fit(certificate: Certificate, name: str) -> None:
    certificate.name = name

    assert printing.pdf_of(certificate).startswith(b"%PDF-")


def test_right_to_left_is_set(certificate: Certificate) -> None:
    with translation.override("ar"):
        assert printing.pdf_of(certificate).startswith(b"%PDF-")


def test_a_letter_without_a_font_is_said_and_never_an_empty_box(
    client: Client, certificate: Certificate, mia: Person
) -> None:
    certificate.name = "Mia \U0001f9e9\U000e0041 \ue123"  # private use: no font has it
    certificate.save()
    with pytest.raises(Refused, match="no font for some letters"):
        printing.pdf_of(certificate)

    client.force_login(mia)
    assert client.get(f"/recognition/{certificate.code}/pdf/").status_code == 409
    assert client.get(certificate.get_absolute_url()).status_code == 200


def test_what_people_type_into_a_name_is_only_text(certificate: Certificate) -> None:
    certificate.name = '#panic("x") $a$ \\ *bold* <script>'

    assert printing.pdf_of(certificate).startswith(b"%PDF-")


def test_anybody_checks_it_however_they_type_the_code(client: Client, certificate: Certificate) -> None:
    for code in (certificate.code, certificate.written_code, certificate.written_code.lower()):
        page = client.get(f"/check/{code}/")
        assert page.status_code == 200
        assert "This certificate is real" in page.text
        assert "Mia Holmqvist" in page.text
    asked = client.get("/check/", {"code": certificate.written_code}, follow=True)
    assert "This certificate is real" in asked.text


def test_a_wrong_code_says_how_to_compare(client: Client, certificate: Certificate) -> None:
    page = client.get("/check/AAAA-AAAA/")

    assert page.status_code == 404
    assert "No certificate has this code" in page.text
    assert client.get("/check/").status_code == 200


def test_codes_have_no_letters_that_look_alike() -> None:
    assert not set(LETTERS) & set("01OIL")
    codes = {new_code() for _number in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 8 and set(code) <= set(LETTERS) for code in codes)


@pytest.mark.parametrize("who", ["noor", "rui", "sam", "ada"])
def test_the_sheet_is_for_its_owner_and_who_leads_the_program(
    client: Client, certificate: Certificate, request: pytest.FixtureRequest, who: str
) -> None:
    client.force_login(request.getfixturevalue(who))

    assert client.get(certificate.get_absolute_url()).status_code == 404
    assert client.get(f"/recognition/{certificate.code}/pdf/").status_code == 404
    assert client.post(f"/recognition/{certificate.code}/take-back/").status_code == 404


def test_its_owner_can_not_take_it_back(client: Client, certificate: Certificate, mia: Person, olga: Person) -> None:
    client.force_login(mia)
    assert client.post(f"/recognition/{certificate.code}/take-back/").status_code == 403

    client.force_login(olga)
    assert client.get(certificate.get_absolute_url()).status_code == 200
