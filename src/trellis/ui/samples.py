"""Examples for /dev/components: people and figures that exist only on that page."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms as django_forms

from . import forms
from .charts import Bar, BarChart, Interval, Line, LineChart, Point
from .navigation import Group, Item, Shell
from .tags.pictures import Week


class ExampleForm(forms.Form):
    """Every kind of field."""

    preferred = django_forms.CharField(
        label="Preferred name",
        required=False,
        help_text="What your mentor should call you.",
        widget=django_forms.TextInput({"autocomplete": "nickname"}),
    )
    email = django_forms.EmailField(
        label="Work email address",
        error_messages={"invalid": "Enter the whole address, like name@kestrelbay.example"},
    )
    site = django_forms.ChoiceField(
        label="Site", choices=[("h", "Harbour General"), ("b", "St Brannoc’s"), ("m", "Moorside")]
    )
    number = django_forms.CharField(
        label="Employee number",
        disabled=True,
        help_text="Comes from payroll. It can’t be changed here.",
    )
    why = django_forms.CharField(label="Why mentoring, why now?", required=False, widget=django_forms.Textarea)
    starts = django_forms.DateField(label="Start date", required=False)
    at = django_forms.TimeField(label="Time", required=False)
    letter = django_forms.FileField(label="A letter", required=False, help_text="PDF, at most 5 MB.")
    meet = django_forms.MultipleChoiceField(
        label="How would you like to meet?",
        required=False,
        choices=[("room", "In person"), ("video", "By video")],
        widget=forms.Checkboxes(helps={"video": "We’ll suggest a free room at your site."}),
    )
    confident = django_forms.ChoiceField(
        label="How confident are you at handover?",
        required=False,
        help_text="1 is not at all, 5 is completely.",
        choices=[(str(n), str(n)) for n in range(1, 6)],
        widget=forms.Scale,
    )
    recommend = django_forms.ChoiceField(
        label="Would you recommend it?",
        required=False,
        help_text="0 is not at all, 10 is at once.",
        choices=[(str(n), str(n)) for n in range(11)],
        widget=forms.Scale,
    )
    model = django_forms.ChoiceField(
        label="How should people be brought together?",
        choices=[("pair", "One to one"), ("group", "In groups")],
        widget=forms.ChoiceCards(
            helps={"pair": "A mentor and a mentee, for months.", "group": "One mentor and four to six mentees."}
        ),
    )
    copy = django_forms.BooleanField(label="Send me a copy of each email", required=False, help_text="In one message.")
    note = django_forms.CharField(label="A private note", required=False, widget=forms.PrivateText)

    VALUES: ClassVar[dict[str, Any]] = {
        "email": "sven@kestrel",
        "site": "h",
        "number": "KB-20418",
        "meet": ["room"],
        "confident": "3",
        "model": "pair",
        "copy": "on",
    }


@dataclass(frozen=True)
class ExampleJob:
    """Something with the face of a job."""

    pk: int
    state: str
    done: int = 0
    total: int = 0
    note: str = ""
    error: str = ""


STAGES = [
    Item("Strategy", "#strategy", state="done", note="Signed 12 May"),
    Item("Design", "#design", state="done", note="Agreed 9 June"),
    Item("Recruit", "#recruit", state="done", note="91 applied"),
    Item("Train", "#train", state="done", note="94 of 96 trained"),
    Item("Match", "#match", state="done", note="48 pairs, 24 Sept"),
    Item("Support", "#support", state="now", note="Week 24 of 39"),
    Item("Evaluate", "#evaluate", state="later", note="Report 30 June"),
    Item("Celebrate", "#celebrate", state="later", note="3 July"),
]
SHELL = Shell(
    switcher_title="First Year Forward",
    switcher_note="Autumn 2025 cohort",
    switcher_links=[Item("Research Bridge", "#research", note="Spring 2026"), Item("All programs", "#programs")],
    groups=[
        Group(
            "Program",
            [
                Item("Home", "#home", "house"),
                Item("People", "#people", "users"),
                Item("Messages", "#messages", "messages-square", count=2, attention=True, note="unread"),
            ],
        ),
        Group("Stages of this program", STAGES, kind="stages"),
        Group(
            "Kestrel Bay Health",
            [
                Item("All programs", "#programs", "layers"),
                Item("Everyone", "#everyone", "contact"),
                Item("Sponsor view", "#sponsors", "chart-no-axes-column"),
                Item("Settings", "#settings", "settings-2"),
            ],
            titled=True,
        ),
    ],
    foot=[
        Item("Help", "#help", "life-buoy"),
        Item("My own mentoring", "#mine", "repeat"),
        Item("Marisol Etxeberria", "#profile", person="Marisol Etxeberria"),
    ],
    bottom=[
        Item("Home", "#home", "house"),
        Item("Stages", "#stages", "fence"),
        Item("Pairs", "#pairs", "heart-handshake"),
        Item("Messages", "#messages", "messages-square"),
        Item("More", "#more", "menu"),
    ],
)
WEEKS: list[Week] = ["held", "none", "held", "none", "held", "none", "none", "missed", "none", "held", "none", "held"]
WEEKS += ["none", "held", "booked", "none", "booked", "none"]
MEETINGS = BarChart(
    title="Meetings held each week",
    note="Since October. 401 so far; this week isn’t over.",
    summary="Bar chart of meetings held each week: 6 in the first, a dip to 4 at the end of December, about 18 since.",
    columns=("Week", "Held"),
    bars=[
        Bar(
            f"Week {n}",
            value,
            tick={1: "Oct", 5: "Nov", 9: "Dec", 14: "Jan", 18: "Feb", 22: "Mar"}.get(n, ""),
            now=n == 24,
        )
        for n, value in enumerate(
            [6, 14, 19, 21, 20, 22, 23, 19, 21, 20, 18, 9, 4, 12, 17, 20, 19, 18, 21, 16, 17, 18, 16, 11], start=1
        )
    ],
)
STAYED = LineChart(
    title="Share still in post, week by week",
    note="Shaded: 95% interval. The scale starts at 70%.",
    summary="Line chart. With a mentor 100% falls to 92% by week 24, in the comparison group to 83%.",
    stepped=True,
    x_ticks=[(0, "Week 0"), (8, "8"), (16, "16"), (24, "24")],
    y_ticks=[(70, "70%"), (80, "80%"), (90, "90%"), (100, "100%")],
    lines=[
        Line(
            "Mentored",
            [Point(0, 100, 100, 100), Point(7, 98, 94, 100), Point(16, 94, 88, 100), Point(24, 92, 84, 99)],
            ending="92%",
        ),
        Line(
            "Compared",
            [Point(0, 100, 100, 100), Point(6, 95, 89, 100), Point(14, 90, 82, 97), Point(24, 83, 73, 92)],
            ending="83%",
        ),
    ],
    columns=["Week", "Mentored", "Compared"],
    rows=[["0", "100%", "100%"], ["8", "98%", "95%"], ["16", "94%", "90%"], ["24", "92%", "83%"]],
)


def context() -> dict[str, Any]:
    """What templates/ui/components.html draws."""
    return {
        "form": ExampleForm(initial=ExampleForm.VALUES | {"email": ""}),
        "wrong": ExampleForm(ExampleForm.VALUES, prefix=None, auto_id="wrong_%s", initial={"number": "KB-20418"}),
        "stages": STAGES,
        "weeks": WEEKS,
        "states": ["held"] * 29 + ["quiet"] * 10 + ["watch"] * 6 + ["stalled"] * 3,
        "parts": [38, 16, 14, 9, 7],
        "meetings": MEETINGS,
        "stayed": STAYED,
        "better": Interval(0.61, 0.26, 0.96),
        "unsure": Interval(0.10, -0.22, 0.42),
        "tabs": [
            Item("Overview", "#t1", current=True),
            Item("Goals", "#t2", count=3),
            Item("Messages", "#t3", count=1, attention=True, note="unread"),
        ],
        "steps": [
            Item("Purpose", "#p", state="done", note="Agreed"),
            Item("Need and have", "", state="now"),
            Item("The gap", "", state="later"),
        ],
        "entries": [
            {"at": date(2026, 3, 10), "text": "You finished a step"},
            {"at": date(2026, 3, 19), "text": "Next meeting", "ahead": True},
        ],
        "facts": [("Thriving", 29), ("Settling", 10), ("Stalled", 3)],
        "choices": [
            ("", "All", 48),
            ("stalled", "Stalled", 3, "circle-x"),
            ("thriving", "Thriving", 29, "circle-check"),
        ],
        "running": ExampleJob(1, "running", 40, 100, "Reading new-starters.csv"),
        "done": ExampleJob(2, "done", note="205 people imported."),
        "failed": ExampleJob(3, "failed", error="The file ended in the middle of row 44."),
    }
