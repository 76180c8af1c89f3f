"""Ending a relationship: kindly, without a culprit, and not by mistake."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.cast import history_of, notices_to
from tests.conftest import RunJobs
from tests.factories import make_participation
from trellis.common.dates import add_months
from trellis.common.errors import Refused
from trellis.history.actions import undo
from trellis.history.models import Event
from trellis.jobs.actions import enqueue
from trellis.notifications.models import Notice
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Role
from trellis.relationships.closure import actions, queries
from trellis.relationships.closure.models import Ending, Farewell
from trellis.relationships.meetings import actions as meetings
from trellis.relationships.meetings.models import Meeting
from trellis.relationships.pairs import actions as pairs
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.pairs.permissions import can_read, get_relationship

State, Reason = Relationship.State, Relationship.Reason


def fresh(pair: Relationship, person: Person) -> Relationship:
    return get_relationship(person, pair.pk, may=can_read)


def texts_to(person: Person, partner: Person) -> list[str]:
    """What was said to them, without the names and the address of their own link."""
    rows = Notice.objects.filter(person=person).order_by("pk").values_list("subject", "body", "link")
    said = [f"{subject}\n{body}".replace(link, "LINK") for subject, body, link in rows]
    return [text.replace(person.called(), "YOU").replace(partner.called(), "OTHER") for text in said]


def test_it_gives_time_for_one_more_meeting(pair: Relationship, noor: Person, mia: Person) -> None:
    actions.begin_ending(pair, by=noor, reason=Reason.ASKED)

    assert pair.state == State.CLOSING
    assert notices_to(noor)[-1] == notices_to(mia)[-1] == "relationships/closing"
    assert history_of(pair)[-1] == "relationships.closing"


def test_nobody_learns_whose_wish_it_was(pair: Relationship, noor: Person, mia: Person) -> None:
    actions.begin_ending(pair, by=noor, reason=Reason.ASKED, last_meeting=False)

    assert texts_to(noor, mia)[1:] == texts_to(mia, noor)[1:]
    events = Event.objects.about(pair).filter(verb__in=["relationships.closing", "relationships.closed"])
    assert [(event.by, event.facts) for event in events] == [(None, {}), (None, {})]


def test_without_a_meeting_it_ends_at_once(pair: Relationship, noor: Person, mia: Person) -> None:
    actions.begin_ending(pair, by=noor, reason=Reason.TIME, last_meeting=False)

    pair.refresh_from_db()
    assert (pair.state, pair.closure_reason) == (State.CLOSED, Reason.TIME)
    assert pair.closed_at is not None
    assert notices_to(mia)[-1] == "relationships/ended"
    assert "That happens often" in Notice.objects.filter(person=mia).latest("pk").body


def test_no_meeting_is_left_in_anybodys_calendar(pair: Relationship, noor: Person, mia: Person) -> None:
    soon = timezone.now() + timedelta(days=3)
    booked = meetings.propose(pair, by=noor, times=[soon], minutes=45, mode=Meeting.Mode.VIDEO)
    meetings.accept(booked, booked.options.get(), by=mia)
    asked = meetings.propose(pair, by=noor, times=[soon + timedelta(days=7)], minutes=45, mode=Meeting.Mode.VIDEO)

    actions.begin_ending(pair, by=noor, reason=Reason.TIME, last_meeting=False)

    for meeting in (booked, asked):
        meeting.refresh_from_db()
        assert meeting.state == Meeting.State.CANCELED
    for person in (noor, mia):
        off = Notice.objects.get(person=person, name="relationships/meeting_canceled")
        assert "A new time" not in off.body


def test_after_an_early_end_both_are_in_the_pool_again(
    pair: Relationship, noor: Person, mia_mentors: Participation, noor_learns: Participation
) -> None:
    actions.begin_ending(pair, by=noor, reason=Reason.ASKED, last_meeting=False)

    for participation in (mia_mentors, noor_learns):
        participation.refresh_from_db()
        assert participation.state == Participation.State.READY


def test_after_a_planned_end_both_have_finished(
    pair: Relationship, olga: Person, mia_mentors: Participation, noor_learns: Participation
) -> None:
    actions.close(pair, by=olga, reason=Reason.TERM_COMPLETE)

    for participation in (mia_mentors, noor_learns):
        participation.refresh_from_db()
        assert participation.state == Participation.State.COMPLETED
        assert history_of(participation)[-1] == "relationships.completed"


def test_a_mentor_of_two_goes_on_with_the_other(
    pair: Relationship, cohort: Cohort, olga: Person, mia_mentors: Participation
) -> None:
    pairs.start(cohort, mentors=[mia_mentors], mentees=[make_participation(cohort, Role.MENTEE)], by=None)

    actions.close(pair, by=olga)

    mia_mentors.refresh_from_db()
    assert mia_mentors.state == Participation.State.MATCHED


def test_it_ends_only_once(pair: Relationship, noor: Person, mia: Person) -> None:
    actions.begin_ending(pair, by=noor, reason=Reason.AGREED)

    with pytest.raises(Refused):
        actions.begin_ending(pair, by=mia, reason=Reason.AGREED)


def test_a_paused_one_can_end_and_its_pause_too(pair: Relationship, noor: Person) -> None:
    pairs.pause(pair, by=noor)

    actions.begin_ending(pair, by=noor, reason=Reason.MOVED, last_meeting=False)

    assert not pair.pauses.filter(ends_at=None).exists()


def test_the_pair_says_that_it_is_done(pair: Relationship, noor: Person, mia: Person) -> None:
    with pytest.raises(Refused):
        actions.finish(pair, by=mia)
    actions.begin_ending(pair, by=noor, reason=Reason.GOALS_MET)

    actions.finish(pair, by=mia)

    assert (pair.state, pair.closure_reason) == (State.CLOSED, Reason.GOALS_MET)


def test_it_can_be_taken_back_for_a_week(pair: Relationship, noor: Person, mia: Person) -> None:
    actions.begin_ending(pair, by=noor, reason=Reason.ASKED, last_meeting=False)

    actions.reopen(pair, by=None)

    pair.refresh_from_db()
    assert (pair.state, pair.closed_at, pair.closure_reason) == (State.ACTIVE, None, "")
    assert not Ending.objects.filter(relationship=pair).exists()
    assert notices_to(mia)[-1] == "relationships/reopened"
    assert set(Participation.objects.values_list("state", flat=True)) == {Participation.State.MATCHED}


def test_after_a_week_it_can_not(pair: Relationship, noor: Person) -> None:
    actions.begin_ending(pair, by=noor, reason=Reason.ASKED, last_meeting=False)

    with time_machine.travel(timezone.now() + timedelta(days=8)), pytest.raises(Refused):
        actions.reopen(pair, by=None)


def test_it_stays_ended_when_somebody_has_no_room_any_more(
    pair: Relationship, cohort: Cohort, noor: Person, noor_learns: Participation
) -> None:
    actions.begin_ending(pair, by=noor, reason=Reason.ASKED, last_meeting=False)
    noor_learns.refresh_from_db()
    pairs.start(cohort, mentors=[make_participation(cohort, Role.MENTOR)], mentees=[noor_learns], by=None)

    with pytest.raises(Refused, match="somebody else"):
        actions.reopen(pair, by=None)

    pair.refresh_from_db()
    assert pair.state == State.CLOSED


def test_the_coordinator_who_closed_it_can_undo(pair: Relationship, olga: Person) -> None:
    actions.close(pair, by=olga, reason=Reason.TERM_COMPLETE)

    undo(Event.objects.get(verb="relationships.closed"), by=olga)

    pair.refresh_from_db()
    assert pair.state == State.ACTIVE


def test_the_calendar_begins_a_month_before_and_closes_after(pair: Relationship, noor: Person) -> None:
    actions.keep_the_calendar(pair.ends_on - timedelta(days=31))
    pair.refresh_from_db()
    assert pair.state == State.ACTIVE

    with time_machine.travel(timezone.now() + (pair.ends_on - timezone.now().date()) - timedelta(days=30)):
        actions.keep_the_calendar(timezone.now().date())
    pair.refresh_from_db()
    assert pair.state == State.CLOSING
    ending = Ending.objects.get(relationship=pair)
    assert ending.closes_on == pair.ends_on + timedelta(days=14)

    actions.keep_the_calendar(ending.closes_on)
    pair.refresh_from_db()
    assert pair.state == State.CLOSING

    actions.keep_the_calendar(ending.closes_on + timedelta(days=1))
    pair.refresh_from_db()
    assert (pair.state, pair.closure_reason) == (State.CLOSED, Reason.TERM_COMPLETE)


def test_a_whole_cohort_ends_in_the_background(
    pair: Relationship, cohort: Cohort, olga: Person, run_jobs: RunJobs, mia: Person
) -> None:
    mentor, mentee = (make_participation(cohort, role) for role in (Role.MENTOR, Role.MENTEE))
    other = pairs.start(cohort, mentors=[mentor], mentees=[mentee], by=None)

    job = actions.close_cohort(cohort, by=olga)
    run_jobs()

    job.refresh_from_db()
    assert (job.done, job.total) == (2, 2)
    for row in (pair, other):
        row.refresh_from_db()
        assert (row.state, row.closure_reason) == (State.CLOSED, Reason.PROGRAM_ENDED)
    assert notices_to(mia).count("relationships/ended") == 1


def test_a_private_look_back_is_sealed_and_only_mine(pair: Relationship, noor: Person, mia: Person) -> None:
    actions.look_back(pair, by=noor, text="I was afraid of bed 4", is_shared=False, contact="sometimes")

    assert b"afraid" not in bytes(Farewell.objects.get().sealed)
    assert [word.text for word in queries.words_for(noor, fresh(pair, noor))] == ["I was afraid of bed 4"]
    assert queries.words_for(mia, fresh(pair, mia)) == []


def test_a_shared_look_back_is_read_by_both_and_stays_shared(pair: Relationship, noor: Person, mia: Person) -> None:
    actions.look_back(pair, by=noor, text="Thank you", is_shared=True, contact="")

    assert [(word.text, word.is_mine) for word in queries.words_for(mia, fresh(pair, mia))] == [("Thank you", False)]
    with pytest.raises(Refused):
        actions.look_back(pair, by=noor, text="Thank you", is_shared=False, contact="")


def test_staying_in_touch_shows_only_what_both_wish(pair: Relationship, noor: Person, mia: Person) -> None:
    actions.look_back(pair, by=noor, text="", is_shared=False, contact="regular")
    assert queries.contact_agreed(pair) is None

    actions.look_back(pair, by=mia, text="", is_shared=False, contact="sometimes")
    assert queries.contact_agreed(pair) == Farewell.Contact.SOMETIMES


def test_the_checklist_is_one_for_both(pair: Relationship, noor: Person, mia: Person, sam: Person) -> None:
    actions.begin_ending(pair, by=None, reason=Reason.TERM_COMPLETE)
    actions.tick(pair, "thanks", by=noor)
    actions.tick(pair, "thanks", by=mia)
    actions.tick(pair, "goals", by=mia)
    actions.tick(pair, "goals", by=noor, is_done=False)

    assert [line.code for line in queries.checklist(pair) if line.is_done] == ["thanks"]
    for code, who in (("nonsense", noor), ("goals", sam)):
        with pytest.raises(Refused):
            actions.tick(pair, code, by=who)


def test_each_side_has_its_closing_questions(pair: Relationship, noor: Person, mia: Person, olga: Person) -> None:
    with pytest.raises(Refused):
        actions.answer(pair, {"worth": 5}, by=noor)
    actions.close(pair, by=olga)
    keys = [actions.questions_for(pair, person).key for person in (noor, mia)]

    actions.answer(pair, {"worth": 4, "recommend": 9}, by=noor)

    assert keys == ["closing-mentee", "closing-mentor"]
    assert queries.has_answered(noor, pair)
    assert not queries.has_answered(mia, pair)
    assert queries.answered([pair]) == {(pair.pk, noor.pk)}
    assert Event.objects.get(verb="relationships.closing_answered").by is None


def test_after_an_early_end_the_questions_are_others(pair: Relationship, noor: Person) -> None:
    actions.begin_ending(pair, by=noor, reason=Reason.UNREACHABLE, last_meeting=False)

    questionnaire = actions.questions_for(pair, noor)

    assert questionnaire.key == "closing-early"
    assert questionnaire.confidentiality == "confidential"
    assert actions.questions_for(pair, noor) == questionnaire


def test_the_clock_closes_through_a_job(pair: Relationship, run_jobs: RunJobs) -> None:
    with time_machine.travel(timezone.now() + (pair.ends_on - timezone.now().date())):
        enqueue("relationships.endings")
        run_jobs()

    pair.refresh_from_db()
    assert pair.state == State.CLOSING


def test_it_goes_on_when_both_wish_it(pair: Relationship, mia: Person, noor: Person) -> None:
    actions.begin_ending(pair, by=None, reason=Reason.TERM_COMPLETE)
    before = max(pair.ends_on, timezone.now().date())

    assert not actions.wish_to_go_on(pair, by=noor, months=6)
    assert "relationships/renewed" not in notices_to(mia)
    assert actions.wish_to_go_on(pair, by=mia, months=3)

    pair.refresh_from_db()
    assert (pair.state, pair.ends_on) == (State.ACTIVE, add_months(before, 3))
    assert (notices_to(mia)[-1], notices_to(noor)[-1]) == ("relationships/renewed", "relationships/renewed")
    assert history_of(pair)[-1] == "relationships.renewed"
    with pytest.raises(Refused):
        actions.wish_to_go_on(pair, by=mia, months=3)
