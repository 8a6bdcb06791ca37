"""The query parameters that ask for a page of a list."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from backhaul.flows.show.pages import MOST, Paging


class PageQuery(BaseModel):
    """How many entries, and after which cursor; a parameter that is not known is refused."""

    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    cursor: Annotated[str, Field(max_length=500)] = ""

    def paging(self) -> Paging:
        """As the reads want it."""
        return Paging(self.limit, self.cursor)
