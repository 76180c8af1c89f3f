"""What people say at the end."""

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.relationships.closure.models import Farewell
from trellis.relationships.pairs.models import Relationship
from trellis.ui.forms import ChoiceCards, Form, PrivateText, Radios

Reason = Relationship.Reason
# What one of the pair may choose; the others come with the calendar or from the program.
REASONS = [
    (Reason.GOALS_MET, _("We reached what we set out for")),
    (Reason.AGREED, _("We agreed to end here")),
    (Reason.TIME, _("Time or schedule")),
    (Reason.ASKED, _("It isn’t the right fit")),
    (Reason.MOVED, _("A move, a new job, leaving")),
    (Reason.REPORTING_LINE, _("A new reporting line or another conflict of interest")),
    (Reason.UNREACHABLE, _("We lost contact")),
    (Reason.SEALED, _("I’d rather not say")),
]


class EndForm(Form):
    """Why, and whether there is time for one more meeting."""

    reason = forms.ChoiceField(
        label=_("What comes closest?"),
        choices=REASONS,
        widget=Radios(),
        help_text=_("The other side never sees this. Who runs the program sees the line, not that it came from you."),
    )
    last_meeting = forms.TypedChoiceField(
        label=_("How would you like to end?"),
        choices=[("yes", _("With one more meeting")), ("no", _("Now"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=ChoiceCards(
            helps={
                "yes": _("You both get three weeks, a guide for the last meeting and a short checklist."),
                "no": _("It ends when you confirm. Choose this when meeting again would not be right."),
            }
        ),
    )


class FarewellForm(Form):
    """A look back, for oneself or for both."""

    text = forms.CharField(
        label=_("Looking back"),
        required=False,
        max_length=4000,
        widget=PrivateText({"rows": 6}),
        help_text=_("What did you learn? What will you do differently? What would you like to thank for?"),
    )
    is_shared = forms.TypedChoiceField(
        label=_("Who reads it"),
        choices=[("no", _("Only me")), ("yes", _("Both of us"))],
        coerce=lambda value: value == "yes",
        widget=Radios(),
        help_text=_("The program never sees it. Once shared, it stays shared."),
    )
    contact = forms.ChoiceField(
        label=_("Afterwards, would you like to stay in touch?"),
        required=False,
        choices=Farewell.Contact.choices,
        widget=Radios(),
        help_text=_("You both see a result only when you have both answered, and then only what you both wish."),
    )


class RenewalForm(Form):
    """For how long one would like to go on."""

    months = forms.TypedChoiceField(
        label=_("For how long?"),
        choices=[(1, _("One month more")), (3, _("Three months more")), (6, _("Six months more"))],
        coerce=int,
        widget=Radios(),
    )
