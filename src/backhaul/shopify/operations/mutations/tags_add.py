from typing import Optional, Union

from pydantic import Field

from ..model import BaseModel


class TagsAdd(BaseModel):
    tags_add: Optional["TagsAddTagsAdd"] = Field(alias="tagsAdd")


class TagsAddTagsAdd(BaseModel):
    node: Optional[Union["TagsAddTagsAddNodeNode", "TagsAddTagsAddNodeOrder"]]
    user_errors: list["TagsAddTagsAddUserErrors"] = Field(alias="userErrors")


class TagsAddTagsAddNodeNode(BaseModel):
    pass


class TagsAddTagsAddNodeOrder(BaseModel):
    id: str
    tags: list[str]


class TagsAddTagsAddUserErrors(BaseModel):
    field: Optional[list[str]]
    message: str


TagsAdd.model_rebuild()
TagsAddTagsAdd.model_rebuild()
