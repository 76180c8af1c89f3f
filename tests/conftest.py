"""What every test stands on. People and programs are in cast.py, ways to make more of them in factories.py."""

from collections.abc import Callable

import django
import pytest
from django.conf import settings
from django.utils import timezone, translation
from hypothesis import HealthCheck
from hypothesis import settings as properties

from tests import environment, network

environment.prepare()
network.stay_at_home()
django.setup()
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, for tests alone

from trellis.jobs.actions import run_ready  # noqa: E402  (Django has to be set up first)
from trellis.jobs.models import Job  # noqa: E402
from trellis.programs import brand  # noqa: E402

# How fast a property is tried says something about the machine, nothing about the property.
properties.register_profile("trellis", deadline=None, suppress_health_check=[HealthCheck.too_slow])
properties.load_profile("trellis")

pytest_plugins = ["tests.cast", "tests.browser"]

type RunJobs = Callable[..., list[Job]]


@pytest.fixture(autouse=True)
def nothing_is_kept() -> None:
    """Each test begins without what the one before left in its thread: the organization, a language, a time zone."""
    brand.forget()
    translation.deactivate()
    timezone.deactivate()


@pytest.fixture
def run_jobs(db: None) -> RunJobs:
    """Run what is ready, in this thread, and return it. A job that failed fails the test, unless `failing` is given."""

    def run(*, failing: bool = False) -> list[Job]:
        ran = run_ready()
        failed = [f"{job.kind}: {job.error}" for job in ran if job.state == Job.State.FAILED]
        assert failing or not failed, failed
        return ran

    return run
