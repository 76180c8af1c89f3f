"""What is written down or sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.common.errors import Refused
from trellis.relationships.conversations.attachments import ACCEPT, MOST_FILES, Looked, look_at
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


class FilesField(forms.FileField):
    """A few files, each looked at by what is in it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = ACCEPT

    def clean(self, data: Any, initial: Any = None) -> list[Looked]:  # noqa: ARG002  Django’s signature
        uploaded = [one for one in (data if isinstance(data, list) else [data]) if one]
        if len(uploaded) > MOST_FILES:
            raise forms.ValidationError(gettext("Three files at most with one message."))
        try:
            return [look_at(one, one.name) for one in uploaded]
        except Refused as refused:
            raise forms.ValidationError(refused.sentence) from refused


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class MessageForm(Form):
    text = Text(label=_("Your message"), rows=3, error_messages={"required": _("Write something, or choose a file.")})
    enclosed = FilesField(
        label=_("Files"),
        help_text=_("Up to three pictures, PDFs, documents or texts of 10 MB. Pictures lose their place and date."),
        required=False,
        widget=FilesInput,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = not self.files  # a file may go without words
