"""What was typed on the strategy pages, cleaned."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person
from trellis.programs.models import Program, TeamMember
from trellis.strategy import content
from trellis.strategy.measures import MEASURES
from trellis.strategy.models import Objective
from trellis.ui.forms import Form, ModelForm


class AgreedForm(Form):
    text = forms.CharField(
        label=_("What you agree on"), required=False, max_length=4000, widget=forms.Textarea({"rows": 4})
    )


class CharterForm(Form):
    """One text for each section, and the count of edits it was read at."""

    edits = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for section in content.SECTIONS:
            self.fields[section.code] = forms.CharField(
                label=str(section.title),
                help_text=str(section.hint),
                required=False,
                max_length=content.LONGEST,
                widget=forms.Textarea({"rows": 4}),
            )

    def texts(self) -> dict[str, str]:
        return {section.code: self.cleaned_data[section.code] for section in content.SECTIONS}


class SendForm(Form):
    """Who signs: a sponsor of the team, or somebody else by their address."""

    sponsor = forms.ModelChoiceField(Person.objects.none(), label=_("Sponsor"), required=False)
    email = forms.EmailField(
        label=_("E-mail address of the sponsor"),
        help_text=_("They need an account here. They become a sponsor of the program’s team."),
        required=False,
        widget=forms.EmailInput({"class": "input--medium", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = TeamMember.objects.filter(program=program, role=TeamMember.Role.SPONSOR)
        sponsors = Person.objects.active().filter(pk__in=members.values("person")).order_by("name")
        self.choose_among("sponsor", sponsors, nobody=gettext("Somebody else, by e-mail address"))
        if not sponsors:
            self.fields["sponsor"].widget = forms.HiddenInput()
            self.fields["email"].required = True

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("sponsor") and "email" not in self.errors:
            self.cleaned_data["sponsor"] = self._by_address(self.cleaned_data.get("email", ""))
        return self.cleaned_data

    def _by_address(self, email: str) -> Person | None:
        if not email:
            self.add_error("sponsor", _("Choose a sponsor, or enter the e-mail address of somebody else."))
            return None
        found = Person.objects.active().filter(email=email.lower()).first()
        if found is None:
            self.add_error("email", _("Nobody here has this address. Ask an administrator to add them."))
        return found


class SignForm(Form):
    name = forms.CharField(
        label=_("Your full name"),
        help_text=_("Typing it here is your signature."),
        min_length=3,
        max_length=150,
        widget=forms.TextInput({"autocomplete": "name", "class": "input--medium"}),
    )


class SendBackForm(Form):
    comment = forms.CharField(label=_("What should change?"), max_length=2000, widget=forms.Textarea({"rows": 3}))


class ObjectiveForm(ModelForm[Objective]):
    class Meta:
        model = Objective
        fields = ["statement", "measure", "target", "due_on", "owner"]
        help_texts = {"statement": _("For example: 48 pairs at all sites.")}

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = TeamMember.objects.filter(program=program).values("person")
        people = Person.objects.active().filter(pk__in=team).order_by("name")
        self.choose_among("owner", people, nobody=gettext("Nobody yet"))
        measured = [(one.code, f"{one.label} ({one.unit})" if one.unit else one.label) for one in MEASURES.values()]
        self.fields["measure"].choices = [("", _("Choose")), *measured]  # type: ignore[attr-defined]
        self.fields["target"].widget = forms.NumberInput({"class": "input--short", "step": "any"})

    def clean(self) -> dict[str, Any]:
        super().clean()
        measure, target = MEASURES.get(self.cleaned_data.get("measure", "")), self.cleaned_data.get("target")
        if measure and target is not None and measure.highest is not None and target > measure.highest:
            self.add_error("target", _("Enter %(most)s at most.") % {"most": measure.highest})
        return self.cleaned_data


class ValueForm(Form):
    value = forms.DecimalField(
        label=_("Where it stands now"),
        max_digits=10,
        decimal_places=1,
        widget=forms.NumberInput({"class": "input--short", "step": "any"}),
    )
