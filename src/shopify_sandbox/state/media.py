"""Pictures, films and models of products."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from shopify_sandbox.state.entities import Entity


@dataclass(eq=False, kw_only=True)
class Media(Entity):
    """A file shown with a product; `status` is MediaStatus."""

    media_content_type: ClassVar[str] = ""
    alt: str | None
    original_source: str
    created_at: datetime
    updated_at: datetime
    status: str = "UPLOADED"


@dataclass(eq=False, kw_only=True)
class MediaImage(Media):
    """A picture."""

    typename: ClassVar[str] = "MediaImage"
    media_content_type: ClassVar[str] = "IMAGE"


@dataclass(eq=False, kw_only=True)
class Video(Media):
    """A film that the shop hosts."""

    typename: ClassVar[str] = "Video"
    media_content_type: ClassVar[str] = "VIDEO"


@dataclass(eq=False, kw_only=True)
class ExternalVideo(Media):
    """A film hosted elsewhere."""

    typename: ClassVar[str] = "ExternalVideo"
    media_content_type: ClassVar[str] = "EXTERNAL_VIDEO"


@dataclass(eq=False, kw_only=True)
class Model3d(Media):
    """A model to turn around."""

    typename: ClassVar[str] = "Model3d"
    media_content_type: ClassVar[str] = "MODEL_3D"


MEDIA_KINDS: dict[str, type[Media]] = {
    kind.media_content_type: kind for kind in (MediaImage, Video, ExternalVideo, Model3d)
}
