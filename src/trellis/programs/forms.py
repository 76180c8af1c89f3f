"""What was typed on the pages of a program, cleaned."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person
from trellis.programs import presets
from trellis.programs.models import Cohort, Organization, PlanStep, Program, Stage, TeamMember
from trellis.ui.forms import ChoiceCards, Form, ModelForm, Radios


class PresetCards(ChoiceCards):
    """Beside each other where there is room."""

    template_name = "programs/widgets/cards.html"


class FormatCards(PresetCards):
    """The forms of mentoring, each with a drawing."""

    option_template_name = "programs/widgets/format_card.html"


class NewProgramForm(Form):
    name = forms.CharField(label=_("Name of the program"), max_length=120)
    promise = forms.CharField(
        label=_("In one sentence"),
        help_text=_("What people get, as you would say it to a friend."),
        max_length=200,
        required=False,
    )
    cohort_name = forms.CharField(
        label=_("Name of the first cohort"),
        help_text=_("For example: Autumn 2026."),
        max_length=80,
        required=False,
        widget=forms.TextInput({"class": "input--medium"}),
    )
    manager = forms.EmailField(
        label=_("Who leads it"),
        help_text=_("The e-mail address of the program manager. Leave it empty to lead it yourself."),
        required=False,
        widget=forms.EmailInput({"class": "input--medium", "autocomplete": "off"}),
    )
    preset = forms.ChoiceField(
        label=_("Begin with"), help_text=_("Everything can be changed in the design."), widget=PresetCards()
    )
    stage = forms.ChoiceField(
        label=_("Where to begin"),
        initial=Stage.STRATEGY,
        widget=Radios(
            helps={
                Stage.STRATEGY: _("Ask leaders why first, then write a charter that a sponsor signs."),
                Stage.DESIGN: _("The why is settled. Go straight to form, length and rules."),
            }
        ),
        choices=[(Stage.STRATEGY, Stage.STRATEGY.label), (Stage.DESIGN, Stage.DESIGN.label)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        preset = self.fields["preset"]
        preset.choices = [(one.key, one.title) for one in presets.PRESETS]  # type: ignore[attr-defined]
        preset.widget.helps = {one.key: one.sentence() for one in presets.PRESETS}

    def clean_manager(self) -> Person | None:
        email = self.cleaned_data["manager"].lower()
        if not email:
            return None
        person = Person.objects.active().filter(email=email).first()
        if person is None:
            raise forms.ValidationError(_("Nobody here has this address. Add them under Everyone first."))
        return person


class DesignForm(ModelForm[Program]):
    """What the steps share: the version that was read, so that two editors don’t overwrite each other."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "version" not in self.initial and self.instance.pk:
            self.initial["version"] = self.instance.version

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class PurposeForm(DesignForm):
    class Meta:
        model = Program
        fields = ["name", "promise", "purpose", "audience"]
        labels = {
            "promise": _("In one sentence"),
            "purpose": _("Why this program exists"),
            "audience": _("Who it is for"),
        }
        widgets = {"purpose": forms.Textarea({"rows": 4}), "audience": forms.Textarea({"rows": 4})}
        help_texts = {"audience": _("Mentees and mentors: who they are, and who is often missed.")}


class FormatForm(DesignForm):
    class Meta:
        model = Program
        fields = ["format", "mentor_capacity"]
        labels = {"format": _("Form"), "mentor_capacity": _("Most mentees for one mentor")}
        help_texts = {"mentor_capacity": _("Mentors can set a lower number for themselves.")}
        widgets = {
            "format": FormatCards(
                helps={
                    "one-to-one": _("Each mentee has one mentor. The most work to set up, the most personal."),
                    "group": _("One mentor with several mentees who want the same thing. Good when mentors are few."),
                    "peer": _("People at the same stage learn from each other, in pairs or threes."),
                    "reverse": _("The less senior person mentors a leader on what they know better."),
                    "flash": _("One meeting for one question. Nothing to keep up afterwards."),
                    "team": _("One mentee has several mentors, each with a part of their own."),
                }
            ),
            "mentor_capacity": forms.NumberInput({"class": "input--short"}),
        }


class RhythmForm(DesignForm):
    class Meta:
        model = Program
        fields = ["length_months", "meeting_every_weeks", "meeting_minutes"]
        labels = {
            "length_months": _("How many months a pair lasts"),
            "meeting_every_weeks": _("Weeks from one meeting to the next"),
            "meeting_minutes": _("Minutes of a meeting"),
        }
        help_texts = {
            "length_months": _("Nine to twelve is usual at work. Very short ones seldom help."),
            "meeting_every_weeks": _("1 is every week, 4 is about once a month. Each pair may agree otherwise."),
        }
        widgets = {
            name: forms.NumberInput({"class": "input--short"})
            for name in ("length_months", "meeting_every_weeks", "meeting_minutes")
        }


class MatchingForm(DesignForm):
    class Meta:
        model = Program
        fields = ["match_mode"]
        labels = {"match_mode": _("Who matches")}
        widgets = {
            "match_mode": ChoiceCards(
                helps={
                    "coordinator": _(
                        "You look at fit and wishes, and propose the pairs. Nobody has to put themselves forward twice."
                    ),
                    "hybrid": _(
                        "People name whom they would like; you decide with the whole picture. A say in the match"
                        " is what helps most."
                    ),
                    "self": _(
                        "Mentees look through mentors and ask. Suits a place full of self-starters; quieter"
                        " people can be left out."
                    ),
                }
            )
        }


