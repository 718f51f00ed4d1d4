"""Teams on the screen: who belongs, what each may do, inviting, joining and leaving."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foia import access
from foia.flow import teams as room
from foia.gateways import clock
from foia.models import Membership, Team
from foia.web.forms.teams import InviteForm, RoleForm, TeamForm
from foia.web.owned import person, team_of

OWNER = Membership.Role.OWNER


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def teams(request: HttpRequest) -> HttpResponse:
    """List the teams of a person and what they are invited to, or make another team."""
    form = TeamForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        made = room.make(name=form.cleaned_data["name"], by=person(request), now=clock.now())
        return redirect("team", uuid=made.uuid)
    mine = access.teams_for(request.user).annotate(members=Count("memberships")).order_by("name")
    invited = access.invitations_for(request.user).select_related("team", "invited_by")
    context = {"teams": mine, "invitations": invited.order_by("pk"), "form": form}
    return render(request, "teams/list.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def team(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show who belongs to a team; its owners can change that."""
    return _page(request, team_of(request, uuid), InviteForm())


@login_required
@require_POST
def rename(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give a team another name."""
    found = team_of(request, uuid, OWNER)
    room.rename(team=found, name=request.POST.get("name", ""))
    return redirect("team", uuid=uuid)


@login_required
@require_POST
def invite(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Invite somebody by their address; they join when they say yes."""
    found = team_of(request, uuid, OWNER)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    room.invite(team=found, **form.cleaned_data, by=person(request), now=clock.now())
    said = _("Invited. Tell {email} to sign in here and open «Teams»: no mail was sent.")
    messages.success(request, said.format(email=form.cleaned_data["email"]))
    return redirect("team", uuid=uuid)


@login_required
@require_POST
def withdraw(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """Take an invitation back."""
    get_object_or_404(team_of(request, uuid, OWNER).invitations, pk=pk).delete()
    messages.success(request, _("The invitation is taken back."))
    return redirect("team", uuid=uuid)


@login_required
@require_POST
def role(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """Let a member do more or less."""
    members = team_of(request, uuid, OWNER).memberships.select_related("team", "user")
    room.set_role(membership=get_object_or_404(members, pk=pk), role=request.POST.get("role", ""))
    messages.success(request, _("Changed."))
    return redirect("team", uuid=uuid)


@login_required
@require_POST
def leave(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """Leave a team, or, as an owner, take somebody out of it."""
    members = access.memberships_to_end(request.user).filter(team__uuid=uuid)
    ended = get_object_or_404(members.select_related("team", "user"), pk=pk)
    room.leave(membership=ended)
    messages.success(request, _("{person} is no longer in the team.").format(person=ended.user))
    return redirect("teams") if ended.user == request.user else redirect("team", uuid=uuid)


@login_required
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say yes or no to an invitation."""
    invitations = access.invitations_for(request.user).select_related("team")
    invitation = get_object_or_404(invitations, pk=pk)
    if request.POST.get("answer") != "yes":
        invitation.delete()
        messages.success(request, _("Declined."))
        return redirect("teams")
    joined = room.join(invitation=invitation, person=person(request))
    return redirect("team", uuid=joined.team.uuid)


def _page(request: HttpRequest, found: Team, form: InviteForm, status: int = 200) -> HttpResponse:
    members = list(found.memberships.select_related("user").order_by("user__email"))
    mine = next(member for member in members if member.user_id == person(request).pk)
    context = {
        "team": found,
        "members": [
            (member, RoleForm(initial={"role": member.role}, auto_id=f"id_%s_{member.pk}"))
            for member in members
        ],
        "mine": mine,
        "is_owner": mine.role == OWNER,
        "invitations": found.invitations.order_by("email"),
        "form": form,
        "name_form": TeamForm(initial={"name": found.name}),
    }
    return render(request, "teams/team.html", context, status=status)
