from django.db import models
from django.utils.translation import gettext_lazy as _

from wandel.office.desk.models.secret_link import SecretLinkColumns
from wandel.ui.subjects import SubjectRef

KEPT_PLAN_KIND = "relocation.plan"


class KeptPlan(SecretLinkColumns):
    """The answers of somebody who wants to come back to their plan, until the day the page named.

    ``answers`` are the pairs of question and answer as they were written; the plan is worked out anew each time, so it
    follows the law of the day. ``done`` holds the keys of the steps ticked off. Nobody on the staff has a page for it.
    """

    answers = models.JSONField(_("answers"))
    done = models.JSONField(_("steps done"), default=list)
    language = models.CharField(_("language"), max_length=8)
    email = models.EmailField(_("mail address"), blank=True)
    kept_at = models.DateTimeField(_("kept at"))
    delete_on = models.DateField(_("deleted on"), db_index=True)

    class Meta:
        verbose_name = _("kept plan")
        verbose_name_plural = _("kept plans")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def ref(self) -> SubjectRef:
        return SubjectRef(KEPT_PLAN_KIND, str(self.pk), "", str(self))
