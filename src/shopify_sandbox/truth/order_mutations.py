"""What is known of each mutation of orders, payments, refunds, returns and drafts."""

from shopify_sandbox.truth.claims import Claims, assumed, by_documentation, by_schema, proven

_PLAIN = by_schema("its errors have a field and a message, no code")
_RETURN_ERRORS = assumed("its refusals")

ORDER_MUTATIONS: Claims = {
    "draftOrderComplete": (
        proven("an order of custom lines is placed", "resolvers/draft_orders::completing_places_the_order"),
        assumed("its refusals; applied discounts, deposits and payment terms are an internal error"),
    ),
    "draftOrderCreate": (
        proven(
            "custom lines and their totals", "resolvers/draft_orders::a_draft_is_open_and_costs_its_lines_and_shipping"
        ),
        assumed("its refusals, lines of variants, shipping; discounts and payment terms are an internal error"),
    ),
    "draftOrderDelete": (by_schema("the draft is gone"), assumed("its refusals")),
    "draftOrderUpdate": (by_schema("what is given is replaced"), assumed("its refusals")),
    "orderCancel": (
        proven(
            "a job that voids, closes and restocks",
            "resolvers/orders::cancelling_is_a_job_that_voids_closes_and_restocks",
        ),
        proven(
            "refused with a live fulfillment",
            "resolvers/orders::an_order_with_a_fulfillment_can_be_cancelled_only_after_that_was_cancelled",
        ),
        proven("refused a second time", "resolvers/orders::a_cancelled_order_can_not_be_cancelled_again"),
        by_schema("the money is given back when asked; `OrderCancelJobResult`"),
        assumed("the job fails when a fulfillment was made while it waited; how long it takes"),
    ),
    "orderCapture": (
        proven(
            "several captures of one `manual` authorisation",
            "resolvers/payments::two_partial_captures_pay_an_order_and_a_third_finds_nothing_left",
        ),
        proven(
            "never more than is authorised",
            "resolvers/payments::capturing_more_than_the_authorisation_holds_is_refused",
        ),
        proven(
            "in the currency that the customer pays",
            "resolvers/payments::a_capture_needs_the_presentment_currency_where_it_differs",
        ),
        proven(
            "`finalCapture` is refused by `manual`", "resolvers/gateways::a_final_capture_is_refused_by_other_gateways"
        ),
        by_schema("`finalCapture` voids the rest of a multi-capturable authorisation"),
        by_documentation("authorisations of Shopify Payments live seven days; several captures on Plus"),
        assumed("captures that are pending or fail, and any gateway but `manual`"),
        _PLAIN,
    ),
    "orderClose": (
        proven("closes", "resolvers/rare_operations::an_order_is_closed_opened_again_and_deleted"),
        _PLAIN,
    ),
    "orderCreate": (
        proven(
            "without transactions no financial status",
            "resolvers/payments::an_order_without_transactions_has_no_financial_status",
        ),
        proven(
            "a fixed discount is spread over the lines", "resolvers/orders::a_fixed_discount_is_spread_over_the_lines"
        ),
        by_schema("every other input"),
        assumed("lines go to the first location unless they say otherwise"),
    ),
    "orderCreateMandatePayment": (assumed("not carried out: an internal error"),),
    "orderCreateManualPayment": (
        proven(
            "an amount needs a Plus store", "resolvers/rare_operations::only_a_plus_store_notes_a_part_paid_by_hand"
        ),
        assumed("what it does on a Plus store, and its refusals"),
    ),
    "orderCustomerRemove": (by_schema("the order loses its customer"),),
    "orderCustomerSet": (
        proven("the order gets its customer", "resolvers/rare_operations::an_order_gets_a_customer_and_loses_it"),
    ),
    "orderDelete": (
        proven("the order is gone", "resolvers/rare_operations::an_order_is_closed_opened_again_and_deleted"),
        assumed("which orders can not be deleted"),
    ),
    "orderMarkAsPaid": (
        by_schema("captures what is authorised and notes the rest as paid"),
        assumed("refused while a capture at Shopify Payments is pending"),
        _PLAIN,
    ),
    "orderOpen": (
        proven("opens", "resolvers/rare_operations::an_order_is_closed_opened_again_and_deleted"),
        _PLAIN,
    ),
    "orderUpdate": (
        proven(
            "a bad address changes nothing and names each field",
            "resolvers/orders::a_bad_address_changes_nothing_and_names_each_field",
        ),
        by_schema("note, attributes and tags are replaced as a whole"),
        _PLAIN,
    ),
    "refundCreate": (
        proven("no more than was received", "resolvers/payments::more_than_was_paid_is_not_given_back"),
        proven(
            "`allowOverRefunding` does not help on `manual`",
            "resolvers/refunds::allow_over_refunding_does_not_help_here",
        ),
        proven(
            "no more units than were bought", "resolvers/rare_operations::more_units_than_were_bought_are_not_refunded"
        ),
        by_documentation("CANCEL lowers what is to be fulfilled, NO_RESTOCK does not, RETURN is for what came back"),
        assumed("of several deliveries the last one loses its units first"),
        by_documentation("needs `@idempotent`; the same key refunds once"),
        assumed("the words for a missing or a misused key; how long a key is kept; refunds that are pending or fail"),
        _PLAIN,
    ),
    "returnApproveRequest": (
        proven("opens it and expects the goods", "resolvers/returns::approving_opens_it_and_expects_the_goods"),
        _RETURN_ERRORS,
    ),
    "returnCancel": (by_schema("gives its units free"), _RETURN_ERRORS),
    "returnClose": (proven("closes", "resolvers/returns::a_closed_return_can_be_reopened"), _RETURN_ERRORS),
    "returnCreate": (
        by_schema("an open return"),
        assumed("its refusals; fees and exchanges are not carried out"),
    ),
    "returnDeclineRequest": (by_schema("declined with its reason"), _RETURN_ERRORS),
    "returnProcess": (
        by_schema("its units are processed, with a refund where one is asked for"),
        assumed("a refund is made in any case, without money where no payment is named; exchanges are not carried out"),
        _RETURN_ERRORS,
    ),
    "returnRefund": (by_schema("a refund of an open or closed return"), _RETURN_ERRORS),
    "returnReopen": (proven("opens again", "resolvers/returns::a_closed_return_can_be_reopened"), _RETURN_ERRORS),
    "returnRequest": (
        proven("waits for approval", "resolvers/returns::a_requested_return_waits_without_work_to_do"),
        _RETURN_ERRORS,
    ),
    "reverseDeliveryCreateWithShipping": (
        proven(
            "without named lines all that is expected",
            "resolvers/returns::a_parcel_without_named_lines_carries_all_that_is_expected",
        ),
        _RETURN_ERRORS,
    ),
    "reverseDeliveryShippingUpdate": (
        proven("replaces the tracking", "resolvers/returns::the_tracking_of_a_parcel_is_replaced"),
        _RETURN_ERRORS,
    ),
    "transactionVoid": (
        proven(
            "releases an authorisation; again or after a capture it is refused with a code",
            "resolvers/payments::a_voided_authorisation_can_not_be_captured_or_voided_again",
        ),
        assumed("voids that are pending or fail, and any gateway but `manual`"),
    ),
}
