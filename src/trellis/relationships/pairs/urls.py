from django.urls import path

from . import views

urlpatterns = [
    path("pairs/", views.mine, name="mine"),
    path("pairs/<int:pk>/privacy/", views.privacy, name="privacy"),
    path("pairs/<int:pk>/pause/", views.pause, name="pause"),
    path("pairs/<int:pk>/resume/", views.resume, name="resume"),
]
