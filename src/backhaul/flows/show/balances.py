"""What is shown of an invoice's balance: its total, explained by its payment lines to the minor unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backhaul.core.balance import Balance, explain
from backhaul.flows.payment_facts import kept_money, line_value
from backhaul.models import PostedInvoice


@dataclass(frozen=True)
class BalanceView:
    """What the invoice's total consists of; amounts are in `currency`, and `sentences` says the same in words.

    `open`: authorised and yet to be captured. `called_off`: a person has called its capture off. `lost`: by the state
    of its line, what an authorisation cannot give any more. `short`: what no payment has ever covered. `refunded` is a
    part of what was paid and captured.
    """

    currency: str
    invoiced: str
    paid: str
    captured: str
    pending: str
    open: str
    called_off: str
    refused: str
    not_owed: str
    lost: Mapping[str, str]
    short: str
    refunded: str
    sentences: Sequence[str]


def balance_of(invoice: PostedInvoice) -> BalanceView:
    """The balance by the invoice's payment lines as they are now."""
    rows = sorted(invoice.payment_lines.all(), key=lambda row: row.position)
    refunded = {row.pk: kept_money(row.refunded, row.currency) for row in rows}
    total = kept_money(invoice.total, invoice.currency)
    return _shown(explain(total, [line_value(row) for row in rows], refunded=refunded))


def _shown(balance: Balance) -> BalanceView:
    return BalanceView(
        currency=balance.invoiced.currency,
        invoiced=balance.invoiced.text,
        paid=balance.paid.text,
        captured=balance.captured.text,
        pending=balance.pending.text,
        open=balance.open.text,
        called_off=balance.called_off.text,
        refused=balance.refused.text,
        not_owed=balance.not_owed.text,
        lost={state.value: amount.text for state, amount in balance.lost.items()},
        short=balance.short.text,
        refunded=balance.refunded.text,
        sentences=balance.sentences,
    )
