from django.urls import path

from . import views

app_name = "exchange"
urlpatterns = [
    path("people/import/", views.imports, name="imports"),
    path("people/import/<int:pk>/", views.one, name="import"),
    path("people/import/<int:pk>/columns/", views.columns, name="columns"),
    path("people/import/<int:pk>/mend/", views.mend, name="mend"),
    path("people/import/<int:pk>/rows/", views.rows, name="rows"),
    path("people/import/<int:pk>/problems/", views.problems_file, name="problems_file"),
    path("people/import/<int:pk>/undo/", views.undo, name="undo"),
    path("people/export/", views.export, name="export"),
]
