"""What everybody may read: the program's page and its flyer, and the links that lead in."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from trellis.common.paging import page_of
from trellis.common.qr import qr_svg
from trellis.people.models import Person
from trellis.recruitment import queries, visitors, words
from trellis.recruitment.actions import proofs
from trellis.recruitment.models import Call
from trellis.recruitment.permissions import get_public_program
from trellis.ui.pages import page


@require_safe
def programs(request: HttpRequest) -> HttpResponse:
    """All programs that have a public page."""
    return page(request, "recruitment/programs.html", {"page": page_of(request, queries.public_list())})


@require_safe
def program(request: HttpRequest, program: str) -> HttpResponse:
    """What the program is, whom it is for, and the two buttons to apply."""
    call = _call(program)
    if via := request.GET.get("via"):
        visitors.remember_source(request, via)
    context = {
        "program": call.cohort.program,
        "cohort": call.cohort,
        "window": queries.window_of(call),
        "words": words.words_of(call),
    }
    return page(request, "recruitment/program.html", context)


@require_safe
def flyer(request: HttpRequest, program: str) -> HttpResponse:
    """The same on paper, with the way to the page as a QR code."""
    call = _call(program)
    address = f"{settings.PUBLIC_URL}{reverse('recruitment:program', args=[program])}"
    context = {
        "program": call.cohort.program,
        "cohort": call.cohort,
        "window": queries.window_of(call),
        "words": words.words_of(call),
        "address": address.partition("://")[2].rstrip("/"),
        "qr": qr_svg(f"{address}?via=flyer", _("QR code for %(address)s") % {"address": address}),
        "leads": isinstance(request.user, Person) and call.cohort.program.is_led_by(request.user),
    }
    return page(request, "recruitment/flyer.html", context)


@require_safe
def join(request: HttpRequest, token: str) -> HttpResponse:
    """A join link: it opens the form also while the program has no public page."""
    calls = Call.objects.filter(cohort__program__is_archived=False).select_related("cohort__program")
    call = get_object_or_404(calls, Q(mentor_token=token) | Q(mentee_token=token))
    visitors.remember_link(request, token)
    if not visitors.source_of(request):
        visitors.remember_source(request, "link")
    role = "mentor" if call.mentor_token == token else "mentee"
    return redirect("recruitment:apply", call.cohort.program.slug, role)


@require_safe
def proved(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the e-mail. It may be opened twice; an address with an account signs in as usual."""
    proof = proofs.read(token)
    address = reverse("recruitment:apply", args=[proof.cohort.program.slug, proof.role])
    if proof.source:
        visitors.remember_source(request, proof.source)
    if isinstance(request.user, Person):
        return redirect(address)
    if Person.objects.filter(email=proof.email).exists():
        messages.info(request, _("This address has an account here. Sign in to apply; a code by e-mail will do."))
        return redirect_to_login(address)
    visitors.remember_proof(request, proof)
    return redirect(address)


def _call(slug: str) -> Call:
    """The call that the page is about; a program without a cohort has no page."""
    cohort = queries.cohort_to_join(get_public_program(slug))
    if cohort is None:
        raise Http404
    return queries.call_of(cohort)
