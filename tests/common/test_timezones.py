"""Time zones in calendar files, read back by a second library and compared moment by moment."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from icalendar import Calendar

from trellis.common.timezones import changes, vtimezone

ZONES = [
    "Europe/Lisbon",
    "Europe/Dublin",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Kolkata",
    "Asia/Gaza",
    "Pacific/Chatham",
    "America/Sao_Paulo",
]


def read_by_another(zone: str, year: int) -> object:
    """The zone as dateutil understands what we write."""
    file = Calendar()
    file.add_component(vtimezone(ZoneInfo(zone), year))
    return tzical(StringIO(file.to_ical().decode())).get(zone)


@pytest.mark.parametrize("zone", ZONES)
def test_both_read_the_same_hour_around_every_change(zone: str) -> None:
    theirs, ours = read_by_another(zone, 2027), ZoneInfo(zone)
    around = [datetime(2027, month, 15, 12, tzinfo=UTC) for month in range(1, 13)]
    for change in changes(ours, 2027, 2028):
        moment = (change.wall - change.before).replace(tzinfo=UTC)
        around += [moment + timedelta(minutes=minutes) for minutes in (-90, -1, 61, 90, 24 * 60)]

    for moment in around:
        wall = moment.astimezone(ours).replace(tzinfo=None)
        if wall.replace(tzinfo=ours, fold=0).utcoffset() == wall.replace(tzinfo=ours, fold=1).utcoffset():
            assert wall.replace(tzinfo=theirs).utcoffset() == moment.astimezone(ours).utcoffset(), (zone, moment)  # type: ignore[arg-type]


def test_a_regular_zone_is_written_as_two_rules() -> None:
    written = vtimezone(ZoneInfo("Europe/Lisbon"), 2027).to_ical().decode()

    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in written
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10" in written
    assert "RDATE" not in written


def test_a_zone_that_never_changes_is_one_line_of_offset() -> None:
    written = vtimezone(ZoneInfo("Asia/Kolkata"), 2027).to_ical().decode()

    assert written.count("TZOFFSETTO:+0530") == 1
    assert "RRULE" not in written
