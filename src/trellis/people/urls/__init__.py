from django.urls import path

from trellis.people.views import accounts, competencies, directory, invitations, profile, sign_in

app_name = "people"
urlpatterns = [
    path("people/", directory.people, name="list"),
    path("people/invite/", invitations.invite, name="invite"),
    path("people/<int:pk>/", directory.person, name="person"),
    path("people/<int:pk>/photo/", profile.photo_file, name="photo_file"),
    path("people/<int:pk>/account/", accounts.account, name="account"),
    path("people/<int:pk>/invite/", invitations.invite_again, name="invite_again"),
    path("people/<int:pk>/close/", accounts.close, name="close"),
    path("people/<int:pk>/reopen/", accounts.reopen, name="reopen"),
    path("people/<int:pk>/administrator/", accounts.administrator, name="administrator"),
    path("organization/competencies/", competencies.competencies, name="competencies"),
    path("organization/competencies/onet/", competencies.onet, name="onet"),
    path("organization/competencies/<int:pk>/off/", competencies.take_off, name="competency_off"),
    path("me/", profile.me, name="me"),
    path("me/about/", profile.about, name="about"),
    path("me/competencies/", profile.skills, name="skills"),
    path("me/times/", profile.times, name="times"),
    path("me/photo/", profile.photo, name="photo"),
    path("me/photo/remove/", profile.remove_photo, name="remove_photo"),
    path("me/settings/", profile.settings, name="settings"),
    path("me/sign-in/", sign_in.signing_in, name="signing_in"),
    path("me/sign-in/others/end/", sign_in.end_other_sessions, name="end_other_sessions"),
    path("me/sign-in/<int:pk>/end/", sign_in.end_session, name="end_session"),
    path("l/welcome/<str:token>/", invitations.welcome, name="welcome"),
    path("l/welcome/<str:token>/new/", invitations.new_link, name="new_link"),
]
