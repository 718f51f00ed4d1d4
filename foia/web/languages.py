"""In which language the screens speak: as chosen, else as the account says, else the browser."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware as ByBrowser
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from foia.models import User


class LocaleMiddleware(ByBrowser):
    """Django's, which knows the choice and the browser; and between them the account."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        person: User | AnonymousUser = request.user
        if settings.LANGUAGE_COOKIE_NAME in request.COOKIES or not isinstance(person, User):
            return
        if person.language in dict(settings.LANGUAGES):
            translation.activate(person.language)
            request.LANGUAGE_CODE = person.language


@csrf_exempt  # a page without a form of its own stays the same for everybody; nothing is at stake
@require_POST
def choose(request: HttpRequest) -> HttpResponseBase:
    """Keep the language somebody chose: in this browser, and in their account if they have one."""
    chosen = request.POST.get("language", "")
    if isinstance(request.user, User) and chosen in dict(settings.LANGUAGES):
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    return set_language(request)
