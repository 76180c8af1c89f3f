"""The strategy pages: the session, the charter, objectives, and the pages behind signed links."""

from . import charter, links, objective, session

__all__ = ["charter", "links", "objective", "session"]
