from django.urls import path

from . import views

urlpatterns = [
    path("pairs/<int:pk>/goals/share/", views.share, name="share_goals"),
    path("pairs/<int:pk>/goals/share/<int:summary_pk>/", views.summary, name="summary"),
    path("pairs/<int:pk>/goals/share/<int:summary_pk>/withdraw/", views.withdraw, name="withdraw_summary"),
    path("l/summary/<str:token>/", views.read, name="summary_link"),
]
