from typing import Optional

from pydantic import Field

from ..model import BaseModel


class TagsAdd(BaseModel):
    tags_add: Optional["TagsAddTagsAdd"] = Field(alias="tagsAdd")


class TagsAddTagsAdd(BaseModel):
    node: Optional["TagsAddTagsAddNode"]
    user_errors: list["TagsAddTagsAddUserErrors"] = Field(alias="userErrors")


class TagsAddTagsAddNode(BaseModel):
    id: str


class TagsAddTagsAddUserErrors(BaseModel):
    field: Optional[list[str]]
    message: str


TagsAdd.model_rebuild()
TagsAddTagsAdd.model_rebuild()
