"""The kinds of tasks that move money, or find out which money there is to move."""

RETRIEVE_PAYMENTS = "retrieve_payments"
CAPTURE_PAYMENT = "capture_payment"
VOID_LEFTOVER = "void_leftover"
GIVE_BACK = "give_back"

CAPTURE_NOW = "capture_now"
"""The choice of a person who does not want a capture to wait for invoices to come."""

PAYMENT_TASKS = frozenset({RETRIEVE_PAYMENTS, CAPTURE_PAYMENT, VOID_LEFTOVER, GIVE_BACK})
"""Who steers one of these has to be allowed to capture."""
