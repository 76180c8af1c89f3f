"""Every address, by app: each app with a urls.py brings its own."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

from trellis.config import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("trellis.people.urls.accounts")),
    *(path("", include(f"{app}.urls")) for app in settings.TRELLIS_APPS if find_spec(f"{app}.urls")),
]
handler400 = "trellis.ui.errors.bad_request"
handler403 = "trellis.ui.errors.forbidden"
handler404 = "trellis.ui.errors.not_found"
handler500 = "trellis.ui.errors.server_error"
