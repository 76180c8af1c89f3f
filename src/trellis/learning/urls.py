from django.urls import path

from . import views

app_name = "learning"
train = "programs/<slug:program>/<slug:cohort>/train/"
urlpatterns = [
    path("learning/", views.mine, name="list"),
    path("learning/<slug:key>/", views.module, name="module"),
    path("learning/<slug:key>/<int:number>/", views.part, name="part"),
    path("learning/<slug:key>/check/", views.check, name="check"),
    path("learning/<slug:key>/result/", views.result, name="result"),
    path(train, views.board, name="board"),
    path(f"{train}remind/", views.remind, name="remind"),
    path(f"{train}modules/", views.choices, name="choices"),
    path(f"{train}<int:pk>/", views.trainee, name="trainee"),
    path(f"{train}<int:pk>/waive/<slug:key>/", views.waive, name="waive"),
]
