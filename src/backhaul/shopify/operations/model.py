"""What the generated types are made of."""

from pydantic import BaseModel as PydanticModel
from pydantic import ConfigDict


class UnsetType:
    """Marks an optional variable that is left out, which is not the same as null."""

    def __bool__(self) -> bool:
        return False


UNSET = UnsetType()


class BaseModel(PydanticModel):
    """Part of a reply, or of the variables of a call; unchangeable, fields that we did not ask for are ignored."""

    model_config = ConfigDict(
        populate_by_name=True, frozen=True, extra="ignore", hide_input_in_errors=True, protected_namespaces=()
    )
