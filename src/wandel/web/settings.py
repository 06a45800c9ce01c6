"""The one settings file. What differs between installations comes from the environment (see env.py, docs/betrieb.md)."""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from wandel.web import env
from wandel.web.version import version

PACKAGE_DIR = Path(__file__).resolve().parent.parent

WANDEL_DEMO = env.flag("WANDEL_DEMO")
# The demo begins with the whole cadastre of 280,000 invented parcels instead of 20,000.
WANDEL_DEMO_FULL = env.flag("WANDEL_DEMO_FULL")
WANDEL_DATA_DIR = Path(env.text("WANDEL_DATA_DIR", "data")).resolve()
WANDEL_PROFILE = env.text("WANDEL_PROFILE", "kreis_dueren")
WANDEL_VERSION = version()
WANDEL_UPLOAD_MAX_MB = env.number("WANDEL_UPLOAD_MAX_MB", 25)
# Services of the own network (a county's own WFS behind its wall) are asked only where somebody allowed it.
WANDEL_PRIVATE_SERVICES = env.flag("WANDEL_PRIVATE_SERVICES")
# Under which licence the county's own open data stands; what others published keeps theirs.
WANDEL_OPEN_DATA_LICENCE = env.text("WANDEL_OPEN_DATA_LICENCE", "dl-de/by-2-0")
WANDEL_FONT_DIR = PACKAGE_DIR / "ui" / "static" / "dist" / "fonts-ttf"
# Where links in mails and calendars point to; without it the request's own host is used.
WANDEL_BASE_URL = env.text("WANDEL_BASE_URL", "http://localhost:8000").rstrip("/")
WANDEL_SECURE = WANDEL_BASE_URL.startswith("https://")

DEBUG = env.flag("WANDEL_DEBUG")
_WEAK_KEY = "only-for-demo-and-tests-never-for-a-real-county"
SECRET_KEY = env.text("WANDEL_SECRET_KEY", _WEAK_KEY if not WANDEL_SECURE else None)
ALLOWED_HOSTS = env.words("WANDEL_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver")
CSRF_TRUSTED_ORIGINS = [WANDEL_BASE_URL] if WANDEL_SECURE else []

INSTALLED_APPS = [
    "wandel.web.apps.WebConfig",
    "wandel.fields.funding.apps.FundingConfig",
    "wandel.fields.projects.apps.ProjectsConfig",
    "wandel.fields.land.apps.LandConfig",
    "wandel.fields.growth.apps.GrowthConfig",
    "wandel.fields.relocation.apps.RelocationConfig",
    "wandel.office.desk.apps.DeskConfig",
    "wandel.office.search.apps.SearchConfig",
    "wandel.office.people.apps.PeopleConfig",
    "wandel.office.places.apps.PlacesConfig",
    "wandel.office.journal.apps.JournalConfig",
    "wandel.office.files.apps.FilesConfig",
    "wandel.office.runs.apps.RunsConfig",
    "wandel.office.outbox.apps.OutboxConfig",
    "wandel.ui.apps.UiConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials.apps.SimpleAppConfig",
    "django_cotton.apps.SimpleAppConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "wandel.web.urls"
WSGI_APPLICATION = "wandel.web.wsgi.application"

_LOADERS = [
    (
        "template_partials.loader.Loader",
        [
            (
                "django.template.loaders.cached.Loader",
                [
                    "django_cotton.cotton_loader.Loader",
                    "django.template.loaders.filesystem.Loader",
                    "django.template.loaders.app_directories.Loader",
                ],
            )
        ],
    )
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": _LOADERS,
            "builtins": ["django_cotton.templatetags.cotton", "template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wandel.web.frame.frame",
            ],
        },
    }
]
FORM_RENDERER = "wandel.ui.renderer.KernRenderer"

DATABASES = {"default": env.database("DATABASE_URL", WANDEL_DATA_DIR / "wandel.sqlite3")}
# Never ATOMIC_REQUESTS: with IMMEDIATE transactions every page view would take the write lock.
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "web_cache"}}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# In a demo nobody has a password: who is signed out chooses a role instead.
LOGIN_URL = "demo-start" if WANDEL_DEMO else "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "wandel.web.accounts.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "wandel.web.accounts.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGOUT_ON_GET = False
# A town hall's whole staff may sit behind one address: limits count failures per account, not visits per address.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "10/m/ip,5/5m/key", "reset_password": "20/m/ip,5/m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("WANDEL_TRUSTED_PROXIES", 0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "wandel"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
if env.text("WANDEL_OIDC_SERVER", ""):
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"].append(
        {
            "provider_id": "oidc",
            "name": env.text("WANDEL_OIDC_NAME", "Single Sign-on"),
            "client_id": env.text("WANDEL_OIDC_CLIENT_ID"),
            "secret": env.text("WANDEL_OIDC_SECRET"),
            # The county's own server vouches for the address; nobody becomes a user by it (see web.accounts).
            "settings": {"server_url": env.text("WANDEL_OIDC_SERVER"), "email_authentication": True},
        }
    )

SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = WANDEL_SECURE
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = WANDEL_SECURE and env.flag("WANDEL_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = 31536000 if WANDEL_SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
if env.flag("WANDEL_BEHIND_TLS_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
# The front-end build already puts a hash into every file name, so whitenoise may serve straight from the package.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
STATICFILES_DIRS: list[Path] = []


def _immutable(path: str, url: str) -> bool:
    return "/dist/assets/" in url


WHITENOISE_IMMUTABLE_FILE_TEST = _immutable

EMAIL_BACKEND = "wandel.office.outbox.backend.OutboxBackend"
DEFAULT_FROM_EMAIL = env.text("WANDEL_MAIL_FROM", "wandel@localhost")
EMAIL_HOST = env.text("WANDEL_SMTP_HOST", "localhost")
EMAIL_PORT = env.number("WANDEL_SMTP_PORT", 25)
EMAIL_HOST_USER = env.text("WANDEL_SMTP_USER", "")
EMAIL_HOST_PASSWORD = env.text("WANDEL_SMTP_PASSWORD", "")
EMAIL_USE_TLS = env.flag("WANDEL_SMTP_STARTTLS")
EMAIL_TIMEOUT = 20

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"wandel": {"level": "INFO"}, "django.request": {"level": "ERROR"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
