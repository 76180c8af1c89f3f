"""The sidebar, the bottom bar and the switcher of the space a person is in (`settings.NAVIGATION`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.home.spaces import Spaces, spaces_of
from trellis.matching.flash.permissions import is_flash
from trellis.matching.requests.permissions import chooses, is_asked
from trellis.notifications.models import Notice
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Stage
from trellis.ui.brand import brand
from trellis.ui.navigation import Group, Item, Shell

PAGES = {
    Stage.STRATEGY: "strategy:overview",
    Stage.DESIGN: "programs:design",
    Stage.RECRUIT: "recruitment:board",
    Stage.TRAIN: "learning:board",
    Stage.MATCH: "matching:studio",
    Stage.SUPPORT: "care:board",
    Stage.EVALUATE: "insights:report",
    Stage.CELEBRATE: "recognition:board",
}


def shell_for(request: HttpRequest) -> Shell:
    """What is around the page. Somebody who has not signed in gets the organization's name and a way in."""
    person = getattr(request, "user", None)
    if not isinstance(person, Person):
        return Shell(links=[Item(_("Programs"), reverse("recruitment:programs"))])
    spaces = spaces_of(request, person)
    unread = Notice.objects.visible_to(person).unread().count()
    if spaces.kind == "cohort" and spaces.cohort:
        return _cohort_shell(request, spaces, spaces.cohort, unread)
    if spaces.kind == "organization":
        return _organization_shell(request, spaces, unread)
    return _own_shell(request, spaces, unread)


def stage_links(cohort: Cohort) -> list[tuple[Stage, str]]:
    """The page of each stage, in order."""
    return [(stage, reverse(name, args=cohort.address)) for stage, name in PAGES.items()]


def _cohort_shell(request: HttpRequest, spaces: Spaces, cohort: Cohort, unread: int) -> Shell:
    home = reverse("home:program", args=cohort.address)
    if not spaces.is_leading:
        return _sponsor_shell(request, spaces, cohort, unread)
    work = [
        Item(_("Home"), home, "house"),
        Item(_("People"), reverse("programs:people", args=cohort.address), "users"),
        Item(_("Messages"), reverse("care:requests", args=cohort.address), "messages-square"),
        *_safeguarding(spaces, cohort),
    ]
    stages = [Item(stage.label, url, state=state_of(stage, cohort)) for stage, url in stage_links(cohort)]
    bottom = [
        work[0],
        Item(_("Stages"), reverse("home:stages", args=cohort.address), "fence"),
        Item(_("Pairs"), reverse("care:board", args=cohort.address), "heart-handshake"),
        work[2],
        _more(),
    ]
    return Shell(
        switcher_title=cohort.program.name,
        switcher_note=cohort.name,
        switcher_links=_switches(spaces),
        groups=[
            Group(_("Program"), _marked(request, work)),
            Group(_("Stages"), _marked(request, stages), kind="stages", titled=True),
            _organization(request, spaces),
        ],
        foot=_foot(request, spaces, unread),
        bottom=_marked(request, bottom),
        home=home,
    )


def _sponsor_shell(request: HttpRequest, spaces: Spaces, cohort: Cohort, unread: int) -> Shell:
    items = [
        Item(_("Home"), reverse("home:program", args=cohort.address), "house"),
        Item(_("Report"), reverse("insights:report", args=cohort.address), "chart-no-axes-column"),
        Item(_("Charter"), reverse("strategy:overview", args=cohort.address), "scroll-text"),
        *_safeguarding(spaces, cohort),
    ]
    return Shell(
        switcher_title=cohort.program.name,
        switcher_note=cohort.name,
        switcher_links=_switches(spaces),
        groups=[Group(_("Program"), _marked(request, items)), _organization(request, spaces)],
        foot=_foot(request, spaces, unread),
        bottom=_marked(request, [*items[:4], _more()]),
        home=items[0].url,
    )


def _safeguarding(spaces: Spaces, cohort: Cohort) -> list[Item]:
    """For a safeguarding lead of this program alone."""
    if cohort.program_id not in spaces.safeguards:
        return []
    return [Item(_("Safeguarding"), reverse("relationships:safeguarding", args=cohort.address), "life-buoy")]


