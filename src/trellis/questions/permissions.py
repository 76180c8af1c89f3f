"""Who may edit a questionnaire: the app that owns it says so; without an owner, nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404

from trellis.people.models import Person
from trellis.questions.models import Question, Questionnaire

type MayEdit = Callable[[Person, Questionnaire], bool]


@dataclass(frozen=True)
class Owner:
    """What an app says about its questionnaires: who edits them, and the page to go back to."""

    may_edit: MayEdit
    page: Callable[[Questionnaire], str]


_OWNERS: dict[str, Owner] = {}


def register_owner(name: str, *, may_edit: MayEdit, page: Callable[[Questionnaire], str]) -> None:
    """Called by the owning app's `ready`; `page` returns the address of its page above the editor."""
    _OWNERS[name] = Owner(may_edit, page)


def can_edit(person: Person, questionnaire: Questionnaire) -> bool:
    """Deny unless the owner allows."""
    owner = _OWNERS.get(questionnaire.owner)
    return owner is not None and person.is_active and owner.may_edit(person, questionnaire)


def page_above(questionnaire: Questionnaire) -> str:
    """The owner's page this questionnaire belongs to."""
    owner = _OWNERS.get(questionnaire.owner)
    return owner.page(questionnaire) if owner else "/"


def get_questionnaire(person: Person, pk: int) -> Questionnaire:
    """For the editor; everybody else finds nothing."""
    questionnaire = get_object_or_404(Questionnaire, pk=pk)
    if not can_edit(person, questionnaire):
        raise Http404
    return questionnaire


def get_question(person: Person, questionnaire_pk: int, pk: int) -> Question:
    """One question of a questionnaire that the person may edit."""
    questionnaire = get_questionnaire(person, questionnaire_pk)
    question = get_object_or_404(Question, pk=pk, questionnaire=questionnaire)
    question.questionnaire = questionnaire
    return question
