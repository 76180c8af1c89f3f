from django.urls import path

from . import views

app_name = "programs"
COHORT = "programs/<slug:program>/<slug:cohort>/"
urlpatterns = [
    path("programs/", views.programs.all_programs, name="list"),
    path("programs/new/", views.programs.new, name="new"),
    path("programs/<slug:program>/", views.programs.program, name="program"),
    path("organization/", views.organization.organization, name="organization"),
    path("organization/history/", views.organization.history, name="history"),
    path("organization/look/", views.organization.look, name="look"),
    path("organization/look/logo/", views.organization.keep_logo, name="keep_logo"),
    path("organization/look/logo/remove/", views.organization.remove_logo, name="remove_logo"),
    path("look/<slug:mark>.png", views.organization.logo, name="logo"),
    path(f"{COHORT}archive/", views.programs.archive, name="archive"),
    path(f"{COHORT}reopen/", views.programs.reopen, name="reopen"),
    path(f"{COHORT}design/", views.design.design, name="design"),
    path(f"{COHORT}design/<slug:step>/", views.design.design_step, name="design_step"),
    path(f"{COHORT}stage/", views.cohorts.stage, name="stage"),
    path(f"{COHORT}again/", views.cohorts.again, name="again"),
    path(f"{COHORT}plan/", views.plan.plan, name="plan"),
    path(f"{COHORT}plan/draw-up/", views.plan.draw_up, name="draw_up"),
    path(f"{COHORT}plan/new/", views.plan.add_step, name="add_step"),
    path(f"{COHORT}plan/<int:pk>/", views.plan.step, name="step"),
    path(f"{COHORT}plan/<int:pk>/tick/", views.plan.tick, name="tick"),
    path(f"{COHORT}plan/<int:pk>/remove/", views.plan.remove_step, name="remove_step"),
    path(f"{COHORT}people/", views.people.people, name="people"),
    path(f"{COHORT}people/file/", views.people.export, name="export"),
    path(f"{COHORT}people/<int:pk>/withdraw/", views.people.withdraw, name="withdraw"),
    path(f"{COHORT}team/", views.team.team, name="team"),
    path(f"{COHORT}team/<int:pk>/remove/", views.team.remove, name="remove_member"),
]
