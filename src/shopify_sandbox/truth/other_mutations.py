"""What is known of the mutations of products, customers, selling plans, bulk operations and webhook subscriptions."""

from shopify_sandbox.truth.claims import Claims, assumed, by_documentation, by_schema, proven

_RARE = "resolvers/rare_operations"
_MEDIA = "resolvers/catalog_parts"
_SUBSCRIPTIONS = "webhooks/subscriptions"
_ADDRESS = proven("a bad address", "webhooks/addresses::an_address_that_can_not_is_refused_with_its_reason")
_MEMBERS = proven("products join and leave", f"{_RARE}::products_join_and_leave_a_selling_plan_group")
_UNKNOWN_GROUP = proven("an unknown group", f"{_RARE}::an_unknown_selling_plan_group_is_told")

OTHER_MUTATIONS: Claims = {
    "bulkOperationCancel": (
        proven("stops, and makes room then", "bulk/life::a_cancelled_operation_makes_room_once_it_has_stopped"),
        assumed("the words for one that has ended or is not known"),
    ),
    "bulkOperationRunMutation": (
        proven(
            "the mutation is looked at before the file", "bulk/mutations::the_mutation_is_looked_at_before_the_file"
        ),
        proven("a file that is too large", "bulk/mutations::a_file_that_is_too_large_is_refused"),
        by_documentation("lines in turn, each with its answer"),
        assumed("how long it takes, and words for mutations that are no GraphQL"),
    ),
    "bulkOperationRunQuery": (
        proven("what may not run in bulk", "bulk/queries::a_query_that_may_not_run_in_bulk_is_refused"),
        proven("how lines are written", "bulk/queries::slashes_are_escaped_and_the_size_counts_every_byte"),
        proven("how many run at once", "bulk/life::five_queries_run_at_once_and_a_sixth_is_told_which"),
        by_documentation("connections stand at most two levels below the one at the top"),
        by_schema("what a failed one has read is at `partialDataUrl`; a cancelled one leaves nothing"),
        assumed("how long it takes; a node is as it is when its turn comes; where it is cut off when it fails"),
    ),
    "customerCancelDataErasure": (by_schema("an erasure that waits is taken back"), assumed("its refusals")),
    "customerDelete": (
        by_schema("the customer is gone; one who has orders is refused"),
        assumed("the texts of its refusals"),
    ),
    "customerRequestDataErasure": (
        by_schema("the erasure waits, and can be taken back"),
        by_documentation("the data is erased after ten days, and `customers/redact` goes out"),
        assumed("orders lose customer, addresses, e-mail address and phone; recent orders don't put it off"),
    ),
    "customerCreate": (
        proven("a customer", f"{_RARE}::an_order_gets_a_customer_and_loses_it"),
        assumed("its refusals"),
    ),
    "eventBridgeWebhookSubscriptionCreate": (
        proven("an event source of the app", f"{_SUBSCRIPTIONS}::an_event_source_of_this_app_is_taken"),
        _ADDRESS,
    ),
    "eventBridgeWebhookSubscriptionUpdate": (
        _ADDRESS,
        by_schema("as `webhookSubscriptionUpdate`"),
    ),
    "flowGenerateSignature": (assumed("only its arguments are checked; not carried out: an internal error"),),
    "productDelete": (
        by_schema("the product and its variants are gone"),
        assumed("lines sold keep what they say, without product and variant; not carried out asynchronously"),
    ),
    "productVariantsBulkDelete": (
        by_schema("the variants are gone; its codes"),
        assumed("the texts of its refusals"),
    ),
    "productCreate": (
        proven("a product with a first variant", f"{_RARE}::products_join_and_leave_a_selling_plan_group"),
        assumed("its refusals"),
    ),
    "productCreateMedia": (
        proven("ready a moment later", f"{_MEDIA}::media_are_ready_a_moment_after_they_were_added"),
        assumed("words for what is no address"),
    ),
    "productJoinSellingPlanGroups": (by_schema("joins"),),
    "productLeaveSellingPlanGroups": (by_schema("leaves"),),
    "productSet": (
        proven("a product as given", f"{_RARE}::products_join_and_leave_a_selling_plan_group"),
        assumed("only new ones, and its refusals"),
    ),
    "productVariantAppendMedia": (
        proven("shown with the variant", f"{_MEDIA}::media_of_a_product_are_shown_with_its_variant_once"),
        assumed("refusals of what is not the product's"),
    ),
    "productVariantJoinSellingPlanGroups": (by_schema("joins"),),
    "productVariantLeaveSellingPlanGroups": (by_schema("leaves"),),
    "productVariantsBulkUpdate": (
        proven("what is given changes", f"{_MEDIA}::variants_change_in_what_is_given_alone"),
        assumed("its refusals"),
    ),
    "pubSubWebhookSubscriptionCreate": (_ADDRESS, by_schema("as `webhookSubscriptionCreate`")),
    "pubSubWebhookSubscriptionUpdate": (_ADDRESS, by_schema("as `webhookSubscriptionUpdate`")),
    "segmentCreate": (
        proven("a segment", "resolvers/segments::the_segment_edited_last_comes_last_by_its_edit_only"),
        assumed("its refusals; the query is not parsed"),
    ),
    "segmentDelete": (by_schema("the segment is gone"), assumed("its refusals")),
    "segmentUpdate": (
        proven("what is not named stays", "resolvers/segments::an_update_keeps_what_it_does_not_name"),
        assumed("its refusals"),
    ),
    "sellingPlanGroupAddProductVariants": (by_schema("as for products"),),
    "sellingPlanGroupAddProducts": (_MEMBERS,),
    "sellingPlanGroupCreate": (
        proven("policies and summary", "resolvers/selling_plans::a_group_tells_its_plans_and_their_discounts"),
        proven("anchors must be equal", "resolvers/selling_plans::anchors_of_billing_and_delivery_must_be_equal"),
        proven("31 plans at most", "resolvers/selling_plans::thirty_two_plans_are_one_too_many"),
        by_schema("billing is a multiple of delivery; anchors stay in their ranges; no more least than most cycles"),
        assumed("months are no multiple of weeks; the fields and texts of these refusals"),
    ),
    "sellingPlanGroupDelete": (proven("gone", f"{_RARE}::a_deleted_selling_plan_group_is_gone"),),
    "sellingPlanGroupRemoveProductVariants": (_UNKNOWN_GROUP,),
    "sellingPlanGroupRemoveProducts": (_MEMBERS, _UNKNOWN_GROUP),
    "sellingPlanGroupUpdate": (
        proven("the last plan can only be replaced", "resolvers/selling_plans::the_last_plan_can_only_be_replaced"),
        assumed("what is not given of a recurring policy stays"),
    ),
    "stagedUploadsCreate": (
        proven("an address to put a file to", "bulk/mutations::a_file_may_be_put_to_an_address_of_its_own"),
        assumed("folders but that of bulk variables; signatures are not checked"),
    ),
    "tagsAdd": (
        proven("split at commas, kept once, sorted", "resolvers/orders::tags_are_split_at_commas_kept_once_and_sorted"),
    ),
    "tagsRemove": (proven("the tag is gone", f"{_RARE}::a_tag_is_taken_away"),),
    "webhookSubscriptionCreate": (
        proven("its defaults", f"{_SUBSCRIPTIONS}::a_new_subscription_has_its_defaults"),
        proven("a filter without a field", f"{_SUBSCRIPTIONS}::a_filter_must_say_what_it_filters_on"),
        _ADDRESS,
        by_schema("a topic needs one of its scopes"),
        assumed("the words for a missing scope, and for the same topic and address twice, as clients report them"),
    ),
    "webhookSubscriptionDelete": (
        proven("gone", f"{_SUBSCRIPTIONS}::a_deleted_subscription_is_gone"),
        proven("an unknown one", f"{_SUBSCRIPTIONS}::an_unknown_subscription_can_be_neither_changed_nor_deleted"),
    ),
    "webhookSubscriptionUpdate": (
        proven("what is given changes", f"{_SUBSCRIPTIONS}::an_update_changes_what_is_given_and_leaves_the_rest"),
        _ADDRESS,
    ),
}
