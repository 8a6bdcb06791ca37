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


class CreditNotInOrderCurrency(InputError):
    code = "credit-not-in-order-currency"
    default_hint = "Give back in the currency that the customer has paid in."

    def __init__(self, currency: str, *, order: str, order_currency: str) -> None:
        super().__init__(
            f"The credit memo is in {currency}, but the customer of {order} has paid in {order_currency}.",
            data={"currency": currency, "order": order, "order_currency": order_currency},
        )


class MoreThanCanBeGivenBack(InputError):
    code = "more-than-can-be-given-back"
    default_hint = "Lower the quantity; goods that were shipped can be given back as returned, or as money alone."

    def __init__(self, line: str, *, quantity: int, left: int, because: str) -> None:
        super().__init__(
            f"{quantity} of “{line}” cannot be given back: only {left} can ({because}).",
            data={"line": line, "quantity": quantity, "left": left},
        )


class CreditAmountsUnclear(InputError):
    code = "credit-amounts-unclear"
    default_hint = "Give an amount for every line, or one total, or none: then the amounts are computed."

    def __init__(self, why: str) -> None:
        super().__init__(why)


class CreditIsNotTheSum(InputError):
    code = "credit-is-not-the-sum"
    default_hint = "Correct the amounts, or leave the total out."

    def __init__(self, total: Money, *, parts: Money) -> None:
        super().__init__(
            f"The total, {total}, is not the sum of lines and shipping, {parts}.",
            data={"total": total.text, "sum": parts.text, "currency": total.currency},
        )


class MoreThanOrderReceived(InputError):
    code = "more-than-order-received"

    def __init__(self, total: Money, *, order: str, left: Money) -> None:
        super().__init__(
            f"{total} cannot be given back: of what was received for order {order}, {left} is left.",
            hint=f"Give back {left} at most." if left.amount else "There is nothing to give back.",
            data={"total": total.text, "left": left.text, "currency": total.currency, "order": order},
        )


class NothingToGiveBack(InputError):
    code = "nothing-to-give-back"
    default_hint = "These units cost nothing; cancel or fulfil them in Shopify."

    def __init__(self) -> None:
        super().__init__("The credit memo gives no money back.")
