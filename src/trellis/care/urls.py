from django.urls import path

from .views import board, checkins, help, pair  # noqa: A004 - asking for help is what it is

app_name = "care"
BOARD = "programs/<slug:program>/<slug:cohort>/support"
urlpatterns = [
    path("checkins/<int:pk>/", checkins.check_in, name="check_in"),
    path("checkins/<int:pk>/skip/", checkins.skip, name="skip"),
    path("l/checkin/<str:token>/", checkins.check_in_by_link, name="check_in_link"),
    path("pairs/<int:pk>/help/", help.ask_for_help, name="help"),
    path("help/<int:pk>/", help.request, name="request"),
    path("help/<int:pk>/close/", help.close_request, name="close_request"),
    path(f"{BOARD}/", board.board, name="board"),
    path(f"{BOARD}/export/", board.export, name="export"),
    path(f"{BOARD}/rules/", board.policy, name="policy"),
    path(f"{BOARD}/help/", help.requests, name="requests"),
    path(f"{BOARD}/<int:pk>/", pair.pair, name="pair"),
    path(f"{BOARD}/<int:pk>/nudge/", pair.nudge, name="nudge"),
    path(f"{BOARD}/<int:pk>/note/", pair.note, name="note"),
    path(f"{BOARD}/<int:pk>/snooze/", pair.snooze, name="snooze"),
    path(f"{BOARD}/<int:pk>/wake/", pair.wake, name="wake"),
    path(f"{BOARD}/<int:pk>/end/", pair.end, name="end"),
    path(f"{BOARD}/<int:pk>/reopen/", pair.reopen, name="reopen"),
]
