"""The product's settings in an environment that owes nothing to the machine the tests run on."""

import os

for name in [name for name in os.environ if name.startswith(("BACKHAUL_", "DATABASE_URL", "PG"))]:
    del os.environ[name]
os.environ["BACKHAUL_SECRET_KEY"] = "a-key-for-tests-as-long-as-keys-must-be"
# Nothing can be written here: a test that needs a data directory has to bring its own.
os.environ["BACKHAUL_DATA_DIR"] = "/dev/null/backhaul"

from backhaul.site.django_settings import *  # noqa: E402, F403
