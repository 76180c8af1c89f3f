"""What counts in matching: weights, questions of the forms, and what a change of them would do."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from trellis.common.types import Request
from trellis.matching import actions, learning, presets, ruling, words
from trellis.matching.forms import Asked, SettingsForm
from trellis.matching.inputs import settings_for
from trellis.matching.permissions import get_matched_cohort
from trellis.matching.previews import Preview, preview
from trellis.programs.models import Cohort
from trellis.ui.pages import page


@login_required
def settings(request: Request, program: str, cohort: str) -> HttpResponse:
    """Weights and lines. POST keeps them; with `preview` or `preset` it only shows what they would do."""
    found = get_matched_cohort(request.user, program, cohort)
    form = _form(request, found)
    is_trying = not {"preview", "preset"}.isdisjoint(request.POST)
    if request.method == "POST" and not is_trying and form.is_valid():
        actions.change_settings(found, by=request.user, **form.changed())
        messages.success(request, _("Kept. It counts from the next search on."))
        return redirect("matching:studio", *found.address)
    context = {
        "cohort": found,
        "form": form,
        "presets": [(key, title) for key, (title, _weights) in presets.PRESETS.items()],
        "tried": _tried(found, form) if is_trying else None,
        "is_trying": is_trying,
    }
    return page(request, "matching/settings.html", context, part="preview", status=422 if form.errors else 200)


def _form(request: Request, cohort: Cohort) -> SettingsForm:
    """As typed, or with the weights of a preset instead of the typed ones."""
    asked = Asked.of(cohort)
    form = SettingsForm(request.POST or None, instance=settings_for(cohort), asked=asked)
    preset = presets.PRESETS.get(request.POST.get("preset", ""))
    if preset is None:
        return form
    return SettingsForm(form.filled(preset[1]), instance=settings_for(cohort), asked=asked)


def _tried(cohort: Cohort, form: SettingsForm) -> Preview | None:
    if not form.is_valid():
        return None
    changed = form.changed()
    tried = form.instance
    tried.weights = changed["weights"]
    return preview(cohort, tried, changed["criteria"])


@login_required
def model_card(request: Request, program: str, cohort: str) -> HttpResponse:
    """What the matching uses and what not, and what went along with good pairs here."""
    found = get_matched_cohort(request.user, program, cohort)
    kept = settings_for(found)
    criteria = found.form_criteria.order_by("pk")
    context = {
        "cohort": found,
        "settings": kept,
        "weights": [(words.title(key), weight) for key, weight in kept.weights.items() if weight],
        "criteria": list(criteria),
        "rules": [one for one in ruling.rules_of(found) if one.is_on],
        "learned": learning.learned(found.program),
        "fewest": learning.FEWEST,
    }
    return page(request, "matching/model_card.html", context)
