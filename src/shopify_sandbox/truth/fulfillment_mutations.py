"""What is known of each mutation of fulfillments, fulfillment orders and fulfillment services."""

from shopify_sandbox.truth.claims import Claims, assumed, by_schema, proven

_RARE = "resolvers/rare_operations"
_REQUESTS = f"{_RARE}::a_service_answers_requests"
_REQUEST_ERRORS = assumed("its refusals")
_UNKNOWN = proven(
    "an unknown id fails at top level", "resolvers/fulfillment_orders::unknown_ids_are_answered_at_top_level"
)
_CREATE = "resolvers/fulfillments"
_ORDERS = "resolvers/fulfillment_orders"

FULFILLMENT_MUTATIONS: Claims = {
    "fulfillmentCancel": (
        proven(
            "the old fulfillment order stays closed, a new one is open",
            f"{_ORDERS}::cancelling_a_whole_fulfillment_leaves_the_old_one_closed_and_opens_a_new_one",
        ),
        proven(
            "the units of a part go back to where they came from",
            f"{_ORDERS}::cancelling_a_partial_fulfillment_gives_the_units_back_to_where_they_came_from",
        ),
    ),
    "fulfillmentCreate": (
        proven("all or a part of a fulfillment order", f"{_CREATE}::fulfilling_a_part_leaves_the_rest_in_progress"),
        proven("more than is left is refused", f"{_CREATE}::more_than_is_left_is_refused_and_nothing_is_changed"),
        proven(
            "a quantity below one is refused before anything is looked up",
            f"{_CREATE}::a_quantity_of_zero_is_refused_before_anything_is_looked_up",
        ),
        proven("several orders are refused", f"{_CREATE}::fulfillment_orders_of_two_orders_are_refused_together"),
        proven("several locations are refused", f"{_ORDERS}::two_locations_can_not_be_fulfilled_in_one_call"),
        proven(
            "a closed one is refused with its status",
            f"{_CREATE}::a_closed_fulfillment_order_can_not_be_fulfilled_again",
        ),
        assumed("the same words for a scheduled one"),
    ),
    "fulfillmentCreateV2": (
        proven("refuses as `fulfillmentCreate`", f"{_RARE}::the_older_fulfillment_mutation_refuses_as_the_newer_one"),
        by_schema("does the same"),
    ),
    "fulfillmentEventCreate": (
        proven("changes the status shown", f"{_RARE}::an_event_changes_how_the_fulfillment_is_shown"),
    ),
    "fulfillmentOrderAcceptCancellationRequest": (
        proven("closes, without its units", _REQUESTS),
        assumed("who holds the units then: a new open one"),
        _REQUEST_ERRORS,
    ),
    "fulfillmentOrderAcceptFulfillmentRequest": (proven("in progress", _REQUESTS), _REQUEST_ERRORS),
    "fulfillmentOrderCancel": (
        proven("closed and replaced", f"{_RARE}::a_cancelled_fulfillment_order_is_replaced_by_an_open_one"),
        _UNKNOWN,
    ),
    "fulfillmentOrderClose": (
        proven(
            "refused but to services with an API",
            f"{_RARE}::only_a_service_with_an_api_closes_its_fulfillment_orders",
        ),
        _UNKNOWN,
        by_schema("otherwise INCOMPLETE"),
    ),
    "fulfillmentOrderHold": (
        proven(
            "a partial hold splits, a release takes the rest back",
            f"{_ORDERS}::a_partial_hold_keeps_the_fulfillment_order_and_releasing_it_takes_the_rest_back",
        ),
        proven(
            "a handle once; ten holds",
            f"{_ORDERS}::the_same_handle_can_not_be_used_twice_and_the_eleventh_hold_is_refused",
        ),
    ),
    "fulfillmentOrderLineItemsPreparedForPickup": (
        proven("refused for what is shipped", f"{_RARE}::what_is_shipped_can_not_be_prepared_for_pickup"),
        assumed("what it does for pickups"),
    ),
    "fulfillmentOrderMerge": (
        proven("what was split is one again", f"{_RARE}::what_was_split_can_be_merged_again"),
        assumed("refusals that are not about quantities or unknown ids"),
    ),
    "fulfillmentOrderMove": (
        proven(
            "all keeps the id, a part gets a new one",
            f"{_ORDERS}::moving_everything_keeps_the_id_and_moving_a_part_makes_a_new_one",
        ),
        proven(
            "refused with reported progress",
            f"{_ORDERS}::reported_progress_forbids_a_move_until_it_is_opened_again",
        ),
    ),
    "fulfillmentOrderOpen": (
        _UNKNOWN,
        by_schema("opens a scheduled one early, takes back reported progress"),
        proven(
            "an open one is refused",
            "resolvers/prepaid::a_scheduled_delivery_can_be_opened_early_and_an_open_one_can_not_be_opened",
        ),
    ),
    "fulfillmentOrderRejectCancellationRequest": (proven("goes on", _REQUESTS), _REQUEST_ERRORS),
    "fulfillmentOrderRejectFulfillmentRequest": (proven("open again", _REQUESTS), _REQUEST_ERRORS),
    "fulfillmentOrderReleaseHold": (
        proven("one of two holds stays", f"{_ORDERS}::releasing_one_of_two_holds_leaves_it_on_hold"),
    ),
    "fulfillmentOrderReportProgress": (
        proven("in progress", f"{_ORDERS}::reported_progress_forbids_a_move_until_it_is_opened_again"),
    ),
    "fulfillmentOrderReschedule": (
        _UNKNOWN,
        by_schema("only a scheduled one, to a date to come"),
        assumed("scheduled ones of the same date become one"),
    ),
    "fulfillmentOrderSplit": (
        proven("too much is refused", f"{_RARE}::more_than_there_is_can_not_be_split_off"),
        proven("a second one has the rest", f"{_RARE}::what_was_split_can_be_merged_again"),
    ),
    "fulfillmentOrderSubmitCancellationRequest": (
        proven("the request waits, the status stays", _REQUESTS),
        assumed("a request that nobody has answered is withdrawn at once"),
    ),
    "fulfillmentOrderSubmitFulfillmentRequest": (proven("submitted", _REQUESTS), _REQUEST_ERRORS),
    "fulfillmentOrdersReroute": (
        proven(
            "Shopify fails for units without a variant",
            f"{_ORDERS}::shopify_fails_to_reroute_units_that_no_variant_stands_for",
        ),
        assumed("that the variant makes the difference, and where the others go"),
    ),
    "fulfillmentOrdersSetFulfillmentDeadline": (
        proven("sets it, or finds none", f"{_RARE}::a_deadline_is_set_for_known_fulfillment_orders_only"),
    ),
    "fulfillmentServiceCreate": (
        proven("the service and its location", _REQUESTS),
        assumed("its refusals"),
    ),
    "fulfillmentTrackingInfoUpdate": (
        proven(
            "replaces all tracking",
            f"{_RARE}::tracking_is_replaced_and_an_unknown_fulfillment_has_none",
        ),
    ),
    "fulfillmentTrackingInfoUpdateV2": (
        proven("the same", f"{_RARE}::tracking_is_replaced_and_an_unknown_fulfillment_has_none"),
    ),
}
