"""Each component as the design writes it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from trellis.ui.navigation import Item
from trellis.ui.tags import signs, words

SPRITE = "/static/ui/icons.svg"
STAGES = [
    Item("Strategy", "/strategy/", state="done", note="Signed"),
    Item("Match", "/match/", state="now", note="48 pairs"),
    Item("Celebrate", "/celebrate/", state="later", note="3 July"),
]


def drawn(template: str, address: str = "/", **context: Any) -> str:
    request = RequestFactory().get(address)
    return Template("{% load ui %}" + template).render(Context({"request": request, **context})).strip()


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (
            '{% icon "lock" %}',
            '<svg class="icon" aria-hidden="true"><use href="/static/ui/icons.svg#i-lock"/></svg>',
        ),
        (
            '{% icon "arrow-left" "inline" %}',
            f'<svg class="icon icon--flip inline" aria-hidden="true"><use href="{SPRITE}#i-arrow-left"/></svg>',
        ),
        ('{% badge "Draft" %}', '<span class="badge">Draft</span>'),
        ('{% tag "Statistics" %}', '<span class="tag">Statistics</span>'),
        ("{% count 3 %}", '<span class="count">3</span>'),
        (
            '{% count 2 attention=True label="unread" %}',
            '<span class="count count--attention">2<span class="visually-hidden"> unread</span></span>',
        ),
        ("{% suppressed %}", '<span class="suppressed">Under 5</span>'),
        ("{% suppressed hidden=True %}", '<span class="suppressed">Hidden</span>'),
    ],
)
def test_small_signs(template: str, expected: str) -> None:
    assert drawn(template) == expected


def test_words_of_people_are_never_markup() -> None:
    for template in ["{% badge text %}", "{% person text note=text %}", "{% tag text %}", "{% toast text %}"]:
        assert "<script>" not in drawn(template, text="<script>")


def test_a_status_is_an_icon_and_a_word() -> None:
    markup = drawn('{% status "problem" "Stalled" %}')

    assert markup.startswith('<span class="status status--problem"><svg')
    assert "#i-circle-x" in markup
    assert markup.endswith("Stalled</span>")


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Grace Nakamura-Obi", "GN"), ("Đặng", "ĐẶ"), ("Jo van der Berg", "JB"), ("(Sam) Ray Lee", "RL"), ("", "")],
)
def test_initials(name: str, letters: str) -> None:
    assert signs.initials(name) == letters


def test_a_person_keeps_their_tint_and_their_name_is_text() -> None:
    first, second = drawn('{% person "Thu-Trang Pham" note="Moorside" %}'), drawn('{% avatar "Thu-Trang Pham" %}')

    assert second in first
    assert "<b>Thu-Trang Pham</b><small>Moorside</small>" in first
    assert 'aria-hidden="true">TP</span>' in first


def test_a_photo_lies_over_the_initials_of_somebody_who_shows_one() -> None:
    class Shown:
        pk = 1

        def __str__(self) -> str:
            return "Grace Nakamura"

        def photo_address(self) -> str:
            return "/people/1/photo/"

    markup = drawn("{% person who %}", who=Shown())

    assert 'aria-hidden="true">GN<img src="/people/1/photo/" alt="" loading="lazy"></span>' in markup
    assert "<b>Grace Nakamura</b>" in markup


def test_a_section_is_named_by_its_heading() -> None:
    markup = drawn('{% section "Your goals" note="15 weeks" link="/goals/" link_text="All" %}<p>x</p>{% endsection %}')

    assert '<section class="section" aria-labelledby="your-goals-h">' in markup
    assert '<h2 id="your-goals-h">Your goals</h2><p>15 weeks</p><a class="push" href="/goals/">All</a>' in markup
    assert "<p>x</p>" in markup


def test_the_page_head_has_the_one_heading_and_the_actions() -> None:
    markup = drawn('{% page_head "Everyone" lede="All." %}<a class="btn" href="/x/">Add</a>{% endpage_head %}')

    assert "<h1>Everyone</h1>" in markup
    assert '<div class="page-head__actions"><a class="btn" href="/x/">Add</a></div>' in markup


def test_a_banner_with_and_without_a_title() -> None:
    assert "<b>Sent.</b> <p>To 12.</p>" in drawn('{% banner "good" title="Sent." %}To 12.{% endbanner %}')
    assert "<div>Sent.</div>" in drawn('{% banner "good" %}Sent.{% endbanner %}')


def test_captured_markup_becomes_the_actions_of_a_banner() -> None:
    markup = drawn(
        '{% capture as more %}<a href="/x/">See</a>{% endcapture %}{% banner "info" actions=more %}A{% endbanner %}'
    )

    assert '<div class="banner__actions"><a href="/x/">See</a></div>' in markup


def test_an_empty_list_says_what_will_be_here() -> None:
    plain = drawn('{% empty "Nothing yet" link="/x/" link_text="Invite" %}They appear here.{% endempty %}')
    written = drawn('{% empty "Nothing yet" %}<p>They appear here.</p>{% endempty %}')

    assert "<h2>Nothing yet</h2><p>They appear here.</p>" in plain
    assert '<a class="btn btn--primary" href="/x/">Invite</a>' in plain
    assert "<h2>Nothing yet</h2><p>They appear here.</p></div>" in written


def test_a_dialog_posts_and_its_opener_works_without_script() -> None:
    opener = drawn('{% opens "publish" "/publish/" "Publish 35 pairs" css="btn btn--primary" %}')
    dialog = drawn(
        '{% dialog "publish" title="Publish 35 pairs?" submit="Publish" cancel="Keep reviewing" action="/publish/" %}'
        "<p>70 people will be told.</p>{% enddialog %}"
    )

    assert opener == '<a class="btn btn--primary" href="/publish/" data-opens="publish">Publish 35 pairs</a>'
    assert (
        '<dialog class="dialog" id="publish" aria-labelledby="publish-h"><form action="/publish/" method="post">'
        in dialog
    )
    assert 'name="csrfmiddlewaretoken"' in dialog
    assert "data-closes>Keep reviewing</button>" in dialog


def test_only_a_private_note_is_an_envelope() -> None:
    private = drawn('{% note_card "Private" private=True id="n1" %}<p>x</p>{% endnote_card %}')
    shared = drawn('{% note_card "Shared with Grace" id="n2" %}<p>x</p>{% endnote_card %}')

    assert "note-card--private" in private
    assert "#i-lock" in private
    assert "note-card--shared" in shared
    assert "lock" not in shared


@pytest.mark.parametrize(("page", "before", "after"), [(1, False, True), (2, True, True), (3, True, False)])
def test_a_pager_leads_back_and_on_and_keeps_the_filter(page: int, before: bool, after: bool) -> None:
    rows = Paginator(range(70), 30).page(page)
    markup = drawn("{% pager rows %}", "/people/?q=ada&page=2", rows=rows)

    assert (f'href="?q=ada&amp;page={page - 1}" rel="prev"' in markup) is before
    assert (f'href="?q=ada&amp;page={page + 1}" rel="next"' in markup) is after
    assert f"{rows.start_index()} to {rows.end_index()} of 70" in markup


def test_no_pager_under_an_empty_list() -> None:
    assert drawn("{% pager rows %}", rows=Paginator([], 30).page(1)) == ""


@pytest.mark.parametrize(
    ("address", "state", "link"),
    [
        ("/", 'aria-sort="ascending"', "?sort=-name"),
        ("/?sort=-name", 'aria-sort="descending"', "?sort=name"),
        ("/?sort=site&q=a&page=3", "", "?q=a&amp;sort=name"),
    ],
)
def test_a_column_sorts_by_a_link(address: str, state: str, link: str) -> None:
    markup = drawn('{% sort_header "name" "Name" default="name" %}', address)

    assert ("aria-sort" in markup) is bool(state)
    assert state in markup
    assert f'href="{link}"' in markup


def test_chips_mark_the_filter_in_use_and_start_at_the_first_page() -> None:
    choices = [("", "All", 48), ("stalled", "Stalled", 3, "circle-x")]
    markup = drawn('{% chips "state" choices label="By state" %}', "/?state=stalled&page=4&q=a", choices=choices)

    assert '<a href="?q=a">All <span class="count">48</span></a>' in markup
    assert '<a href="?q=a&amp;state=stalled" aria-current="true">' in markup
    assert "#i-circle-x" in markup


def test_filters_ask_by_get_and_keep_the_order() -> None:
    tag = '{% filters label="Narrow" submit="Show" search="q" search_label="Find a person" %}{% endfilters %}'
    markup = drawn(tag, '/?q="><script>&sort=-name')

    assert 'value="&quot;&gt;&lt;script&gt;"' in markup
    assert '<input type="hidden" name="sort" value="-name">' in markup


def test_tabs_steps_and_timeline() -> None:
    tabs = drawn('{% tabs items label="Grace" %}', items=[Item("Goals", "/g/", count=3, current=True)])
    steps = drawn('{% steps items label="Steps" %}', items=STAGES)
    entries = [{"at": date(2026, 3, 10), "text": "You met"}, {"at": date(2026, 4, 1), "text": "Next", "ahead": True}]
    timeline = drawn("{% timeline entries %}", entries=entries)

    assert '<a href="/g/" aria-current="page">Goals <span class="count">3</span></a>' in tabs
    assert '<li class="is-done"><a href="/strategy/">Strategy</a>' in steps
    assert '<li aria-current="step"><span>Match</span>' in steps
    assert '<time datetime="2026-03-10">10 Mar</time><div>You met</div>' in timeline
    assert '<li class="is-ahead">' in timeline


@pytest.mark.parametrize(
    ("template", "fill"),
    [
        ("{% progress 3 max=4 %}", '<rect class="fill" width="75.0"'),
        ("{% progress 72 target=85 %}", '<rect class="fill fill--watch" width="72.0"'),
        ("{% progress 90 target=85 %}", '<rect class="fill" width="90.0"'),
        ("{% progress 250 %}", '<rect class="fill" width="100.0"'),
        ("{% progress 1 max=0 %}", '<rect class="fill" width="0.0"'),
    ],
)
def test_progress_turns_marigold_when_behind(template: str, fill: str) -> None:
    assert fill in drawn(template)


def test_numbers_in_drawings_are_never_written_the_local_way() -> None:
    with translation.override("de"):
        assert 'width="89.6"' in drawn("{% progress 43 max=48 %}")


def test_a_fit_bar_is_never_without_its_number() -> None:
    markup = drawn("{% fit 84 parts %}", parts=[38, 16, 14, 9, 7])

    assert markup.startswith('<span class="fit"><b>84</b>')
    assert '<rect class="c5" x="77.0" width="7" height="10"/>' in markup


def test_the_rhythm_is_read_aloud_as_a_count() -> None:
    markup = drawn("{% rhythm weeks today=3 %}", weeks=["held", "none", "missed", "booked"])

    assert 'aria-label="1 met, 1 missed, 1 booked"' in markup
    assert '<line class="today" x1="23" x2="23"' in markup
    assert 'viewBox="0 0 32 20"' in markup


def test_the_vine_grows_to_the_stage_of_now() -> None:
    markup = drawn("{% vine stages %}", stages=STAGES)

    assert (markup.count('class="leaf"'), markup.count('class="bud"'), markup.count('class="ahead"')) == (1, 1, 1)
    assert '<a href="/match/" aria-current="step">' in markup
    assert 'd="M0.00 62.0 L' in markup


def test_a_bed_has_a_plot_for_every_pair() -> None:
    assert drawn("{% bed states %}", states=["held"] * 20 + ["stalled"] * 3).count("<rect") == 23


@dataclass
class ExampleJob:
    state: str
    pk: int = 1
    done: int = 40
    total: int = 100
    note: str = "Reading"
    error: str = "Row 44 is broken."


def test_a_running_job_asks_again_and_a_finished_one_rests() -> None:
    running = drawn('{% job_progress job url="/import/" %}', job=ExampleJob("running"))
    done = drawn('{% job_progress job url="/import/" %}', job=ExampleJob("done"))
    failed = drawn("{% job_progress job %}", job=ExampleJob("failed"))

    assert 'hx-get="/import/" hx-trigger="every 2s" hx-target="#job"' in running
    assert '<progress id="job-1" value="40" max="100">' in running
    assert "hx-" not in done
    assert "Row 44 is broken." in failed


NOON = datetime(2026, 3, 17, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "17 March 2026"), ("de", "17. März 2026"), ("es", "17 de marzo de 2026"), ("fr", "17 mars 2026")],
)
def test_a_day_in_each_language(language: str, expected: str) -> None:
    with translation.override(language):
        assert words.day(NOON) == expected


@pytest.mark.parametrize(("style", "expected"), [("iso", "2026-03-17"), ("day", "17/03/2026"), ("", "17 March 2026")])
def test_a_day_as_the_person_writes_it(style: str, expected: str) -> None:
    with words.dates_as(style):
        assert words.day(NOON) == expected
    assert words.day(NOON) == "17 March 2026"


def test_moments_are_told_by_the_clock_of_the_reader() -> None:
    with timezone.override("Asia/Tokyo"):
        assert (words.moment(NOON), words.clock(NOON), words.weekday(NOON)) == (
            "17 March 2026, 22:00",
            "22:00",
            "Tuesday 17 March",
        )


@pytest.mark.parametrize(
    ("value", "signed", "figure"),
    [
        (3, "+3", "3"),
        (-6, "−6", "−6"),
        (0, "0", "0"),
        (1204, "+1,204", "1,204"),
        (-0.5, "−0.5", "−0.5"),
        (None, "", ""),
    ],
)
def test_figures_have_a_true_minus(value: float, signed: str, figure: str) -> None:
    assert (words.signed(value), words.figure(value)) == (signed, figure)
