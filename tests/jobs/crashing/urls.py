from django.urls import path

from tests.jobs.crashing import views
from trellis.config.urls import handler400, handler403, handler404, handler500
from trellis.config.urls import urlpatterns as product

__all__ = ["handler400", "handler403", "handler404", "handler500"]

urlpatterns = [
    path("crashing/write/<slug:name>/", views.write),
    path("crashing/count/", views.start_counting),
    *product,
]
