"""What is asked before a pair's page is opened, and what is answered."""

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.relationships.fields import Text
from trellis.relationships.safeguarding.models import Opening
from trellis.ui.forms import Form, Radios


class AskForm(Form):
    reason = forms.ChoiceField(label=_("Why?"), choices=Opening.Reason.choices, widget=Radios())
    why = Text(
        label=_("What happened"),
        help_text=_("For the second person, who decides on it. Say what you know and from whom."),
        max_length=4000,
        rows=5,
    )


class DecideForm(Form):
    """`sealed` only for safeguarding leads."""

    sealed = forms.BooleanField(
        label=_("Don’t tell the pair yet, and open it at once"),
        help_text=_("Only where telling them would put somebody in danger. They are told after 30 days."),
        required=False,
    )
