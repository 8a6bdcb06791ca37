"""The directory in which an installation keeps what belongs to this machine."""

import os
from pathlib import Path

from backhaul.core.installation_errors import DataDirectoryUnusable


def make(data_dir: Path) -> None:
    """Makes the directory unless it is there. Raises DataDirectoryUnusable when it cannot be used."""
    try:
        # As root the embedded server is another user, who has to pass through.
        data_dir.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
    except OSError as exc:
        raise DataDirectoryUnusable(
            f"The data directory {data_dir} cannot be made: {exc}.", hint="Choose another BACKHAUL_DATA_DIR."
        ) from exc
    if not os.access(data_dir, os.R_OK | os.W_OK | os.X_OK):
        raise DataDirectoryUnusable(
            f"The data directory {data_dir} belongs to someone else.",
            hint="Run the command as its owner, or choose another BACKHAUL_DATA_DIR.",
        )
