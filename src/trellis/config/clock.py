"""What runs when (UTC). Each function looks for what is due and asks for jobs; short, for it is one transaction."""

from django.utils import timezone

from trellis.api import actions as api
from trellis.care import actions as care
from trellis.exchange.actions import files as people_files
from trellis.insights import actions as insights
from trellis.jobs import actions as jobs
from trellis.jobs.timers import at
from trellis.learning import actions as learning
from trellis.matching import actions as matching
from trellis.matching.circles import actions as circles
from trellis.matching.flash import actions as flash
from trellis.matching.requests import actions as requests
from trellis.notifications import actions as notifications
from trellis.notifications.models import Delivery
from trellis.people.actions import sessions
from trellis.recruitment.actions import proofs
from trellis.relationships.conversations import mailbox
from trellis.relationships.meetings import actions as meetings
from trellis.relationships.safeguarding import actions as safeguarding


@at("* * * * *")
def send_waiting_mail() -> None:
    """What was refused is tried again; what was written while the last delivery ended is sent."""
    if Delivery.objects.filter(state=Delivery.State.WAITING, not_before__lte=timezone.now()).exists():
        notifications.enqueue_delivery()


@at("40 3 * * *")
def tidy_up() -> None:
    """Finished jobs and kept answers of the API go after their time."""
    jobs.tidy()
    api.forget_answers()


@at("50 3 * * *")
def forget_old_proofs() -> None:
    """Links to apply that count no more go, and the addresses with them."""
    proofs.forget_old()


@at("0 4 * * *")
def forget_signing_in() -> None:
    """Sessions that ended by themselves, counts of wrong passwords, letters nobody could deliver."""
    sessions.forget_old()


@at("10 4 * * *")
def forget_imported_rows() -> None:
    people_files.enqueue_forgetting()


@at("* * * * *")
def follow_admissions() -> None:
    learning.follow_admissions()


@at("10 * * * *")
def end_proposals() -> None:
    """Also what a rule forbids since people were asked, the next best, and pairs that came into one line."""
    matching.remind()
    matching.expire()
    circles.settle_circles()
    matching.look_again()
    matching.go_on_everywhere()
    matching.watch()


@at("15 * * * *")
def end_requests() -> None:
    """Remind mentors, end what nobody answered, ask again those who are back."""
    requests.remind()
    requests.expire()
    requests.end_pauses()


@at("*/10 * * * *")
def move_lines_up() -> None:
    """A place may have come free, or somebody may have left."""
    requests.follow()


@at("*/10 * * * *")
def follow_conversations() -> None:
    """Remind of the next day's flash conversations; ask once, afterwards, how they went."""
    flash.remind()
    flash.ask_for_logs()


@at("*/10 * * * *")
def follow_meetings() -> None:
    """Remind of the next day's meetings; ask kindly, once, how the last ones went."""
    meetings.remind()
    meetings.ask_for_logs()


@at("*/5 * * * *")
def draw_up_check_ins() -> None:
    care.follow_starts()


@at("0 7 * * *")
def ask_how_pairs_are_doing() -> None:
    care.enqueue_asking()


@at("30 5 * * *")
def begin_and_close_endings() -> None:
    jobs.enqueue("relationships.endings", key="relationships.endings")


@at("*/2 * * * *")
def read_answers() -> None:
    mailbox.enqueue_fetching()


@at("20 6 * * *")
def tell_of_openings() -> None:
    """What a safeguarding lead sealed for thirty days is told to the pair."""
    safeguarding.tell_late()


@at("40 5 * * *")
def ask_pairs_to_look_at_it() -> None:
    jobs.enqueue("relationships.reviews", key="relationships.reviews")


@at("20 2 * * *")
def count_answers() -> None:
    insights.enqueue_refresh()
