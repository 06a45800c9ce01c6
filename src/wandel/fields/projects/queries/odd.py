"""What is odd about a project without being wrong: sentences for its page."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext

from wandel.fields.projects.models import Project, ProjectParty
from wandel.ui.formats import format_number


def odd_sentences(project: Project, *, day: date) -> list[str]:
    """Each says what is odd and what to look at. Two queries."""
    found = []
    parties = list(project.parties.all())
    shares = [one.share for one in parties if one.share is not None]
    if shares and sum(shares) != Decimal(1):
        share = format_number(sum(shares) * 100, places=0)
        found.append(gettext("The shares of the own money add up to %(share)s %%, not 100 %%.") % {"share": share})
    if parties and not any(one.part == ProjectParty.Part.LEAD for one in parties):
        found.append(gettext("Nobody leads. Name one of the applicants as lead."))
    numbers = (project.jobs_new, project.jobs_kept, project.co2_tonnes)
    if any(number is not None for number in numbers) and not project.effect_source:
        found.append(gettext("Jobs and CO₂ stand without a source. Say where the numbers come from."))
    first = min((year.year for year in project.years.all()), default=None)
    if first is not None and first < day.year and project.stage in {"idea", "screening", "shaping", "regional"}:
        found.append(
            gettext("Costs are planned for %(year)s, but the project is not applied for yet.") % {"year": first}
        )
    return found
