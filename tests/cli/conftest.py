"""Fixtures of commands: a command line, a store with an order."""

import pytest

from backhaul.models import SalesOrder, Store
from tests.cli.command_line import CommandLine, command_line
from tests.support.rows import order_row, store_row


@pytest.fixture
def backhaul(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """`backhaul` as its users type it."""
    return command_line(capsys)


@pytest.fixture
def store(db: None) -> Store:
    """A connected store."""
    return store_row()


@pytest.fixture
def order(store: Store) -> SalesOrder:
    """Order #1001 with five apples."""
    return order_row(store)
