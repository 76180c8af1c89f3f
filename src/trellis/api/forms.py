"""A new token, as a person asks for it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.common.rest import SCOPES
from trellis.ui.forms import Form


class TokenForm(Form):
    name = forms.CharField(label=_("What is it for?"), max_length=80, help_text=_("Like “Payroll export”."))
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"), choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(
        label=_("How long is it valid?"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("One year"))],
        initial=90,
    )
