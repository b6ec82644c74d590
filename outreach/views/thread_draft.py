"""What somebody has begun to write: kept while they type, and in the form when they come back."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import member_required
from accounts.acting import open_to_trusted
from accounts.clock import now
from accounts.models import Level
from claims.answers.words import clock, say
from outreach.forms.thread import PostForm
from outreach.models import Thread
from outreach.models.thread import LONGEST_POST
from outreach.subject import own_answer, parse_about
from outreach.writing import draft_of, keep_draft


@require_POST
@member_required
@open_to_trusted(Level.WRITE)
def draft_update(request: HttpRequest) -> HttpResponse:
    """Asked for while somebody types; says when it was kept."""
    about = request.POST.get("draft", "")
    if not is_theirs(request, about):
        raise Http404
    kept(request, about)
    return HttpResponse(saved_words(request, about))


def is_theirs(request: HttpRequest, about: str) -> bool:
    """Whether it names nothing in particular, a thing that they may see, or a thread of theirs."""
    kind, _colon, key = about.partition(":")
    if kind == "thread":
        try:
            return Thread.objects.for_member(request.member).filter(pk=UUID(key)).exists()
        except ValueError:
            return False
    subject, subject_id = parse_about(about)
    if subject_id is None:
        return not about
    return own_answer(request.member, subject, subject_id, now=now()) is not None


def form_of(request: HttpRequest, about: str, *, files: bool) -> PostForm:
    """Filled in with what was begun before."""
    if request.method == "POST" and "keep" not in request.POST:
        return PostForm(request.POST, files=files)
    if request.method == "POST":
        return PostForm(initial={"text": typed(request)})
    draft = draft_of(request.member, request.user, about)
    return PostForm(initial={"text": draft.text if draft else ""})


def keeps_a_draft(request: HttpRequest, about: str) -> bool:
    """Whether the button for later was pressed: then it is kept."""
    if request.method != "POST" or "keep" not in request.POST:
        return False
    kept(request, about)
    return True


def kept(request: HttpRequest, about: str) -> None:
    keep_draft(request.member, request.user, about, typed(request), now())


def typed(request: HttpRequest) -> str:
    return request.POST.get("text", "").replace("\0", "")[:LONGEST_POST]


def saved_words(request: HttpRequest, about: str) -> str:
    draft = draft_of(request.member, request.user, about)
    if draft is None:
        return ""
    return say(_("Saved at {time}."), time=clock(draft.saved_at, request.member.time_zone))
