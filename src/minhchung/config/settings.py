"""Django settings, from the typed environment (docs/deploy.md lists every variable)."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from minhchung.config.environment import read_environment
from minhchung.home.sample.accounts import ACCOUNTS, PASSWORD
from minhchung.ledger.secrets import installation_secret

ENVIRONMENT = read_environment()
PACKAGE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = ENVIRONMENT.data_dir

DEBUG = ENVIRONMENT.debug
SECRET_KEY = ENVIRONMENT.secret_key or installation_secret(DATA_DIR, "django-secret")
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)
CSRF_TRUSTED_ORIGINS = list(ENVIRONMENT.trusted_origins)
INSTALLATION_NAME = ENVIRONMENT.installation_name

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "csp",
    "template_partials",
    "minhchung.ui",
    "minhchung.ledger",
    "minhchung.agencies",
    "minhchung.evidence",
    "minhchung.indicators",
    "minhchung.criteria",
    "minhchung.rounds",
    "minhchung.cases",
    "minhchung.api",
    "minhchung.home",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "minhchung.config.middleware.ReceivedAt",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "minhchung.config.middleware.BodyLimits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "minhchung.config.middleware.SessionLimits",
    "minhchung.config.middleware.PolicyTable",
]

ROOT_URLCONF = "minhchung.config.urls"
WSGI_APPLICATION = "minhchung.config.wsgi.application"
FORM_RENDERER = "minhchung.ui.forms.Renderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "minhchung.config.context.shell",
            ],
        },
    }
]

DATABASES = {"default": dict(ENVIRONMENT.database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "agencies.User"
LOGIN_URL = "agencies:sign_in"
LOGIN_REDIRECT_URL = "home:tasks"
LOGOUT_REDIRECT_URL = "agencies:sign_in"
AUTHENTICATION_BACKENDS = ["minhchung.agencies.backend.Accounts"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

SESSION_ENGINE = "minhchung.config.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = ENVIRONMENT.https
SESSION_COOKIE_NAME = "__Host-minhchung" if ENVIRONMENT.https else "minhchung"
SESSION_IDLE_SECONDS = 30 * 60
SESSION_ABSOLUTE_SECONDS = 12 * 60 * 60
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
CSRF_COOKIE_HTTPONLY = False
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = ENVIRONMENT.https
CSRF_COOKIE_NAME = "__Host-csrf" if ENVIRONMENT.https else "csrf"

SECURE_SSL_REDIRECT = ENVIRONMENT.https
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENVIRONMENT.https
SECURE_HSTS_PRELOAD = ENVIRONMENT.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.https else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": [NONE],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

SAMPLE_PASSWORD = PASSWORD if ENVIRONMENT.sample else ""
SAMPLE_ACCOUNTS = (
    [(each.username, each.full_name, each.role_vi, each.agency) for each in ACCOUNTS]
    if ENVIRONMENT.sample
    else []
)

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = ENVIRONMENT.https
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

EVIDENCE_DIR = DATA_DIR / "evidence"
PREVIEW_DIR = DATA_DIR / "previews"
KEYS_DIR = DATA_DIR / "keys"
UPLOAD_MAX_BYTES = ENVIRONMENT.upload_max_mb * 1024 * 1024
AGENCY_QUOTA_BYTES = ENVIRONMENT.agency_quota_mb * 1024 * 1024
CLAMAV_ADDRESS = ENVIRONMENT.clamav_address
CASES_DIR = DATA_DIR / "cases"
CASE_FILE_MAX_BYTES = ENVIRONMENT.case_file_max_mb * 1024 * 1024
CASE_KEEP_ORIGINALS = ENVIRONMENT.case_keep_originals
REQUEST_MAX_BYTES = max(8 * UPLOAD_MAX_BYTES, CASE_FILE_MAX_BYTES) + 1024 * 1024
PUBLIC_REQUEST_MAX_BYTES = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_TEMP_DIR = None

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
