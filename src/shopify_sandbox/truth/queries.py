"""What is known of each query that the sandbox answers."""

from shopify_sandbox.truth.claims import Claim, Claims, assumed, by_documentation, by_schema, proven

_MISSING = "rare_operations::an_id_that_names_nothing_is_null"


def _null(*, more: str) -> tuple[Claim, ...]:
    """A kind of thing of which the shop has none."""
    return (proven("an unknown id is null", f"resolvers/{_MISSING}"), assumed(f"there are never any {more}"))


_SEARCH = by_documentation("the search syntax: fields, comparators, AND, OR, NOT, phrases, prefixes")

QUERIES: Claims = {
    "app": (by_schema("the calling app"),),
    "assignedFulfillmentOrders": (
        proven(
            "refused to an app without a fulfillment service",
            "resolvers/rare_operations::some_queries_fail_with_an_error_at_top_level",
        ),
        by_schema("otherwise those at the locations of the app's own services"),
    ),
    "automaticDiscountNode": _null(more="discounts that outlive an order"),
    "bulkOperation": (
        proven("status, counts, sizes and addresses of an operation", "bulk/life::an_operation_is_a_node"),
        assumed("one that was looked at has ended by the next look, or after a second"),
    ),
    "bulkOperations": (
        proven(
            "newest first, with filters", "bulk/life::operations_are_listed_newest_first_and_found_by_their_filters"
        ),
    ),
    "catalog": _null(more="catalogs"),
    "codeDiscountNode": _null(more="discounts that outlive an order"),
    "currentAppInstallation": (by_schema("the calling app with its scopes"),),
    "currentBulkOperation": (
        proven("the newest operation of the type", "bulk/life::the_current_operation_is_the_newest_of_its_type"),
    ),
    "customer": (by_schema("a customer of the shop"),),
    "customerPaymentMethod": (assumed("there are never any payment methods"),),
    "customerSegmentMembersQuery": (
        proven(
            "an unknown id fails at the field",
            "resolvers/rare_operations::some_queries_fail_with_an_error_at_top_level",
        ),
        assumed("segments are never carried out, so there are no others"),
    ),
    "customers": (by_schema("pages, sorting"), _SEARCH),
    "customersCount": (by_schema("counts what `customers` lists"),),
    "discountNode": _null(more="discounts that outlive an order"),
    "discountRedeemCodeBulkCreation": _null(more="discount codes"),
    "draftOrder": (
        by_schema("every field"),
        proven(
            "status and totals of a draft with custom lines",
            "resolvers/draft_orders::a_draft_is_open_and_costs_its_lines_and_shipping",
        ),
    ),
    "draftOrders": (by_schema("pages, sorting"), _SEARCH),
    "draftOrdersCount": (by_schema("counts what `draftOrders` lists"),),
    "fulfillment": (
        proven(
            "status, lines and tracking",
            "resolvers/fulfillments::fulfilling_everything_closes_the_fulfillment_order_and_fulfils_the_order",
        ),
        proven(
            "the status shown follows its events",
            "resolvers/rare_operations::an_event_changes_how_the_fulfillment_is_shown",
        ),
    ),
    "fulfillmentOrder": (
        proven(
            "status, quantities, holds and supported actions",
            "resolvers/fulfillment_orders::an_order_whose_whole_work_is_held_is_on_hold_and_can_not_be_fulfilled",
        ),
        by_schema("missing without the scope for its location"),
        by_documentation("SCHEDULED ones, and that they open by themselves"),
        assumed("which actions a SCHEDULED one offers: MARK_AS_OPEN"),
    ),
    "fulfillmentOrders": (
        proven(
            "closed ones only with `includeClosed`",
            "resolvers/rare_operations::closed_fulfillment_orders_are_listed_only_when_asked_for",
        ),
        by_schema("pages and filters"),
    ),
    "fulfillmentService": _null(more="services but those made with `fulfillmentServiceCreate` or given as locations"),
    "giftCard": _null(more="gift cards to read; as payments they are there"),
    "inventoryShipment": _null(more="shipments of inventory"),
    "job": (by_schema("whether a job is done"),),
    "location": (by_schema("a location of the shop"),),
    "locations": (by_schema("pages of the shop's locations"),),
    "locationsAvailableForDeliveryProfilesConnection": (
        proven(
            "the shop's own locations",
            "resolvers/rare_operations::locations_of_delivery_profiles_are_those_of_the_shop",
        ),
    ),
    "locationsCount": (by_schema("counts what `locations` lists"),),
    "manualHoldsFulfillmentOrders": (
        proven("those on hold", "resolvers/rare_operations::only_what_is_on_hold_by_hand_is_listed_as_such"),
    ),
    "market": _null(more="markets"),
    "node": (
        proven("each part of a return", "resolvers/returns::each_part_of_a_return_is_a_node"),
        proven("a bulk operation", "bulk/life::an_operation_is_a_node"),
        by_schema("anything else with an id; a job of `orderCancel`"),
    ),
    "nodes": (by_schema("the same as `node`, in the order of the ids, null for what is unknown"),),
    "order": (
        proven(
            "money: trimmed in money bags, two decimals elsewhere",
            "resolvers/payments::amounts_are_trimmed_in_money_bags_and_have_two_decimals_elsewhere",
        ),
        proven(
            "no financial status without transactions",
            "resolvers/payments::an_order_without_transactions_has_no_financial_status",
        ),
        proven(
            "closed by a job after it is paid and fulfilled",
            "resolvers/fulfillments::a_paid_and_fulfilled_order_is_open_until_the_job_has_closed_it",
        ),
        by_documentation("between two deliveries a prepaid order is SCHEDULED again; it can't be edited"),
        by_schema("after sixty days only with `read_all_orders`; every other field"),
        assumed("shares of discounts and taxes: rounded per line, the rest on the last"),
    ),
    "orderEditSession": (by_schema("the session of an edit under way"), assumed("null once it was committed")),
    "orderByIdentifier": (by_schema("by id or custom id"),),
    "orders": (
        proven("found by their tags, sorted by total", "resolvers/orders::orders_are_found_by"),
        proven(
            "a warning names a filter that does not exist",
            "resolvers/search_warnings::an_unknown_field_is_told_with_the_query_as_it_was_understood",
        ),
        by_schema("a filter on the status of returns"),
        _SEARCH,
        assumed("a search knows of a change at once; Shopify's index lags behind"),
    ),
    "ordersCount": (
        proven("counts what `orders` lists", "resolvers/orders::orders_are_found_by"),
        by_schema("precision and limit"),
    ),
    "priceList": _null(more="price lists"),
    "product": (
        proven(
            "with its variants and media",
            "resolvers/catalog_parts::media_of_a_product_are_shown_with_its_variant_once",
        ),
        by_schema("with its metafields"),
        assumed("inventory is a number that nobody consumes"),
    ),
    "productVariant": (
        proven(
            "with the media of its product",
            "resolvers/catalog_parts::media_of_a_product_are_shown_with_its_variant_once",
        ),
    ),
    "productVariants": (by_schema("pages"), _SEARCH),
    "productVariantsCount": (by_schema("counts what `productVariants` lists"),),
    "products": (by_schema("pages, sorting"), _SEARCH),
    "productsCount": (by_schema("counts what `products` lists"),),
    "publicApiVersions": (by_documentation("quarterly versions, supported for a year; the next one is a candidate"),),
    "refund": (by_schema("a refund with pages of its lines and transactions"),),
    "return": (
        proven("status and quantities", "resolvers/returns::approving_opens_it_and_expects_the_goods"),
        by_schema("every other field"),
    ),
    "returnableFulfillment": (by_schema("a fulfillment seen as something to return"),),
    "returnableFulfillments": (
        proven("what is left to return", "resolvers/returns::what_is_being_returned_can_not_be_returned_again"),
    ),
    "reverseDelivery": (
        proven(
            "its lines and tracking", "resolvers/returns::a_parcel_without_named_lines_carries_all_that_is_expected"
        ),
    ),
    "reverseFulfillmentOrder": (
        proven(
            "the goods that an approved return expects", "resolvers/returns::approving_opens_it_and_expects_the_goods"
        ),
    ),
    "scriptTag": (assumed("there are never any script tags"),),
    "segment": (by_schema("a segment; its query is kept, neither parsed nor carried out"),),
    "segments": (
        proven("sorting by the last edit", "resolvers/segments::the_segment_edited_last_comes_last_by_its_edit_only"),
    ),
    "segmentsCount": (by_schema("counts what `segments` lists"),),
    "sellingPlanGroup": (
        proven(
            "its plans, policies and summary", "resolvers/selling_plans::a_group_tells_its_plans_and_their_discounts"
        ),
        proven(
            "of a product, with its variants",
            "resolvers/selling_plans::a_group_of_a_product_is_listed_with_its_variant_but_not_counted_there",
        ),
    ),
    "sellingPlanGroups": (by_schema("pages, sorting"), _SEARCH),
    "shop": (by_schema("name, currency, plan, features"), assumed("everything that was not given is empty")),
    "shopifyFunction": _null(more="functions"),
    "storeCreditAccount": _null(more="store credit accounts"),
    "theme": (
        proven(
            "an unknown id fails at top level",
            "resolvers/rare_operations::some_queries_fail_with_an_error_at_top_level",
        ),
        assumed("there are never any themes"),
    ),
    "urlRedirect": _null(more="redirects"),
    "validation": _null(more="validations"),
    "webhookSubscription": (
        proven("every field of a subscription", "webhooks/subscriptions::a_new_subscription_has_its_defaults"),
    ),
    "webhookSubscriptions": (
        proven("by topic, address and query", "webhooks/subscriptions::subscriptions_are_listed_by_topic_and_query"),
    ),
    "webhookSubscriptionsCount": (
        proven("counts them", "webhooks/subscriptions::subscriptions_are_listed_by_topic_and_query"),
        by_schema("by topic and endpoint too"),
    ),
}
