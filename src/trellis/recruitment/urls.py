from django.urls import path

from .views import applying, board, public, reviewing

app_name = "recruitment"
page = "p/<slug:program>/"
form = f"{page}apply/<slug:role>/"
team = "programs/<slug:program>/<slug:cohort>/recruit/"
one = f"{team}<int:pk>/"
urlpatterns = [
    path("p/", public.programs, name="programs"),
    path(page, public.program, name="program"),
    path(f"{page}flyer/", public.flyer, name="flyer"),
    path("l/join/<str:token>/", public.join, name="join"),
    path("l/apply/<str:token>/", public.proved, name="proved"),
    path(form, applying.apply, name="apply"),
    path(f"{form}answers/", applying.answers, name="answers"),
    path(f"{form}check/", applying.check, name="check"),
    path(f"{form}discard/", applying.discard, name="discard"),
    path("applications/", applying.applications, name="applications"),
    path("applications/<int:pk>/", applying.mine, name="mine"),
    path("applications/<int:pk>/withdraw/", applying.withdraw, name="withdraw"),
    path(team, board.board, name="board"),
    path(f"{team}figures/", board.figures, name="figures"),
    path(f"{team}open/", board.opening, name="open"),
    path(f"{team}close/", board.closing, name="close"),
    path(f"{team}words/", board.words_page, name="words"),
    path(f"{team}questions/", board.questions, name="questions"),
    path(f"{team}link/", board.renew_link, name="renew_link"),
    path(f"{team}invite/", board.invite, name="invite"),
    path(f"{team}accept/", board.accept_many, name="accept_many"),
    path(one, reviewing.review, name="review"),
    path(f"{one}accept/", reviewing.accept, name="accept"),
    path(f"{one}wait/", reviewing.wait, name="wait"),
    path(f"{one}decline/", reviewing.decline, name="decline"),
    path(f"{one}reopen/", reviewing.reopen, name="reopen"),
    path(f"{one}assign/", reviewing.assign, name="assign"),
]
