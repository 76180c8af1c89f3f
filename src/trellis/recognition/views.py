"""Certificates for their owner, the check for anybody, the board for who leads the program."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.common.errors import Kind, Refused
from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.jobs.models import Job
from trellis.programs.models import Participation
from trellis.programs.permissions import can_manage, get_cohort
from trellis.recognition import actions, printing, queries
from trellis.recognition.forms import CodeForm, RuleForm, ThanksForm
from trellis.recognition.models import Certificate, Thanks
from trellis.recognition.permissions import cleaned_code, get_certificate, get_own_thanks
from trellis.recognition.wording import wording_of
from trellis.relationships.closure import actions as closure
from trellis.relationships.models import Relationship
from trellis.relationships.pairs.permissions import can_read, get_relationship
from trellis.ui.pages import confirm, page


@login_required
def mine(request: Request) -> HttpResponse:
    """My certificates, hours and thanks."""
    person = request.user
    thanks = Thanks.objects.visible_to(person).newest_first()
    context = {
        "certificates": list(Certificate.objects.valid().filter(person=person).order_by("-issued_on", "-pk")),
        "hours": queries.hours_of(person),
        "received": page_of(request, thanks.filter(to=person), size=10),
        "written": list(thanks.filter(by=person)[:20]),
        "to_thank": queries.still_to_thank(person),
    }
    return page(request, "recognition/mine.html", context)


@login_required
def certificate(request: Request, code: str) -> HttpResponse:
    """The sheet, to show and print."""
    found = get_certificate(request.user, code)
    words = wording_of(found)
    context = {
        "certificate": found,
        "words": words,
        "qr": printing.qr_svg(words.address),
        "is_mine": found.person_id == request.user.pk,
    }
    return page(request, "recognition/certificate.html", context)


@login_required
def pdf(request: Request, code: str) -> HttpResponse:
    """The same as a file, on A4 or Letter."""
    found = get_certificate(request.user, code)
    if found.taken_back_at:
        raise Refused(_("This certificate was taken back."), kind=Kind.TOO_LATE)
    made = printing.pdf_of(found, paper=request.GET.get("paper", ""))
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="certificate-{found.written_code}.pdf"'
    response.headers["Content-Language"] = get_language() or "en"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@login_required
def take_back(request: Request, code: str) -> HttpResponse:
    """For mistakes: ask once, then its check says that it isn’t valid."""
    found = get_certificate(request.user, code)
    get_cohort(request.user, found.cohort.program.slug, found.cohort.slug, may=can_manage)
    board_url = reverse("recognition:board", args=found.cohort.address)
    if request.method == "POST":
        actions.take_back(found, by=request.user)
        messages.success(request, _("The certificate of %s is taken back.") % found.name)
        return redirect(board_url)
    return confirm(
        request,
        title=_("Take back the certificate of %s?") % found.name,
        text=_("Whoever checks its code is told that it isn’t valid. You can issue a right one afterwards."),
        submit=_("Take it back"),
        cancel=_("Keep it"),
        back=board_url,
        danger=True,
    )


def check_any(request: Request) -> HttpResponse:
    """Type a code to see whether a certificate is real."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("recognition:check", form.cleaned_data["code"])
    return page(request, "recognition/check.html", {"form": form})


def check(request: Request, code: str) -> HttpResponse:
    """Whether that certificate is real, for whoever holds it."""
    found = Certificate.objects.filter(code=cleaned_code(code)).first()
    form = CodeForm(initial={"code": code})
    context = {"form": form, "asked": code, "certificate": found, "words": wording_of(found) if found else None}
    return page(request, "recognition/check.html", context, status=200 if found else 404)


