from django.urls import path

from trellis.matching.flash import views

COHORT = "programs/<slug:program>/<slug:cohort>"

urlpatterns = [
    path(f"{COHORT}/flash/", views.flash, name="flash"),
    path(f"{COHORT}/flash/offer/", views.offer, name="flash_offer"),
    path(f"{COHORT}/match/flash/", views.board, name="flash_settings"),
    path("flash/times/<int:pk>/", views.book, name="flash_book"),
    path("flash/times/<int:pk>/withdraw/", views.withdraw, name="flash_withdraw"),
    path("flash/<int:pk>/", views.booking, name="flash_booking"),
    path("flash/<int:pk>/cancel/", views.cancel, name="flash_cancel"),
    path("flash/<int:pk>/log/", views.log, name="flash_log"),
    path("flash/<int:pk>/meeting.ics", views.calendar_file, name="flash_file"),
]
