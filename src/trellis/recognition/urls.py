from django.urls import path

from . import views

app_name = "recognition"
urlpatterns = [
    path("recognition/", views.mine, name="mine"),
    path("recognition/thanks/<int:pk>/", views.show, name="show"),
    path("recognition/<str:code>/", views.certificate, name="certificate"),
    path("recognition/<str:code>/pdf/", views.pdf, name="pdf"),
    path("recognition/<str:code>/take-back/", views.take_back, name="take_back"),
    path("pairs/<int:pk>/thanks/", views.thank, name="thank"),
    path("check/", views.check_any, name="check_any"),
    path("check/<str:code>/", views.check, name="check"),
    path("programs/<slug:program>/<slug:cohort>/celebrate/", views.board, name="board"),
    path("programs/<slug:program>/<slug:cohort>/celebrate/issue/", views.issue_all, name="issue_all"),
    path("programs/<slug:program>/<slug:cohort>/celebrate/close/", views.close_all, name="close_all"),
    path("programs/<slug:program>/<slug:cohort>/celebrate/rule/", views.rule, name="rule"),
]
