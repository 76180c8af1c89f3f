"""What a program's team and the pair fill in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.recognition.models import CertificateRule
from trellis.ui.forms import Form, ModelForm


class RuleForm(ModelForm[CertificateRule]):
    """What a certificate takes."""

    class Meta:
        model = CertificateRule
        fields = ["least_meetings", "signer", "signer_title", "second_signer", "second_signer_title"]
        help_texts = {"signer": _("Left empty, the program manager signs.")}


class ThanksForm(Form):
    """A few words to the other."""

    text = forms.CharField(label=_("Your thanks"), max_length=1500, widget=forms.Textarea({"rows": 5}))
    may_be_shown = forms.BooleanField(
        label=_("The program may show my words, without names"),
        required=False,
        help_text=_("In reports and on posters. You can take this back at any time."),
    )


class CodeForm(Form):
    """The code under a certificate."""

    code = forms.CharField(label=_("Code"), max_length=20, help_text=_("Eight letters and digits, like 7KQ4-M2XD."))
