from django.urls import path

from . import views

BASE = "programs/<slug:program>/<slug:cohort>/safeguarding/"

urlpatterns = [
    path(BASE, views.board, name="safeguarding"),
    path(f"{BASE}pairs/<int:pk>/ask/", views.ask, name="ask_opening"),
    path(f"{BASE}pairs/<int:pk>/messages/", views.supervise, name="supervise"),
    path(f"{BASE}pairs/<int:pk>/files/<int:attachment_pk>/", views.supervised_file, name="supervised_file"),
    path(f"{BASE}<int:pk>/", views.opening, name="opening"),
    path(f"{BASE}<int:pk>/allow/", views.allow, name="allow_opening"),
    path(f"{BASE}<int:pk>/refuse/", views.refuse, name="refuse_opening"),
    path(f"{BASE}<int:pk>/begin/", views.begin, name="begin_opening"),
    path(f"{BASE}<int:pk>/read/<slug:part>/", views.read, name="read_opening"),
    path(f"{BASE}<int:pk>/files/<int:attachment_pk>/", views.opened_file, name="opened_file"),
]
