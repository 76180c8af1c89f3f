from django.urls import path

from . import views

NOTES = "pairs/<int:pk>/notes/"

urlpatterns = [
    path(NOTES, views.notes, name="notes"),
    path(f"{NOTES}mine.txt", views.take_along, name="take_notes_along"),
    path(f"{NOTES}<int:note_pk>/edit/", views.edit_note, name="edit_note"),
    path(f"{NOTES}<int:note_pk>/history/", views.note_history, name="note_history"),
    path(f"{NOTES}<int:note_pk>/share/", views.share_note, name="share_note"),
    path(f"{NOTES}<int:note_pk>/remove/", views.remove_note, name="remove_note"),
    path("pairs/<int:pk>/messages/", views.messages, name="messages"),
    path("pairs/<int:pk>/messages/files/<int:attachment_pk>/", views.attachment, name="attachment"),
]
