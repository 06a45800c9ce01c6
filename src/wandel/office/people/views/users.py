"""Pages of those who keep users: who may, who does, who stands in."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from wandel.office.journal.queries import entries_about
from wandel.office.people.access import access_for, allowed
from wandel.office.people.actions.users import (
    create_user,
    end_role,
    fill_post,
    give_role,
    name_deputy,
    remove_deputy,
    set_active,
)
from wandel.office.people.forms.users import DeputyForm, HolderForm, RoleForm, UserForm
from wandel.office.people.models import User
from wandel.office.people.queries.users import assignment_for, deputy_for, list_users, post_for, posts_on, user_for
from wandel.office.runs.once import submit_once
from wandel.ui.tables import Column, saved_list

COLUMNS: tuple[Column, ...] = (
    (gettext_lazy("Name"), lambda user: user.name),
    (gettext_lazy("E-mail"), lambda user: user.email),
    (gettext_lazy("Roles today"), lambda user: ", ".join(str(role.get_role_display()) for role in user.roles_today)),
    (gettext_lazy("May sign in"), lambda user: user.is_active),
)


@allowed("users.manage")
def user_list(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    found = list_users(access_for(request.user), text=text, on=timezone.localdate())
    saved = saved_list(request, _("Users"), COLUMNS, found)
    if saved:
        return saved
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    return render(request, "people/user_list.html", {"page": page, "q": text})


@allowed("users.manage")
def user_new(request: HttpRequest) -> HttpResponse:
    form = UserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            return reverse("people:user", args=[create_user(by=request.user, **form.cleaned_data).pk])

        return redirect(submit_once(request, perform))
    return render(request, "people/form.html", {"form": form, "heading": _("New user"), "crumbs": _crumbs()})


@allowed("users.manage")
def user_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, user_for(access_for(request.user), pk))


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Users"), reverse("people:users"))]


def _page(
    request: HttpRequest, user: User, *, role_form: RoleForm | None = None, deputy_form: DeputyForm | None = None
) -> HttpResponse:
    today = timezone.localdate()
    return render(
        request,
        "people/user_detail.html",
        {
            "person": user,
            "assignments": user.role_assignments.select_related("organisation").order_by("-valid_from", "pk"),
            "deputies": user.deputies.select_related("deputy").order_by("pk"),
            "posts": posts_on(today).filter(holder=user),
            "role_form": role_form or RoleForm(prefix="role", initial={"valid_from": today}),
            "deputy_form": deputy_form or DeputyForm(prefix="deputy", user=user),
            "history": entries_about("people.user", str(user.pk))[:20],
            "today": today,
            "own": user.pk == request.user.pk,
            "crumbs": _crumbs(),
        },
    )


def _refused(form: Any, error: ValidationError) -> None:
    form.add_error(None, error)


@allowed("users.manage")
@require_POST
def role_give(request: HttpRequest, pk: int) -> HttpResponse:
    user = user_for(access_for(request.user), pk)
    form = RoleForm(request.POST, prefix="role")
    if form.is_valid():
        try:
            give_role(user=user, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            _refused(form, error)
        else:
            messages.success(request, _("The role is given."))
            return redirect("people:user", pk)
    return _page(request, user, role_form=form)


@allowed("users.manage")
@require_POST
def role_end(request: HttpRequest, pk: int) -> HttpResponse:
    assignment = assignment_for(access_for(request.user), pk)
    try:
        end_role(assignment=assignment, on=timezone.localdate(), by=request.user)
        messages.success(request, _("The role has ended."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("people:user", assignment.user_id)


@allowed("users.manage")
@require_POST
def user_activity(request: HttpRequest, pk: int) -> HttpResponse:
    user = user_for(access_for(request.user), pk)
    active = request.POST.get("active") == "1"
    try:
        set_active(user=user, active=active, on=timezone.localdate(), by=request.user)
        messages.success(request, _("The user may sign in again.") if active else _("The user can no longer sign in."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("people:user", pk)


@allowed("users.manage")
@require_POST
def deputy_name(request: HttpRequest, pk: int) -> HttpResponse:
    user = user_for(access_for(request.user), pk)
    form = DeputyForm(request.POST, prefix="deputy", user=user)
    if form.is_valid():
        name_deputy(user=user, deputy=form.cleaned_data["deputy"], by=request.user)
        messages.success(request, _("The deputy is named."))
        return redirect("people:user", pk)
    return _page(request, user, deputy_form=form)


@allowed("users.manage")
@require_POST
def deputy_remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = deputy_for(access_for(request.user), pk)
    user_pk = row.user_id
    remove_deputy(row=row, by=request.user)
    messages.success(request, _("The deputy is removed."))
    return redirect("people:user", user_pk)


@allowed("users.manage")
def post_list(request: HttpRequest) -> HttpResponse:
    """The unit's posts and who holds them."""
    today = timezone.localdate()
    rows = [
        (post, HolderForm(prefix=f"post-{post.pk}", initial={"holder": post.holder_id})) for post in posts_on(today)
    ]
    return render(request, "people/post_list.html", {"rows": rows, "crumbs": _crumbs()})


@allowed("users.manage")
@require_POST
def post_fill(request: HttpRequest, pk: int) -> HttpResponse:
    post = post_for(access_for(request.user), pk, timezone.localdate())
    form = HolderForm(request.POST, prefix=f"post-{pk}")
    if form.is_valid():
        fill_post(post=post, holder=form.cleaned_data["holder"], by=request.user)
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("Please choose somebody of the unit, or nobody."))
    return redirect("people:posts")
