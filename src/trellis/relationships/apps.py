from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from trellis.history.verbs import register_verbs


class RelationshipsConfig(AppConfig):
    name = "trellis.relationships"

    def ready(self) -> None:
        import_module("trellis.relationships.closure.actions")  # registers its job and its undo
        import_module("trellis.relationships.conversations.mailbox")  # registers its job
        import_module("trellis.relationships.reviews.actions")  # registers its job
        import_module("trellis.relationships.pairs.visibility")  # registers its reason; models must be loaded
        import_module("trellis.relationships.standing")  # its tabs
        register_verbs(
            {
                "relationships.taken_back": _("took a beginning back"),
                "relationships.started": _("brought people together"),
                "relationships.joined": _("somebody joined a circle"),
                "relationships.left": _("somebody left a circle"),
                "relationships.paused": _("paused their mentoring"),
                "relationships.resumed": _("took their mentoring up again"),
                "relationships.agreement_written": _("wrote version %(version)s of their agreement"),
                "relationships.agreement_signed": _("signed version %(version)s of their agreement"),
                "relationships.agreement_complete": _("version %(version)s of the agreement is signed by all"),
                "relationships.vision_written": _("wrote where they want to be"),
                "relationships.need_added": _("named something they need"),
                "relationships.need_removed": _("took out something they need"),
                "relationships.needs_rated": _("rated what they have and need"),
                "relationships.goal_added": _("added a goal"),
                "relationships.goal_changed": _("changed a goal"),
                "relationships.goal_judged": _("judged a goal to be %(percent)s %% done"),
                "relationships.goal_attained": _("judged a goal as %(level)s of −2 to +2"),
                "relationships.goal_reached": _("reached a goal"),
                "relationships.goal_withdrawn": _("let a goal go"),
                "relationships.goal_reopened": _("took a goal up again"),
                "relationships.step_added": _("added a step to a goal"),
                "relationships.step_removed": _("took a step out of a goal"),
                "relationships.step_done": _("finished a step of a goal"),
                "relationships.step_reopened": _("took up a step of a goal again"),
                "relationships.opening_asked": _("asked to open what a pair wrote"),
                "relationships.opening_allowed": _("allowed to open what a pair wrote"),
                "relationships.opening_refused": _("let what a pair wrote stay closed"),
                "relationships.opening_begun": _("opened what a pair wrote"),
                "relationships.summary_shared": _("shared a summary of their own goals"),
                "relationships.summary_withdrawn": _("took back a summary of their own goals"),
                "relationships.review_asked": _("it was time to look at their mentoring"),
                "relationships.review_answered": _("an answer to the review was kept"),
                "relationships.review_concluded": _("talked their review through"),
                "relationships.closing": _("mentoring is coming to its end"),
                "relationships.closed": _("mentoring ended"),
                "relationships.reopened": _("mentoring goes on after all"),
                "relationships.renewed": _("their mentoring goes on for some months more"),
                "relationships.looked_back": _("looked back"),
                "relationships.closing_answered": _("closing questions were answered"),
                "relationships.completed": _("finished the program"),
                "relationships.attendance_noted": _("noted who came to a meeting"),
                "relationships.meeting_proposed": _("proposed times for a meeting"),
                "relationships.meeting_planned": _("settled a meeting for %(day)s"),
                "relationships.meeting_moved": _("moved a meeting to %(day)s"),
                "relationships.meeting_canceled": _("canceled a meeting"),
                "relationships.meeting_logged": _("logged the meeting of %(day)s"),
                "relationships.to_do_added": _("noted something to do"),
                "relationships.to_do_done": _("did what was noted"),
                "relationships.to_do_reopened": _("took up again what was noted"),
                "relationships.feed_made": _("made a private calendar address"),
                "relationships.feed_revoked": _("took a private calendar address away"),
            }
        )
