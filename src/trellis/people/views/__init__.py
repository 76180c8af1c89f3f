"""One function per page or button, by subject."""
