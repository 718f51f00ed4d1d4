"""Own words: the list of one's own, writing one, looking at it in three letters, keeping it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foia import access
from foia.flow import compose
from foia.gateways import clock
from foia.letters.own_sample import own_sample
from foia.models import OwnWords
from foia.web.forms.own_words import OwnWordsForm
from foia.web.owned import letter_of, person, team_of
from foia.web.ticked import is_uuid


@login_required
@require_safe
def own_words(request: HttpRequest) -> HttpResponse:
    """List what a person keeps, by kind."""
    rows = list(access.own_words_for(request.user).order_by("name", "pk"))
    kinds = [(kind, [row for row in rows if row.kind == kind]) for kind in OwnWords.Kind.values]
    shared = access.own_words_to_use(request.user).exclude(owner=person(request))
    shared = shared.select_related("owner", "team").order_by("kind", "name", "pk")
    return render(request, "words/list.html", {"kinds": kinds, "shared": shared})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Write an ask, a frame or a signature."""
    if kind not in OwnWords.Kind.values:
        raise Http404
    return _written(request, kind, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Change own words; letters that carry a copy stay as they are."""
    row = get_object_or_404(access.own_words_for(request.user), uuid=uuid)
    return _written(request, row.kind, row)


@login_required
@require_POST
def remove(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Remove own words; letters that carry a copy stay as they are."""
    get_object_or_404(access.own_words_for(request.user), uuid=uuid).delete()
    messages.success(request, _("Removed. Letters that carry these words keep them."))
    return redirect("own_words")


@login_required
@require_POST
def share(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Let a team choose one's own words too, or no longer."""
    row = get_object_or_404(access.own_words_for(request.user), uuid=uuid)
    told = request.POST.get("team", "")
    team = team_of(request, UUID(told)) if is_uuid(told) else None
    compose.share(words=row, team=team)
    said = _("Members of «{team}» can choose these words now.") if team else _("Yours alone again.")
    messages.success(request, said.format(team=team))
    return redirect("own_words")


@login_required
@require_POST
def back_to_catalogue(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Have one item of a draft ask in the catalogue's words again."""
    message = letter_of(request, uuid)
    compose.back_to_catalogue(message=message, category=request.POST.get("category", ""))
    messages.success(request, _("That item has the catalogue's words again."))
    return redirect("letter", uuid=uuid)


def _written(request: HttpRequest, kind: str, row: OwnWords | None) -> HttpResponse:
    """Show the form; first the three letters, and keep only words that were looked at there."""
    data = request.POST if request.method == "POST" else None
    form = OwnWordsForm(data, kind=kind, row=row)
    teams = access.teams_for(request.user).order_by("name")
    context: dict[str, object] = {"form": form, "kind": kind, "row": row, "teams": teams}
    if data is not None and form.is_valid():
        now = clock.now()
        if data.get("do") == "keep" and data.get("seen") == form.digest():
            compose.keep(owner=person(request), written=form.written(), now=now, replaces=row)
            messages.success(request, _("Kept. You can choose it for your letters now."))
            return redirect("own_words")
        samples = [own_sample(form.written(), code, now.date()) for code in form.places()]
        context |= {"samples": samples, "seen": form.digest()}
    return render(request, "words/write.html", context, status=422 if form.errors else 200)
