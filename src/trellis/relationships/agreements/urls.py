from django.urls import path

from . import views

urlpatterns = [
    path("pairs/<int:pk>/agreement/", views.agreement, name="agreement"),
    path("pairs/<int:pk>/agreement/change/", views.change, name="change_agreement"),
    path("pairs/<int:pk>/agreement/<int:number>/sign/", views.sign, name="sign_agreement"),
]
