"""Every address × every role: what each may get. An address without a row fails the build.

A row names who gets what with GET (or POST for buttons); everybody else must find nothing: 404 when
signed in, the sign-in page when not. `args` builds the address from the world.

    "people:person": Row("ada:200 olga:200 noor:200", args=lambda w: [w.noor.pk]),
    "recruitment:accept": Row("olga:302", args=lambda w: [w.application.pk], post=True),
    "recruitment:program": Row("everybody:200", args=lambda w: [w.program.slug]),
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.house.world import World
from trellis.people import links

EVERYBODY = ("anonymous", "sam", "noor", "mia", "olga", "rui", "sponsor", "ada")
SIGNED_IN = EVERYBODY[1:]


@dataclass(frozen=True)
class Row:
    """`who` is like "olga:200 noor:403", with the groups `everybody` and `signed-in`; later words win."""

    who: str
    args: Callable[[World], list[Any]] = field(default=lambda world: [])
    post: bool = False
    data: Mapping[str, Any] = field(default_factory=dict)
    query: str = ""

    def expected(self) -> dict[str, int]:
        """Role → status: 404 for who isn't named, 302 (sign in) for the anonymous."""
        found = dict.fromkeys(SIGNED_IN, 404) | {"anonymous": 302}
        for word in self.who.split():
            name, status = word.split(":")
            names = {"everybody": EVERYBODY, "signed-in": SIGNED_IN}.get(name, (name,))
            found |= dict.fromkeys(names, int(status))
        return found


# Pages of those who lead a program: others of the program may not, strangers find nothing.
TEAM = "olga:200 noor:403 mia:403 sponsor:403 ada:403"
TO_THE_FORM = "everybody:302 anonymous:999"  # on to the first page of the form, signed in or not
TEAM_ACTS = "olga:302 noor:403 mia:403 sponsor:403 ada:403"
NOT_EVEN_THE_TEAM = "olga:403 noor:403 mia:403 sponsor:403 ada:403"
# Pages about the team itself: an administrator may, so that no program is left without a manager.
STAFF = "olga:200 ada:200 noor:403 mia:403 sponsor:403"
STAFF_ACTS = "olga:302 ada:302 noor:403 mia:403 sponsor:403"

