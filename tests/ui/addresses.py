"""Addresses that only these tests have: views that answer, refuse, break and count."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path

from trellis.common.errors import Kind, Refused
from trellis.config.urls import handler400, handler403, handler404, handler500
from trellis.people.models import Person
from trellis.ui import forms, pages
from trellis.ui.middleware import is_htmx
from trellis.ui.picking import Option, PickField, options, words_of

__all__ = ["handler400", "handler403", "handler404", "handler500"]
acts: list[str] = []


def refuse(request: HttpRequest) -> HttpResponse:
    raise Refused("This application was already decided.", kind=Kind.TOO_LATE)


def act(request: HttpRequest) -> HttpResponse:
    """Acts unless the text is empty; refuses when it says so."""
    text = request.POST.get("text", "")
    if text == "refuse":
        raise Refused("Not now.")
    if not text:
        return HttpResponse("Fill this in.")
    acts.append(text)
    return HttpResponseRedirect(f"/done/{len(acts)}/")


def parts(request: HttpRequest) -> HttpResponse:
    return pages.page(request, "ui/tests/parts.html", {"word": "hello"}, part=["first", "second"])


def say(request: HttpRequest) -> HttpResponse:
    messages.success(request, "35 pairs published.")
    return parts(request)


def breaks(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


class WritingForm(forms.Form):
    text = django_forms.CharField(label="Text", widget=django_forms.Textarea)
    secret = django_forms.CharField(label="Secret", widget=forms.PrivateText, required=False)


def write(request: HttpRequest) -> HttpResponse:
    """A form as apps write them: with errors it comes back, refused it says why, else it leads on."""
    form = WritingForm(request.POST or None)
    if form.is_valid() and form.cleaned_data["text"] == "refuse":
        raise Refused("Not now.")
    if form.is_valid():
        acts.append(form.cleaned_data["text"])
        return HttpResponseRedirect("/done/1/")
    part = "form" if "part" in request.GET or is_htmx(request) else ""
    return pages.page(request, "ui/tests/form.html", {"form": form, "part": part}, part="form")


class PickForm(forms.Form):
    mentor = PickField(label="Mentor", search=lambda rows, words: rows.search(words))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = self.fields["mentor"]
        assert isinstance(offered, PickField)
        offered.offer(Person.objects.active().order_by("name"), url="/pick/found/")


def pick(request: HttpRequest) -> HttpResponse:
    form = PickForm(request.POST or None)
    if form.is_valid():
        acts.append(str(form.cleaned_data["mentor"]))
        return HttpResponseRedirect("/done/1/")
    return pages.page(request, "ui/tests/pick.html", {"form": form})


def found(request: HttpRequest) -> HttpResponse:
    rows = Person.objects.search(words_of(request)).order_by("name")
    return options(request, [Option(row.pk, str(row), row.department, row) for row in rows])


def end(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        acts.append("ended")
        messages.success(request, "Ended.", extra_tags="undo:7")
        return HttpResponseRedirect("/done/1/")
    title, text = "End this pair?", "Both are told."
    return pages.confirm(request, title=title, text=text, submit="End it", cancel="Keep going", back="/write/")


def done(request: HttpRequest, number: int) -> HttpResponse:
    return pages.page(request, "ui/tests/parts.html", {"word": f"done {number}"})


urlpatterns = [
    path("write/", login_required(write)),
    path("pick/", pick),
    path("pick/found/", found),
    path("end/", login_required(end)),
    path("done/<int:number>/", done),
    path("refuse/", refuse),
    path("act/", act),
    path("parts/", parts),
    path("say/", say),
    path("breaks/", breaks),
    path("", include("trellis.config.urls")),
]
