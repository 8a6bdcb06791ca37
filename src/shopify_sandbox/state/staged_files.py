"""Files that a client uploads before it refers to them."""

from __future__ import annotations

from dataclasses import dataclass

# The largest file that a bulk mutation reads (recorded text: 100 MB).
MAX_BYTES = 100 * 1024 * 1024


@dataclass(eq=False, kw_only=True)
class StagedFile:
    """A place that was given out for one file; `size` is None until it is uploaded, `content` when it is too large."""

    key: str
    mime_type: str
    size: int | None = None
    content: bytes | None = None

    @property
    def is_uploaded(self) -> bool:
        """Whether there is a file."""
        return self.size is not None

    @property
    def is_too_large(self) -> bool:
        """Whether it exceeds what is read."""
        return (self.size or 0) > MAX_BYTES

    def receive(self, content: bytes, size: int) -> None:
        """Take the file; of one that is too large only its size is kept."""
        self.size = size
        self.content = None if self.is_too_large else content