ROWS: dict[str, Row] = {
    # ── home ──
    "home:start": Row("signed-in:302"),
    "home:mentoring": Row("signed-in:200"),
    "home:help": Row("signed-in:200"),
    "home:guide": Row("signed-in:200", args=lambda w: ["mentees"]),
    "home:program": Row("olga:200 sponsor:200 noor:403 mia:403 ada:403", args=lambda w: w.cohort.address),
    "home:stages": Row("olga:200 sponsor:403 noor:403 mia:403 ada:403", args=lambda w: w.cohort.address),
    # ── api ──
    "api_tokens:list": Row("signed-in:200"),
    "api_problems": Row("everybody:200"),
    "api_tokens:revoke": Row("olga:302", args=lambda w: [w.token.pk], post=True),
    # ── config ──
    "healthz": Row("everybody:200"),
    "readyz": Row("everybody:200"),
    # ── exchange ──
    "exchange:imports": Row("ada:200"),
    "exchange:import": Row("ada:200", args=lambda w: [w.people_import.pk]),
    "exchange:columns": Row("ada:200", args=lambda w: [w.people_import.pk]),
    "exchange:mend": Row("ada:302", args=lambda w: [w.people_import.pk], post=True, data={"go": "check"}),
    "exchange:rows": Row("ada:200", args=lambda w: [w.people_import.pk]),
    "exchange:problems_file": Row("ada:200", args=lambda w: [w.people_import.pk], post=True),
    "exchange:undo": Row("ada:302", args=lambda w: [w.done_import.pk], post=True),
    "exchange:export": Row("ada:200"),
    # ── people ──
    "people:list": Row("signed-in:200"),
    "people:invite": Row("ada:200"),
    "people:person": Row("noor:200 mia:200 olga:200 ada:200", args=lambda w: [w.noor.pk]),
    "people:photo_file": Row("", args=lambda w: [w.noor.pk]),
    "people:account": Row("noor:403 mia:403 olga:403 ada:200", args=lambda w: [w.noor.pk]),
    "people:invite_again": Row("noor:403 mia:403 olga:403 ada:302", args=lambda w: [w.noor.pk], post=True),
    "people:close": Row("noor:403 mia:403 olga:403 ada:302", args=lambda w: [w.noor.pk], post=True),
    "people:reopen": Row("ada:302", args=lambda w: [w.closed.pk], post=True),
    "people:administrator": Row("noor:403 mia:403 olga:403 ada:302", args=lambda w: [w.noor.pk], post=True),
    "people:competencies": Row("ada:200"),
    "people:onet": Row("ada:302", post=True, data={"list": "yes"}),
    "people:competency_off": Row("ada:302", args=lambda w: [w.competency.pk], post=True),
    "people:me": Row("signed-in:200"),
    "people:about": Row("signed-in:200"),
    "people:skills": Row("signed-in:200"),
    "people:times": Row("signed-in:200"),
    "people:photo": Row("signed-in:200"),
    "people:remove_photo": Row("signed-in:302", post=True),
    "people:settings": Row("signed-in:200"),
    "people:welcome": Row("everybody:200", args=lambda w: [w.welcome_token]),
    "people:new_link": Row("everybody:200", args=lambda w: [w.welcome_token], post=True),
    "people:signing_in": Row("signed-in:200"),
    "people:end_session": Row("", args=lambda w: [0], post=True),
    "people:end_other_sessions": Row("signed-in:302", post=True),
    # ── history, jobs, notifications, ui ──
    "jobs:work": Row("ada:200"),
    "jobs:job": Row("olga:200 ada:200", args=lambda w: [w.job.pk]),
    "jobs:stop": Row("olga:302 ada:302", args=lambda w: [w.job.pk], post=True),
    "jobs:again": Row("olga:403 ada:302", args=lambda w: [w.failed_job.pk], post=True),
    "history:undo": Row("olga:302", args=lambda w: [w.undoable.pk], post=True),
    "notifications:inbox": Row("signed-in:200"),
    "notifications:read": Row("signed-in:302", post=True),
    "notifications:follow": Row("noor:302", args=lambda w: [w.notice.pk]),
    "notifications:choices": Row("signed-in:200"),
    "notifications:off": Row("everybody:200", args=lambda w: [w.off_token]),
    "notifications:previews": Row("signed-in:403 ada:200"),
    "ui:more": Row("signed-in:200"),
    "ui:look": Row("everybody:200", args=lambda w: ["1a2b4c"]),
    "ui:manifest": Row("everybody:200"),
    "ui:components": Row("everybody:404"),  # only while developing, and in the demo
    "ui:language": Row("everybody:302", post=True, data={"language": "es", "next": "/accounts/login/"}),
    "notifications:preview_mail": Row("signed-in:403 ada:200", args=lambda w: ["people", "invitation"]),
    # ── relationships ──
    "relationships:mine": Row("signed-in:200"),
    "relationships:overview": Row("mia:200 noor:200", args=lambda w: [w.pair.pk]),
    "relationships:privacy": Row("mia:200 noor:200", args=lambda w: [w.pair.pk]),
    "relationships:pause": Row("mia:200 noor:200", args=lambda w: [w.pair.pk]),
    "relationships:resume": Row("mia:302", args=lambda w: [w.resting_pair.pk], post=True),
    "relationships:circle": Row("mia:200 noor:200", args=lambda w: [w.circles.circle.pk]),
    "relationships:leave_circle": Row("mia:200 noor:200", args=lambda w: [w.circles.circle.pk]),
    "relationships:want_topic": Row(
        "mia:302 noor:302", args=lambda w: [w.circles.circle.pk, w.circles.topic.pk], post=True, data={"wanted": "1"}
    ),
    "relationships:talked_about": Row(
        "mia:302 noor:302", args=lambda w: [w.circles.circle.pk, w.circles.topic.pk], post=True
    ),
    "relationships:take_down_topic": Row(
        "mia:403 noor:302", args=lambda w: [w.circles.circle.pk, w.circles.topic.pk], post=True
    ),
    "relationships:take_duty": Row(
        "mia:302 noor:302",
        args=lambda w: [w.circles.circle.pk, w.circles.coming.pk],
        post=True,
        data={"duty": "host"},
    ),
    "relationships:who_came": Row("mia:200 noor:200", args=lambda w: [w.circles.circle.pk, w.circles.met.pk]),
    "relationships:agreement": Row("mia:200 noor:200", args=lambda w: [w.pair.pk]),
    "relationships:change_agreement": Row("mia:200 noor:200", args=lambda w: [w.pair.pk]),
    "relationships:sign_agreement": Row("mia:409 noor:409", args=lambda w: [w.pair.pk, 1], post=True),
    "relationships:goals_overview": Row("signed-in:200"),
    "relationships:goals": Row("mia:200 noor:200", args=lambda w: [w.pair.pk]),
    "relationships:purpose": Row("noor:200", args=lambda w: [w.pair.pk]),
    "relationships:vision": Row("noor:200", args=lambda w: [w.pair.pk]),
    "relationships:needs": Row("noor:200", args=lambda w: [w.pair.pk]),
    "relationships:gap": Row("noor:200", args=lambda w: [w.pair.pk]),
    "relationships:plan": Row("noor:200", args=lambda w: [w.pair.pk]),
    "relationships:share_goals": Row("noor:200", args=lambda w: [w.pair.pk]),
    "relationships:summary": Row("noor:200", args=lambda w: [w.pair.pk, w.summary.pk]),
    "relationships:withdraw_summary": Row("noor:302", args=lambda w: [w.pair.pk, w.old_summary.pk], post=True),
    "relationships:summary_link": Row("everybody:200", args=lambda w: [w.summary_token]),
    "relationships:review": Row("mia:200 noor:200", args=lambda w: [w.pair.pk, "midpoint"]),
    "relationships:conclude_review": Row("mia:302 noor:302", args=lambda w: [w.pair.pk, "midpoint"], post=True),
    "relationships:new_goal": Row("mia:200 noor:200", args=lambda w: [w.pair.pk]),
    "relationships:goal": Row("mia:200 noor:200", args=lambda w: [w.pair.pk, w.goal.pk]),
    "relationships:edit_goal": Row("mia:200 noor:200", args=lambda w: [w.pair.pk, w.goal.pk]),
    "relationships:judge_goal": Row("mia:302 noor:302", args=lambda w: [w.pair.pk, w.goal.pk], post=True),
    "relationships:attain_goal": Row("mia:302 noor:302", args=lambda w: [w.pair.pk, w.goal.pk], post=True),
    "relationships:reach_goal": Row("mia:302 noor:302", args=lambda w: [w.pair.pk, w.goal.pk], post=True),
    "relationships:reopen_goal": Row("mia:302 noor:302", args=lambda w: [w.pair.pk, w.withdrawn_goal.pk], post=True),
    "relationships:withdraw_goal": Row("mia:200 noor:200", args=lambda w: [w.pair.pk, w.goal.pk]),
    "relationships:tick_step": Row(
        "mia:302 noor:302", args=lambda w: [w.pair.pk, w.goal.pk, w.step.pk], post=True, data={"done": "1"}
    ),
    "relationships:remove_step": Row("mia:302 noor:302", args=lambda w: [w.pair.pk, w.goal.pk, w.step.pk], post=True),
    "relationships:meetings": Row("mia:200 noor:200", args=lambda w: [w.pair.pk]),
    "relationships:propose_meeting": Row("mia:200 noor:200", args=lambda w: [w.pair.pk]),
    "relationships:log_past_meeting": Row("mia:200 noor:200", args=lambda w: [w.pair.pk]),
    "relationships:meeting": Row("mia:200 noor:200", args=lambda w: [w.pair.pk, w.meeting.pk]),
    "relationships:accept_meeting": Row("mia:404 noor:404", args=lambda w: [w.pair.pk, w.meeting.pk], post=True),
    "relationships:vote_on_meeting": Row("mia:302 noor:302", args=lambda w: [w.pair.pk, w.meeting.pk], post=True),
    "relationships:use_guide": Row(
        "mia:302 noor:302", args=lambda w: [w.pair.pk, w.meeting.pk], post=True, data={"guide": "first"}
    ),
    "relationships:move_meeting": Row("mia:200 noor:200", args=lambda w: [w.pair.pk, w.meeting.pk]),
    "relationships:cancel_meeting": Row("mia:200 noor:200", args=lambda w: [w.pair.pk, w.meeting.pk]),
    "relationships:log_meeting": Row("mia:200 noor:200", args=lambda w: [w.pair.pk, w.meeting.pk]),
    "relationships:meeting_file": Row("mia:200 noor:200", args=lambda w: [w.pair.pk, w.meeting.pk]),
    "relationships:take_off_agenda": Row(
        "mia:302 noor:302", args=lambda w: [w.pair.pk, w.meeting.pk, w.agenda_item.pk], post=True
    ),
    "relationships:add_to_do": Row("mia:302 noor:302", args=lambda w: [w.pair.pk], post=True),
    "relationships:tick_to_do": Row("mia:302 noor:302", args=lambda w: [w.pair.pk, w.to_do.pk], post=True),
    "relationships:meeting_link": Row("everybody:200 noor:302", args=lambda w: [w.meeting_token]),
    "relationships:calendar": Row("signed-in:200"),
    "relationships:revoke_calendar": Row("signed-in:302", post=True),
    "relationships:feed": Row("everybody:200", args=lambda w: [w.feed_token]),
    "relationships:notes": Row("mia:200 noor:200", args=lambda w: [w.pair.pk]),
    "relationships:take_notes_along": Row("mia:200 noor:200", args=lambda w: [w.pair.pk]),
    "relationships:edit_note": Row("noor:200", args=lambda w: [w.pair.pk, w.private_note.pk]),
    "relationships:note_history": Row("noor:200 mia:200", args=lambda w: [w.pair.pk, w.shared_note.pk]),
    "relationships:share_note": Row("noor:200", args=lambda w: [w.pair.pk, w.private_note.pk]),
    "relationships:remove_note": Row("noor:200", args=lambda w: [w.pair.pk, w.private_note.pk]),
    "relationships:messages": Row("mia:200 noor:200", args=lambda w: [w.pair.pk]),
    "relationships:attachment": Row("mia:200 noor:200", args=lambda w: [w.pair.pk, w.attachment.pk]),
    "relationships:safeguarding": Row(TEAM, args=lambda w: w.cohort.address),
    "relationships:ask_opening": Row(TEAM, args=lambda w: [*w.cohort.address, w.pair.pk]),
    "relationships:supervise": Row(NOT_EVEN_THE_TEAM, args=lambda w: [*w.cohort.address, w.pair.pk]),
    "relationships:supervised_file": Row(NOT_EVEN_THE_TEAM, args=lambda w: [*w.cohort.address, w.pair.pk, 1]),
    "relationships:opening": Row(TEAM, args=lambda w: [*w.cohort.address, w.opening.pk]),
    "relationships:allow_opening": Row(TEAM_ACTS, args=lambda w: [*w.cohort.address, w.opening.pk], post=True),
    "relationships:refuse_opening": Row(TEAM_ACTS, args=lambda w: [*w.cohort.address, w.opening.pk], post=True),
    "relationships:begin_opening": Row(NOT_EVEN_THE_TEAM, args=lambda w: [*w.cohort.address, w.opening.pk], post=True),
    "relationships:read_opening": Row(NOT_EVEN_THE_TEAM, args=lambda w: [*w.cohort.address, w.opening.pk, "notes"]),
    "relationships:opened_file": Row(NOT_EVEN_THE_TEAM, args=lambda w: [*w.cohort.address, w.opening.pk, 1]),
    "relationships:end": Row("mia:200 noor:200", args=lambda w: [w.pair.pk]),
    "relationships:closing_step": Row("mia:302", args=lambda w: [w.closing_pair.pk, "thanks"], post=True),
    "relationships:farewell": Row("mia:302", args=lambda w: [w.closing_pair.pk], post=True, data={"is_shared": "no"}),
    "relationships:closing_questions": Row("mia:200", args=lambda w: [w.closing_pair.pk]),
    "relationships:go_on": Row("mia:302", args=lambda w: [w.closing_pair.pk], post=True, data={"months": "3"}),
    "relationships:finish": Row("mia:200", args=lambda w: [w.closing_pair.pk]),
    "relationships:take_back": Row("mia:302", args=lambda w: [w.closing_pair.pk], post=True),
    "relationships:closing_link": Row("everybody:200", args=lambda w: [w.closing_token]),
    # ── programs ──
    "programs:list": Row("signed-in:200"),
    "programs:new": Row("ada:200"),
    "programs:program": Row("olga:302 sponsor:302 noor:302 mia:302 ada:302", args=lambda w: [w.program.slug]),
    "programs:organization": Row("ada:200"),
    "programs:history": Row("ada:200"),
    "programs:look": Row("ada:200"),
    "programs:keep_logo": Row("ada:422", post=True),
    "programs:remove_logo": Row("ada:302", post=True),
    "programs:logo": Row("everybody:404", args=lambda w: ["another"]),
    "programs:archive": Row(STAFF_ACTS, args=lambda w: w.cohort.address, post=True),
    "programs:reopen": Row(STAFF_ACTS, args=lambda w: w.old_cohort.address, post=True),
    "programs:design": Row(TEAM, args=lambda w: w.cohort.address),
    "programs:design_step": Row(TEAM, args=lambda w: [*w.cohort.address, "purpose"]),
    "programs:stage": Row(TEAM, args=lambda w: w.cohort.address),
    "programs:again": Row(TEAM, args=lambda w: w.cohort.address),
    "programs:plan": Row(TEAM, args=lambda w: w.cohort.address),
    "programs:draw_up": Row(TEAM_ACTS, args=lambda w: w.old_cohort.address, post=True),
    "programs:add_step": Row(TEAM, args=lambda w: w.cohort.address),
    "programs:step": Row(TEAM, args=lambda w: [*w.cohort.address, w.plan_step.pk]),
    "programs:tick": Row(TEAM_ACTS, args=lambda w: [*w.cohort.address, w.plan_step.pk], post=True),
    "programs:remove_step": Row(TEAM_ACTS, args=lambda w: [*w.cohort.address, w.plan_step.pk], post=True),
    "programs:people": Row(TEAM, args=lambda w: w.cohort.address),
    "programs:export": Row(TEAM, args=lambda w: w.cohort.address),
    "programs:withdraw": Row(TEAM, args=lambda w: [*w.cohort.address, w.noor_learns.pk]),
    "programs:team": Row(STAFF, args=lambda w: w.cohort.address),
    "programs:remove_member": Row(
        STAFF_ACTS, args=lambda w: [*w.cohort.address, w.program.team.get(person=w.sponsor).pk], post=True
    ),
    # ── questions ──
    "questions:questionnaire": Row("olga:200", args=lambda w: [w.question.questionnaire.pk]),
    "questions:preview": Row("olga:200", args=lambda w: [w.question.questionnaire.pk]),
    "questions:describe": Row("olga:200", args=lambda w: [w.question.questionnaire.pk]),
    "questions:revise": Row("olga:302", args=lambda w: [w.question.questionnaire.pk], post=True),
    "questions:publish": Row("olga:200", args=lambda w: [w.question.questionnaire.pk]),
    "questions:discard": Row("olga:200", args=lambda w: [w.question.questionnaire.pk]),
    "questions:add": Row("olga:200", args=lambda w: [w.question.questionnaire.pk, "short"]),
    "questions:change": Row("olga:200", args=lambda w: [w.question.questionnaire.pk, w.question.pk]),
    "questions:move": Row("olga:302", args=lambda w: [w.question.questionnaire.pk, w.question.pk], post=True),
    "questions:remove": Row("olga:302", args=lambda w: [w.question.questionnaire.pk, w.question.pk], post=True),
    # ── strategy ──
    "strategy:overview": Row("olga:200 sponsor:200 noor:403 mia:403 ada:403", args=lambda w: w.cohort.address),
    "strategy:leaders": Row(TEAM, args=lambda w: w.cohort.address),
    "strategy:remind": Row(TEAM_ACTS, args=lambda w: [*w.cohort.address, w.leader.pk], post=True),
    "strategy:uninvite": Row(TEAM_ACTS, args=lambda w: [*w.cohort.address, w.leader.pk], post=True),
    "strategy:answers": Row(TEAM, args=lambda w: w.cohort.address),
    "strategy:export": Row(TEAM, args=lambda w: w.cohort.address),
    "strategy:agree": Row(
        TEAM_ACTS, args=lambda w: [*w.cohort.address, "problem"], post=True, data={"problem-text": "Many leave."}
    ),
    "strategy:close": Row(TEAM_ACTS, args=lambda w: w.cohort.address, post=True),
    "strategy:reopen": Row(TEAM_ACTS, args=lambda w: w.cohort.address, post=True),
    "strategy:charter": Row("olga:200 sponsor:200 noor:403 mia:403 ada:403", args=lambda w: w.cohort.address),
    "strategy:draft": Row(TEAM_ACTS, args=lambda w: w.cohort.address, post=True),
    "strategy:edit": Row(TEAM_ACTS, args=lambda w: w.cohort.address),  # the charter is sent, so there is no draft
    "strategy:send": Row(TEAM, args=lambda w: w.cohort.address),
    "strategy:sign": Row(
        "sponsor:302 olga:403 noor:403 mia:403 ada:403",
        args=lambda w: w.cohort.address,
        post=True,
        data={"name": "Paula Sponsor"},
    ),
    "strategy:send_back": Row(
        "sponsor:302 olga:403 noor:403 mia:403 ada:403",
        args=lambda w: w.cohort.address,
        post=True,
        data={"back-comment": "More on costs."},
    ),
    "strategy:add_objective": Row(TEAM, args=lambda w: w.cohort.address),
    "strategy:objective": Row(TEAM, args=lambda w: [*w.objective.cohort.address, w.objective.pk]),
    "strategy:remove_objective": Row(
        TEAM_ACTS, args=lambda w: [*w.objective.cohort.address, w.objective.pk], post=True
    ),
    "strategy:measure": Row(TEAM_ACTS, args=lambda w: [*w.objective.cohort.address, w.objective.pk], post=True),
    "strategy:own": Row("sponsor:200", args=lambda w: [w.leader.session.pk]),
    "strategy:answer_by_link": Row(
        "everybody:200", args=lambda w: [links.sign("strategy.answer", w.sponsor, w.leader.pk)]
    ),
    "strategy:sign_by_link": Row(
        "everybody:200", args=lambda w: [links.sign("strategy.sign", w.sponsor, w.charter.pk)]
    ),
    # ── recruitment ──
    "recruitment:programs": Row("everybody:200"),
    "recruitment:program": Row("everybody:200", args=lambda w: [w.program.slug]),
    "recruitment:flyer": Row("everybody:200", args=lambda w: [w.program.slug]),
    "recruitment:join": Row(TO_THE_FORM, args=lambda w: [w.call.mentee_token]),
    "recruitment:proved": Row("everybody:409", args=lambda w: ["changed"]),
    "recruitment:apply": Row("everybody:200 rui:302", args=lambda w: [w.program.slug, "mentor"]),
    "recruitment:answers": Row(TO_THE_FORM, args=lambda w: [w.program.slug, "mentee"]),
    "recruitment:check": Row(TO_THE_FORM, args=lambda w: [w.program.slug, "mentee"]),
    "recruitment:discard": Row(TO_THE_FORM, args=lambda w: [w.program.slug, "mentee"], post=True),
    "recruitment:applications": Row("signed-in:200"),
    "recruitment:mine": Row("rui:200 olga:403", args=lambda w: [w.application.pk]),
    "recruitment:withdraw": Row("rui:302 olga:403", args=lambda w: [w.application.pk], post=True),
    "recruitment:board": Row(TEAM, args=lambda w: w.cohort.address),
    "recruitment:figures": Row(TEAM + " sponsor:200", args=lambda w: w.cohort.address),
    "recruitment:open": Row(TEAM, args=lambda w: w.cohort.address),
    "recruitment:close": Row(TEAM_ACTS, args=lambda w: w.cohort.address, post=True),
    "recruitment:words": Row(TEAM, args=lambda w: w.cohort.address),
    "recruitment:questions": Row(TEAM_ACTS, args=lambda w: w.cohort.address, post=True, data={"role": "mentor"}),
    "recruitment:renew_link": Row(TEAM_ACTS, args=lambda w: w.cohort.address, post=True, data={"role": "mentor"}),
    "recruitment:invite": Row(TEAM, args=lambda w: w.cohort.address),
    "recruitment:accept_many": Row(TEAM_ACTS, args=lambda w: w.cohort.address, post=True),
    "recruitment:review": Row(TEAM, args=lambda w: [*w.cohort.address, w.application.pk]),
    "recruitment:accept": Row(
        TEAM_ACTS, args=lambda w: [*w.cohort.address, w.application.pk], post=True, data={"accept-capacity": "1"}
    ),
    "recruitment:wait": Row(TEAM_ACTS, args=lambda w: [*w.cohort.address, w.application.pk], post=True),
    "recruitment:decline": Row(
        TEAM_ACTS, args=lambda w: [*w.cohort.address, w.application.pk], post=True, data={"decline-reason": "no-place"}
    ),
    "recruitment:reopen": Row(TEAM_ACTS, args=lambda w: [*w.cohort.address, w.waiting.pk], post=True),
    "recruitment:assign": Row(TEAM_ACTS, args=lambda w: [*w.cohort.address, w.application.pk], post=True),
    # ── matching ──
    "matching:studio": Row(TEAM, args=lambda w: w.match_cohort.address),
    "matching:run": Row(TEAM_ACTS, args=lambda w: w.match_cohort.address, post=True),
    "matching:settings": Row(TEAM, args=lambda w: w.match_cohort.address),
    "matching:model_card": Row(TEAM, args=lambda w: w.match_cohort.address),
    "matching:scenarios": Row(TEAM, args=lambda w: w.match_cohort.address),
    "matching:three": Row(TEAM_ACTS, args=lambda w: w.match_cohort.address, post=True),
    "matching:decisions": Row(TEAM, args=lambda w: w.match_cohort.address),
    "matching:proof": Row("olga:200", args=lambda w: [w.scenario.pk]),
    "matching:difference": Row("olga:200", args=lambda w: [w.suggestion.run_id, w.scenario.pk]),
    "matching:certificate": Row("olga:200", args=lambda w: [w.scenario.pk]),
    "matching:review": Row("olga:302", args=lambda w: [w.scenario.pk], post=True),
    "matching:set_aside": Row("olga:302", args=lambda w: [w.scenario.pk], post=True),
    "matching:stop": Row("olga:302", args=lambda w: [w.searching.pk], post=True),
    "matching:check": Row("olga:302", args=lambda w: [w.scenario.pk], post=True),
    "matching:repeat": Row("olga:302", args=lambda w: [w.scenario.pk], post=True),
    "matching:curve": Row("olga:302", args=lambda w: [w.scenario.pk], post=True),
    "matching:rules": Row(TEAM, args=lambda w: w.match_cohort.address),
    "matching:ask_exception": Row(TEAM, args=lambda w: w.match_cohort.address),
    "matching:tie": Row(TEAM, args=lambda w: w.match_cohort.address),
    "matching:remove_tie": Row(TEAM_ACTS, args=lambda w: [*w.match_cohort.address, w.tie.pk], post=True),
    "matching:pick": Row(TEAM, args=lambda w: w.match_cohort.address, query="?one_words=a"),
    "matching:approve_exception": Row("olga:302", args=lambda w: [w.exception.pk], post=True),
    "matching:refuse_exception": Row("olga:302", args=lambda w: [w.exception.pk], post=True),
    "matching:end_exception": Row("olga:302", args=lambda w: [w.exception.pk], post=True),
    "matching:publish": Row(TEAM, args=lambda w: w.match_cohort.address),
    "matching:decided": Row(TEAM, args=lambda w: w.match_cohort.address),
    "matching:register": Row(TEAM, args=lambda w: w.match_cohort.address),
    "matching:decided_list": Row("olga:200", args=lambda w: [w.pair_list.pk]),
    "matching:rematch": Row(TEAM, args=lambda w: w.match_cohort.address),
    "matching:look_for_rematch": Row(TEAM_ACTS, args=lambda w: w.match_cohort.address, post=True),
    "matching:propose_rematch": Row("olga:302", args=lambda w: [w.rematch_plan.pk], post=True),
    "matching:lesson": Row("olga:200", args=lambda w: [w.ended_pair.pk]),
    "matching:publish_part": Row(TEAM, args=lambda w: w.match_cohort.address),
    "matching:policy": Row(TEAM, args=lambda w: w.cohort.address),
    "matching:waiting": Row(TEAM, args=lambda w: w.match_cohort.address),
    "matching:fill": Row("olga:200", args=lambda w: [w.kept_apart.mentor_id]),
    "matching:approve_pair": Row("olga:302", args=lambda w: [w.to_approve.pk], post=True),
    "matching:ask": Row("mia:200 noor:200 olga:403", args=lambda w: [w.proposal.pk]),
    "matching:question": Row("olga:200", args=lambda w: [w.proposal_question.pk]),
    "matching:proposals": Row(TEAM, args=lambda w: w.cohort.address),
    "matching:by_hand": Row(TEAM, args=lambda w: w.match_cohort.address),
    "matching:lock": Row("olga:302", args=lambda w: [w.suggestion.pk], post=True),
    "matching:unlock": Row("olga:302", args=lambda w: [w.locked_suggestion.pk], post=True),
    "matching:apart": Row("olga:200", args=lambda w: [w.suggestion.pk]),
    "matching:options": Row("olga:200", args=lambda w: [w.suggestion.pk]),
    "matching:costs": Row("olga:200", args=lambda w: [w.suggestion.pk]),
    "matching:place": Row("olga:404", args=lambda w: [w.suggestion.pk], post=True),  # it names no mentor here
    "matching:remark": Row(TEAM_ACTS, args=lambda w: w.match_cohort.address, post=True, data={"text": "Look."}),
    "matching:approve": Row(TEAM_ACTS, args=lambda w: w.match_cohort.address, post=True),
    "matching:trail": Row(TEAM, args=lambda w: w.match_cohort.address),
    "matching:allow": Row("olga:302", args=lambda w: [w.kept_apart.pk], post=True),
    "matching:wishes": Row("noor:200", args=lambda w: [*w.cohort.address, "mentee"]),
    "matching:proposal": Row("mia:200 noor:200 olga:403", args=lambda w: [w.proposal.pk]),
    "matching:accept": Row("mia:302 noor:302 olga:403", args=lambda w: [w.proposal.pk], post=True),
    "matching:decline": Row("mia:302 noor:302 olga:403", args=lambda w: [w.proposal.pk], post=True),
    "matching:withdraw": Row("olga:200 mia:403 noor:403", args=lambda w: [w.proposal.pk]),
    "matching:answer": Row("everybody:200", args=lambda w: [links.sign("matching.answer", w.noor, w.proposal.pk)]),
    "matching:circles": Row(TEAM + " sponsor:404", args=lambda w: w.circles.reviewed.address),
    "matching:ask_circles": Row(TEAM + " sponsor:404", args=lambda w: w.circles.reviewed.address),
    "matching:company": Row("noor:200", args=lambda w: w.circles.reviewed.address),
    "matching:circle_topic": Row("olga:200", args=lambda w: [w.circles.seat.circle_id]),
    "matching:join_circle": Row("olga:200", args=lambda w: [w.circles.circle.pk]),
    "matching:put_in_circle": Row("olga:302", args=lambda w: [w.circles.seat.pk], post=True, data={"circle": ""}),
    "matching:speed_events": Row(TEAM + " sponsor:404", args=lambda w: w.circles.reviewed.address),
    "matching:speed_event": Row("olga:200 mia:200 noor:200", args=lambda w: [w.circles.event.pk]),
    "matching:announce_rounds": Row("olga:302", args=lambda w: [w.circles.planned.pk], post=True),
    "matching:call_off_rounds": Row("olga:200 mia:403 noor:403", args=lambda w: [w.circles.event.pk]),
    "matching:asked_to_circle": Row("noor:200", args=lambda w: [w.circles.asked.pk]),
    # ── matching: people choose for themselves ──
    "matching:find": Row("noor:200", args=lambda w: w.choosing.cohort.address),
    "matching:mentor": Row("noor:200", args=lambda w: [*w.choosing.cohort.address, w.choosing.mentor.pk]),
    "matching:keep": Row("noor:302", args=lambda w: [*w.choosing.cohort.address, w.choosing.mentor.pk], post=True),
    "matching:choose": Row("noor:302", args=lambda w: [*w.choosing.cohort.address, w.choosing.mentor.pk], post=True),
    "matching:choices": Row("noor:200", args=lambda w: w.choosing.cohort.address),
    "matching:sent": Row("noor:200", args=lambda w: w.choosing.cohort.address),
    "matching:received": Row("mia:200", args=lambda w: w.choosing.cohort.address),
    "matching:pause_requests": Row("mia:302", args=lambda w: w.choosing.cohort.address, post=True),
    "matching:take_requests": Row("mia:302", args=lambda w: w.choosing.cohort.address, post=True),
    "matching:choosing": Row(TEAM, args=lambda w: w.cohort.address),
    "matching:request": Row("noor:200 mia:200", args=lambda w: [w.choosing.asked.pk]),
    "matching:accept_request": Row("mia:302 noor:403", args=lambda w: [w.choosing.asked.pk], post=True),
    "matching:decline_request": Row("mia:302 noor:403", args=lambda w: [w.choosing.asked.pk], post=True),
    "matching:take_back": Row("noor:200 mia:403", args=lambda w: [w.choosing.asked.pk]),
    "matching:flash": Row("noor:200 mia:200", args=lambda w: w.choosing.flash_cohort.address),
    "matching:flash_offer": Row("mia:200 noor:403", args=lambda w: w.choosing.flash_cohort.address),
    "matching:flash_settings": Row(TEAM, args=lambda w: w.cohort.address),
    "matching:flash_book": Row("noor:200 mia:403", args=lambda w: [w.choosing.slot.pk]),
    "matching:flash_withdraw": Row("mia:302 noor:403", args=lambda w: [w.choosing.slot.pk], post=True),
    "matching:flash_booking": Row("noor:200 mia:200", args=lambda w: [w.choosing.booking.pk]),
    "matching:flash_cancel": Row("noor:200 mia:200", args=lambda w: [w.choosing.booking.pk]),
    "matching:flash_log": Row("noor:422 mia:422", args=lambda w: [w.choosing.booking.pk], post=True),
    "matching:flash_file": Row("noor:200 mia:200", args=lambda w: [w.choosing.booking.pk]),
    # ── learning ──
    "learning:list": Row("signed-in:200"),
    "learning:module": Row("noor:302 olga:302 rui:302", args=lambda w: ["mentee-first"]),
    "learning:part": Row("noor:200 olga:200 rui:200", args=lambda w: ["mentee-first", 1]),
    "learning:check": Row("mia:200 olga:302 rui:302", args=lambda w: ["mentor-first"]),
    "learning:result": Row("noor:302 olga:200 rui:200", args=lambda w: ["mentee-first"]),
    "learning:board": Row(TEAM, args=lambda w: w.cohort.address),
    "learning:remind": Row(TEAM_ACTS, args=lambda w: w.cohort.address, post=True),
    "learning:choices": Row(TEAM, args=lambda w: w.cohort.address),
    "learning:trainee": Row(TEAM, args=lambda w: [*w.cohort.address, w.noor_learns.pk]),
    "learning:waive": Row(
        TEAM_ACTS,
        args=lambda w: [*w.cohort.address, w.noor_learns.pk, "mentee-first"],
        post=True,
        data={"reason": "Trained"},
    ),
    # ── care ──
    "care:check_in": Row("noor:200", args=lambda w: [w.check_in.pk]),
    "care:skip": Row("noor:302", args=lambda w: [w.check_in.pk], post=True),
    "care:check_in_link": Row("everybody:200", args=lambda w: [links.sign("checkin", w.noor, w.check_in.pk)]),
    "care:help": Row("mia:200 noor:200", args=lambda w: [w.pair.pk]),
    "care:request": Row("noor:200 olga:200", args=lambda w: [w.help_request.pk]),
    "care:close_request": Row("noor:302 olga:302", args=lambda w: [w.help_request.pk], post=True),
    "care:board": Row(TEAM, args=lambda w: w.cohort.address),
    "care:export": Row(TEAM, args=lambda w: w.cohort.address),
    "care:policy": Row(TEAM, args=lambda w: w.cohort.address),
    "care:requests": Row(TEAM, args=lambda w: w.cohort.address),
    "care:pair": Row(TEAM, args=lambda w: [*w.cohort.address, w.pair.pk]),
    "care:nudge": Row(TEAM_ACTS, args=lambda w: [*w.cohort.address, w.pair.pk], post=True),
    "care:note": Row(
        TEAM_ACTS, args=lambda w: [*w.cohort.address, w.pair.pk], post=True, data={"kind": "note", "text": "On leave"}
    ),
    "care:snooze": Row(TEAM, args=lambda w: [*w.cohort.address, w.pair.pk], post=True),  # asks until when
    "care:wake": Row(TEAM_ACTS, args=lambda w: [*w.cohort.address, w.pair.pk], post=True),
    "care:end": Row(TEAM, args=lambda w: [*w.cohort.address, w.pair.pk]),
    "care:reopen": Row(TEAM_ACTS, args=lambda w: [*w.cohort.address, w.closing_pair.pk], post=True),
    # ── recognition ──
    "recognition:mine": Row("signed-in:200"),
    "recognition:show": Row("noor:302", args=lambda w: [w.thanks.pk], post=True, data={"shown": "yes"}),
    "recognition:certificate": Row("olga:200", args=lambda w: [w.certificate.written_code]),
    "recognition:pdf": Row("olga:200", args=lambda w: [w.certificate.written_code]),
    "recognition:take_back": Row("olga:200", args=lambda w: [w.certificate.written_code]),
    "recognition:thank": Row("mia:200 noor:200", args=lambda w: [w.pair.pk]),
    "recognition:check_any": Row("everybody:200"),
    "recognition:check": Row("everybody:200", args=lambda w: [w.certificate.written_code]),
    "recognition:board": Row(TEAM, args=lambda w: w.cohort.address),
    "recognition:issue_all": Row(TEAM_ACTS, args=lambda w: w.cohort.address, post=True),
    "recognition:close_all": Row(TEAM, args=lambda w: w.cohort.address),
    "recognition:rule": Row(TEAM, args=lambda w: w.cohort.address),
    # ── insights ──
    "insights:report": Row("olga:200 sponsor:200 noor:403 mia:403 ada:403", args=lambda w: w.cohort.address),
    "insights:export": Row("olga:200 sponsor:200 noor:403 mia:403 ada:403", args=lambda w: w.cohort.address),
    "insights:sponsor": Row("signed-in:200"),
}

# Pages of the sign-in library: open to all by design, guarded and tested by it.
LIBRARY_PREFIXES = ("account_", "api:")
