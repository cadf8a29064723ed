"""Settings: only what the machine needs to know. What a manager may change is a row in `reference`."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import django_stubs_ext
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from firstline.config.folder import default_folder

# Django's own generic classes may then be written with their type, as in ModelForm[Contact].
django_stubs_ext.monkeypatch()

PACKAGE = Path(__file__).resolve().parent.parent


def database(url: str) -> dict[str, object]:
    """Django's database settings of a `postgresql://user:password@host:port/name?host=...` address."""
    parts = urlsplit(url)
    options: dict[str, object] = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or parts.netloc.rpartition("@")[2].partition(":")[0]
    hosts = parts.netloc.rpartition("@")[2]
    if "," in hosts:
        host = ",".join(part.partition(":")[0] for part in hosts.split(","))
    ports = [part.partition(":")[2] for part in hosts.split(",") if ":" in part]
    if os.environ.get("FIRSTLINE_POOL"):
        options["pool"] = int(os.environ["FIRSTLINE_POOL"])
    # A statement is planned once per connection and not once per use: planning took most of the database's time.
    options |= {"server_side_binding": True, "prepare_threshold": 3}
    return {
        "ENGINE": "firstline.config.database",
        "NAME": unquote(parts.path.lstrip("/")) or "firstline",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": str(host),
        "PORT": ",".join(ports),
        "OPTIONS": options,
    }


def mail_server(url: str) -> dict[str, Any] | None:
    """Where mail is handed in, of `smtp://user:password@host:port?tls=yes|no|start`; None where nothing is named.

    By itself `tls` is "yes" on port 465, else "start" (STARTTLS where the server offers it).
    """
    if not url:
        return None
    parts = urlsplit(url)
    port, more = parts.port or 587, dict(parse_qsl(parts.query))
    return {
        "host": parts.hostname or "localhost",
        "port": port,
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "tls": more.get("tls", "yes" if port == 465 else "start"),
        **({"seconds": more["seconds"]} if "seconds" in more else {}),
    }


DEBUG = os.environ.get("FIRSTLINE_DEBUG") == "1"
SECRET_KEY = os.environ.get("FIRSTLINE_SECRET_KEY", "only-for-tests-and-tools")
# What was signed with one of these still holds.
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("FIRSTLINE_OLDER_SECRET_KEYS", "").split(",") if key]
ALLOWED_HOSTS = os.environ.get("FIRSTLINE_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("FIRSTLINE_ORIGINS", "").split(",") if origin]
# How addresses begin that leave the house, in mails to customers.
PUBLIC_ADDRESS = os.environ.get("FIRSTLINE_ADDRESS") or next(iter(CSRF_TRUSTED_ORIGINS), "http://localhost:8000")
# How many proxies stand in front, each of which tells for whom it asks; 0 believes nobody.
PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("FIRSTLINE_PROXIES", "0"))
DATABASES = {"default": database(os.environ.get("DATABASE_URL", "postgresql://firstline@/firstline?host=/tmp"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.humanize",
    "firstline.interfaces.ui",  # before allauth: its sign-in pages replace those of the package
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "lucide",
    "template_partials",
    "procrastinate.contrib.django",
    "firstline.config",
    "firstline.journal",
    "firstline.search",
    "firstline.jobs",
    "firstline.reference.catalogue",
    "firstline.reference.staff",
    "firstline.reference.customers",
    "firstline.reference.service_levels",
    "firstline.reference.procedures",
    "firstline.reference.knowledge",
    "firstline.reference.correspondence",
    "firstline.reference.handling",
    "firstline.casework.guidance",
    "firstline.casework.contacts",
    "firstline.casework.tickets",
    "firstline.casework.work_orders",
    "firstline.interfaces.channels",
    "firstline.interfaces.desk",
    "firstline.interfaces.portal",
    "firstline.interfaces.transfer",
    "firstline.interfaces.clock",
    "firstline.demo",
    "firstline.scores",
    "firstline.bench",
]

MIDDLEWARE = [
    "firstline.config.away.DatabaseAway",
    "django.middleware.security.SecurityMiddleware",
    "firstline.config.content_policy.ContentPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "firstline.interfaces.desk.person.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "firstline.config.urls"
FOLDED = [f"django.template.loaders.{place}.Loader" for place in ("filesystem", "app_directories")]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("template_partials.loader.Loader", [("firstline.interfaces.ui.folding.Loader", FOLDED)])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "firstline.interfaces.ui.context.desk",
                "firstline.interfaces.desk.navigation.places",
            ],
        },
    }
]

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "config_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "template_fragments": {
        "BACKEND": "firstline.interfaces.desk.pieces.Pieces",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
}

AUTH_USER_MODEL = "staff.User"
AUTHENTICATION_BACKENDS = ["firstline.interfaces.desk.session.StaffBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "firstline.interfaces.desk.sign_in.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "20/5m/ip,5/5m/key", "reset_password": "20/m/ip,5/m/key"}
SESSION_ENGINE = "firstline.interfaces.desk.session"
SESSION_COOKIE_AGE = 14 * 3600
SECURE_COOKIES = os.environ.get("FIRSTLINE_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SECURE_HSTS_SECONDS = 31536000 if SECURE_COOKIES else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_COOKIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("es", _("Spanish")), ("pl", _("Polish")), ("th", _("Thai"))]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = os.environ.get("FIRSTLINE_TIME_ZONE", "UTC")
USE_TZ = True
PHONE_REGION = os.environ.get("FIRSTLINE_PHONE_REGION", "US")

# Mail goes to the server that relays it; in a dry run nothing is sent, and everything can be looked at.
SMTP = mail_server(os.environ.get("FIRSTLINE_SMTP", ""))
DRY_RUN = os.environ.get("FIRSTLINE_DRY_RUN") == "1"
if SMTP:
    # What Django sends by itself: a new password that somebody asked for.
    EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER = SMTP["host"], SMTP["port"], SMTP["user"]
    EMAIL_HOST_PASSWORD, EMAIL_TIMEOUT = SMTP["password"], 30
    EMAIL_USE_SSL, EMAIL_USE_TLS = SMTP["tls"] == "yes", SMTP["tls"] == "start"
# Where the worker listens for mail that is handed to us, as "smtp://127.0.0.1:8025,lmtp://127.0.0.1:8026".
MAIL_IN = [address for address in os.environ.get("FIRSTLINE_MAIL_IN", "").split(",") if address]

# What `firstline health` says of the disk and the backups; everything else about the folder stays in config.
DATA_FOLDER = str(default_folder())
# The largest file that may be uploaded for an import.
IMPORT_MEGABYTES = int(os.environ.get("FIRSTLINE_IMPORT_MEGABYTES", "1000"))
# Below it lie the folders of the fax lines; without it no folder is watched.
FAX_FOLDER = os.environ.get("FIRSTLINE_FAX_FOLDER", "")

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# Who reads the journal's outbox, and which of its entries.
JOURNAL_READERS: dict[str, frozenset[str]] = {
    "notices": frozenset(
        {
            *(
                f"ticket.{one}"
                for one in ("opened", "resolved", "reopened", "assigned", "noted", "warned", "escalated")
            ),
            *(f"ticket.{one}" for one in ("message_written", "customer_asked", "customer_answered")),
            *(f"work_order.{one}" for one in ("appointed", "released", "linked")),
            "contact.opened",
            "call_back.promised",
        }
    )
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # That the database is away is said once per request by firstline.away.
        "psycopg.pool": {"level": "ERROR"},
    },
}
