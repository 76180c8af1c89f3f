"""The organization as pages and e-mails show it (`settings.BRAND`)."""

from django.core.cache import cache

from trellis.programs.models import Organization
from trellis.ui.brand import Brand

CACHE_KEY = "brand"
KEPT_FOR = 60  # seconds


def current() -> Brand:
    """Name, contact and look of the organization, kept for a minute."""
    found: Brand | None = cache.get(CACHE_KEY)
    if found is None:
        row = Organization.objects.order_by("pk").first()
        found = Brand(row.name, row.contact_email, row.fence, row.logo_address()) if row else Brand()
        cache.set(CACHE_KEY, found, KEPT_FOR)
    return found


def forget() -> None:
    """Read it anew, because it changed."""
    cache.delete(CACHE_KEY)
