from django.urls import path

from wandel.office.desk.views import calendar, comment, cosign, entry

app_name = "desk"
urlpatterns = [
    path("desk/", entry.desk, name="desk"),
    path("desk/print/", entry.desk_print, name="print"),
    path("desk/tasks/new/", entry.task_new, name="task-new"),
    path("desk/entries/<int:pk>/", entry.entry_detail, name="entry"),
    path("desk/entries/<int:pk>/done/", entry.done, name="done"),
    path("desk/entries/<int:pk>/reopen/", entry.reopen, name="reopen"),
    path("desk/entries/<int:pk>/postpone/", entry.postpone, name="postpone"),
    path("desk/entries/<int:pk>/hand-over/", entry.hand_over, name="hand-over"),
    path("desk/entries/<int:pk>/take-on/", entry.take_on, name="take-on"),
    path("desk/entries/<int:pk>/edit/", entry.task_edit, name="task-edit"),
    path("desk/entries/<int:pk>/delete/", entry.task_delete, name="task-delete"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/subscription/", calendar.subscription, name="calendar-subscription"),
    path("calendar/subscription/<int:pk>/revoke/", calendar.subscription_revoke, name="calendar-revoke"),
    path("calendar/<str:token>.ics", calendar.feed, name="feed"),
    path("comments/", comment.comment_new, name="comment-new"),
    path("comments/<int:pk>/edit/", comment.comment_edit, name="comment-edit"),
    path("comments/<int:pk>/delete/", comment.comment_delete, name="comment-delete"),
    path("cosign/<int:pk>/", cosign.cosign, name="cosign"),
    path("cosign/<int:pk>/decide/", cosign.decide, name="cosign-decide"),
]
