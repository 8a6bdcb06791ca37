"""Django's settings, made from the environment; reading them starts nothing and writes nothing."""

from urllib.parse import urlsplit

from backhaul.site import database, keys
from backhaul.site.clock import make_clock
from backhaul.site.environment import read_options, read_settings

BACKHAUL = read_settings()
BACKHAUL_CLOCK = make_clock(BACKHAUL.clock)

_public = urlsplit(BACKHAUL.public_url)
_signing_keys = [keys.django_key(secret) for secret in BACKHAUL.secrets]

SECRET_KEY = _signing_keys[0] if _signing_keys else ""
SECRET_KEY_FALLBACKS = _signing_keys[1:]
DEBUG = False
ALLOWED_HOSTS = sorted(
    {"localhost", "127.0.0.1", "[::1]", BACKHAUL.host, _public.hostname or "", *BACKHAUL.allowed_hosts} - {""}
)
CSRF_TRUSTED_ORIGINS = [BACKHAUL.public_url] if BACKHAUL.public_url else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _public.scheme == "https" else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _public.scheme == "https"
SESSION_COOKIE_NAME = "backhaul_session"
CSRF_COOKIE_NAME = "backhaul_csrf"
X_FRAME_OPTIONS = "DENY"

DATABASES = {"default": database.django_database(BACKHAUL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "backhaul.console",  # before unfold, some of whose templates it replaces
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
    "backhaul",
    "backhaul.portal",
]
PROCRASTINATE_ON_APP_READY = "backhaul.site.job_queue.on_app_ready"
MIGRATION_MODULES = {"backhaul": "backhaul.models.migrations"}

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
ROOT_URLCONF = "backhaul.site.urls"
UNFOLD = {
    "SITE_TITLE": "Backhaul",
    "SITE_HEADER": "Backhaul",
    "SITE_SYMBOL": "local_shipping",
    "SITE_URL": "/console/",
    "SHOW_HISTORY": False,  # Django's own, which knows nothing of what flows do
    "DASHBOARD_CALLBACK": "backhaul.console.overview.overview",
    "SIDEBAR": {"navigation": "backhaul.console.menu.menu"},
    "STYLES": ["backhaul.console.menu.styles"],
    "SCRIPTS": ["backhaul.console.menu.scripts"],
}
LOGIN_URL = "/console/login/"
APPEND_SLASH = True

EMAIL_BACKEND = BACKHAUL.mail_backend or "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = BACKHAUL.mail_host, BACKHAUL.mail_port
EMAIL_HOST_USER = BACKHAUL.mail_user
EMAIL_HOST_PASSWORD = BACKHAUL.mail_password.get_secret_value() if BACKHAUL.mail_password else ""
EMAIL_USE_TLS, EMAIL_USE_SSL = BACKHAUL.mail_security == "starttls", BACKHAUL.mail_security == "tls"
EMAIL_TIMEOUT = BACKHAUL.mail_timeout_seconds
ANYMAIL = read_options(BACKHAUL.mail_options)

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True  # files are served from the installed packages: nothing has to be collected first

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]  # of what customers see; the console is English
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # some are secret: not in a cookie
CSRF_FAILURE_VIEW = "backhaul.site.failures.refuse_form"
LOGGING_CONFIG = None  # see logs.py
