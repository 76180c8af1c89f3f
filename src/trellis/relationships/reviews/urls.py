from django.urls import path

from . import views

urlpatterns = [
    path("pairs/<int:pk>/review/<slug:kind>/", views.review, name="review"),
    path("pairs/<int:pk>/review/<slug:kind>/agreed/", views.conclude, name="conclude_review"),
]
