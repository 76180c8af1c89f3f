"""The settings of the product, with this app beside it."""

import os

from trellis.config.settings import *  # noqa: F403
from trellis.config.settings import INSTALLED_APPS as PRODUCT

INSTALLED_APPS = [*PRODUCT, "tests.jobs.crashing"]
ROOT_URLCONF = "tests.jobs.crashing.urls"

if os.environ.get("BROKEN_UPGRADE"):
    MIGRATION_MODULES = {"crashing": "tests.jobs.crashing.broken.migrations"}
