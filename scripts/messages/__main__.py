"""`python -m scripts.messages`: brings every catalogue up to date and compiles it; names what is not translated."""

import sys

from scripts.messages.catalogues import SOURCES, compiled, read, text_of, untranslated


def main() -> int:
    """Write the catalogues; returns 1 when a sentence waits for its translation."""
    waiting = 0
    for source in SOURCES:
        catalogue = read(source)
        if source.files:
            source.catalogue.write_bytes(text_of(catalogue))
        source.compiled.write_bytes(compiled(catalogue))
        for sentence in untranslated(catalogue):
            waiting += 1
            sys.stdout.write(f"{source.language}: {sentence}\n")
    return 1 if waiting else 0


sys.exit(main())
