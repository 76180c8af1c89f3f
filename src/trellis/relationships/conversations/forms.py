"""What is written down or sent."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.relationships.conversations.models import Note
from trellis.relationships.fields import Text
from trellis.ui.forms import Form, PrivateText


class NoteForm(Form):
    """Who may read it is chosen first; if nothing is chosen, nobody else."""

    who = forms.ChoiceField(choices=Note.Audience.choices, initial=Note.Audience.PRIVATE, widget=forms.RadioSelect)
    text = Text(label=_("Note"), widget=PrivateText({"dir": "auto"}))


class EditForm(Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 2)
    text = Text(label=_("Note"), widget=PrivateText({"dir": "auto", "rows": 8}))


class MessageForm(Form):
    text = Text(label=_("Your message"), rows=3)
