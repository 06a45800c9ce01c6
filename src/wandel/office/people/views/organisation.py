"""Pages of organisations, persons and contacts."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from wandel.office.journal.queries import entries_about
from wandel.office.people.access import access_for, allowed
from wandel.office.people.actions.interaction import keep_promise, make_promise, reopen_promise, save_interaction
from wandel.office.people.actions.organisation import merge_organisations, merge_persons, save_organisation, save_person
from wandel.office.people.forms.organisation import (
    InteractionForm,
    MergeForm,
    OrganisationFilter,
    OrganisationForm,
    PersonForm,
    PromiseForm,
)
from wandel.office.people.models import Interaction, Organisation, Person
from wandel.office.people.queries.organisation import (
    colleagues_in,
    contact_state,
    interaction_for,
    interactions_for,
    merged_target,
    organisation_for,
    organisations_for,
    person_for,
    persons_for,
    possible_duplicates,
    promise_for,
    promises_for,
)
from wandel.office.runs.once import submit_once
from wandel.ui.slots import panels
from wandel.ui.tables import Column, saved_list
from wandel.ui.undo import offer_undo

COLUMNS: tuple[Column, ...] = (
    (gettext_lazy("Name"), lambda row: row.name),
    (gettext_lazy("Kind"), lambda row: row.get_kind_display()),
    (gettext_lazy("Municipality"), lambda row: row.municipality and row.municipality.name),
    (gettext_lazy("E-mail"), lambda row: row.email),
    (gettext_lazy("Telephone"), lambda row: row.phone),
    (gettext_lazy("Address"), lambda row: row.address),
    (gettext_lazy("Website"), lambda row: row.website),
)


@allowed("people.view")
def organisation_list(request: HttpRequest) -> HttpResponse:
    form = OrganisationFilter(request.GET or None)
    found = organisations_for(access_for(request.user)).select_related("municipality")
    if form.is_valid():
        if form.cleaned_data["q"]:
            found = found.matching(form.cleaned_data["q"])
        if form.cleaned_data["kind"]:
            found = found.filter(kind=form.cleaned_data["kind"])
    saved = saved_list(request, _("Organisations"), COLUMNS, found)
    if saved:
        return saved
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    return render(
        request,
        "people/organisation_list.html",
        {"page": page, "filter_form": form, "may_edit": access_for(request.user).may("people.edit")},
    )


@allowed("people.view")
def organisation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    access = access_for(request.user)
    kept = merged_target(access, pk)
    if kept:
        return redirect(kept)
    organisation = organisation_for(access, pk)
    contacts = interactions_for(access).filter(organisations=organisation).select_related("recorded_by")
    return render(
        request,
        "people/organisation_detail.html",
        {
            "organisation": organisation,
            "contact": contact_state(organisation) if access.is_unit else None,
            "today": timezone.localdate(),
            "interactions": contacts[:10],
            "persons": persons_for(access).filter(organisation=organisation),
            "colleagues": colleagues_in(organisation, timezone.localdate()) if access.is_unit else [],
            "promises": promises_for(access, organisation),
            "promise_form": PromiseForm(),
            "duplicates": possible_duplicates(organisation) if access.may("people.merge") else [],
            "panels": list(panels("people.organisation", request, organisation)),
            "history": entries_about("people.organisation", str(pk))[:20] if access.is_unit else [],
            "may_edit": access.may("people.edit"),
            "crumbs": [(_("Organisations"), reverse("people:organisations"))],
        },
    )


@allowed("people.edit")
def organisation_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    organisation = organisation_for(access_for(request.user), pk) if pk else Organisation()
    form = OrganisationForm(request.POST or None, instance=organisation)
    if request.method == "POST" and form.is_valid():
        fresh = Organisation.objects.filter(pk=pk).first() if pk else None
        if fresh is None or not form.conflict_with(fresh):
            return redirect(
                submit_once(
                    request,
                    lambda: save_organisation(organisation=form.save(commit=False), by=request.user).get_absolute_url(),
                )
            )
    return render(
        request,
        "people/form.html",
        {
            "form": form,
            "heading": organisation.name if pk else _("New organisation"),
            "crumbs": [(_("Organisations"), reverse("people:organisations"))],
        },
    )


@allowed("people.view")
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    access = access_for(request.user)
    pointer = Person.objects.filter(pk=pk).exclude(merged_into=None).first()
    if pointer and persons_for(access).filter(pk=pointer.merged_into_id).exists():
        return redirect("people:person", pointer.merged_into_id)
    person = person_for(access, pk)
    return render(
        request,
        "people/person_detail.html",
        {
            "person": person,
            "interactions": interactions_for(access).filter(persons=person)[:10],
            "panels": list(panels("people.person", request, person)),
            "may_edit": access.may("people.edit"),
            "crumbs": [(_("Organisations"), reverse("people:organisations"))],
        },
    )


@allowed("people.edit")
def person_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    access = access_for(request.user)
    if pk:
        person = person_for(access, pk)
    else:
        belongs_to = request.GET.get("organisation", "")
        person = Person(
            organisation=organisations_for(access).filter(pk=belongs_to).first() if belongs_to.isdigit() else None
        )
    form = PersonForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        fresh = Person.objects.filter(pk=pk).first() if pk else None
        if fresh is None or not form.conflict_with(fresh):
            return redirect(
                submit_once(
                    request, lambda: save_person(person=form.save(commit=False), by=request.user).get_absolute_url()
                )
            )
    heading = person.full_name if pk else _("New person")
    return render(
        request,
        "people/form.html",
        {"form": form, "heading": heading, "crumbs": [(_("Organisations"), reverse("people:organisations"))]},
    )


@allowed("interaction.view")
def interaction_detail(request: HttpRequest, pk: int) -> HttpResponse:
    access = access_for(request.user)
    interaction = interaction_for(access, pk)
    return render(
        request,
        "people/interaction_detail.html",
        {
            "interaction": interaction,
            "organisations": interaction.organisations.all(),
            "persons": interaction.persons.all(),
            "promises": interaction.promises.select_related("owner", "organisation") if access.is_unit else [],
            "panels": list(panels("people.interaction", request, interaction)),
            "may_edit": access.may("interaction.edit"),
            "today": timezone.localdate(),
            "crumbs": [(_("Organisations"), reverse("people:organisations"))],
        },
    )


@allowed("interaction.edit")
def interaction_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    access = access_for(request.user)
    initial: dict[str, Any] = {"held_on": timezone.localdate()}
    if request.GET.get("organisation", "").isdigit():
        initial["organisations"] = [int(request.GET["organisation"])]
    interaction = interaction_for(access, pk) if pk else Interaction()
    form = InteractionForm(request.POST or None, instance=interaction, initial=None if pk else initial)
    if request.method == "POST" and form.is_valid():
        fresh = Interaction.objects.filter(pk=pk).first() if pk else None
        if fresh is None or not form.conflict_with(fresh):
            return redirect(submit_once(request, lambda: _save_contact(request, form)))
    heading = interaction.title if pk else _("Record a contact")
    return render(
        request,
        "people/form.html",
        {"form": form, "heading": heading, "crumbs": [(_("Organisations"), reverse("people:organisations"))]},
    )


def _save_contact(request: HttpRequest, form: InteractionForm) -> str:
    values = form.cleaned_data
    interaction = save_interaction(
        interaction=form.save(commit=False),
        organisations=values["organisations"],
        persons=values["persons"],
        by=request.user,
    )
    if values["promise_text"]:
        make_promise(
            organisation=values["organisations"][0],
            text=values["promise_text"],
            by_us=values["promise_by"] != "them",
            due_on=values["promise_due_on"],
            owner=values["promise_owner"],
            by=request.user,
            interaction=interaction,
        )
    return interaction.get_absolute_url()


@allowed("interaction.edit")
@require_POST
def promise_new(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = organisation_for(access_for(request.user), pk)
    form = PromiseForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data

        def perform() -> str:
            make_promise(
                organisation=organisation,
                text=values["text"],
                by_us=values["by"] == "us",
                due_on=values["due_on"],
                owner=None,
                by=request.user,
            )
            return organisation.get_absolute_url()

        submit_once(request, perform)
        messages.success(request, _("The promise is noted and waits on your desk."))
    else:
        messages.error(request, _("The promise was not noted: please write what was promised."))
    return redirect(organisation)


@allowed("interaction.edit")
@require_POST
def promise_keep(request: HttpRequest, pk: int) -> HttpResponse:
    promise = promise_for(access_for(request.user), pk)
    if request.POST.get("undo"):
        reopen_promise(promise=promise, by=request.user)
    else:
        keep_promise(promise=promise, on=timezone.localdate(), by=request.user)
        offer_undo(request, _("Promise kept."), url=reverse("people:promise-keep", args=[pk]), data={"undo": "1"})
    return redirect(promise.organisation)


@allowed("people.merge")
def organisation_merge(request: HttpRequest, pk: int) -> HttpResponse:
    duplicate = organisation_for(access_for(request.user), pk)
    return _merge(request, duplicate, merge_organisations)


@allowed("people.merge")
def person_merge(request: HttpRequest, pk: int) -> HttpResponse:
    duplicate = get_object_or_404(persons_for(access_for(request.user)), pk=pk)
    return _merge(request, duplicate, merge_persons)


def _merge(request: HttpRequest, duplicate: Any, merge: Any) -> HttpResponse:
    form = MergeForm(request.POST or None, duplicate=duplicate)
    if request.method == "POST" and form.is_valid():
        keep = form.cleaned_data["keep"]
        try:
            merge(duplicate=duplicate, keep=keep, by=request.user)
        except ValidationError as error:
            form.add_error("keep", error)
        else:
            messages.success(
                request, _("“%(duplicate)s” now points to “%(keep)s”.") % {"duplicate": duplicate, "keep": keep}
            )
            return redirect(keep)
    return render(
        request,
        "people/merge.html",
        {"form": form, "duplicate": duplicate, "crumbs": [(str(duplicate), duplicate.get_absolute_url())]},
    )
