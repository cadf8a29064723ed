"""Follow by the secret link: read how it stands, answer, say whether it is solved, rate."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from firstline.casework.tickets import satisfaction
from firstline.casework.tickets.models import Rating, Ticket
from firstline.interfaces.channels import links
from firstline.interfaces.channels.models import Arrival, End
from firstline.interfaces.portal import holding, signing, telling
from firstline.interfaces.portal.forms import SayForm
from firstline.interfaces.portal.matter import ContactMatter, TicketMatter, matter_of
from firstline.interfaces.portal.page import draw, page, secret
from firstline.journal.refusal import Refused


@require_safe
@page
def follow(request: HttpRequest, language: str, mark: str) -> HttpResponse:
    thing = links.thing_behind(mark)
    if thing is None:
        return _unknown(request, language)
    matter = matter_of(thing)
    if isinstance(matter, ContactMatter) and len(matter.tickets) == 1:
        return _to("portal:follow", language, matter.tickets[0][1], "?new" if "new" in request.GET else "")
    return _shown(request, language, mark, matter)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def say(request: HttpRequest, language: str, mark: str) -> HttpResponse:
    """An answer, more about it, or what is still wrong: a message like any other, by the one door."""
    if request.method != "POST":
        # Where a page that was refused leads in another language.
        return _to("portal:follow", language, mark)
    thing = links.thing_behind(mark)
    if thing is None:
        return _unknown(request, language)
    at = timezone.now()
    form, given = SayForm(request.POST), signing.read(request.POST.get("form", ""), at)
    verdict = request.POST.get("verdict", "") if isinstance(thing, Ticket) and not thing.is_open else ""
    if verdict == "confirmed":
        form.fields["words"].required = False
    if given and telling.sent_before(given.key):
        return _to("portal:follow", language, mark, "?said")
    if given is None or not form.is_valid():
        return _shown(request, language, mark, matter_of(thing), form=form, verdict=verdict, is_old=given is None)
    about = {"ticket" if isinstance(thing, Ticket) else "contact": thing.number}
    words = form.cleaned_data["words"] or _("It is solved.")
    facts = {"language": language, "words": words, "verdict": verdict, **about}
    ended = telling.send(given.key, facts, held=holding.why_answer_held(mark, at), at=at)
    # What was over for long is not taken up again: the message has begun something new.
    now_at = ended.ticket or ended.contact or thing
    is_new = ended.end == End.CONTACT
    return _to("portal:follow", language, links.secret_of(now_at) if is_new else mark, _news(ended))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def rating(request: HttpRequest, language: str, mark: str) -> HttpResponse:
    """Five buttons. Only pressing one rates: whoever merely fetches what a mail links to changes nothing."""
    ticket = links.thing_behind(mark)
    if not isinstance(ticket, Ticket):
        return _unknown(request, language)
    refused = ""
    if request.method == "POST":
        try:
            _rate(ticket, request)
            return _to("portal:rating", language, mark)
        except (Refused, ValidationError) as error:
            refused = str(error) if isinstance(error, Refused) else error.messages[0]
    return secret(_rating_page(request, language, mark, TicketMatter(ticket), refused))


def _rate(ticket: Ticket, request: HttpRequest) -> None:
    words = str(SayForm.base_fields["words"].to_python(request.POST.get("words", "")))
    given = Rating.objects.filter(ticket=ticket).first()
    score = request.POST.get("score", "")
    if given and not score:
        satisfaction.explain(given, words, by=None)
    else:
        satisfaction.rate(ticket, int(score) if score in "12345" and len(score) == 1 else 0, words, by=None)


def _rating_page(request: HttpRequest, language: str, mark: str, matter: TicketMatter, refused: str) -> HttpResponse:
    asked, typed = request.GET.get("score", ""), request.POST.get("words", "")
    facts = {"matter": matter, "mark": mark, "asked": asked, "typed": typed}
    return draw(request, "rating", language, status=422 if refused else 200, refused=refused, **facts)


def _shown(
    request: HttpRequest,
    language: str,
    mark: str,
    matter: TicketMatter | ContactMatter,
    *,
    form: SayForm | None = None,
    verdict: str = "",
    is_old: bool = False,
) -> HttpResponse:
    facts = {"form": form or SayForm(), "token": signing.give_out(request, timezone.now()).token, "verdict": verdict}
    news = next((word for word in ("new", "said", "kept") if word in request.GET), "")
    status = 422 if form and form.errors else 200
    facts |= {"matter": matter, "mark": mark, "news": news, "is_old": is_old}
    template = "ticket" if isinstance(matter, TicketMatter) else "contact"
    address = request.build_absolute_uri(resolve_url("portal:follow", language, mark))
    return secret(draw(request, template, language, status=status, address=address, **facts))


def _news(ended: Arrival) -> str:
    words = {End.CONTACT: "?new", End.FOLLOW_UP: "?said"}
    return words.get(End(ended.end), "?kept") if ended.end else "?said"


def _unknown(request: HttpRequest, language: str) -> HttpResponse:
    return secret(draw(request, "unknown", language, status=404))


def _to(view: str, language: str, mark: str, query: str = "") -> HttpResponse:
    response = HttpResponseRedirect(resolve_url(view, language, mark) + query)
    response.status_code = 303
    return secret(response)
