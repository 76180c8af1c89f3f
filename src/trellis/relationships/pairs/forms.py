"""What somebody types about the relationship itself."""

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.ui.forms import Form


class PauseForm(Form):
    """When it goes on, if that is known."""

    back_on = forms.DateField(label=_("Back on"), required=False, help_text=_("Leave it empty if you don’t know yet."))
