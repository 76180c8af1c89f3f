"""One small world in which every address has something to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from tests.factories import make_participation, make_person, make_program
from tests.house import choosing, circles
from trellis.api import actions as api
from trellis.api.models import Token
from trellis.care import actions as care
from trellis.care.models import CheckIn, HelpRequest
from trellis.exchange.actions import checks, files
from trellis.exchange.models import PeopleImport
from trellis.history.actions import record
from trellis.history.models import Event
from trellis.jobs.actions import run
from trellis.jobs.models import Job
from trellis.matching import actions as matching
from trellis.matching.models import (
    KeptApart,
    MatchRun,
    PairImport,
    Proposal,
    ProposalQuestion,
    RematchPlan,
    RuleException,
    Suggestion,
    Tie,
)
from trellis.notifications import actions as notifications
from trellis.notifications.models import Notice
from trellis.people import links
from trellis.people.actions import invitations
from trellis.people.models import Invitation, Person, Skill
from trellis.programs import actions as programs
from trellis.programs.models import Cohort, Organization, Participation, PlanStep, Program, Role, TeamMember
from trellis.questions import actions as questions
from trellis.questions.models import Question, Questionnaire
from trellis.recognition import actions as recognition
from trellis.recognition.models import Certificate, Thanks
from trellis.recruitment.actions import calls, deciding
from trellis.recruitment.models import Application, Call
from trellis.relationships.agreements import actions as agreements
from trellis.relationships.closure import actions as closure
from trellis.relationships.conversations import actions as conversations
from trellis.relationships.conversations.attachments import Looked
from trellis.relationships.conversations.models import Attachment, Note
from trellis.relationships.goals import actions as goals
from trellis.relationships.goals.models import Goal, Step
from trellis.relationships.meetings import actions as meetings
from trellis.relationships.meetings.links import feed_address, meeting_link
from trellis.relationships.meetings.models import AgendaItem, Meeting, ToDo
from trellis.relationships.needs import actions as needs
from trellis.relationships.pairs import actions as pairs
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.reviews import actions as reviews
from trellis.relationships.safeguarding import actions as safeguarding
from trellis.relationships.safeguarding.models import Opening
from trellis.relationships.summaries import actions as summaries
from trellis.relationships.summaries.models import Summary
from trellis.relationships.summaries.sheet import compose
from trellis.strategy import actions as strategy
from trellis.strategy import charters, objectives
from trellis.strategy.models import Charter, Leader, Objective
from trellis.strategy.queries import key_of


@dataclass
class World:
    """The cast and what belongs to them; apps add their fields here."""

    ada: Person
    olga: Person
    mia: Person
    noor: Person
    rui: Person
    sam: Person
    sponsor: Person
    program: Program
    cohort: Cohort
    mia_mentors: Participation
    noor_learns: Participation
    undoable: Event
    notice: Notice
    off_token: str
    closed: Person
    competency: Skill
    welcome_token: str
    people_import: PeopleImport
    done_import: PeopleImport
    token: Token
    pair: Relationship
    resting_pair: Relationship
    goal: Goal
    withdrawn_goal: Goal
    summary: Summary
    old_summary: Summary
    summary_token: str
    step: Step
    closing_pair: Relationship
    closing_token: str
    meeting: Meeting
    agenda_item: AgendaItem
    private_note: Note
    shared_note: Note
    attachment: Attachment
    opening: Opening  # a safeguarding lead has asked, Olga may decide
    to_do: ToDo
    meeting_token: str
    feed_token: str
    job: Job
    failed_job: Job
    question: Question
    leader: Leader
    charter: Charter
    objective: Objective
    call: Call
    application: Application  # Rui would like to mentor in Olga's program
    waiting: Application  # Sam is on its waiting list
    match_cohort: Cohort
    suggestion: Suggestion
    locked_suggestion: Suggestion
    kept_apart: KeptApart
    exception: RuleException  # Ada asked; Olga may decide
    tie: Tie
    scenario: MatchRun
    searching: MatchRun
    proposal: Proposal
    proposal_question: ProposalQuestion
    to_approve: Proposal
    pair_list: PairImport
    rematch_plan: RematchPlan
    ended_pair: Relationship
    plan_step: PlanStep
    old_cohort: Cohort
    check_in: CheckIn
    help_request: HelpRequest
    certificate: Certificate
    thanks: Thanks
    circles: circles.Circle
    choosing: choosing.Choosing

    def person(self, role: str) -> Person:
        found: Any = getattr(self, role)
        assert isinstance(found, Person)
        return found


def build() -> World:
    """Olga's program with Mia and Noor in it, Rui's program beside it, Ada running the installation."""
    Organization.objects.create(name="Kestrel Bay Health")
    ada = make_person("Ada Brightwater", is_administrator=True)
    olga, mia, noor, rui, sam, sponsor = (
        make_person(name) for name in ("Olga S", "Mia H", "Noor E", "Rui T", "Sam O", "Paula Sponsor")
    )
    program = make_program("First Year Forward", by=olga, preset="onboarding")
    make_program("Ward Leaders", by=rui)
    programs.add_to_team(program, sponsor, TeamMember.Role.SPONSOR, by=olga)
    cohort = program.cohorts.get()
    mia_mentors = make_participation(cohort, Role.MENTOR, person=mia, capacity=3)
    noor_learns = make_participation(cohort, Role.MENTEE, person=noor)
    resting_pair = pairs.start(
        cohort, mentors=[mia_mentors], mentees=[make_participation(cohort, Role.MENTEE)], by=olga
    )
    pairs.pause(resting_pair, by=mia)
    pair = pairs.start(cohort, mentors=[mia_mentors], mentees=[noor_learns], by=olga)
    agreements.write(pair, by=noor, based_on=0, every_weeks=2, minutes=60, purpose="To begin well.")
    need = needs.add(pair, by=noor, name="Giving a clear handover")
    needs.rate(pair, {need: (2, 5)}, by=noor)
    goal = goals.add(pair, by=noor, owner=noor, title="Lead the handover", need=need)
    withdrawn_goal = goals.add(pair, by=noor, owner=noor, title="Something else")
    goals.withdraw(withdrawn_goal, by=noor, reason="Changed my mind.")
    reviews.ask(Relationship.objects.with_people().get(pk=pair.pk), "midpoint")
    summary = _shared(pair, noor, None)
    closing_pair = pairs.start(
        cohort, mentors=[mia_mentors], mentees=[make_participation(cohort, Role.MENTEE)], by=olga
    )
    closure.begin_ending(closing_pair, by=mia, reason=Relationship.Reason.GOALS_MET)
    call = calls.open_recruiting(cohort, by=olga)
    application, waiting = (
        Application.objects.create(cohort=cohort, role=role, person=who, email=who.email, state="submitted")
        for who, role in ((rui, Role.MENTOR), (sam, Role.MENTEE))
    )
    deciding.wait(waiting, by=olga)
    meeting = meetings.propose(pair, by=noor, times=[timezone.now() + timedelta(days=7)], minutes=45)
    meetings.accept(meeting, meeting.options.get(), by=mia)
    plan = Looked("plan.txt", "text/plain; charset=utf-8", b"One, two, three.")
    message = conversations.send(pair, by=mia, text="Good to meet you.", files=[plan])
    notice = Notice.objects.create(person=noor, name="people/invitation", subject="Welcome", body="Hello", link="/")
    match_cohort = _matched(programs.start_cohort(program, "Matching now", by=olga), olga)
    suggestion, locked_suggestion = (
        Suggestion.objects.filter(run__cohort=match_cohort, run__state="review").placed().order_by("pk")
    )
    matching.lock(locked_suggestion, by=olga)
    proposal = _asked(mia_mentors, noor_learns, olga)
    return World(
        ada=ada,
        olga=olga,
        mia=mia,
        noor=noor,
        rui=rui,
        sam=sam,
        sponsor=sponsor,
        program=program,
        cohort=cohort,
        mia_mentors=mia_mentors,
        noor_learns=noor_learns,
        undoable=record("test.painted", program, by=olga),
        notice=notice,
        off_token=notifications.off_token(notice),
        competency=Skill.objects.create(name="Walking the floor", is_listed=True),
        closed=make_person("Cleo Gone", is_active=False),
        welcome_token=_old_invitation(),
        people_import=_checked_import(ada),
        done_import=PeopleImport.objects.create(
            by=ada, file_name="done.csv", state="done", committed_at=timezone.now()
        ),
        token=api.create_token("Payroll", scopes=["people:read"], days=30, by=olga)[0],
        pair=pair,
        goal=goal,
        withdrawn_goal=withdrawn_goal,
        summary=summary,
        old_summary=_shared(pair, noor, olga),
        summary_token=summaries.address(summary).split("/")[-2],
        step=goals.add_step(goal, by=noor, title="Watch one"),
        meeting=meeting,
        private_note=conversations.write_note(pair, by=noor, text="I looked at another job."),
        shared_note=conversations.write_note(pair, by=noor, text="Three things to try.", audience="shared"),
        attachment=message.attachments.get(),
        opening=_asked_to_open(pair, program, olga),
        agenda_item=meetings.put_on_agenda(meeting, by=noor, text="How it went"),
        to_do=meetings.add_to_do(pair, by=noor, person=noor, title="Ask her"),
        meeting_token=meeting_link(meeting, noor).split("/")[-2],
        feed_token=feed_address(meetings.renew_feed(noor)).rpartition("/")[2].removesuffix(".ics"),
        resting_pair=resting_pair,
        closing_pair=closing_pair,
        closing_token=links.sign("closing", mia, closing_pair.pk),
        job=Job.objects.create(kind="notifications.deliver", owner=olga),
        plan_step=programs.add_step(cohort, by=olga, stage=cohort.stage, title="Hold the kickoff"),
        old_cohort=_cohort_in_the_archive(olga, noor, mia, sponsor),
        question=_question_of_a_draft(cohort, olga),
        leader=strategy.invite(strategy.open_session(cohort, by=olga), sponsor, by=olga),
        charter=_charter_to_sign(cohort, olga, sponsor),
        objective=_objective(programs.start_cohort(program, "Second cohort", by=olga), olga),
        call=call,
        application=application,
        waiting=waiting,
        match_cohort=match_cohort,
        suggestion=suggestion,
        locked_suggestion=locked_suggestion,
        kept_apart=match_cohort.kept_apart.get(),
        exception=_exception(suggestion, ada),
        tie=matching.tie(
            match_cohort, suggestion.mentee.person, locked_suggestion.mentee.person, kind=Tie.Kind.CLOSE, by=olga
        ),
        scenario=match_cohort.match_runs.get(state=MatchRun.State.READY),
        searching=matching.start_scenario(match_cohort, by=olga, aim="choices"),
        proposal=proposal,
        proposal_question=matching.ask(proposal, by=noor, text="Where is her ward?"),
        to_approve=_both_said_yes(match_cohort, olga),
        pair_list=PairImport.objects.create(cohort=match_cohort, by=olga, file_name="pairs.csv", rows=PAIR_ROWS),
        rematch_plan=RematchPlan.objects.create(cohort=match_cohort, by=olga),
        ended_pair=_ended(match_cohort, olga),
        failed_job=Job.objects.create(kind="notifications.deliver", owner=olga, state=Job.State.FAILED),
        check_in=_check_in(pair, noor),
        help_request=care.ask_for_help(cohort, by=noor, text="Can we talk?", about=pair),
        certificate=_certificate(cohort, olga),
        thanks=recognition.thank(pair, by=noor, to=mia, text="Thank you"),
        circles=circles.build(olga=olga, mia=mia, noor=noor),
        choosing=choosing.build(olga=olga, mia=mia, noor=noor),
    )


def _shared(pair: Relationship, person: Person, to: Person | None) -> Summary:
    """A summary of the goals, for a link or for somebody."""
    sheet = compose(pair, person, goals=[goal.pk for goal in pair.goals.all()], with_gap=True, words="So far, so good.")
    return summaries.share(pair, sheet, by=person, to=to, seen=sheet.digest())


def _matched(cohort: Cohort, by: Person) -> Cohort:
    """A cohort with a plan under review: two pairs, one mentee without a mentor, two people kept apart."""
    mentors = [make_participation(cohort, Role.MENTOR) for _ in range(2)]
    mentees = [make_participation(cohort, Role.MENTEE) for _ in range(3)]
    KeptApart.objects.create(cohort=cohort, mentee=mentees[0], mentor=mentors[0], by=by)
    matching.change_settings(cohort, by=by, floor=0)
    for found in (matching.start_run(cohort, by=by), matching.start_scenario(cohort, by=by, aim="total")):
        assert found.job
        run(found.job.pk)
    return cohort


def _exception(suggestion: Suggestion, by: Person) -> RuleException:
    """A pair for which somebody asked that the reporting line shall not count."""
    assert suggestion.mentor
    return matching.ask_exception(
        suggestion.run.cohort,
        mentee=suggestion.mentee,
        mentor=suggestion.mentor,
        rule="H3",
        reason="Only on paper.",
        review_on=timezone.now().date() + timedelta(days=30),
        by=by,
    )


def _asked(mentor: Participation, mentee: Participation, by: Person) -> Proposal:
    """A proposal that waits for both."""
    now = timezone.now()
    return Proposal.objects.create(
        cohort=mentor.cohort,
        mentee=mentee,
        mentor=mentor,
        by=by,
        state=Proposal.State.OPEN,
        held_until=now,
        opened_at=now,
        expires_on=now.date() + timedelta(days=7),
    )


def _asked_to_open(pair: Relationship, program: Program, by: Person) -> Opening:
    lead = make_person("Lena Safe")
    programs.add_to_team(program, lead, TeamMember.Role.SAFEGUARDING, by=by)
    fresh = Relationship.objects.with_people().get(pk=pair.pk)
    return safeguarding.ask(fresh, by=lead, reason=Opening.Reason.HARM, why="A bruise that nobody explains.")


PAIR_ROWS = [["2", "nobody@elsewhere.example", "nobody.else@elsewhere.example", ""]]


def _ended(cohort: Cohort, by: Person) -> Relationship:
    """Two who had no time for each other."""
    mentor, mentee = (make_participation(cohort, role) for role in (Role.MENTOR, Role.MENTEE))
    pair = pairs.start(cohort, mentors=[mentor], mentees=[mentee], by=by)
    closure.close(pair, by=by, reason=Relationship.Reason.TIME)
    return pair


def _both_said_yes(cohort: Cohort, by: Person) -> Proposal:
    """A pair that waits for the team."""
    mentor, mentee = (make_participation(cohort, role) for role in (Role.MENTOR, Role.MENTEE))
    proposal = _asked(mentor, mentee, by)
    yes = {"mentee_answer": "accepted", "mentor_answer": "accepted"}
    Proposal.objects.filter(pk=proposal.pk).update(state=Proposal.State.APPROVAL, **yes)
    return proposal


def _check_in(pair: Relationship, person: Person) -> CheckIn:
    """The first one, asked."""
    care.draw_up(pair)
    check_in = CheckIn.objects.filter(relationship=pair, person=person).order_by("due_on")[0]
    care.ask(check_in)
    return check_in


def _certificate(cohort: Cohort, by: Person) -> Certificate:
    """Of somebody who finished with a program that asks for no meetings."""
    mentor, mentee = (make_participation(cohort, role) for role in (Role.MENTOR, Role.MENTEE))
    closure.close(pairs.start(cohort, mentors=[mentor], mentees=[mentee], by=by), by=by)
    recognition.set_rule(cohort.program, by=by, least_meetings=0)
    mentor.refresh_from_db()
    return recognition.issue(mentor, by=by)


def _question_of_a_draft(cohort: Cohort, by: Person) -> Question:
    """One of the five strategy questions, in a version that is being changed."""
    strategy.open_session(cohort, by=by)
    return questions.revise(Questionnaire.objects.live().get(key=key_of(cohort.program_id)), by=by).questions.all()[0]


def _charter_to_sign(cohort: Cohort, by: Person, sponsor: Person) -> Charter:
    """A charter with one objective, waiting for its sponsor."""
    _objective(cohort, by)
    charter = charters.draft(cohort, by=by)
    charters.change(charter, dict.fromkeys(charters.NEEDED, "Text"), by=by, edits=charter.edits)
    charters.send(charter, sponsor=sponsor, by=by)
    return charter


def _objective(cohort: Cohort, by: Person) -> Objective:
    return objectives.add(cohort, by=by, statement="48 pairs", measure="pairs_matched", target=Decimal(48))


def _cohort_in_the_archive(by: Person, mentee: Person, mentor: Person, sponsor: Person) -> Cohort:
    """A program that is over, with the same people in it."""
    program = make_program("Ward Mentors", by=by)
    cohort = program.cohorts.get()
    programs.set_dates(cohort, by=by, starts_on=date(2024, 1, 1))
    programs.admit(cohort, mentee, Role.MENTEE, by=by)
    programs.admit(cohort, mentor, Role.MENTOR, by=by)
    programs.add_to_team(program, sponsor, TeamMember.Role.SPONSOR, by=by)
    programs.archive(program, by=by)
    return cohort


def _checked_import(by: Person) -> PeopleImport:
    """A list that waits to be looked at: one row fine, one with a problem."""
    made = files.upload("list.csv", b"Name,E-mail\nWren,wren@x.example\nOsei,\n", by=by)
    checks.match_columns(made, made.columns, date_order="", by=by)
    return made


def _old_invitation() -> str:
    """The link of somebody who was invited long ago."""
    invitation = Invitation.objects.create(person=make_person("Ivo Invited"))
    Invitation.objects.update(created_at="2026-01-01T00:00:00Z")
    return links.sign(invitations.WELCOME, invitation.person, invitation.pk)
