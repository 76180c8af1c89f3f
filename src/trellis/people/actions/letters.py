"""E-mails of signing in: written with the request, carried by a job, gone from the database when sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from trellis.jobs.actions import Run, background, enqueue
from trellis.notifications import rendering
from trellis.people.models import Letter, Person
from trellis.ui.brand import brand

TEXTS = {
    "login_code": "people/sign_in_code",
    "password_reset_key": "people/password_reset",
    "password_changed": "people/password_changed",
    "password_set": "people/password_changed",
    "password_reset": "people/password_changed",
}
USEFUL = timedelta(minutes=30)


def write(kind: str, address: str, values: Mapping[str, Any], *, to: Person | None) -> Letter:
    """Write one and ask for it to be sent. `kind` is the sign-in library's name for it."""
    with translation.override((to and to.language) or translation.get_language() or settings.LANGUAGE_CODE):
        text = rendering.text_of(TEXTS[kind], {"called": to.called() if to else "", **values})
        letter = Letter.objects.create(address=address, subject=text.subject[:200], body=text.body)
        enqueue("people.post", letter_id=letter.pk)
    return letter


@background("people.post", title=_("Send a sign-in e-mail"), waits=(5, 20, 60))
def post(run: Run, letter_id: int) -> None:
    """Send it and forget it. Whoever waited half an hour has asked again."""
    letter = Letter.objects.filter(pk=letter_id, created_at__gt=timezone.now() - USEFUL).first()
    if letter:
        _message(letter).send()
    Letter.objects.filter(pk=letter_id).delete()


def forget_old() -> int:
    """Drop what could never be sent."""
    return Letter.objects.filter(created_at__lt=timezone.now() - USEFUL).delete()[0]


def _message(letter: Letter) -> EmailMultiAlternatives:
    text = rendering.Text(letter.subject, letter.body)
    frame = {"sender": brand().name, "choose": ""}
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=rendering.mail_text(text, **frame),
        to=[settings.MAIL_ONLY_TO or letter.address],
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(rendering.mail_html(text, **frame), "text/html")
    return message
