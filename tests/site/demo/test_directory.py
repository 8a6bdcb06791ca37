"""The demo's directory: its own, emptied at every start, never another's."""

import os
from pathlib import Path

import pytest

from backhaul.core.installation_errors import DataDirectoryUnusable
from backhaul.site.demo.directory import LOCK, DemoRunsAlready, own_installation
from backhaul.site.environment import read_settings


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data directory of a user's installation."""
    monkeypatch.setenv("BACKHAUL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody@elsewhere/real")
    return tmp_path


def test_the_demo_has_settings_and_a_directory_of_its_own(data_dir: Path) -> None:
    with own_installation():
        settings = read_settings()

    assert settings.data_dir == data_dir / "demo"
    assert settings.database_url is None
    assert settings.clock == "sandbox"


def test_after_the_demo_the_environment_is_the_users_again(data_dir: Path) -> None:
    before = dict(os.environ)

    with own_installation():
        meanwhile = dict(os.environ)

    assert dict(os.environ) == before
    assert "BACKHAUL_CLOCK" in meanwhile.keys() - before.keys()


def test_what_an_earlier_demo_left_is_removed(data_dir: Path) -> None:
    with own_installation():
        (data_dir / "demo" / "postgres").mkdir()
        (data_dir / "demo" / "web.log").touch()

    with own_installation():
        left = [entry.name for entry in (data_dir / "demo").iterdir()]

    assert left == [LOCK]


def test_a_second_demo_at_the_same_time_is_refused(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with own_installation():
        monkeypatch.setenv("BACKHAUL_DATA_DIR", str(data_dir))

        with pytest.raises(DemoRunsAlready, match="runs already"), own_installation():
            pass


def test_a_directory_that_no_demo_has_made_is_left_alone(data_dir: Path) -> None:
    (data_dir / "demo").mkdir()
    (data_dir / "demo" / "thesis.txt").touch()

    with pytest.raises(DataDirectoryUnusable), own_installation():
        pass

    assert (data_dir / "demo" / "thesis.txt").exists()
