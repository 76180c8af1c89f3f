"""One question a week that is worth a thought, the same for everybody."""

from datetime import date

from django.utils.translation import gettext_lazy as _

TOGETHER = (
    _("What would you be sorry not to have asked by the end?"),
    _("Which of your goals would you drop if you had to?"),
    _("When did you last change your mind because of something the other said?"),
    _("What do you do well that nobody has told you?"),
    _("What would make your next meeting worth the time?"),
    _("Whom else could you learn this from?"),
    _("What did you try since you last met, however small?"),
    _("What do you avoid talking about, and what would happen if you did?"),
    _("What has become easier since you began?"),
    _("Which question helped you most so far?"),
)
ALONE = (
    _("What would you like to be able to do in a year that you can’t do now?"),
    _("Who once took time for you, and what did they do?"),
    _("What could somebody learn from you?"),
)


def of_week(day: date, *, has_pair: bool) -> str:
    """The question of this day's week."""
    choices = TOGETHER if has_pair else ALONE
    return str(choices[day.isocalendar().week % len(choices)])
