"""Every notice of the relationship with its example, for the preview page."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from trellis.relationships.agreements import notices as agreements
from trellis.relationships.closure import notices as closure
from trellis.relationships.conversations import notices as conversations
from trellis.relationships.goals import notices as goals
from trellis.relationships.meetings import notices as meetings
from trellis.relationships.pairs import notices as pairs
from trellis.relationships.reviews import notices as reviews
from trellis.relationships.safeguarding import notices as safeguarding
from trellis.relationships.summaries import notices as summaries

ABOUT = _("The two of you")
SAMPLES: dict[str, dict[str, Any]] = {
    **pairs.SAMPLES,
    **agreements.SAMPLES,
    **goals.SAMPLES,
    **meetings.SAMPLES,
    **conversations.SAMPLES,
    **closure.SAMPLES,
    **safeguarding.SAMPLES,
    **reviews.SAMPLES,
    **summaries.SAMPLES,
}
