"""Where people arrive: their own mentoring, or the program they lead."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from trellis.common.types import Request
from trellis.home import guides, queries
from trellis.home import stages as lifecycle
from trellis.home.spaces import KEPT, spaces_of
from trellis.programs.permissions import can_manage, can_see_figures, get_cohort
from trellis.ui.pages import page


@login_required
def start(request: Request) -> HttpResponse:
    """Straight to the space the person was in last, or the one they most likely want."""
    spaces = spaces_of(request, request.user)
    cohorts = [*spaces.leads, *spaces.watches]
    kept = next((cohort for cohort in cohorts if cohort.pk == request.session.get(KEPT)), None)
    if chosen := kept or next(iter(cohorts), None):
        return redirect("home:program", *chosen.address)
    if request.user.is_administrator and not spaces.takes_part:
        return redirect("programs:list")
    return redirect("home:mentoring")


@login_required
def mentoring(request: Request) -> HttpResponse:
    """A participant's page: what is next, what I promised, what is asked of me."""
    context = {"now": timezone.now(), **queries.mentoring(request.user)}
    return page(request, "home/mentoring.html", context)


@login_required
def program(request: Request, program: str, cohort: str) -> HttpResponse:
    """A program's page: where it stands, what needs somebody, what was promised. Sponsors see no names."""
    found = get_cohort(request.user, program, cohort, may=can_see_figures)
    leads = can_manage(request.user, found.program)
    context = {
        "cohort": found,
        "leads": leads,
        "now": timezone.now(),
        "lede": found.program.promise,
        "vine": lifecycle.stage_items(found, linked=leads),
        "where": lifecycle.where_we_are(found),
        **queries.program(found, viewer=request.user, leads=leads),
    }
    return page(request, "home/program.html", context)


@login_required
def stages(request: Request, program: str, cohort: str) -> HttpResponse:
    """The stages as a list, for the phone's bar."""
    found = get_cohort(request.user, program, cohort, may=can_manage)
    return page(request, "home/stages.html", {"cohort": found, "stages": lifecycle.stage_items(found)})


@login_required
def help_page(request: Request) -> HttpResponse:
    """Guides, those for this person first, and whom to ask."""
    return page(request, "home/help.html", queries.help_for(request.user))


@login_required
def guide(request: Request, slug: str) -> HttpResponse:
    """One guide."""
    found = guides.guides().get(slug)
    if found is None:
        raise Http404
    return page(request, "home/guide.html", {"guide": found, "html": guides.html_of(found)})
