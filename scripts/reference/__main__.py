"""Writes every page of docs/reference: python -m scripts.reference (or `make reference`)."""

import importlib
import os


def main() -> None:
    """Set Django up without starting or writing anything else, then write the pages."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backhaul.site.django_settings")
    importlib.import_module("django").setup()
    importlib.import_module("scripts.reference.pages").write_all()


if __name__ == "__main__":
    main()
