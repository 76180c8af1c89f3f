"""The organization's name and colors, asked from the app that keeps them (`settings.BRAND`)."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Brand:
    """What a page or an e-mail shows of the organization."""

    name: str = "Trellis"
    contact_email: str = ""
    fence: str = ""  # the color of the sidebar as six digits; Trellis' own when empty
    logo: str = ""  # its address, another one for each picture


def brand() -> Brand:
    """The organization's brand; Trellis' own before there is an organization."""
    if not settings.BRAND:
        return Brand()
    found: Brand = import_string(settings.BRAND)()
    return found
