from django.urls import path

from . import views

app_name = "history"
urlpatterns = [path("history/<int:pk>/undo/", views.undo, name="undo")]
