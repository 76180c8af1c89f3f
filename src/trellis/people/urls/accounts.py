"""Addresses of signing in: only what we use of the sign-in library, the rest is closed."""

from allauth.account import views as library
from django.urls import path, re_path

from trellis.people.views import sign_in

urlpatterns = [
    path("login/", sign_in.SignIn.as_view(), name="account_login"),
    path("login/code/", library.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", library.confirm_login_code, name="account_confirm_login_code"),
    path("login/demo/<int:pk>/", sign_in.as_demo_person, name="account_demo"),
    path("login/help/", sign_in.cannot_get_in, name="account_help"),
    path("logout/", library.logout, name="account_logout"),
    path("closed/", library.account_inactive, name="account_inactive"),
    path("again/", sign_in.again, name="account_again"),
    path("reauthenticate/", library.reauthenticate, name="account_reauthenticate"),
    path("password/change/", library.password_change, name="account_change_password"),
    path("password/set/", sign_in.SetPassword.as_view(), name="account_set_password"),
    path("password/reset/", library.password_reset, name="account_reset_password"),
    path("password/reset/done/", library.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        library.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
