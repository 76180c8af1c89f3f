"""Logs carry ids, never the texts that people wrote."""

import logging


class NoTexts(logging.Filter):
    """Cut long arguments and drop the request's body from what is logged."""

    LONGEST = 500

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(self._short(arg) for arg in record.args)
        if hasattr(record, "request"):
            del record.request
        return True

    def _short(self, arg: object) -> object:
        if isinstance(arg, str) and len(arg) > self.LONGEST:
            return arg[: self.LONGEST] + "…"
        return arg
