"""Fields with their labels, help and errors; refusals in the summary."""

from datetime import date, datetime
from typing import Any

import pytest
from django import forms as django_forms
from django.template import Context, Template

from trellis.common.errors import Refused
from trellis.programs.models import PlanStep
from trellis.ui import forms


class GoalForm(forms.Form):
    title = django_forms.CharField(label="Title", help_text="What you want to be able to do.")
    due_on = django_forms.DateField(label="By", required=False)
    at = django_forms.DateTimeField(label="Check", required=False)
    ways = django_forms.MultipleChoiceField(
        label="Ways",
        choices=[("video", "By video"), ("room", "In person")],
        widget=forms.Checkboxes(helps={"video": "We’ll suggest a room."}),
    )
    level = django_forms.ChoiceField(label="Level", choices=[("1", "1"), ("2", "2")], widget=forms.Scale(want=True))
    note = django_forms.CharField(label="Note", required=False, widget=forms.PrivateText)
    copy = django_forms.BooleanField(label="Send me a copy", required=False, help_text="In one message.")


def drawn(template: str, **context: Any) -> str:
    return Template("{% load ui %}" + template).render(Context(context))


def test_label_help_and_input_belong_together() -> None:
    markup = drawn("{% field form.title %}", form=GoalForm())

    assert '<label for="id_title">Title</label>' in markup
    assert '<p class="field__help" id="id_title_helptext">What you want to be able to do.</p>' in markup
    assert 'name="title" aria-describedby="id_title_helptext" class="input" id="id_title"' in markup


def test_the_optional_is_marked_and_not_the_required() -> None:
    form = GoalForm()

    assert '<span class="optional">(optional)</span>' in drawn("{% field form.due_on %}", form=form)
    assert "optional" not in drawn("{% field form.title %}", form=form)


def test_an_error_stands_at_its_field_and_in_the_summary() -> None:
    form = GoalForm({"level": "1"})
    field = drawn("{% field form.title %}", form=form)
    summary = drawn("{% error_summary form %}", form=form)

    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="id_title_helptext id_title_error"' in field
    assert '<div id="id_title_error"><p class="field__error">' in field
    assert '<a href="#id_title">Title: Fill this in.</a>' in summary
    assert '<a href="#id_ways_0">Ways: Choose at least one.</a>' in summary
    assert 'role="alert" tabindex="-1"' in summary


@pytest.mark.parametrize("form", [GoalForm(), GoalForm({"title": "Lead", "ways": ["room"], "level": "1"})])
def test_no_summary_when_nothing_is_wrong(form: GoalForm) -> None:
    assert drawn("{% error_summary form %}", form=form).strip() == ""


def test_days_and_times_use_the_browsers_own_inputs() -> None:
    form = GoalForm(initial={"due_on": date(2026, 3, 17), "at": datetime(2026, 3, 17, 14, 0)})  # noqa: DTZ001  as typed

    assert 'type="date" name="due_on" value="2026-03-17"' in drawn("{% field form.due_on %}", form=form)
    assert 'type="datetime-local" name="at" value="2026-03-17T14:00"' in drawn("{% field form.at %}", form=form)


def test_what_the_browser_sends_for_a_moment_is_understood() -> None:
    form = GoalForm({"title": "Lead", "ways": ["room"], "level": "2", "at": "2026-03-17T14:00"})

    assert form.is_valid()
    assert form.cleaned_data["at"].hour == 14


def test_a_list_begins_with_our_words_for_nothing_yet() -> None:
    class StepForm(forms.ModelForm[PlanStep]):
        class Meta:
            model = PlanStep
            fields = ("stage",)

    assert '<option value="" selected>Choose one</option>' in drawn("{% field form.stage %}", form=StepForm())


def test_choices_stand_in_a_named_group_with_their_sentences() -> None:
    markup = drawn("{% field form.ways %}", form=GoalForm())

    assert '<legend class="field__label" id="id_ways">Ways</legend>' in markup
    assert 'By video<span class="choice__help">We’ll suggest a room.</span>' in markup


def test_a_scale_for_what_is_wanted_is_marigold() -> None:
    assert '<span class="scale scale--want">' in drawn("{% field form.level %}", form=GoalForm())


def test_a_single_box_has_its_label_beside_it() -> None:
    markup = drawn("{% field form.copy %}", form=GoalForm())

    assert '<label class="choice"><input type="checkbox" name="copy"' in markup
    assert 'aria-describedby="id_copy_helptext"' in markup


def test_a_private_text_says_so_to_the_keeper_of_drafts() -> None:
    assert "data-private" in drawn("{% field form.note %}", form=GoalForm())


def test_a_refusal_is_shown_with_all_that_was_typed() -> None:
    form = GoalForm({"title": "Lead the handover", "ways": ["room"], "level": "2"})
    markup = drawn("{% error_summary form %}{% field form.title %}", form=form.refuse(Refused("The plan is closed.")))

    assert "<li>The plan is closed.</li>" in markup
    assert 'value="Lead the handover"' in markup


def test_a_form_posts_once_and_takes_files_when_it_has_some() -> None:
    class LetterForm(forms.Form):
        letter = django_forms.FileField()

    markup = drawn(
        '{% form_to "/send/" form=form part="letter" %}{% submit "Send" %}{% endform_to %}', form=LetterForm()
    )

    assert 'action="/send/" method="post" enctype="multipart/form-data" hx-post="/send/" hx-target="#letter"' in markup
    assert '<input type="hidden" name="once" value="' in markup
    assert '<button class="btn btn--primary" type="submit">Send</button>' in markup


def test_what_is_typed_is_never_markup() -> None:
    form = GoalForm({"title": "<script>", "ways": ["room"], "level": "2"})

    assert "<script>" not in drawn("{% field form.title %}", form=form)