class RulesForm(DesignForm):
    mentor = forms.CharField(label=_("A mentor is called"), required=False, max_length=30)
    mentors = forms.CharField(label=_("Several mentors are called"), required=False, max_length=30)
    mentee = forms.CharField(label=_("A mentee is called"), required=False, max_length=30)
    mentees = forms.CharField(label=_("Several mentees are called"), required=False, max_length=30)

    class Meta:
        model = Program
        fields = ["confidentiality", "has_minors", "video_link"]
        labels = {
            "confidentiality": _("What stays between the two"),
            "has_minors": _("People under 18 take part"),
            "video_link": _("Link of video calls"),
        }
        help_texts = {
            "has_minors": _(
                "Messages are supervised then: a safeguarding lead can read those written from now on, and both are"
                " told so where they write."
            ),
            "video_link": _(
                "For example https://meet.example.org/{room}. Each pair gets a room of its own in place of {room},"
                " which nobody can guess. Leave it empty if pairs bring their own link."
            ),
        }
        widgets = {
            "confidentiality": Radios(
                helps={
                    "topics": _("“We talk about delegating” may be said. What was said about it may not."),
                    "pair": _("Nothing is passed on, except where somebody is in danger or the law asks for it."),
                    "permission": _("What one wants to pass on, the other allows first."),
                }
            )
        }

    WORDS = ("mentor", "mentors", "mentee", "mentees")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for word in self.WORDS:
            self.initial.setdefault(word, self.instance.words.get(word, ""))
            self.fields[word].widget.attrs["placeholder"] = str(Program.DEFAULT_WORDS[word])

    def clean_video_link(self) -> str:
        """A web address, so that what people are led to is one."""
        link = str(self.cleaned_data["video_link"]).strip()
        try:
            URLValidator(schemes=["https"])(link.replace("{room}", "room") or "https://example.org")
        except forms.ValidationError as problem:
            raise forms.ValidationError(_("Enter an address that begins with https://.")) from problem
        return link

    def values(self) -> dict[str, Any]:
        words = {word: self.cleaned_data[word] for word in self.WORDS if self.cleaned_data[word]}
        return {name: self.cleaned_data[name] for name in self.Meta.fields} | {"words": words}


class PublicForm(DesignForm):
    class Meta:
        model = Program
        fields = ["description", "contact_email"]
        labels = {"description": _("What people read"), "contact_email": _("Whom to ask")}
        help_texts = {
            "description": _(
                "What it gives, what it takes, how people are matched, and what it does not promise. A blank line"
                " begins a paragraph."
            ),
            "contact_email": _("An e-mail address that somebody reads. Without one the organization’s is shown."),
        }
        widgets = {
            "description": forms.Textarea({"rows": 12}),
            "contact_email": forms.EmailInput({"class": "input--medium", "autocomplete": "off"}),
        }


class DatesForm(ModelForm[Cohort]):
    class Meta:
        model = Cohort
        fields = ["name", "places", "applications_open_on", "applications_close_on", "starts_on", "ends_on"]
        labels = {
            "name": _("Name of this cohort"),
            "places": _("Mentees you aim for"),
            "applications_open_on": _("Applications open"),
            "applications_close_on": _("Applications close"),
            "starts_on": _("First day"),
            "ends_on": _("Last day"),
        }
        widgets = {"places": forms.NumberInput({"class": "input--short"})}

    def clean(self) -> dict[str, Any]:
        super().clean()
        self._in_order("starts_on", "ends_on", _("Enter a day after the first day."))
        self._in_order("applications_open_on", "applications_close_on", _("Enter a day after applications open."))
        return self.cleaned_data

    def _in_order(self, first: str, second: str, sentence: object) -> None:
        start, end = self.cleaned_data.get(first), self.cleaned_data.get(second)
        if start and end and end <= start:
            self.add_error(second, str(sentence))


class AgainForm(Form):
    name = forms.CharField(label=_("Name of the next cohort"), max_length=80)
    starts_on = forms.DateField(label=_("First day"))


class StepForm(ModelForm[PlanStep]):
    class Meta:
        model = PlanStep
        fields = ["title", "stage", "due_on", "owner"]
        labels = {"title": _("What is to be done"), "due_on": _("By"), "owner": _("Who"), "stage": _("Stage")}

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = TeamMember.objects.filter(program=program, role__in=TeamMember.LEADING).values("person")
        people = Person.objects.active().filter(pk__in=team).order_by("name")
        self.choose_among("owner", people, nobody=gettext("Anybody on the team"))


class FenceForm(Form):
    fence = forms.RegexField(
        r"^#[0-9a-fA-F]{6}$",
        label=_("Color of the sidebar"),
        help_text=_(
            "Letters on it are white, so it has to be a dark one. Colors that mean something stay as they are."
        ),
        widget=forms.ColorInput(attrs={"class": "input--color"}),
    )

    def color(self) -> str:
        """Six digits."""
        return str(self.cleaned_data["fence"]).removeprefix("#").lower()


class LogoForm(Form):
    logo = forms.FileField(
        label=_("Logo"),
        help_text=_("JPEG, PNG or WebP, up to 10 MB. We keep a small copy of it on white. SVG isn’t taken."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": _("Choose a picture.")},
    )


class OrganizationForm(ModelForm[Organization]):
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("For dates of people who have not chosen their own.")
    )

    class Meta:
        model = Organization
        fields = ["name", "contact_email", "time_zone"]
        labels = {"name": _("Name of the organization"), "contact_email": _("Contact address")}
        help_texts = {"contact_email": _("Shown to people who need help, on pages and in e-mails.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = sorted(available_timezones() - {"Factory", "localtime"})
        self.fields["time_zone"].choices = [(zone, zone) for zone in zones]  # type: ignore[attr-defined]
