"""All settings, from the environment: everything embedded by default, scaled out by variables.

docs/hosting/settings.md lists every variable that is read here.
"""

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from trellis.config import backends, datafolder

env = environ.Env()

# ── Where everything is kept ──────────────────────────────────────────────────────────────
DATA_DIR = datafolder.open_folder(env.str("DATA_DIR", default="data"))
SECRET_KEY = env.str("SECRET_KEY", default="") or datafolder.secret_key(DATA_DIR)
FIELD_KEYS = env.list("FIELD_KEYS", default=[]) or datafolder.field_keys(DATA_DIR)

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
ROLE = env.str("ROLE", default="all")
REDIS_URL = env.str("REDIS_URL", default="")
REDIS_PREFIX = env.str("REDIS_PREFIX", default="trellis")
TASKS_URL = env.str("TASKS_URL", default="db://")
PUBLIC_URL = env.str("PUBLIC_URL", default="http://127.0.0.1:8000").rstrip("/")
STORAGE_URL = env.str("STORAGE_URL", default=f"file://{DATA_DIR}/media")

ALLOWED_HOSTS = backends.allowed_hosts(PUBLIC_URL, env.list("ALLOWED_HOSTS", default=[]))
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
HTTPS = PUBLIC_URL.startswith("https://")

# ── Storage ───────────────────────────────────────────────────────────────────────────────
DATABASES = {
    "default": backends.database(
        env.str("DATABASE_URL", default=f"sqlite:///{DATA_DIR}/trellis.sqlite3"),
        pool=env.int("DB_POOL_MAX", default=10),
        wait=env.int("DB_WAIT_SECONDS", default=20),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": backends.cache(REDIS_URL, REDIS_PREFIX)}
STORAGES = {
    "default": backends.storage(STORAGE_URL),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "media"
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
STATIC_URL = "/static/"
STATIC_ROOT = (
    env.str("STATIC_ROOT", default="") or None
)  # the release image collects; else files are served where they lie
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600 if not DEBUG else 0

# ── Background work ───────────────────────────────────────────────────────────────────────
TASKS = {"default": backends.tasks(TASKS_URL)}
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", default=30)
WORKERS = env.int("WORKERS", default=2)
STOP_SECONDS = env.int("STOP_SECONDS", default=20)  # for running jobs to finish after a stop

# ── Mail ──────────────────────────────────────────────────────────────────────────────────
MAIL_URL = env.str("MAIL_URL", default=f"file://{DATA_DIR}/mail")
MAILERS = {"default": backends.mailer(MAIL_URL)}
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="Trellis <trellis@localhost>")
INBOX_URL = env.str("INBOX_URL", default="")
INBOX_ADDRESS = env.str("INBOX_ADDRESS", default="")
MAIL_ONLY_TO = env.str("MAIL_ONLY_TO", default="")

# ── Apps ──────────────────────────────────────────────────────────────────────────────────
# A folder of ours with an apps.py is an app.
TRELLIS_APPS = sorted(f"trellis.{file.parent.name}" for file in datafolder.SOURCE.glob("*/apps.py"))
INSTALLED_APPS = [
    *TRELLIS_APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
]
NAVIGATION = "trellis.home.navigation.shell_for"
BRAND = "trellis.programs.brand.current"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "trellis.api.middleware.ProblemMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "trellis.people.middleware.SessionAgeMiddleware",
    "trellis.ui.middleware.PersonPreferencesMiddleware",
    "trellis.ui.middleware.LeadOnMiddleware",
    "trellis.ui.middleware.OnceMiddleware",
    "trellis.ui.middleware.RefusalMiddleware",
    "trellis.api.middleware.IdempotencyMiddleware",
]
ROOT_URLCONF = "trellis.config.urls"
ASGI_APPLICATION = "trellis.config.asgi.application"
WSGI_APPLICATION = "trellis.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "trellis.ui.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "trellis.ui.forms.Renderer"

# ── People and sign-in ────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "trellis.people.passwords.Argon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "trellis.people.passwords.LongEnough"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "preferred_name", "email"]},
    },
]
PASSWORD_RESET_TIMEOUT = 2 * 3600
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator named the address; every link and code proves it
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {  # by source; trellis.people.throttle slows down guessing at one account
    "login": "120/m/ip",
    "login_failed": "60/m/ip",
    "request_login_code": "20/m/ip,10/5m/key",
    "reset_password": "20/m/ip,10/5m/key",
}
ACCOUNT_FORMS = {
    "login": "trellis.people.forms.sign_in.SignInForm",
    "request_login_code": "trellis.people.forms.sign_in.CodeRequestForm",
    "confirm_login_code": "trellis.people.forms.sign_in.CodeForm",
    "reset_password": "trellis.people.forms.sign_in.ResetForm",
    "reset_password_from_key": "trellis.people.forms.sign_in.NewPasswordForm",
    "set_password": "trellis.people.forms.sign_in.SetPasswordForm",
    "change_password": "trellis.people.forms.sign_in.ChangePasswordForm",
    "reauthenticate": "trellis.people.forms.sign_in.AgainForm",
}
DEMO_ACCOUNTS = "trellis.rehearsal.accounts.listed"
ACCOUNT_ADAPTER = "trellis.people.adapter.AccountAdapter"
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/accounts/login/"
SESSION_ENGINE = "django.contrib.sessions.backends." + ("cached_db" if REDIS_URL else "db")
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
TRUSTED_PROXY = env.bool("TRUSTED_PROXY", default=False)
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if TRUSTED_PROXY else 0
SECURE_PROXY_SSL_HEADER = backends.proxy_header(TRUSTED_PROXY)
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "trellis.ui.errors.csrf_failure"
SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}

API_RATE = env.str("API_RATE", default="600/m")  # requests of one token

# ── Languages and time ────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("es", _("Spanish")),
    ("de", _("German")),
    ("fr", _("French")),
    ("ar", _("Arabic")),
]
FORMAT_MODULE_PATH = "trellis.ui.formats"
LOCALE_PATHS = [str(datafolder.SOURCE / "locale")]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

# ── Logs: ids, never texts ────────────────────────────────────────────────────────────────
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_texts": {"()": "trellis.common.logs.NoTexts"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["no_texts"],
        }
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "uvicorn": {"level": "WARNING"},
        "apscheduler": {"level": "WARNING"},
        "django.tasks": {"level": "WARNING"},
        "httpx": {"level": "WARNING"},
    },
}

problems = backends.half_set(env.ENVIRON, role=ROLE, redis=REDIS_URL, tasks=TASKS_URL)
if problems:
    raise ImproperlyConfigured(" ".join(problems))
