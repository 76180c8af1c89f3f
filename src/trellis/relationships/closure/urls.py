from django.urls import path

from . import views

urlpatterns = [
    path("pairs/<int:pk>/end/", views.end, name="end"),
    path("pairs/<int:pk>/end/steps/<slug:code>/", views.tick, name="closing_step"),
    path("pairs/<int:pk>/end/farewell/", views.look_back, name="farewell"),
    path("pairs/<int:pk>/end/questions/", views.ask, name="closing_questions"),
    path("pairs/<int:pk>/end/finish/", views.finish, name="finish"),
    path("pairs/<int:pk>/end/go-on/", views.go_on, name="go_on"),
    path("pairs/<int:pk>/end/back/", views.take_back, name="take_back"),
    path("l/closing/<str:token>/", views.ask_by_link, name="closing_link"),
]
