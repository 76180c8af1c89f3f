"""A fresh installation to measure, and what it takes: wall clock, processor time and memory."""

from __future__ import annotations

import os
import resource
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

import django

from tests.processes import Installation


@contextmanager
def installed() -> Iterator[Installation]:
    """A data folder of its own with an empty database, which this process uses too."""
    with tempfile.TemporaryDirectory(prefix="trellis-bench-") as place:
        made = Installation(Path(place), DJANGO_SETTINGS_MODULE="bench.settings", LOG_LEVEL="ERROR")
        try:
            made.run("migrate")
            os.environ |= {name: value for name, value in made.environment.items() if name != "PATH"}
            django.setup()
            yield made
        finally:
            made.end()


def memory_of(process: int) -> float:
    """Megabytes that the process holds now."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def processor_of(process: int) -> float:
    """Milliseconds that the process has worked, in steps of the system's clock: fit for a mean of many."""
    told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK") * 1000


class Watch:
    """Around a block: its seconds, those of the processor, and the most memory above its start.

    The processor's seconds say more than the clock's where a machine has other work to do.
    """

    seconds = processor = peak = 0.0

    def __enter__(self) -> Self:
        self._start = _memory()
        self._ended = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)
        self._looking.start()
        self._began = time.perf_counter(), _processor()
        return self

    def __exit__(self, *_error: object) -> None:
        self.seconds = time.perf_counter() - self._began[0]
        self.processor = _processor() - self._began[1]
        self._ended.set()
        self._looking.join()

    def _look(self) -> None:
        while not self._ended.wait(0.02):
            self.peak = max(self.peak, _memory() - self._start)


def _memory() -> float:
    """Of this process and of those that it started, as a workbook is unfolded in one of its own."""
    here = os.getpid()
    found = memory_of(here)
    for thread in Path(f"/proc/{here}/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):  # it ended meanwhile
            found += sum(memory_of(int(child)) for child in thread.read_text().split())
    return found


def _processor() -> float:
    """Of this process and of those that it started and that ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
