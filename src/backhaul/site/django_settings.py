"""Django's settings."""

DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "backhaul"}}
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "backhaul",
]
MIGRATION_MODULES = {"backhaul": "backhaul.models.migrations"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
SECRET_KEY = "only for tools"  # noqa: S105
