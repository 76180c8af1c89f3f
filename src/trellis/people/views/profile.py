"""My profile, section by section."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.common.errors import Refused
from trellis.common.types import Request
from trellis.people import directory, permissions
from trellis.people.actions import profiles
from trellis.people.forms import profile as forms
from trellis.people.models import Person, PersonSkill, Skill
from trellis.people.profile_page import shown_to
from trellis.people.queries import completeness, weekly_times
from trellis.ui.brand import brand
from trellis.ui.pages import page

OFFERED, WANTED = PersonSkill.Kind.OFFERED, PersonSkill.Kind.WANTED


@login_required
def me(request: Request) -> HttpResponse:
    """My profile as others see it, with a way to change each part."""
    context = {
        "shown": shown_to(request.user, request.user),
        "completeness": completeness(request.user),
        "who_sees": permissions.who_sees(request.user),
        "times": weekly_times(request.user),
        "contact": brand().contact_email,
    }
    return page(request, "people/me.html", context)


@login_required
def about(request: Request) -> HttpResponse:
    return _section(request, forms.AboutForm, "people/about.html", {"who_sees": permissions.who_sees(request.user)})


@login_required
def settings(request: Request) -> HttpResponse:
    return _section(request, forms.SettingsForm, "people/settings.html", {})


@login_required
def skills(request: Request) -> HttpResponse:
    """What I offer and what I want to learn. Saving gives three more rows to spare."""
    person = Person.objects.get(pk=request.user.pk)
    data = request.POST if request.method == "POST" else None
    sides = [forms.skill_rows(OFFERED, person, data), forms.skill_rows(WANTED, person, data)]
    stamp = forms.StampForm(sorted(person.skills.values_list("kind", "skill", "level", "priority")), data)
    if data is not None and all([*(side.is_valid() for side in sides), stamp.is_valid()]):
        offers = [offer for side in sides for form in side if (offer := form.offer())]
        try:
            profiles.offer_and_want(request.user, offers, by=request.user, seen=person.version)
        except Refused as refused:
            stamp.refuse(refused)
        else:
            messages.success(request, _("Your competencies are kept."))
            return redirect("people:skills" if "more" in request.POST else "people:me")
    listed = directory.skills()
    context = {
        "form": stamp,
        "offered": sides[0],
        "wanted": sides[1],
        "competencies": listed,
        "has_onet": any(one.source == Skill.Source.ONET for one in listed),
    }
    return page(request, "people/skills.html", context, status=_status(stamp))


@login_required
def times(request: Request) -> HttpResponse:
    """When I can meet, on my own clock."""
    person = Person.objects.get(pk=request.user.pk)
    form = forms.TimesForm(person, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        profiles.be_available(request.user, form.spans(), by=request.user, seen=person.version)
        messages.success(request, _("Your times are kept."))
        return redirect("people:me")
    return page(request, "people/times.html", {"form": form, "days": form.days()}, status=_status(form))


@login_required
def photo(request: Request) -> HttpResponse:
    """Show a photo, or none."""
    form = forms.PhotoForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid():
        try:
            profiles.keep_photo(request.user, form.uploaded(), by=request.user)
        except Refused as refused:
            form.refuse(refused, "photo")
        else:
            messages.success(request, _("Your photo is shown to those who see your profile."))
            return redirect("people:me")
    return page(request, "people/photo.html", {"form": form}, status=_status(form))


@login_required
@require_POST
def remove_photo(request: Request) -> HttpResponse:
    profiles.remove_photo(request.user, by=request.user)
    messages.success(request, _("Your photo is gone."))
    return redirect("people:me")


@login_required
def photo_file(request: Request, pk: int) -> HttpResponse:
    """The picture itself, for those who may see it, asked each time."""
    other = permissions.get_person(request.user, pk, may=permissions.can_see)
    if not other.photo or not permissions.can_see_photo(request.user, other):
        raise Http404
    with other.photo.open() as kept:
        response = HttpResponse(kept.read(), content_type="image/jpeg")
    response.headers["Content-Disposition"] = 'attachment; filename="photo.jpg"'
    response.headers["Cache-Control"] = "private, max-age=300"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _section(
    request: Request, form_class: type[forms.SectionForm], template: str, context: dict[str, Any]
) -> HttpResponse:
    """Show one section's form, or keep what it says."""
    instance = Person.objects.get(pk=request.user.pk)
    seen = instance.version
    form = form_class(request.POST if request.method == "POST" else None, instance=instance)
    if form.is_bound and form.is_valid():
        profiles.change(request.user, form.values(), by=request.user, seen=seen)
        messages.success(request, _("Your profile is kept."))
        return redirect("people:me")
    return page(request, template, context | {"form": form}, status=_status(form))


def _status(form: Any) -> int:
    return 422 if form.errors else 200
