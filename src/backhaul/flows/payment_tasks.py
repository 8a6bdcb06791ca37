"""The kinds of tasks that move money, or find out which money there is to move."""

RETRIEVE_PAYMENTS = "retrieve_payments"
CAPTURE_PAYMENT = "capture_payment"
VOID_LEFTOVER = "void_leftover"
GIVE_BACK = "give_back"
GIVE_BACK_UNITS = "give_back_units"
BOOK_CREDIT = "book_credit"
CHARGE_CYCLE = "charge_cycle"

CAPTURE_NOW = "capture_now"
"""The choice of a person who does not want a capture to wait for invoices to come."""

REFUND_AMOUNT = "refund_amount"
"""Whose figure is given back (see core.unit_credit): a person's choice, or what the credit memo was posted with."""

PAYMENT_TASKS = frozenset(
    {RETRIEVE_PAYMENTS, CAPTURE_PAYMENT, VOID_LEFTOVER, GIVE_BACK, GIVE_BACK_UNITS, BOOK_CREDIT, CHARGE_CYCLE}
)
"""Who steers one of these has to be allowed to capture."""
