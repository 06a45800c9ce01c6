"""Applications: who may see them, what is missing before the next step, and how often asking led to money."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wandel.core.text.fold import fold
from wandel.fields.funding.models import Application, Programme
from wandel.fields.funding.models.application import APPLICATION_MOVES, ApplicationMove
from wandel.fields.projects.models import Project, ProjectParty
from wandel.fields.projects.queries.project import projects_for
from wandel.office.people.access import Access
from wandel.office.people.models import Organisation

State = Application.State
# Funders answer within months; after a quarter somebody asks.
ANSWER_AWAITED = timedelta(days=90)
SOON = timedelta(days=30)
UNDER_WAY = (State.PREPARING, State.SUBMITTED, State.QUESTIONED)


def applications_for(access: Access) -> QuerySet[Application]:
    """The unit sees those of every project it sees; others those they ask for or take part in."""
    if not access.may("funding.award.view"):
        return Application.objects.none()
    if access.is_unit:
        return Application.objects.filter(project__in=projects_for(access))
    parties = ProjectParty.objects.filter(organisation__in=access.organisation_ids)
    return Application.objects.filter(
        Q(applicant__in=access.organisation_ids) | Q(project__in=parties.values("project"))
    )


def application_for(access: Access, pk: int) -> Application:
    """An application this reader may open, else 404."""
    found = applications_for(access).select_related("project", "programme", "applicant", "owner", "award")
    return get_object_or_404(found, pk=pk)


def editable_applications_for(access: Access) -> QuerySet[Application]:
    """The unit works on all it sees, a town hall on its own."""
    if not access.may("funding.award.edit"):
        return Application.objects.none()
    found = applications_for(access)
    return found if access.is_unit else found.filter(applicant__in=access.organisation_ids)


def editable_application_for(access: Access, pk: int) -> Application:
    found = editable_applications_for(access).select_related("project", "programme", "applicant", "owner", "award")
    return get_object_or_404(found, pk=pk)


def list_applications(
    access: Access, *, text: str = "", state: str = "", applicant: int | None = None
) -> QuerySet[Application]:
    """The newest first; ``state`` "open" is everything that is not decided."""
    found = applications_for(access).select_related("project", "programme", "applicant")
    if text:
        found = found.filter(
            Q(project__sort_key__contains=fold(text))
            | Q(programme__title__icontains=text)
            | Q(reference__icontains=text)
        )
    if state == "open":
        found = found.filter(state__in=UNDER_WAY)
    elif state:
        found = found.filter(state=state)
    return found.filter(applicant=applicant) if applicant else found


def applicants(access: Access) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=applications_for(access).order_by().values("applicant"))


def possible_applicants(project: Project) -> list[Organisation]:
    """Those who apply in the project, the lead first; without any, who suggested it."""
    parts = ProjectParty.Part
    parties = project.parties.filter(part__in=[parts.LEAD, parts.APPLICANT]).select_related("organisation")
    found = sorted(parties, key=lambda party: party.part != parts.LEAD)
    organisations = [party.organisation for party in found]
    if not organisations and project.submitted_by is not None:
        organisations = [project.submitted_by]
    return organisations


def amounts_of(project: Project) -> dict[str, Decimal | None]:
    """Costs and own share as the project has them; what is not entered there stays open."""
    sums = project.years.aggregate(costs=Sum("costs"), own=Sum("own"))
    costs, own = sums["costs"], sums["own"]
    return {"costs": costs, "own": own, "grant": costs - own if costs is not None and own is not None else None}


def applications_of(project: Project) -> QuerySet[Application]:
    return Application.objects.filter(project=project).select_related("programme", "applicant")


def already_asks(project: Project, programme: Programme) -> Application | None:
    """One of the same project and programme that is not over."""
    return applications_of(project).filter(programme=programme, state__in=UNDER_WAY).first()


NEEDED = {
    "costs": gettext_noop("The eligible costs are missing."),
    "grant": gettext_noop("The grant asked for is missing."),
    "own": gettext_noop("The own share is missing; write 0 if there is none."),
}


def missing_of(application: Application) -> list[str]:
    """What the next step needs and is not there, one sentence each."""
    wanted = {name for move in APPLICATION_MOVES[application.state] for name in move.needs if name in NEEDED}
    return [_(NEEDED[name]) for name in NEEDED if name in wanted and getattr(application, name) is None]


def odd_of(application: Application, *, on: date) -> list[str]:
    """What looks wrong and is not refused."""
    found = []
    costs, grant, own = application.costs, application.grant, application.own
    if costs is not None and grant is not None and own is not None and grant + own > costs:
        found.append(_("Grant and own share together are more than the costs."))
    if application.state == State.PREPARING and application.due_on and application.due_on < on:
        found.append(_("The day to hand it in has passed."))
    if application.early == Application.Early.ASKED and application.state in {State.GRANTED, State.REFUSED}:
        found.append(_("An early start was asked for and never answered."))
    if application.early == Application.Early.GRANTED and application.early_until_on and application.state in UNDER_WAY:
        if application.early_until_on < on:
            found.append(_("The consent to an early start has run out. Nothing more may be ordered on its strength."))
        elif application.early_until_on <= on + SOON:
            found.append(_("The consent to an early start runs out soon; ask for a longer one."))
    if (
        application.state == State.SUBMITTED
        and application.submitted_on
        and application.submitted_on + ANSWER_AWAITED < on
    ):
        found.append(_("Nothing was heard for three months. Ask the funder how it stands."))
    return found


def next_moves(application: Application) -> tuple[ApplicationMove, ...]:
    return APPLICATION_MOVES[application.state]


@dataclass(frozen=True)
class Success:
    """How often asking led to money: ideas that reached the unit, applications handed in, decided and granted, with the amounts."""

    asked: int
    handed_in: int
    decided: int
    granted: int
    wanted: Decimal
    given: Decimal

    @property
    def rate(self) -> int | None:
        """Granted of those decided in per cent; None while nothing is decided."""
        return round(self.granted * 100 / self.decided) if self.decided else None


def success_of(access: Access) -> Success:
    """Counted over everything this reader sees, in two queries."""
    handed_in = Q(submitted_on__isnull=False)
    granted = Q(state=State.GRANTED)
    found = applications_for(access).aggregate(
        handed_in=Count("pk", filter=handed_in),
        decided=Count("pk", filter=granted | Q(state=State.REFUSED)),
        granted=Count("pk", filter=granted),
        wanted=Sum("grant", filter=handed_in),
        given=Sum("decided_grant", filter=granted),
    )
    asked = projects_for(access).filter(submitted_by__isnull=False).count()
    return Success(
        asked, found["handed_in"], found["decided"], found["granted"],
        found["wanted"] or Decimal(0), found["given"] or Decimal(0),
    )  # fmt: skip
