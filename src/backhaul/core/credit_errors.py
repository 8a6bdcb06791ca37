"""What makes a credit memo one that cannot be posted; part of the tree that is drawn in `errors`."""

from backhaul.core.errors import InputError
from backhaul.core.money import Money


class CreditInOtherCurrency(InputError):
    code = "credit-in-other-currency"
    default_hint = "Give back in the currency of the invoice."

    def __init__(self, currency: str, *, invoice: str, invoice_currency: str) -> None:
        super().__init__(
            f"The credit memo is in {currency}, but invoice {invoice} is in {invoice_currency}.",
            data={"currency": currency, "invoice": invoice, "invoice_currency": invoice_currency},
        )


class MoreThanReceived(InputError):
    code = "more-than-received"

    def __init__(self, total: Money, *, invoice: str, received: Money, given_back: Money, left: Money) -> None:
        gone = f", and {given_back} of it is given back already" if given_back.amount else ""
        super().__init__(
            f"{total} cannot be given back: {received} has been received for invoice {invoice}{gone}.",
            hint=f"Give back {left} at most." if left.amount else "There is nothing to give back.",
            data={
                "total": total.text,
                "received": received.text,
                "given_back": given_back.text,
                "left": left.text,
                "currency": total.currency,
                "invoice": invoice,
            },
        )
