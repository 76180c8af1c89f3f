"""Prove that somebody without an account owns the address they typed.

The page says the same whoever asks, so that nobody learns who has an account. Whoever opens the link has
the address; if it belongs to an account by then, they sign in as usual.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.common.errors import Kind, Refused
from trellis.jobs.actions import Run, background, enqueue
from trellis.notifications import rendering
from trellis.programs.models import Cohort
from trellis.recruitment.models import Proof
from trellis.ui.brand import brand

SALT = "recruitment.proof"
GOOD_FOR = timedelta(days=1)
AN_HOUR = timedelta(hours=1)
MOST_TO_ONE_ADDRESS = 4
MOST_FROM_ONE_PLACE = 30


@transaction.atomic
def ask(email: str, cohort: Cohort, role: str, *, source: str, origin: str) -> None:
    """Send the link, unless the address or the place asked too often in the last hour."""
    email, origin = email.strip().lower(), _hashed(origin)
    lately = Proof.objects.filter(created_at__gt=timezone.now() - AN_HOUR)
    if lately.filter(origin=origin).count() >= MOST_FROM_ONE_PLACE:
        raise Refused(_("Too many e-mails were asked for from here. Try again in an hour."))
    if lately.filter(email=email).count() >= MOST_TO_ONE_ADDRESS:
        return  # enough of them are in that mailbox; saying so would tell strangers about it
    proof = Proof.objects.create(email=email, cohort=cohort, role=role, source=source[:40], origin=origin)
    enqueue("recruitment.prove", by=None, proof_id=proof.pk)


def token_of(proof: Proof) -> str:
    return signing.dumps(proof.pk, salt=SALT)


def read(token: str) -> Proof:
    """The proof behind a link. Raises Refused when it is changed or older than a day."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    except signing.SignatureExpired as problem:
        raise Refused(
            _("This link has expired. Ask for a new one on the program’s page."), kind=Kind.EXPIRED
        ) from problem
    except signing.BadSignature as problem:
        raise Refused(
            _("This link isn’t complete. Copy the whole address from the e-mail."), kind=Kind.INVALID
        ) from problem
    return get(pk)


def get(pk: int) -> Proof:
    """A proof that still counts."""
    rows = Proof.objects.filter(created_at__gt=timezone.now() - GOOD_FOR)
    proof = rows.select_related("cohort__program__organization").filter(pk=pk).first()
    if proof is None:
        raise Refused(_("This link has expired. Ask for a new one on the program’s page."), kind=Kind.EXPIRED)
    return proof


def forget_old() -> int:
    """Drop those that count no more."""
    return Proof.objects.filter(created_at__lt=timezone.now() - GOOD_FOR).delete()[0]


@background("recruitment.prove", title=gettext_lazy("Send a link to apply"), waits=(5, 20, 60))
def send(run: Run, proof_id: int) -> None:
    """The e-mail with the link."""
    proof = Proof.objects.select_related("cohort__program").filter(pk=proof_id).first()
    if proof:
        _message(proof).send()


def _message(proof: Proof) -> EmailMultiAlternatives:
    program = proof.cohort.program
    link = rendering.absolute(reverse("recruitment:proved", args=[token_of(proof)]))
    values = {"program": program.name, "role": proof.role, "role_word": program.word(proof.role), "link": link}
    text = rendering.text_of("recruitment/proof", values)
    frame = {"sender": brand().name, "choose": ""}
    message = EmailMultiAlternatives(
        subject=text.subject,
        body=rendering.mail_text(text, **frame),
        to=[settings.MAIL_ONLY_TO or proof.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(rendering.mail_html(text, **frame), "text/html")
    return message


def _hashed(origin: str) -> str:
    return salted_hmac(SALT, origin, algorithm="sha256").hexdigest()
