"""The report of a plan is one page: it opens without a network, fits a phone, and everybody can read it."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser

from pairing.command import main
from tests.browser import assert_accessible, overflow_of

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark"), (320, "light")])
def test_it_opens(chromium: Browser, tmp_path: Path, width: int, scheme: Literal["light", "dark"]) -> None:
    plan = tmp_path / "plan"
    assert (
        main(["match", str(EXAMPLES / "people.csv"), "--rules", str(EXAMPLES / "rules.json"), "--out", str(plan)]) == 0
    )
    context = chromium.new_context(offline=True, color_scheme=scheme, viewport={"width": width, "height": 900})
    page = context.new_page()

    page.goto((plan / "report.html").as_uri())

    assert page.get_by_role("heading", level=1).inner_text() == "Who mentors whom"
    assert page.get_by_text("No better set of pairs exists under these rules.").is_visible()
    assert overflow_of(page) <= 0
    assert_accessible(page)
    context.close()
