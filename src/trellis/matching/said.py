"""What people said in their own words or in the application forms, where a program lets it count."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from pairing import texts
from pairing.criteria import Alike, Coverage, Distance, Overlap, Want
from pairing.likeness import Near, whole_vectors
from pairing.problem import Criterion, Rule
from pairing.rules import NothingShared, SomethingShared
from trellis.matching.models import FormCriterion, MatchSettings
from trellis.people.models import Person
from trellis.programs.models import ParticipationQuerySet, Program, Role
from trellis.questions.models import Answer, Question, Questionnaire, Response

How = FormCriterion.How
Type = Question.Type

WORD = (Type.ONE, Type.YES_NO)
SET = (Type.SEVERAL, Type.RANKING, Type.SKILLS)
SCALES = {Type.SCALE_5: (1, 5), Type.SCALE_7: (1, 7), Type.TO_TEN: (0, 10)}
TEXT = (Type.SHORT, Type.LONG)
OPEN = (Question.Audience.TEAM, Question.Audience.PARTNER, Question.Audience.SUPERVISOR)
MATTERS_MOST = "matters-most"  # a question whose choices are named like criteria: what counts half as much again
BIOGRAPHIES = "text"
KINDS: Mapping[str, tuple[How, ...]] = {
    "word": (How.LIKE, How.COMPLEMENT, How.SHARE, How.DIFFER),
    "set": (How.LIKE, How.COMPLEMENT, How.COVER, How.SHARE, How.DIFFER),
    "number": (How.LIKE, How.COMPLEMENT),
    "text": (How.LIKE,),
}


@dataclass(frozen=True)
class Said:
    """One thing that counts, with what each person said about it, mentees and mentors in the order of the inputs.

    Sets of words, numbers from 0 to 1, or vectors of texts; nothing, 'None' or no vector where nobody said.
    """

    title: str
    how: str
    kind: str
    weight: float
    mentees: tuple[Any, ...]
    mentors: tuple[Any, ...]
    key: str = ""

    @property
    def is_rule(self) -> bool:
        return self.how in FormCriterion.RULES

    def criterion(self) -> Criterion:
        return _CRITERIA[self.kind](self, self.key or f"form:{self.title}")

    def rule(self) -> Rule:
        kind = NothingShared if self.how == How.SHARE else SomethingShared
        return kind(self.mentees, self.mentors, f"{self.how}:{self.title}")

    def plain(self) -> dict[str, Any]:
        sides = [[_plain(one) for one in side] for side in (self.mentees, self.mentors)]
        return {
            "title": self.title, "how": self.how, "kind": self.kind, "weight": self.weight, "key": self.key,
            "sides": sides,
        }  # fmt: skip

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> Said:
        sides = [tuple(_read(plain["kind"], one) for one in side) for side in plain["sides"]]
        rest = {name: plain[name] for name in ("title", "how", "kind", "weight", "key")}
        return cls(**rest, mentees=sides[0], mentors=sides[1])


def _plain(value: Any) -> Any:
    match value:
        case frozenset():
            return sorted(value)
        case bytes():
            return base64.b64encode(value).decode()
    return value


def _read(kind: str, value: Any) -> Any:
    if kind == "text":
        return base64.b64decode(value)
    return value if kind == "number" else frozenset(value)


def _words(said: Said, key: str) -> Criterion:
    sides = [tuple(min(one, default="") for one in side) for side in (said.mentees, said.mentors)]
    return Alike(sides[0], sides[1], said.weight, key, said.how == How.COMPLEMENT)


def _sets(said: Said, key: str) -> Criterion:
    if said.how == How.LIKE:
        return Overlap(said.mentees, said.mentors, said.weight, key)
    wanted = said.mentees
    if said.how == How.COMPLEMENT:
        everything = frozenset().union(*said.mentees, *said.mentors)
        wanted = tuple(everything - one if one else one for one in said.mentees)
    wants = tuple(tuple(Want(name) for name in sorted(one)) for one in wanted)
    return Coverage(wants, tuple(dict.fromkeys(sorted(one), 5) for one in said.mentors), said.weight, key)


def _numbers(said: Said, key: str) -> Criterion:
    mentors = said.mentors
    if said.how == How.COMPLEMENT:
        mentors = tuple(None if one is None else 1 - one for one in mentors)
    return Distance(said.mentees, mentors, said.weight, (0, 0), 1.0, key)


def _texts(said: Said, key: str) -> Criterion:
    return Near(_vectors(said.mentees), _vectors(said.mentors), said.weight, key)


def _vectors(packed: Sequence[bytes]) -> Any:
    found = np.zeros((len(packed), texts.WIDTH), dtype=np.int16)
    for at, one in enumerate(packed):
        if one:
            found[at] = np.frombuffer(one, dtype="<i2")
    return found


_CRITERIA: Mapping[str, Callable[[Said, str], Criterion]] = {
    "word": _words,
    "set": _sets,
    "number": _numbers,
    "text": _texts,
}


def kind_of(question: Question) -> str:
    """How answers to a question can be compared; nothing when they can’t, or aren’t for the team to see."""
    if question.is_sealed or question.seen_by not in OPEN:
        return ""
    kinds = (("word", WORD), ("set", SET), ("number", tuple(SCALES)), ("text", TEXT))
    return next((kind for kind, types in kinds if question.type in types), "")


def form_of(program: Program, role: str) -> Questionnaire | None:
    """The application form in use."""
    found = Questionnaire.objects.live().filter(owner="recruitment", about_type="programs.program")
    return found.filter(about_id=str(program.pk), key__endswith=f"-{role}").first()


def questions_of(program: Program, role: str) -> dict[str, Question]:
    """The questions of a role's form that can count, by code."""
    form = form_of(program, role)
    return {one.code: one for one in form.questions.all() if kind_of(one)} if form else {}