@login_required
def thank(request: Request, pk: int) -> HttpResponse:
    """A few words from one of a pair to the other."""
    relationship = get_relationship(request.user, pk, may=can_read)
    others = relationship.others(request.user)
    before = Thanks.objects.filter(relationship=relationship, by=request.user, to=others[0]).first()
    initial = {"text": before.text, "may_be_shown": before.may_be_shown} if before else None
    form = ThanksForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        for other in others:
            actions.thank(relationship, by=request.user, to=other, **form.cleaned_data)
        messages.success(request, _("Your thanks are on their way."))
        return redirect("recognition:mine")
    return page(
        request,
        "recognition/thank.html",
        {"form": form, "relationship": relationship, "partner": relationship.partner_called(request.user)},
    )


@login_required
@require_POST
def show(request: Request, pk: int) -> HttpResponse:
    """Let the program show my words, or take that back."""
    thanks = get_own_thanks(request.user, pk)
    may_be_shown = request.POST.get("shown") == "yes"
    actions.show(thanks, by=request.user, may_be_shown=may_be_shown)
    said = _("The program may show your words now.") if may_be_shown else _("Your words are private again.")
    messages.success(request, said)
    return redirect("recognition:mine")


@login_required
def board(request: Request, program: str, cohort: str) -> HttpResponse:
    """Who finished, who has a certificate, what may be shown."""
    found = get_cohort(request.user, program, cohort, may=can_manage)
    finished = found.participations.filter(state=Participation.State.COMPLETED).select_related("person")
    shown = page_of(request, finished.order_by("person__name", "pk"), size=50)
    context = {
        "cohort": found,
        "page": shown,
        "finishers": queries.finishers(shown.object_list, program=found.program),
        "rule": queries.rule_of(found.program),
        "waiting": len(queries.to_issue(found)),
        "issued": found.certificates.filter(taken_back_at=None).count(),
        "open_pairs": Relationship.objects.open().filter(cohort=found).count(),
        "thanks": list(Thanks.objects.filter(relationship__cohort=found, may_be_shown=True).newest_first()[:12]),
        "job": _job_of(request, found.pk),
    }
    return page(request, "recognition/board.html", context, part="job")


def _job_of(request: Request, cohort_id: int) -> Job | None:
    """What works on this cohort now, or did last."""
    keys = [f"issue-all-{cohort_id}", f"close-cohort-{cohort_id}"]
    return Job.objects.filter(owner=request.user, key__in=keys).order_by("-pk").first()


@login_required
@require_POST
def issue_all(request: Request, program: str, cohort: str) -> HttpResponse:
    found = get_cohort(request.user, program, cohort, may=can_manage)
    actions.issue_all(found, by=request.user)
    messages.success(request, _("Certificates are being issued. Everybody is told when theirs is ready."))
    return redirect("recognition:board", *found.address)


@login_required
def close_all(request: Request, program: str, cohort: str) -> HttpResponse:
    """End every pair of the cohort that still runs."""
    found = get_cohort(request.user, program, cohort, may=can_manage)
    back = reverse("recognition:board", args=found.address)
    number = Relationship.objects.open().filter(cohort=found).count()
    if request.method == "POST":
        closure.close_cohort(found, by=request.user)
        messages.success(request, _("The pairs are being ended. You can leave this page."))
        return redirect(back)
    return confirm(
        request,
        title=_("End %(number)s pairs of %(cohort)s?") % {"number": number, "cohort": found.name},
        text=_("Both sides get the same kind message and the closing questions. For a week each can be taken back."),
        submit=_("End %(number)s pairs") % {"number": number},
        cancel=_("Let them go on"),
        back=back,
        danger=True,
    )


@login_required
def rule(request: Request, program: str, cohort: str) -> HttpResponse:
    """What a certificate takes, and who signs."""
    found = get_cohort(request.user, program, cohort, may=can_manage)
    form = RuleForm(request.POST or None, instance=queries.rule_of(found.program))
    if request.method == "POST" and form.is_valid():
        actions.set_rule(found.program, by=request.user, **form.cleaned_data)
        messages.success(request, _("Kept. Certificates that were issued stay as they are."))
        return redirect("recognition:board", *found.address)
    return page(request, "recognition/rule.html", {"cohort": found, "form": form})
