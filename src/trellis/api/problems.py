"""The kinds of error the API answers with, each in a sentence that says what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, str | Promise] = {
    "bad-request": _("The request can’t be read: its JSON, its cursor or its headers. Correct it and send it again."),
    "unauthorized": _("There is no token, or it is not valid any more. Make one under “API tokens” on your profile."),
    "forbidden": _("The token’s owner may see this but not do that, or the token lacks the scope."),
    "not-found": _("There is nothing at this address, or nothing that the token’s owner may see."),
    "method-not-allowed": _("The address is right, the method isn’t. The header Allow names those that are."),
    "unprocessable-content": _("Some values can’t be taken. “errors” says where and why."),
    "too-many-requests": _("More requests than one token may make. Retry-After says how many seconds to wait."),
    "too-late": _("Somebody decided this already, or its time is over. Read it again."),
    "not-allowed": _("The rules of the program say no. “detail” says which."),
    "full": _("There is no place left."),
    "conflict": _("Something else was done at the same moment. Read it again, then decide."),
    "invalid": _("The values fit one by one, not together. “detail” says why."),
    "expired": _("A link or an offer has run out. Ask for a new one."),
    "internal-server-error": _("Something broke on our side. Nothing was done; try again, and tell us if it stays."),
    "service-unavailable": _("Trellis can’t reach its data right now. Retry-After says how many seconds to wait."),
}
