"""What counts: presets, questions of the forms, biographies, what matters most, and trying it out."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.matching.conftest import Match, wants
from tests.matching.test_studio_page import SETTINGS
from tests.recruitment.conftest import answers_as
from trellis.matching import actions, presets, words
from trellis.matching.inputs import pack, unpack
from trellis.matching.models import FormCriterion, MatchRun, MatchSettings
from trellis.matching.words import Names
from trellis.people.models import Person, Skill
from trellis.programs.models import Cohort, Participation, Role
from trellis.questions.models import Question
from trellis.recruitment.actions import applying, calls
from trellis.recruitment.permissions import Applicant


@pytest.fixture
def forms(cohort: Cohort, olga: Person) -> Cohort:
    """The application forms are there."""
    for name in ("Feedback", "Planning", "Wound care"):
        Skill.objects.update_or_create(name=name, defaults={"is_listed": True})
    calls.open_recruiting(cohort, by=olga)
    return cohort


def says(person: Person, role: Role, cohort: Cohort, **more: Any) -> None:
    """Somebody applied and said this."""
    skills = {skill.name: skill for skill in Skill.objects.all()}
    application = applying.begin(cohort, role, Applicant.of(person))
    applying.save_answers(application, answers_as(role, skills, **more))
    applying.submit(application)


def counts(cohort: Cohort, by: Person, mentee_code: str, how: str, mentor_code: str = "", weight: int = 10) -> None:
    """Let one question count, and nothing else; a rule needs something to count beside it."""
    criterion = FormCriterion(
        cohort=cohort,
        mentee_code=mentee_code,
        mentor_code=mentor_code or mentee_code,
        title="Ways to meet",
        how=how,
        weight=weight,
    )
    own = {} if how in ("like", "complement", "cover") else {"goals": 10.0}
    actions.change_settings(cohort, by=by, weights=own, floor=0, criteria=[criterion])


def reason_of(run: MatchRun) -> tuple[int, str]:
    row = run.suggestions.get(mentee__person__name="Noor El-Amin")
    assert row.mentor
    return row.fit, words.say(row.reasons[0], Names("Noor", "Mia"))


@pytest.mark.parametrize(
    ("how", "hers", "his", "fit", "said"),
    [
        ("like", ["video"], ["video"], 100, "Both say By video"),
        ("like", ["video"], ["phone"], 0, "Nothing said by both"),
        ("complement", ["video", "phone"], ["video", "writing"], 100, "In writing"),
        ("cover", ["video", "phone"], ["video"], 50, "Covers 1 of 2: By video. Not offered: By phone."),
    ],
)
def test_a_question_with_several_answers_counts(
    how: str,
    hers: list[str],
    his: list[str],
    fit: int,
    said: str,
    forms: Cohort,
    olga: Person,
    mia_mentors: Participation,
    noor_learns: Participation,
    match: Match,
) -> None:
    says(noor_learns.person, Role.MENTEE, forms, mode=hers)
    says(mia_mentors.person, Role.MENTOR, forms, mode=his)
    counts(forms, olga, "mode", how)

    assert reason_of(match()) == (fit, said)


@pytest.mark.parametrize(("how", "his", "code"), [("share", ["phone"], "share"), ("differ", ["video"], "differ")])
def test_a_question_can_forbid_a_pair(
    how: str,
    his: list[str],
    code: str,
    forms: Cohort,
    olga: Person,
    mia_mentors: Participation,
    noor_learns: Participation,
    match: Match,
) -> None:
    says(noor_learns.person, Role.MENTEE, forms, mode=["video"])
    says(mia_mentors.person, Role.MENTOR, forms, mode=his)
    counts(forms, olga, "mode", how)

    run = match()

    assert run.suggestions.get().nobody["rules"] == [[f"{code}:Ways to meet", 1]]
    assert "Ways to meet" in words.rule(f"{code}:Ways to meet")


def test_what_nobody_said_is_left_out_and_shown(
    forms: Cohort, olga: Person, mia_mentors: Participation, noor_learns: Participation, match: Match
) -> None:
    counts(forms, olga, "mode", "like", weight=30)
    actions.change_settings(forms, by=olga, weights={"site": 10.0}, floor=0)

    row = match().suggestions.get()

    assert row.known == 25
    assert [words.title(key) for key in row.unknown] == ["Ways to meet"]


def test_longer_texts_are_compared_and_not_kept(
    forms: Cohort, olga: Person, mia_mentors: Participation, noor_learns: Participation, match: Match
) -> None:
    says(noor_learns.person, Role.MENTEE, forms, goals="I would like to lead a palliative ward.")
    says(mia_mentors.person, Role.MENTOR, forms, path="I have led the palliative ward for years.")
    counts(forms, olga, "goals", "like", "path")

    run = match()

    fit, said = reason_of(run)
    assert fit > 30
    assert said == f"Their words are {fit}% alike"
    inputs = unpack(bytes(run.inputs or b""))
    assert b"palliative" not in pack(inputs)
    assert unpack(pack(inputs)) == inputs


def test_biographies_count_when_they_have_a_weight(
    cohort: Cohort, olga: Person, mia_mentors: Participation, noor_learns: Participation, match: Match
) -> None:
    Person.objects.filter(pk=noor_learns.person_id).update(biography="Choir, gardens and night shifts.")
    Person.objects.filter(pk=mia_mentors.person_id).update(biography="Gardens, choir, and long night shifts.")
    actions.change_settings(cohort, by=olga, weights={"text": 10.0}, floor=0)

    fit, said = reason_of(match())

    assert fit > 60
    assert said == f"Their words are {fit}% alike"
    assert MatchSettings.objects.get().words["weights"]


def test_what_matters_most_to_a_mentee_counts_half_as_much_again(
    forms: Cohort, olga: Person, mia_mentors: Participation, noor_learns: Participation, match: Match
) -> None:
    form = Question.objects.get(code="goals").questionnaire
    options = [{"code": "goals", "label": "What I want to learn"}, {"code": "site", "label": "A short way"}]
    Question.objects.create(
        questionnaire=form, code="matters-most", position=99, type="one", text="What matters most?", options=options
    )
    wants(noor_learns.person, statistics=3)
    Person.objects.filter(pk__in=[noor_learns.person_id, mia_mentors.person_id]).update(site="Harbour")
    says(noor_learns.person, Role.MENTEE, forms, **{"matters-most": "site"})
    actions.change_settings(forms, by=olga, weights={"site": 10.0, "style": 10.0}, floor=0)
    Person.objects.filter(pk=noor_learns.person_id).update(communication="direct")
    Person.objects.filter(pk=mia_mentors.person_id).update(communication="gentle")

    assert match().suggestions.get().points == 60_000


def test_sealed_answers_never_count(forms: Cohort) -> None:
    from trellis.matching.said import questions_of  # noqa: PLC0415  only here

    asked = questions_of(forms.program, Role.MENTEE)

    assert {"accommodations", "avoid", "commitment"}.isdisjoint(asked)
    assert {"goals", "mode", "skills-wanted"} <= set(asked)


def test_presets_fill_the_form_and_keep_nothing(client: Client, cohort: Cohort, olga: Person) -> None:
    client.force_login(olga)

    shown = client.post(reverse("matching:settings", args=cohort.address), SETTINGS | {"preset": "youth"})

    form = shown.context["form"]
    assert {key: int(form[f"weight_{key}"].value()) for key in presets.YOUTH} == dict(presets.YOUTH)
    assert not MatchSettings.objects.exists()


def test_a_change_is_tried_out_before_it_is_kept(client: Client, run: MatchRun, olga: Person) -> None:
    client.force_login(olga)
    address = reverse("matching:settings", args=run.cohort.address)
    typed = SETTINGS | {"floor": 0, "aim": "total", "preview": "1"}

    page = client.post(address, typed).content.decode()
    part = client.post(
        address, typed | {"floor": 100}, headers={"HX-Request": "true", "HX-Target": "div#preview"}
    ).content.decode()

    assert "What it would change" in page
    assert "<html" not in part
    assert "1 of 2 mentees would have somebody else." in part
    assert "nobody instead of Mia Holmqvist" in part
    assert not MatchSettings.objects.exists()


def test_questions_are_kept_from_the_page(client: Client, forms: Cohort, olga: Person) -> None:
    client.force_login(olga)
    address = reverse("matching:settings", args=forms.address)

    client.post(
        address, SETTINGS | {"how_help-wanted": "cover", "with_help-wanted": "help-offered", "much_help-wanted": 25}
    )

    kept = FormCriterion.objects.get()
    assert (kept.mentee_code, kept.mentor_code, kept.how, kept.weight) == ("help-wanted", "help-offered", "cover", 25)
    assert kept.title == "What kind of help would you like?"
    client.post(address, SETTINGS)
    assert not FormCriterion.objects.exists()
