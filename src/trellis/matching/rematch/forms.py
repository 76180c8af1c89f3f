"""What the team writes at the rematch desk."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.ui.forms import Form


class LessonForm(Form):
    lesson = forms.CharField(
        label=_("What did this pair teach you?"),
        widget=forms.Textarea({"rows": 3, "data-private": True}),
        max_length=1000,
        help_text=_("Only those who run the program read this. No names of who wished to end it."),
    )
    weighed = forms.CharField(
        label=_("What speaks for and against somebody new now?"),
        widget=forms.Textarea({"rows": 3, "data-private": True}),
        max_length=1000,
        required=False,
        help_text=_("Weigh this for a young person above all: another early end can do more harm than none."),
    )