def _own_shell(request: HttpRequest, spaces: Spaces, unread: int) -> Shell:
    person = spaces.person
    pairs = [Item(pair.called_for(person), pair.get_absolute_url(), "heart-handshake") for pair in spaces.relationships]
    home = Item(_("Home"), reverse("home:mentoring"), "house")
    goals = Item(_("Goals"), reverse("relationships:goals_overview"), "sprout")
    learning = Item(_("Learning"), reverse("learning:list"), "book-open")
    recognition = Item(_("Recognition"), reverse("recognition:mine"), "award")
    choosing = _choosing(spaces.places)
    first = pairs[0].url if pairs else reverse("home:mentoring")
    title = spaces.relationships[0].cohort.program.name if spaces.relationships else _("My mentoring")
    return Shell(
        switcher_title=title,
        switcher_note=brand().name,
        switcher_links=_switches(spaces),
        groups=[
            Group(_("My mentoring"), _marked(request, [home, *pairs, goals, *choosing, learning, recognition])),
            _organization(request, spaces),
        ],
        foot=_foot(request, spaces, unread),
        bottom=_marked(request, [home, Item(_("Mentoring"), first, "heart-handshake"), goals, learning, _more()]),
    )


def _choosing(places: Iterable[Participation]) -> list[Item]:
    """Where mentees choose for themselves: the way to the mentors, and for mentors to who asks them."""
    found = []
    for place in places:
        if chooses(place):
            found.append(Item(_("Find a mentor"), reverse("matching:find", args=place.cohort.address), "search"))
        elif is_flash(place):
            found.append(Item(_("Flash mentoring"), reverse("matching:flash", args=place.cohort.address), "zap"))
        elif is_asked(place):
            found.append(Item(_("Requests to you"), reverse("matching:received", args=place.cohort.address), "inbox"))
    return found[:3]


def _organization_shell(request: HttpRequest, spaces: Spaces, unread: int) -> Shell:
    group = _organization(request, spaces)
    return Shell(
        switcher_title=brand().name,
        switcher_note=_("The organization"),
        switcher_links=_switches(spaces),
        groups=[group],
        foot=_foot(request, spaces, unread),
        bottom=[*group.items[:4], _more()],
    )


def _organization(request: HttpRequest, spaces: Spaces) -> Group:
    items = [
        Item(_("All programs"), reverse("programs:list"), "layers"),
        Item(_("Everyone"), reverse("people:list"), "contact"),
    ]
    if spaces.leads or spaces.watches:
        items.append(Item(_("Sponsor view"), reverse("insights:sponsor"), "chart-no-axes-column"))
    if spaces.person.is_administrator:
        items += [
            Item(_("Background work"), reverse("jobs:work"), "list-checks"),
            Item(_("What we send"), reverse("notifications:previews"), "mail"),
            Item(_("Audit log"), reverse("programs:history"), "history"),
            Item(_("Settings"), reverse("programs:organization"), "settings-2"),
        ]
    return Group(brand().name, _marked(request, items), titled=True)


def _foot(request: HttpRequest, spaces: Spaces, unread: int) -> list[Item]:
    person = spaces.person
    items = [
        Item(_("What’s new"), reverse("notifications:inbox"), "bell", count=unread or None, attention=unread > 0),
        Item(_("Help"), reverse("home:help"), "life-buoy"),
    ]
    if spaces.kind != "own" and spaces.takes_part:
        items.append(Item(_("My own mentoring"), reverse("home:mentoring"), "repeat"))
    items.append(Item(str(person), reverse("people:me"), person=person))
    return _marked(request, items)


def _switches(spaces: Spaces) -> list[Item]:
    cohorts = [
        Item(cohort.program.name, reverse("home:program", args=cohort.address), note=cohort.name)
        for cohort in [*spaces.leads, *spaces.watches]
    ]
    if spaces.takes_part:
        cohorts.append(Item(_("My own mentoring"), reverse("home:mentoring")))
    return cohorts


def _more() -> Item:
    return Item(_("More"), reverse("ui:more"), "menu")


def state_of(stage: Stage, cohort: Cohort) -> Literal["done", "now", "later"]:
    now = Stage(cohort.stage).number()
    return "done" if stage.number() < now else "now" if stage.number() == now else "later"


def _marked(request: HttpRequest, items: Iterable[Item]) -> list[Item]:
    """The item whose address is the longest beginning of this page's is the current one; home is only itself."""
    found = list(items)
    here = [
        item
        for item in found
        if request.path == item.url or (item.icon != "house" and _is_below(request.path, item.url))
    ]
    best = max(here, key=lambda item: len(item.url), default=None)
    return [replace(item, current=True) if item is best else item for item in found]


def _is_below(path: str, url: str) -> bool:
    """By the address; only that a cohort's pages have a sidebar of their own beside “All programs”."""
    if url == reverse("programs:list"):
        return path == reverse("programs:new")
    return path.startswith(url)
