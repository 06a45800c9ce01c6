"""Recording what was said and promised."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_noop

from wandel.office.journal.actions import record
from wandel.office.people.models import Interaction, Organisation, Person, Promise, User
from wandel.ui.phrases import Phrase, plain
from wandel.ui.sinks import INTERNAL, OPEN, FollowUp, SearchText, announce_follow_up, announce_search_text


def interaction_search_text(interaction: Interaction, organisations: list[Organisation]) -> SearchText:
    return SearchText(
        subject=interaction.ref,
        title=interaction.title,
        words=f"{interaction.minutes} {interaction.decisions}"[:4000],
        context=", ".join(organisation.name for organisation in organisations),
        organisation_ids=tuple(organisation.pk for organisation in organisations),
        field=interaction.field,
        confidentiality=OPEN if interaction.shared else INTERNAL,
    )


@transaction.atomic
def save_interaction(
    *, interaction: Interaction, organisations: Iterable[Organisation], persons: Iterable[Person], by: User
) -> Interaction:
    """Record or correct a call, visit, meeting or mail."""
    created = interaction.pk is None
    if created:
        interaction.recorded_by = by
    else:
        interaction.version += 1
    interaction.save()
    interaction.organisations.set(organisations)
    interaction.persons.set(persons)
    ids = tuple(organisation.pk for organisation in organisations)
    level = OPEN if interaction.shared else INTERNAL
    message = gettext_noop("Contact recorded") if created else gettext_noop("Contact corrected")
    record(
        by=by,
        message=Phrase(message),
        subject=interaction.ref,
        organisation_ids=ids,
        field=interaction.field,
        confidentiality=level,
    )
    announce_search_text(interaction_search_text(interaction, list(organisations)))
    return interaction


@transaction.atomic
def make_promise(
    *,
    organisation: Organisation,
    text: str,
    by_us: bool,
    due_on: date | None,
    owner: User | None,
    by: User,
    interaction: Interaction | None = None,
) -> Promise:
    """Note what one side promised; it waits on the owner's desk until it is kept."""
    promise = Promise.objects.create(
        organisation=organisation, text=text, by_us=by_us, due_on=due_on, owner=owner or by, interaction=interaction
    )
    record(
        by=by,
        message=Phrase(gettext_noop("Promise noted: %(text)s"), {"text": text}),
        subject=organisation.ref,
        organisation_ids=(organisation.pk,),
        confidentiality=INTERNAL,
    )
    _announce(promise)
    return promise


@transaction.atomic
def keep_promise(*, promise: Promise, on: date, by: User) -> None:
    promise.kept_on = on
    promise.save(update_fields=["kept_on"])
    record(
        by=by,
        message=Phrase(gettext_noop("Promise kept: %(text)s"), {"text": promise.text}),
        subject=promise.organisation.ref,
        organisation_ids=(promise.organisation_id,),
        confidentiality=INTERNAL,
    )
    _announce(promise)


@transaction.atomic
def reopen_promise(*, promise: Promise, by: User) -> None:
    promise.kept_on = None
    promise.save(update_fields=["kept_on"])
    record(
        by=by,
        message=Phrase(gettext_noop("Promise open again: %(text)s"), {"text": promise.text}),
        subject=promise.organisation.ref,
        organisation_ids=(promise.organisation_id,),
        confidentiality=INTERNAL,
    )
    _announce(promise)


def _announce(promise: Promise) -> None:
    organisation = promise.organisation
    announce_follow_up(
        FollowUp(
            key=f"promise-{promise.pk}",
            kind="promise",
            subject=organisation.ref,
            title=plain(promise.text),
            due_on=promise.due_on,
            organisation_ids=(organisation.pk,),
            owner_id=promise.owner_id,
            confidentiality=INTERNAL,
            context=plain(organisation.name),
            basis=Phrase(gettext_noop("we promised")) if promise.by_us else Phrase(gettext_noop("was promised to us")),
            waiting_for=Phrase("") if promise.by_us else plain(organisation.name),
            done=promise.kept_on is not None,
        )
    )
