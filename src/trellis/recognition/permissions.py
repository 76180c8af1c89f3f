"""Who may see a certificate, and write or show thanks."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from trellis.people.models import Person
from trellis.recognition.models import Certificate, Thanks


def cleaned_code(code: str) -> str:
    """As people type it: small letters, spaces, with or without the dash."""
    return "".join(letter for letter in code.upper() if letter.isalnum())


def get_certificate(person: Person, code: str) -> Certificate:
    """One's own, and those of programs one leads; also taken back ones."""
    visible = Certificate.objects.visible_to(person).select_related("person", "cohort__program__organization")
    return get_object_or_404(visible, code=cleaned_code(code))


def get_own_thanks(person: Person, pk: int) -> Thanks:
    """Only the writer changes who may see it."""
    thanks = get_object_or_404(Thanks.objects.visible_to(person).select_related("relationship__key"), pk=pk)
    if thanks.by_id != person.pk:
        raise Http404
    return thanks
