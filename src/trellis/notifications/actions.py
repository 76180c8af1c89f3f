"""Tell people, once, in their own language, in the product and by e-mail."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.mail import make_msgid
from django.db import transaction
from django.utils import timezone, translation

from trellis.jobs.actions import Run, background, enqueue
from trellis.notifications import rendering
from trellis.notifications.mail import Mail
from trellis.notifications.models import Delivery, Notice, Preference
from trellis.ui.brand import brand

if TYPE_CHECKING:
    from trellis.people.models import Person

logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 8
UNSUBSCRIBE = "notifications.off"


@transaction.atomic
def tell(
    person: Person,
    name: str,
    context: Mapping[str, Any],
    *,
    link: str = "",
    calendar: bytes | None = None,
    method: str = "",
    reply_to: str = "",
    always: bool = False,
) -> Notice:
    """Tell one person one thing. The e-mail leaves after the caller's transaction commits.

    `context` is small and never confidential. `link` is a path of ours, in the text as
    `{{ link }}`. `calendar` is an iCalendar file with its `method` (REQUEST or CANCEL).
    `reply_to` is where an answer by e-mail goes. `always` is for what can't be turned off, like an invitation.
    """
    with translation.override(person.language or settings.LANGUAGE_CODE):
        values = {"called": person.called(), **context, "link": rendering.absolute(link or "/")}
        text = rendering.text_of(name, values)
    notice = Notice.objects.create(person=person, name=name, subject=text.subject[:200], body=text.body, link=link)
    if person.is_active and (always or wants_email(person, name)):
        _post(notice, calendar=calendar, method=method, reply_to=reply_to)
    return notice


def wants_email(person: Person, name: str) -> bool:
    """True unless the person turned e-mail off for this kind of notice."""
    return not Preference.objects.filter(person=person, name=name, by_email=False).exists()


def _post(notice: Notice, *, calendar: bytes | None, method: str, reply_to: str) -> None:
    Delivery.objects.create(
        notice=notice,
        address=notice.person.email,
        message_id=make_msgid(domain=urlsplit(settings.PUBLIC_URL).hostname),
        not_before=timezone.now(),
        calendar=calendar,
        calendar_method=method,
        reply_to=reply_to,
    )
    transaction.on_commit(enqueue_delivery)


def enqueue_delivery() -> None:
    """Ask for the waiting e-mails to be sent; many askers make one job."""
    enqueue("notifications.deliver", by=None, key="notifications.deliver")


@background("notifications.deliver", title="Send e-mails")
def deliver(run: Run) -> None:
    """Send every e-mail that is due, each claimed and marked on its own."""
    while due := _due(50):
        for pk in due:
            run.check()
            send(pk)


def _due(most: int) -> list[int]:
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING, not_before__lte=timezone.now())
    return list(waiting.order_by("pk").values_list("pk", flat=True)[:most])


def send(delivery_id: int) -> bool:
    """Send one e-mail if it still waits. A failure waits longer each time, then is given up."""
    now = timezone.now()
    rows = Delivery.objects.filter(pk=delivery_id, state=Delivery.State.WAITING, not_before__lte=now)
    delivery = rows.select_related("notice__person").first()
    if delivery is None:
        return False
    attempts = delivery.attempts + 1
    wait = timedelta(minutes=min(2**attempts, 240))
    if not rows.filter(attempts=delivery.attempts).update(attempts=attempts, not_before=now + wait):
        return False
    try:
        _message(delivery).send()
    except OSError as problem:  # refused, dropped, timed out: smtplib's errors are all OSErrors
        logger.warning("e-mail %s was not taken (attempt %s)", delivery.pk, attempts)
        left = {"problem": str(type(problem).__name__)[:200]}
        if attempts >= MOST_ATTEMPTS:
            left["state"] = Delivery.State.GIVEN_UP
        Delivery.objects.filter(pk=delivery.pk).update(**left)
        return False
    Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.SENT, sent_at=timezone.now(), problem="")
    return True


def _message(delivery: Delivery) -> Mail:
    notice = delivery.notice
    off = rendering.absolute(f"/notices/off/{off_token(notice)}/")
    frame = {"sender": brand().name, "choose": off}
    text = rendering.Text(notice.subject, notice.body)
    with translation.override(notice.person.language or settings.LANGUAGE_CODE):
        message = Mail(
            subject=notice.subject,
            body=rendering.mail_text(text, **frame),
            to=[settings.MAIL_ONLY_TO or delivery.address],
            reply_to=[delivery.reply_to] if delivery.reply_to else None,
            headers={
                "Message-ID": delivery.message_id,
                "Auto-Submitted": "auto-generated",
                "List-Unsubscribe": f"<{off}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )
        message.attach_alternative(rendering.mail_html(text, **frame), "text/html")
    if delivery.calendar:
        kind = f"text/calendar; method={delivery.calendar_method}; charset=utf-8"
        message.attach_alternative(bytes(delivery.calendar).decode(), kind)
    return message


def off_token(notice: Notice) -> str:
    """The signed part of an address that turns this kind of e-mail off without signing in."""
    return signing.dumps([notice.person_id, notice.name], salt=UNSUBSCRIBE, compress=True)


def turn_off(token: str) -> str:
    """Turn one kind of e-mail off; returns its name. Raises signing.BadSignature."""
    person_id, name = signing.loads(token, salt=UNSUBSCRIBE)
    Preference.objects.update_or_create(person_id=person_id, name=name, defaults={"by_email": False})
    return str(name)


@transaction.atomic
def choose(person: Person, *, wanted: Mapping[str, bool]) -> None:
    """Keep which kinds of notice also come by e-mail."""
    for name, by_email in wanted.items():
        Preference.objects.update_or_create(person=person, name=name, defaults={"by_email": by_email})


def mark_read(person: Person, notices: Iterable[int] | None = None) -> int:
    """Mark these notices, or all of the person's, as read; returns how many were not."""
    rows = Notice.objects.visible_to(person).unread()
    if notices is not None:
        rows = rows.filter(pk__in=list(notices))
    return rows.update(read_at=timezone.now())
