from django.urls import path

from trellis.relationships.circles import views

urlpatterns = [
    path("pairs/<int:pk>/circle/", views.circle, name="circle"),
    path("pairs/<int:pk>/circle/leave/", views.leave, name="leave_circle"),
    path("pairs/<int:pk>/circle/topics/<int:topic_pk>/want/", views.want, name="want_topic"),
    path("pairs/<int:pk>/circle/topics/<int:topic_pk>/talked/", views.talked, name="talked_about"),
    path("pairs/<int:pk>/circle/topics/<int:topic_pk>/remove/", views.take_down, name="take_down_topic"),
    path("pairs/<int:pk>/circle/meetings/<int:meeting_pk>/duty/", views.duty, name="take_duty"),
    path("pairs/<int:pk>/circle/meetings/<int:meeting_pk>/who/", views.roll, name="who_came"),
]
