"""Endpoints of the calendar of deliveries."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Query
from pydantic import BaseModel, ConfigDict, Field

from backhaul.api.paging import PageQuery
from backhaul.core.calendar_days import CalendarState
from backhaul.flows.show.calendar import CalendarDelivery, CalendarView, CalendarWish, calendar_view, deliveries_page
from backhaul.flows.show.pages import Page


class DaysQuery(BaseModel):
    """Which days of which store or subscription."""

    model_config = ConfigDict(extra="forbid")

    store: str = ""
    contract: str = ""
    first: date | None = Field(default=None, alias="from")
    last: date | None = Field(default=None, alias="to")

    def to_wish(self) -> CalendarWish:
        """As the read wants it."""
        return CalendarWish(self.store, self.contract, self.first, self.last)


class DeliveriesQuery(PageQuery):
    """Which deliveries, and which page of them."""

    store: str = ""
    contract: str = ""
    first: date | None = Field(default=None, alias="from")
    last: date | None = Field(default=None, alias="to")
    state: CalendarState | None = None

    def to_wish(self) -> CalendarWish:
        """As the read wants it."""
        return CalendarWish(self.store, self.contract, self.first, self.last, self.state)


def list_deliveries(request: HttpRequest, query: Annotated[DeliveriesQuery, Query()]) -> Page[CalendarDelivery]:
    """Deliveries by their day in the store's zone, earliest first; 31 days from today on unless told otherwise."""
    return deliveries_page(query.to_wish(), query.paging())


def list_days(request: HttpRequest, query: Annotated[DaysQuery, Query()]) -> CalendarView:
    """How many deliveries of each kind fall on each day of the store's calendar."""
    return calendar_view(query.to_wish())
