"""The two mails of a round: the invitation and the reminder, each with the secret link of one house."""

from datetime import date

from django.utils import translation
from django.utils.translation import gettext, ngettext

from wandel.office.desk.models import Answer
from wandel.office.outbox.actions import queue_mail
from wandel.ui.formats import format_date


def link_of(answer: Answer) -> str:
    """The path of the secret link; the outbox makes an address of it."""
    return f"/r/{answer.token}/"


def mail_invitation(answer: Answer) -> None:
    if not answer.email:
        return
    with translation.override("de"):
        a_round = answer.round
        queue_mail(
            to=answer.email,
            subject=gettext("%(title)s: please answer until %(day)s")
            % {"title": a_round.title, "day": format_date(a_round.due_on)},
            text="\n\n".join(
                filter(
                    None,
                    [
                        gettext("Dear colleagues in %(organisation)s,") % {"organisation": answer.organisation},
                        a_round.text,
                        gettext(
                            "The link opens the questions for you; you need no password. "
                            "What you answered last year is already there."
                        ),
                        gettext(
                            "You can stop at any time and go on later with the same link. Until %(day)s you can correct it."
                        )
                        % {"day": format_date(a_round.due_on)},
                        a_round.owner.name,
                    ],
                )
            ),
            language="de",
            dedupe_key=f"round-{a_round.pk}-invite-{answer.pk}",
            links=[(gettext("Answer now"), link_of(answer))],
            about=a_round.ref,
        )


def mail_reminder(answer: Answer, mark: str, on: date) -> None:
    days = (answer.round.due_on - on).days
    with translation.override("de"):
        if days < 0:
            when = gettext("Your answer was due on %(day)s. We still need it; the link below works until %(last)s.") % {
                "day": format_date(answer.round.due_on),
                "last": format_date(answer.round.last_day),
            }
        elif days == 0:
            when = gettext("Your answer is due today.")
        else:
            when = ngettext(
                "There is %(count)s day left until %(day)s.", "There are %(count)s days left until %(day)s.", days
            ) % {"count": days, "day": format_date(answer.round.due_on)}
        queue_mail(
            to=answer.email,
            subject=gettext("Reminder: %(title)s") % {"title": answer.round.title},
            text="\n\n".join(
                [
                    gettext("Dear colleagues in %(organisation)s,") % {"organisation": answer.organisation},
                    when,
                    gettext("If there is nothing to report, one click on the page is enough."),
                    answer.round.owner.name,
                ]
            ),
            language="de",
            dedupe_key=f"round-{answer.round_id}-{mark}-{answer.pk}",
            links=[(gettext("Answer now"), link_of(answer))],
            about=answer.round.ref,
        )
