"""Charts, each with its table under it."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from trellis.ui.charts import BarChart, Interval, LineChart

register = template.Library()


@register.simple_tag
def bar_chart(chart: BarChart) -> SafeString:
    """{% bar_chart chart %} with a charts.BarChart."""
    return render_to_string("components/bar_chart.html", {"chart": chart})


@register.simple_tag
def line_chart(chart: LineChart) -> SafeString:
    """{% line_chart chart %} with a charts.LineChart."""
    return render_to_string("components/line_chart.html", {"chart": chart})


@register.simple_tag
def interval(estimate: Interval) -> SafeString:
    """{% interval estimate %} with a charts.Interval, in a cell beside its figures in words.

    Hollow and grey when it crosses zero: then write "Can't tell" beside it.
    """
    return render_to_string("components/interval.html", {"estimate": estimate, "at": estimate.drawn})


@register.simple_tag
def suppressed(hidden: bool = False) -> SafeString:
    """{% suppressed %}: "Under 5" in place of a figure about too few people.

    `hidden` for the other cell that would let it be worked out; the query decides which.
    """
    return render_to_string("components/suppressed.html", {"hidden": hidden})
