from django.urls import path

from . import views

GOAL = "pairs/<int:pk>/goals/<int:goal_pk>/"

urlpatterns = [
    path("goals/", views.everywhere, name="goals_overview"),
    path("pairs/<int:pk>/goals/", views.goals, name="goals"),
    path("pairs/<int:pk>/goals/vision/", views.vision, name="vision"),
    path("pairs/<int:pk>/goals/new/", views.new, name="new_goal"),
    path(GOAL, views.goal, name="goal"),
    path(f"{GOAL}edit/", views.edit, name="edit_goal"),
    path(f"{GOAL}judge/", views.judge, name="judge_goal"),
    path(f"{GOAL}reach/", views.reach, name="reach_goal"),
    path(f"{GOAL}reopen/", views.reopen, name="reopen_goal"),
    path(f"{GOAL}withdraw/", views.withdraw, name="withdraw_goal"),
    path(f"{GOAL}steps/<int:step_pk>/", views.tick, name="tick_step"),
    path(f"{GOAL}steps/<int:step_pk>/remove/", views.remove_step, name="remove_step"),
]