def everything_said(
    settings: MatchSettings,
    mentees: Sequence[Person],
    mentors: Sequence[Person],
    biographies: Mapping[int, str],
    criteria: Sequence[FormCriterion],
) -> tuple[Said, ...]:
    """All that counts beyond the profile's own columns, for these people in this order."""
    found = [_biographies(settings, mentees, mentors, biographies)] if settings.weights.get(BIOGRAPHIES) else []
    if criteria:
        found += _answers(settings, criteria, mentees, mentors)
    return tuple(found)


def _biographies(
    settings: MatchSettings, mentees: Sequence[Person], mentors: Sequence[Person], said: Mapping[int, str]
) -> Said:
    sides = [_encoded(settings, [said.get(one.pk, "") for one in side]) for side in (mentees, mentors)]
    return Said("", How.LIKE, "text", float(settings.weights[BIOGRAPHIES]), sides[0], sides[1], BIOGRAPHIES)


def _answers(
    settings: MatchSettings, criteria: Sequence[FormCriterion], mentees: Sequence[Person], mentors: Sequence[Person]
) -> list[Said]:
    program = settings.cohort.program
    asked = {role: questions_of(program, role) for role in Role}
    hers = _given(program, Role.MENTEE, [one.mentee_code for one in criteria], mentees)
    his = _given(program, Role.MENTOR, [one.mentor_code for one in criteria], mentors)
    found = []
    for one in criteria:
        left, right = asked[Role.MENTEE].get(one.mentee_code), asked[Role.MENTOR].get(one.mentor_code)
        if left is None or right is None or kind_of(left) != kind_of(right):
            continue  # the form was changed since; the page of what counts says so
        kind, labels = kind_of(left), dict(right.choices) | dict(left.choices)
        sides = [
            _values(settings, kind, question, labels, [said.get(person.pk) for person in side])
            for question, said, side in (
                (left, {pk: row.get(one.mentee_code) for pk, row in hers.items()}, mentees),
                (right, {pk: row.get(one.mentor_code) for pk, row in his.items()}, mentors),
            )
        ]
        found.append(Said(one.title, one.how, kind, float(one.weight), sides[0], sides[1]))
    return found


def matters_most(settings: MatchSettings, mentees: Sequence[Person], keys: Iterable[str]) -> tuple[str, ...]:
    """What matters most to each mentee, when the form asks and the answer is something that counts."""
    given = _given(settings.cohort.program, Role.MENTEE, [MATTERS_MOST], mentees)
    known = set(keys)
    said = tuple(str(given.get(one.pk, {}).get(MATTERS_MOST) or "") for one in mentees)
    return tuple(one if one in known else "" for one in said) if any(said) else ()


