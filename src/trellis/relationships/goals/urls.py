from django.urls import path

from .views import goals, wizard

GOAL = "pairs/<int:pk>/goals/<int:goal_pk>/"

urlpatterns = [
    path("goals/", goals.everywhere, name="goals_overview"),
    path("pairs/<int:pk>/goals/", goals.goals, name="goals"),
    path("pairs/<int:pk>/goals/purpose/", wizard.purpose, name="purpose"),
    path("pairs/<int:pk>/goals/vision/", wizard.vision, name="vision"),
    path("pairs/<int:pk>/goals/plan/", wizard.plan, name="plan"),
    path("pairs/<int:pk>/goals/new/", goals.new, name="new_goal"),
    path(GOAL, goals.goal, name="goal"),
    path(f"{GOAL}edit/", goals.edit, name="edit_goal"),
    path(f"{GOAL}judge/", goals.judge, name="judge_goal"),
    path(f"{GOAL}attain/", goals.attain, name="attain_goal"),
    path(f"{GOAL}reach/", goals.reach, name="reach_goal"),
    path(f"{GOAL}reopen/", goals.reopen, name="reopen_goal"),
    path(f"{GOAL}withdraw/", goals.withdraw, name="withdraw_goal"),
    path(f"{GOAL}steps/<int:step_pk>/", goals.tick, name="tick_step"),
    path(f"{GOAL}steps/<int:step_pk>/remove/", goals.remove_step, name="remove_step"),
]
