"""The settings of the product, with one empty page beside it to measure against."""

from trellis.config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.addresses"
