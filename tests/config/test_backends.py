"""Settings from addresses: what is right is taken apart, what is half set is refused in a sentence."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from trellis.config import backends

SHARED = {
    "DATABASE_URL": "postgres://db/trellis",
    "SECRET_KEY": "s",
    "FIELD_KEYS": "f",
    "PUBLIC_URL": "https://m.example.org",
    "REDIS_URL": "redis://cache",
    "STORAGE_URL": "s3://k:s@store/bucket",
}


def half_set(environment: dict[str, str], role: str = "web", tasks: str = "db://") -> list[str]:
    return backends.half_set(environment, role=role, redis=environment.get("REDIS_URL", ""), tasks=tasks)


def test_everything_embedded_and_everything_shared_are_both_whole() -> None:
    assert half_set({}, role="all") == []
    assert half_set(SHARED) == []


@pytest.mark.parametrize("missing", sorted(SHARED))
def test_a_shared_thing_that_is_missing_is_named(missing: str) -> None:
    given = {name: value for name, value in SHARED.items() if name != missing}

    assert any(missing in sentence for sentence in half_set(given))


def test_roles_on_sqlite_celery_without_redis_and_made_up_roles_are_refused() -> None:
    assert "PostgreSQL" in half_set(SHARED | {"DATABASE_URL": "sqlite:///x"})[0]
    assert "REDIS_URL" in half_set({}, role="all", tasks="celery+redis://cache")[0]
    assert "ROLE is" in half_set({}, role="king")[0]


def test_sqlite_is_ready_for_many_writers() -> None:
    options = backends.database("sqlite:////tmp/x.sqlite3", wait=3)["OPTIONS"]

    assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 3)
    assert "synchronous=FULL" in options["init_command"]


def test_postgresql_notices_a_cut_line() -> None:
    settings = backends.database("postgres://u:p@db:5433/trellis", pool=7)

    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("db", 5433, "trellis")
    assert settings["CONN_HEALTH_CHECKS"]
    assert settings["OPTIONS"]["pool"]["max_size"] == 7
    assert settings["OPTIONS"]["tcp_user_timeout"] < 60_000
    assert "pool" not in backends.database("postgres://db/trellis")["OPTIONS"]


def test_an_object_store() -> None:
    found = backends.storage("s3://key:se%2Fcret@127.0.0.1:5555/bucket?region=eu-1&scheme=http")["OPTIONS"]

    assert (found["access_key"], found["secret_key"]) == ("key", "se/cret")
    assert (found["endpoint_url"], found["bucket_name"]) == ("http://127.0.0.1:5555", "bucket")
    assert (found["region_name"], found["default_acl"]) == ("eu-1", "private")


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp+tls://me:pass%40word@mail.example.org", 587, True, False),
        ("smtp+ssl://me:pass%40word@mail.example.org", 465, False, True),
    ],
)
def test_a_mail_server(url: str, port: int, tls: bool, ssl: bool) -> None:
    found = backends.mailer(url)["OPTIONS"]

    assert (found["port"], found["use_tls"], found["use_ssl"]) == (port, tls, ssl)
    assert (found["username"], found["password"]) == ("me", "pass@word")
    assert found["timeout"] > 0


@pytest.mark.parametrize("make", [backends.storage, backends.mailer, backends.tasks])
def test_an_unknown_address_is_refused_with_the_ones_we_know(make: object) -> None:
    assert callable(make)
    with pytest.raises(ImproperlyConfigured, match=r"file:|smtp|db://"):
        make("gopher://somewhere")


def test_hosts_are_those_of_the_public_address_and_this_machine() -> None:
    found = backends.allowed_hosts("https://mentoring.example.org/", ["other.example.org"])

    assert found == ["127.0.0.1", "localhost", "mentoring.example.org", "other.example.org"]
