from django.urls import path

from wandel.fields.funding.views import award, money, recording, setup, withdrawal

app_name = "funding"
urlpatterns = [
    path("", award.award_list, name="awards"),
    path("export.csv", award.award_export, name="award-export"),
    path("new/", recording.award_new, name="award-new"),
    path("preview/", recording.award_preview, name="award-preview"),
    path("<int:pk>/", award.award_detail, name="award"),
    path("<int:pk>/edit/", recording.award_edit, name="award-edit"),
    path("<int:pk>/withdraw/", withdrawal.award_withdraw, name="award-withdraw"),
    path("<int:pk>/put-back/", withdrawal.award_put_back, name="award-put-back"),
    path("<int:pk>/money/", money.award_money, name="award-money"),
    path("<int:pk>/notice/", award.award_notice, name="award-notice"),
    path("<int:pk>/set-up/", setup.award_setup, name="award-setup"),
    path("<int:pk>/history/", award.award_history, name="award-history"),
    path("<int:pk>/facts.json", award.award_json, name="award-json"),
    path("<int:pk>/dates.<slug:form>", award.award_document, name="award-document"),
    path("<int:pk>/files/", award.award_upload, name="award-upload"),
    path("<int:pk>/files/<int:file_pk>/", award.award_file, name="award-file"),
    path("<int:pk>/cosign/", setup.award_cosign, name="award-cosign"),
    path("<int:pk>/drawdowns/", money.drawdown_new, name="drawdown-new"),
    path("<int:pk>/bookings/", money.booking_new, name="booking-new"),
    path("drawdowns/<int:pk>/remove/", money.drawdown_remove, name="drawdown-remove"),
    path("bookings/<int:pk>/remove/", money.booking_remove, name="booking-remove"),
    path("obligations/<int:pk>/done/", award.obligation_done, name="obligation-done"),
    path("checklist/<int:pk>/", setup.checklist_tick, name="checklist-tick"),
    path("checklist/<int:pk>/skip/", setup.checklist_skip, name="checklist-skip"),
]
