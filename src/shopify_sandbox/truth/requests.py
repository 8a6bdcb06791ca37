"""What is known of everything that is not one operation: refused requests, costs, tokens, deliveries, bulk files."""

from shopify_sandbox.truth.claims import Claims, assumed, by_documentation, by_schema, proven

REQUESTS: Claims = {
    "Syntax errors": (
        proven("the token at fault", "engine/validation::text_that_is_no_graphql_is_a_syntax_error_at_its_token"),
        assumed("which tokens could have stood there instead"),
    ),
    "Validation errors": (
        proven("an unknown field", "engine/validation::an_unknown_field_is_named_with_its_type_and_path"),
        proven("missing arguments", "engine/validation::missing_arguments_are_listed"),
        proven("an unknown argument", "engine/validation::an_argument_nobody_takes_is_refused_where_it_stands"),
        proven(
            "a literal that does not fit", "engine/validation::a_literal_of_the_wrong_type_is_repeated_in_the_message"
        ),
        proven(
            "inside an input object", "engine/validation::an_error_inside_an_input_object_is_told_once_at_its_place"
        ),
        assumed("what only the specification forbids: its words"),
    ),
    "Variable errors": (
        proven(
            "INVALID_VARIABLE, each problem with its place",
            "engine/variables::every_problem_of_a_variable_is_told_given_fields_before_missing_ones",
        ),
        proven(
            "an unknown member of an enum", "engine/variables::an_unknown_enum_value_is_answered_with_the_known_ones"
        ),
        proven("MAX_INPUT_SIZE_EXCEEDED", "engine/variables::more_than_250_items_in_a_list_are_too_many"),
    ),
    "Operation names": (by_documentation("`An operation name is required`; an unknown name"),),
    "ACCESS_DENIED": (
        proven(
            "the text of the requirement", "engine/execute::a_field_without_its_scope_is_denied_with_the_official_text"
        ),
        by_schema("which fields require what; a scope to write includes reading"),
    ),
    "RESOURCE_NOT_FOUND": (
        proven("`Invalid id`", "resolvers/fulfillment_orders::unknown_ids_are_answered_at_top_level"),
    ),
    "INTERNAL_SERVER_ERROR": (
        proven(
            "no cost, data null, an id for support",
            "engine/execute::a_resolver_that_fails_is_an_internal_error_without_data",
        ),
    ),
    "THROTTLED, MAX_COST_EXCEEDED": (
        by_documentation("code, points, and the documentation's address"),
        assumed("the words"),
    ),
    "Costs asked for": (
        proven("objects, lists and connections", "engine/cost::objects_lists_and_connections_have_their_prices"),
        proven("mutations", "engine/cost::a_mutation_has_a_base_price_and_pays_for_what_lies_below_its_first_objects"),
    ),
    "Costs charged": (
        by_documentation("never more than was asked for; the difference is given back"),
        assumed("the exact sum: what came, by the same prices"),
    ),
    "The bucket": (by_documentation("points restored per second by plan"), assumed("its size: twenty seconds' worth")),
    "HTTP 401, 404": (
        by_documentation("an unknown token, another shop, a path without a version"),
        assumed("the bodies"),
    ),
    "HTTP 402, 403, 423, 429, 430, 5xx": (by_documentation("only as faults, with the body that is given"),),
    "API versions": (by_documentation("an expired version is answered by the oldest one that is left"),),
    "Tokens": (
        by_documentation("client credentials for a day; a refresh token works once"),
        assumed("the bodies of refusals"),
    ),
    "Webhook deliveries": (
        by_documentation(
            "headers, signature, five seconds, eight retries in four hours, then the subscription is gone"
        ),
        assumed("the intervals between retries"),
        assumed("the app has no subscriptions in its configuration, and there is no other app"),
    ),
    "The app uninstalled": (
        by_documentation("tokens and subscriptions are gone; shop/redact goes out after 48 hours"),
        by_schema("its selling plan groups are deleted after 48 hours; contracts stay"),
        assumed("not when it was installed again meanwhile; the words of the token endpoint"),
    ),
    "Client secrets being replaced": (
        by_documentation("both open the token endpoint until the old one is revoked"),
        by_documentation("webhooks are signed with the oldest secret that is not revoked"),
        by_documentation("a token ends with the secret that bought it"),
        assumed("the change is at once; Shopify may take an hour"),
    ),
    "Compliance topics": (
        by_schema("no request can subscribe to them"),
        by_documentation("the members of `customers/data_request`, `customers/redact` and `shop/redact`"),
        assumed("they are sent when asked for; Shopify waits for days"),
    ),
    "The app proxy": (
        by_documentation("its paths, and the parameters and headers that are added"),
        by_documentation("the signature; its two examples are tests"),
        by_documentation("no cookies in either direction, and which other headers of the app are taken off"),
        by_documentation("method and body are passed on; redirects of the app are followed"),
        assumed("apps have seen redirects passed on: `redirects` chooses"),
        assumed("a visitor's own parameters under the names that are added do not count"),
        assumed("ten seconds; 502 and 504; signed with the oldest secret that is not revoked"),
        assumed("Liquid stands in the layout unrendered; the scope `write_app_proxy` is not asked for"),
        assumed("signed with real time, whatever the clock shows; customers sign in without a password"),
    ),
    "Pages": (
        by_documentation("250 at most; a cursor knows the value sorted by, and the id where values are equal"),
        assumed("behind the cursor of a moved item nothing is left out"),
    ),
    "Bulk files": (
        proven("escaped slashes, sizes", "bulk/queries::slashes_are_escaped_and_the_size_counts_every_byte"),
        by_documentation("a line for each node, which names its parent"),
        by_documentation("gone after seven days"),
        assumed("parts of it by `Range`, as stores of files have it"),
    ),
    "Search warnings": (
        proven(
            "an unknown filter",
            "resolvers/search_warnings::an_unknown_field_is_told_with_the_query_as_it_was_understood",
        ),
    ),
    "A purchase with a selling plan": (
        by_documentation("the dates of delivery and of the next payment, by anchor, cutoff and what comes before it"),
        by_documentation("the order's line has the units of all deliveries that are paid"),
        assumed("the contract's line has the units of one delivery"),
        by_documentation("a delivery that is scheduled is never fulfilled automatically"),
        assumed("an order on the cutoff day is in time; the day begins at midnight in the shop's time zone"),
        assumed("prepaid deliveries follow each other, and the next payment them, as single ones do"),
        assumed("a month without the anchor's day has it on its last; a date moved by hand goes to the nearest anchor"),
        assumed("each pricing policy is about a unit of one delivery; one contract for each rhythm of a checkout"),
    ),
    "A renewal's deliveries": (
        by_schema("counted from the billing, or from `originTime`; after an anchor's day from the next anchor"),
        assumed("what would lie before the payment is delivered at once"),
    ),
    "Subscriptions": (assumed("all that is said of contracts, cycles and billing: nothing of it was ever recorded"),),
    "`/sandbox/…`": (assumed("the sandbox's own; Shopify has nothing like it"),),
}
