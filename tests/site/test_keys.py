"""The key an installation makes for itself."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from backhaul.site import keys


def test_a_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    first = keys.ensure_secret(tmp_path)

    second = keys.ensure_secret(tmp_path)

    assert first == second
    assert len(first) >= keys.SHORTEST
    assert os.stat(tmp_path / keys.FILE_NAME).st_mode & 0o777 == 0o600  # noqa: PTH116 -- the mode itself


def test_commands_that_make_a_key_at_once_agree_on_one(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(keys.ensure_secret, [tmp_path] * 32))

    assert len(found) == 1
    assert [path.name for path in tmp_path.iterdir()] == [keys.FILE_NAME]


def test_keys_for_different_purposes_differ() -> None:
    secret = "s" * 32

    assert keys.fernet_key(secret).decode() != keys.django_key(secret)
