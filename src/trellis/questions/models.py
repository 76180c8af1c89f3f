"""Questionnaires in versions, and what people answered."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trellis.people.models import Person
from trellis.privacy.models import Key


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    def live(self) -> Self:
        return self.filter(state=Questionnaire.State.LIVE)

    def of(self, key: str) -> Self:
        """All versions under this key, newest first."""
        return self.filter(key=key).order_by("-version")


class Questionnaire(models.Model):
    """One version of a set of questions. `owner` names the app that says who may edit it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        LIVE = "live", _("In use")
        RETIRED = "retired", _("Retired")

    NEXT: ClassVar = {
        State.DRAFT: {State.LIVE, State.RETIRED},
        State.LIVE: {State.RETIRED},
    }

    class Confidentiality(models.TextChoices):
        ANONYMOUS = "anonymous", _("Anonymous: we don’t keep who answered")
        CONFIDENTIAL = "confidential", _("Confidential: nobody sees your answers with your name")
        NAMED = "named", _("Named: your name stands beside your answers")

    key = models.SlugField(max_length=120)  # the same in every version
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(_("title"), max_length=150)
    intro = models.TextField(_("what people read first"), blank=True, max_length=2000)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    confidentiality = models.CharField(
        _("names"), max_length=12, choices=Confidentiality, default=Confidentiality.NAMED
    )
    owner = models.SlugField(max_length=40)  # "strategy", "recruitment"
    about_type = models.CharField(max_length=80, blank=True)  # "programs.program"
    about_id = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True)

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name = _("questionnaire")
        constraints = [
            models.UniqueConstraint("key", "version", name="one_questionnaire_per_version"),
            models.UniqueConstraint("key", condition=Q(state="live"), name="one_live_version_per_key"),
            models.UniqueConstraint("key", condition=Q(state="draft"), name="one_draft_version_per_key"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("questions:questionnaire", args=[self.pk])

    @property
    def program_id(self) -> int | None:
        """The program it belongs to, for the history."""
        return int(self.about_id) if self.about_type == "programs.program" else None


class Question(models.Model):
    """One thing asked. Its code stays the same from version to version."""

    class Type(models.TextChoices):
        SHORT = "short", _("One line of text")
        LONG = "long", _("Longer text")
        ONE = "one", _("One of several choices")
        SEVERAL = "several", _("Any of several choices")
        SCALE_5 = "scale-5", _("Scale from 1 to 5")
        SCALE_7 = "scale-7", _("Scale from 1 to 7")
        TO_TEN = "to-ten", _("Scale from 0 to 10")
        YES_NO = "yes-no", _("Yes or no")
        NUMBER = "number", _("Number")
        DATE = "date", _("Date")
        RANKING = "ranking", _("Choices in order")
        SKILLS = "skills", _("Competencies with a level")
        CONSENT = "consent", _("Agreement to tick")
        HEADING = "heading", _("Heading, nothing to answer")

    class Audience(models.TextChoices):
        TEAM = "team", _("The team that runs the program")
        PARTNER = "partner", _("The team and the person you are matched with")
        SUPERVISOR = "supervisor", _("The team and your manager")
        NUMBERS = "numbers", _("Nobody by name: only counted together with others")
        AUTHOR = "author", _("Only you")

    class Op(models.TextChoices):
        IS = "is", pgettext_lazy("condition", "is")
        IS_NOT = "is-not", pgettext_lazy("condition", "is not")
        INCLUDES = "includes", pgettext_lazy("condition", "includes")
        AT_LEAST = "at-least", pgettext_lazy("condition", "is at least")
        AT_MOST = "at-most", pgettext_lazy("condition", "is at most")
        ANSWERED = "answered", pgettext_lazy("condition", "has any answer")

    WITH_OPTIONS = (Type.ONE, Type.SEVERAL, Type.RANKING)
    SCALES = (Type.SCALE_5, Type.SCALE_7, Type.TO_TEN)

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=60)
    type = models.CharField(_("kind of answer"), max_length=10, choices=Type)
    text = models.CharField(_("question"), max_length=500)
    help = models.TextField(_("help under it"), blank=True, max_length=1000)
    options = models.JSONField(default=list, blank=True)  # [{"code": "video", "label": "By video"}]
    low_label = models.CharField(_("the low end means"), max_length=80, blank=True)
    high_label = models.CharField(_("the high end means"), max_length=80, blank=True)
    least = models.IntegerField(_("at least"), null=True, blank=True)  # a number, or how many choices
    most = models.IntegerField(_("at most"), null=True, blank=True)  # also the letters of a text
    required = models.BooleanField(_("must be answered"), default=False)
    condition = models.JSONField(default=dict, blank=True)  # {"question": code, "op": "is", "value": …}
    seen_by = models.CharField(_("who sees the answer"), max_length=10, choices=Audience, default=Audience.TEAM)
    is_sealed = models.BooleanField(_("keep the answer sealed"), default=False)

    class Meta:
        verbose_name = _("question")
        ordering = ["position"]
        constraints = [models.UniqueConstraint("questionnaire", "code", name="one_question_per_code")]

    def __str__(self) -> str:
        return self.text

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(option["code"], option["label"]) for option in self.options]

    def label_of(self, code: str) -> str:
        """An option in words; a code that left the questionnaire speaks for itself."""
        return dict(self.choices).get(code, code)


class ResponseQuerySet(models.QuerySet["Response"]):
    def submitted(self) -> Self:
        return self.filter(state=Response.State.SUBMITTED)

    def about(self, row: models.Model) -> Self:
        return self.filter(about_type=row._meta.label_lower, about_id=str(row.pk))

    def by(self, person: Person) -> Self:
        return self.filter(respondent=person)


class Response(models.Model):
    """What one person answers to one version, about one thing: a cohort, a pair, a wave."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Begun")
        SUBMITTED = "submitted", _("Sent")

    NEXT: ClassVar = {State.DRAFT: {State.SUBMITTED}, State.SUBMITTED: {State.SUBMITTED}}

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="responses")
    respondent = models.ForeignKey(  # nobody when anonymous; answers outlive an erased account as numbers
        Person, models.SET_NULL, null=True, related_name="responses"
    )
    about_type = models.CharField(max_length=80, blank=True)
    about_id = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    key = models.ForeignKey(Key, models.SET_NULL, null=True, related_name="+")  # of its sealed answers
    started_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(null=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("response")
        indexes = [models.Index(fields=["about_type", "about_id"], name="response_about")]
        constraints = [
            models.UniqueConstraint(
                "questionnaire",
                "respondent",
                "about_type",
                "about_id",
                condition=Q(respondent__isnull=False),
                name="one_response_per_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire_id}: {self.state}"

    @property
    def is_submitted(self) -> bool:
        return self.state == self.State.SUBMITTED


class Answer(models.Model):
    """One answer, plain or sealed."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    value: models.JSONField[Any, Any] = models.JSONField(null=True)
    sealed = models.BinaryField(null=True)

    class Meta:
        verbose_name = _("answer")
        constraints = [models.UniqueConstraint("response", "question", name="one_answer_per_question")]

    def __str__(self) -> str:
        return f"{self.response_id}: {self.question_id}"
