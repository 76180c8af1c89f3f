from django.urls import include, path

from trellis.api.root import api

from . import views

tokens = ([path("", views.tokens, name="list"), path("<int:pk>/revoke/", views.revoke, name="revoke")], "api_tokens")
urlpatterns = [
    path("api/v1/", api.urls),
    path("me/tokens/", include(tokens)),
    path("docs/problems", views.problems, name="api_problems"),
]
