from django.urls import path

from . import views

app_name = "questions"
urlpatterns = [
    path("questionnaires/<int:pk>/", views.questionnaire, name="questionnaire"),
    path("questionnaires/<int:pk>/preview/", views.preview, name="preview"),
    path("questionnaires/<int:pk>/words/", views.describe, name="describe"),
    path("questionnaires/<int:pk>/revise/", views.revise, name="revise"),
    path("questionnaires/<int:pk>/publish/", views.publish, name="publish"),
    path("questionnaires/<int:pk>/discard/", views.discard, name="discard"),
    path("questionnaires/<int:pk>/add/<slug:type>/", views.add, name="add"),
    path("questionnaires/<int:pk>/questions/<int:question>/", views.change, name="change"),
    path("questionnaires/<int:pk>/questions/<int:question>/move/", views.move, name="move"),
    path("questionnaires/<int:pk>/questions/<int:question>/remove/", views.remove, name="remove"),
]
