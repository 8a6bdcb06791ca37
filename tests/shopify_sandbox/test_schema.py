"""The cut of the official schema."""

from graphql import is_enum_type, is_input_object_type, is_object_type

from shopify_sandbox.schema import load_access, load_schema


def test_kept_types_keep_their_fields() -> None:
    order = load_schema().type_map["Order"]

    assert is_object_type(order)
    assert {"fulfillmentOrders", "merchantEditable", "localizedFields", "retailLocation"} <= set(order.fields)


def test_what_a_field_requires_is_known_in_words_and_scopes() -> None:
    required = load_access().required["FulfillmentHold.heldByApp"]

    assert required.text == "`read_apps` access scope."
    assert required.scope_groups == (frozenset({"read_apps"}),)


def test_what_is_required_besides_is_a_group_of_its_own() -> None:
    groups = load_access().required["CustomerPaymentMethod"].scope_groups

    assert groups == (frozenset({"read_customers"}), frozenset({"read_customer_payment_methods"}))


def test_every_webhook_topic_has_its_header_form() -> None:
    topics = load_access().topics

    assert topics["ORDERS_CREATE"] == "orders/create"
    ready = "FULFILLMENT_ORDERS_SCHEDULED_FULFILLMENT_ORDER_READY"
    assert topics[ready] == "fulfillment_orders/scheduled_fulfillment_order_ready"
    enum = load_schema().type_map["WebhookSubscriptionTopic"]
    assert is_enum_type(enum)
    assert len(topics) == len(enum.values)


def test_members_stand_in_the_order_of_their_definition_where_it_is_known() -> None:
    capture = load_schema().type_map["OrderCaptureInput"]

    assert is_input_object_type(capture)
    assert list(capture.fields) == ["id", "parentTransactionId", "amount", "currency", "finalCapture"]


def test_a_field_that_the_published_file_leaves_out_is_there() -> None:
    mutation = load_schema().mutation_type

    assert mutation is not None
    assert list(mutation.fields["flowGenerateSignature"].args) == ["id", "payload"]
