"""Giving up an old key of the installation."""

import os

from backhaul.shopify.transport import close_transports
from tests.conftest import OwnDatabase
from tests.support.commands import backhaul
from tests.support.sandbox import Sandbox
from tests.support.shop import connected

NEW = "a-new-key-that-is-as-long-as-keys-must-be"


def test_after_resealing_the_new_key_alone_opens_every_secret(own_database: OwnDatabase, sandbox: Sandbox) -> None:
    connected(sandbox)
    close_transports()
    both = {**own_database.environment, "BACKHAUL_SECRET_KEY": f"{NEW},{os.environ['BACKHAUL_SECRET_KEY']}"}
    alone = {**own_database.environment, "BACKHAUL_SECRET_KEY": NEW}
    before = backhaul("doctor", environment=alone)

    resealed = backhaul("reseal", environment=both)
    after = backhaul("doctor", environment=alone)

    assert "no key opens the credentials of shop" in before.stdout
    assert (resealed.returncode, resealed.stdout) == (0, "The secrets of 1 store are encrypted with the first key.\n")
    assert "all credentials open" in after.stdout
