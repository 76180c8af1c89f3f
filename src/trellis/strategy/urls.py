from django.urls import path

from . import views

app_name = "strategy"
COHORT = "programs/<slug:program>/<slug:cohort>/strategy/"
urlpatterns = [
    path(COHORT, views.session.overview, name="overview"),
    path(f"{COHORT}leaders/", views.session.leaders, name="leaders"),
    path(f"{COHORT}leaders/<int:pk>/remind/", views.session.remind, name="remind"),
    path(f"{COHORT}leaders/<int:pk>/remove/", views.session.uninvite, name="uninvite"),
    path(f"{COHORT}answers/", views.session.answers, name="answers"),
    path(f"{COHORT}answers/file/", views.session.export, name="export"),
    path(f"{COHORT}answers/<slug:code>/", views.session.agree, name="agree"),
    path(f"{COHORT}close/", views.session.close, name="close"),
    path(f"{COHORT}reopen/", views.session.reopen, name="reopen"),
    path(f"{COHORT}charter/", views.charter.charter, name="charter"),
    path(f"{COHORT}charter/draft/", views.charter.draft, name="draft"),
    path(f"{COHORT}charter/edit/", views.charter.edit, name="edit"),
    path(f"{COHORT}charter/send/", views.charter.send, name="send"),
    path(f"{COHORT}charter/sign/", views.charter.sign, name="sign"),
    path(f"{COHORT}charter/return/", views.charter.send_back, name="send_back"),
    path(f"{COHORT}objectives/new/", views.objective.add, name="add_objective"),
    path(f"{COHORT}objectives/<int:pk>/", views.objective.change, name="objective"),
    path(f"{COHORT}objectives/<int:pk>/remove/", views.objective.remove, name="remove_objective"),
    path(f"{COHORT}objectives/<int:pk>/value/", views.objective.measure, name="measure"),
    path("strategy/<int:session>/", views.links.own, name="own"),
    path("l/strategy/<str:token>/", views.links.answer_by_link, name="answer_by_link"),
    path("l/charter/<str:token>/", views.links.sign_by_link, name="sign_by_link"),
]
