"""A manager changes, and by that a pair comes into one reporting line."""

from tests.cast import history_of, notices_to
from tests.conftest import RunJobs
from tests.factories import make_person
from trellis.care import queries as care
from trellis.care.signals import Standing
from trellis.matching import actions
from trellis.matching.models import LineConflict
from trellis.matching.rules import begin
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation


def test_it_is_red_the_same_day_and_told_once(
    cohort: Cohort, mia: Person, noor: Person, mia_mentors: Participation, noor_learns: Participation, olga: Person,
    run_jobs: RunJobs,
) -> None:  # fmt: skip
    pair = begin(cohort, mentors=[mia_mentors], mentees=[noor_learns], by=olga)
    actions.watch()
    run_jobs()
    assert not LineConflict.objects.exists()

    between = make_person("Kim Between", manager=mia)
    Person.objects.filter(pk=noor.pk).update(manager=between)
    for _ in range(2):
        actions.watch()
        run_jobs()

    assert history_of(pair) == ["relationships.started", "matching.line_found"]
    assert notices_to(olga).count("matching/line_found") == 1
    look = care.looks(cohort, viewer=olga)[pair.pk]
    assert look.standing == Standing.STALLED
    assert look.signals[0].sentence == "In one reporting line since a manager changed"


def test_it_goes_when_the_line_goes(
    cohort: Cohort, mia: Person, noor: Person, mia_mentors: Participation, noor_learns: Participation, olga: Person,
    run_jobs: RunJobs,
) -> None:  # fmt: skip
    pair = begin(cohort, mentors=[mia_mentors], mentees=[noor_learns], by=olga)
    for boss in (mia, None):
        Person.objects.filter(pk=noor.pk).update(manager=boss)
        actions.watch()
        run_jobs()

    assert history_of(pair) == ["relationships.started", "matching.line_found", "matching.line_gone"]
    assert care.looks(cohort, viewer=olga)[pair.pk].signals == []