def _given(program: Program, role: Role, codes: Iterable[str], people: Sequence[Person]) -> dict[int, dict[str, Any]]:
    """Person → code → what they said last; never what is sealed or not for the team."""
    rows = Answer.objects.filter(
        response__questionnaire__in=Questionnaire.objects.filter(
            owner="recruitment",
            about_type="programs.program",
            about_id=str(program.pk),
            key__endswith=f"-{role}",
            confidentiality=Questionnaire.Confidentiality.NAMED,
        ),
        response__state=Response.State.SUBMITTED,
        question__code__in=set(codes),
        question__seen_by__in=OPEN,
        question__is_sealed=False,
        sealed=None,
    )
    wanted = {one.pk for one in people}
    if len(wanted) < 500:
        rows = rows.filter(response__respondent__in=wanted)
    found: dict[int, dict[str, Any]] = {}
    ordered = rows.order_by("response__submitted_at", "response")
    for person, code, value in ordered.values_list("response__respondent", "question__code", "value"):
        if person in wanted:
            found.setdefault(person, {})[code] = value
    return found


def _values(
    settings: MatchSettings, kind: str, question: Question, labels: Mapping[str, str], given: Sequence[Any]
) -> tuple[Any, ...]:
    if kind == "text":
        return _encoded(settings, [str(one or "") for one in given])
    if kind == "number":
        low, high = SCALES[Type(question.type)]
        return tuple(None if one is None else (one - low) / (high - low) for one in given)
    return tuple(_set(one, labels) for one in given)


def _set(given: Any, labels: Mapping[str, str]) -> frozenset[str]:
    """The choices in words; a choice of both forms reads as mentees read it."""
    if given is None or given == "":
        return frozenset()
    if isinstance(given, bool):
        return frozenset({"yes" if given else "no"})
    listed = given if isinstance(given, list) else [given]
    names = [one["name"] if isinstance(one, dict) else str(one) for one in listed]
    return frozenset(labels.get(name, name) for name in names)


def _encoded(settings: MatchSettings, said: list[str]) -> tuple[bytes, ...]:
    """A vector for each text, as bytes; nothing where nothing was said."""
    if not any(said):
        return (b"",) * len(said)
    vectors = whole_vectors(embedder(settings, said).encode(said).astype(np.float64))
    return tuple(one.astype("<i2").tobytes() if one.any() else b"" for one in vectors)


def embedder(settings: MatchSettings, said: Sequence[str]) -> texts.Embedder:
    """By meaning when the extra `text` is installed, else by words, whose rarity the last search learned."""
    if by_meaning := _by_meaning():
        return by_meaning
    if not settings.words:
        return texts.Words.of(said)
    return texts.Words(np.array(settings.words["weights"], dtype=np.float32), settings.words["model"])


@lru_cache(maxsize=1)
def _by_meaning() -> texts.Embedder | None:
    """The model of the extra `text`, loaded once."""
    found = texts.best(())
    return None if isinstance(found, texts.Words) else found


def learn_words(settings: MatchSettings, people: ParticipationQuerySet) -> None:
    """How rare each word is among what these people wrote, so that later questions weigh words the same."""
    codes = FormCriterion.objects.filter(cohort=settings.cohort_id).values_list("mentee_code", "mentor_code")
    asked = {code for pair in codes for code in pair}
    if not (asked or settings.weights.get(BIOGRAPHIES)) or _by_meaning():
        return
    persons = people.values("person")
    said = [*Person.objects.filter(pk__in=persons).exclude(biography="").values_list("biography", flat=True)]
    answers = Answer.objects.filter(
        response__respondent__in=persons, question__code__in=asked, question__type__in=TEXT, sealed=None
    )
    said += [str(value) for value in answers.values_list("value", flat=True) if value]
    learned = texts.Words.of(said)
    settings.words = {"model": learned.model, "weights": [round(float(one), 4) for one in learned.weights]}
    MatchSettings.objects.filter(cohort=settings.cohort_id).update(words=settings.words)
