"""Answers side by side, how far the leaders are, and where the objectives stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from trellis.common.dates import today
from trellis.programs.models import Cohort
from trellis.questions import queries as answers
from trellis.questions.models import Question, Questionnaire, Response
from trellis.questions.queries import Viewer
from trellis.strategy import measures
from trellis.strategy.models import AgreedAnswer, Charter, Leader, Objective, Session


@dataclass(frozen=True)
class Voice:
    """What one leader said to one question."""

    leader: Leader
    text: str

    @property
    def anchor(self) -> str:
        return f"voice-{self.leader.pk}"


@dataclass(frozen=True)
class Block:
    """One question with everybody’s answers and what was agreed."""

    question: Question
    voices: list[Voice]
    agreed: str

    @property
    def code(self) -> str:
        return self.question.code


@dataclass(frozen=True)
class Progress:
    """How far one leader is."""

    leader: Leader
    answered: int
    asked: int


@dataclass(frozen=True)
class Aim:
    """An objective and where it stands now; `now` is None while nobody can say."""

    objective: Objective
    now: Decimal | None

    @property
    def is_reached(self) -> bool:
        return self.now is not None and self.now >= self.objective.target

    @property
    def is_overdue(self) -> bool:
        due = self.objective.due_on
        return due is not None and due < today() and not self.is_reached

    @property
    def now_words(self) -> str:
        return in_figures(self.now) + self._measure.sign

    @property
    def target_words(self) -> str:
        return in_figures(self.objective.target)

    @property
    def so_far(self) -> str:
        """21 of 30 where things are counted, else the share or the average: the statement says what of."""
        if not self._measure.is_count:
            return self.now_words
        return _("%(now)s of %(target)s") % {"now": self.now_words, "target": self.target_words}

    @property
    def _measure(self) -> measures.Measure:
        return measures.MEASURES[self.objective.measure]

    @property
    def percent(self) -> int:
        """How much of the target, 0 to 100."""
        if self.now is None or not self.objective.target:
            return 100 if self.is_reached else 0
        return max(0, min(100, int(self.now * 100 / self.objective.target)))


def in_figures(value: Decimal | None) -> str:
    """48, 4.2 or 1,204: no zeros that say nothing, and no powers of ten."""
    return "" if value is None else f"{value:,.1f}".removesuffix(".0")


def key_of(program_id: int) -> str:
    """The key of a program’s strategy questions."""
    return f"strategy-{program_id}"


def questionnaire_of(cohort: Cohort) -> Questionnaire | None:
    return answers.live(key_of(cohort.program_id))


def session_of(cohort: Cohort) -> Session | None:
    session = Session.objects.filter(cohort=cohort).first()
    if session:
        session.cohort = cohort
    return session


def response_of(leader: Leader) -> Response | None:
    """What this leader has begun or sent, in the version it was begun in."""
    responses = Response.objects.about(leader.session).by(leader.person)
    return responses.select_related("questionnaire").first()


def leaders_of(session: Session) -> list[Leader]:
    return list(session.leaders.select_related("person").order_by("person__name", "pk"))


def side_by_side(session: Session, leaders: list[Leader]) -> list[Block]:
    """Every question in order with the answers that were sent. What is only begun stays with its author."""
    questionnaire = questionnaire_of(session.cohort)
    if questionnaire is None:
        return []
    given = _given(session)
    agreed = dict(AgreedAnswer.objects.filter(session=session).values_list("code", "text"))
    return [
        Block(question, _voices(question, leaders, given), agreed.get(question.code, ""))
        for question in questionnaire.questions.exclude(type=Question.Type.HEADING)
    ]


def progress(leaders: list[Leader], blocks: list[Block]) -> list[Progress]:
    said = [voice.leader.pk for block in blocks for voice in block.voices]
    return [Progress(leader, said.count(leader.pk), len(blocks)) for leader in leaders]


def _given(session: Session) -> dict[int, dict[str, Any]]:
    """Person → code → answer, of those who sent theirs."""
    responses = list(Response.objects.about(session).submitted().filter(respondent__isnull=False))
    by_response = answers.answers_for(responses, viewer=Viewer.TEAM)
    return {response.respondent_id: by_response[response.pk] for response in responses if response.respondent_id}


def _voices(question: Question, leaders: list[Leader], given: dict[int, dict[str, Any]]) -> list[Voice]:
    voices = []
    for leader in leaders:
        lines = answers.in_words(question, given.get(leader.person_id, {}).get(question.code))
        if lines:
            voices.append(Voice(leader, "\n".join(lines)))
    return voices


def newest_charter(cohort: Cohort) -> Charter | None:
    """The version that is worked on or counts now."""
    charters = Charter.objects.filter(cohort=cohort).select_related("sponsor", "changed_by").newest_first()
    charter = charters.first()
    if charter:
        charter.cohort = cohort
    return charter


def signed_charter(cohort: Cohort) -> Charter | None:
    """The version in force."""
    charters = Charter.objects.filter(cohort=cohort, state=Charter.State.SIGNED)
    return charters.select_related("sponsor").first()


def aims_of(cohort: Cohort) -> list[Aim]:
    """The objectives with their values now."""
    objectives = list(cohort.objectives.select_related("owner"))
    values = measures.values_of(cohort, {objective.measure for objective in objectives})
    return [Aim(one, one.value if one.is_by_hand else values.get(one.measure)) for one in objectives]


def snapshot(cohort: Cohort) -> list[dict[str, Any]]:
    """The objectives as a charter keeps them."""
    return [
        {
            "statement": one.statement,
            "measure": one.measure,
            "target": str(one.target),
            "due_on": one.due_on.isoformat() if one.due_on else None,
            "owner": one.owner.called_in_full() if one.owner else "",
        }
        for one in cohort.objectives.select_related("owner")
    ]


def shown_objectives(charter: Charter) -> list[dict[str, Any]]:
    """The objectives of this version: as frozen once it was sent, else as they are now."""
    rows = snapshot(charter.cohort) if charter.state == Charter.State.DRAFT else charter.objectives
    return [_readable(row) for row in rows]


def _readable(row: dict[str, Any]) -> dict[str, Any]:
    measure = measures.MEASURES.get(row["measure"])
    return {
        **row,
        "target": in_figures(Decimal(row["target"])),
        "unit": measure.unit if measure else "",
        "due_on": date.fromisoformat(row["due_on"]) if row["due_on"] else None,
    }
