"""Webhook subscriptions over GraphQL: the queries, the mutations, and those for cloud queues alone."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from shopify_sandbox import api_versions
from shopify_sandbox.engine.access import with_reading
from shopify_sandbox.resolvers.connections import connection
from shopify_sandbox.resolvers.context import Info, Resolver, context_of, world_of
from shopify_sandbox.resolvers.lists import counted
from shopify_sandbox.resolvers.lookup import mutation
from shopify_sandbox.resolvers.query_language import Term, parse
from shopify_sandbox.resolvers.registry import fields_of
from shopify_sandbox.resolvers.search import compared_instant
from shopify_sandbox.schema import load_access, topic_scopes
from shopify_sandbox.state.errors import Refused, UserError, refused
from shopify_sandbox.state.given import mapping
from shopify_sandbox.world import World

from .addresses import address_problems, arn_problems, is_project, is_topic
from .filters import names_its_fields
from .subscription import WebhookSubscription

INPUT = "webhookSubscription"
BAD_FILTER = "The specified filter is invalid, please ensure you specify the field(s) you wish to filter on."
NOT_THIS_TOPIC = "You cannot create a webhook subscription with the specified topic"
# What Shopify shows as the URL of a subscription that has none (recorded).
NO_URL = "https://eventbridge.arn"

Given = Mapping[str, object]
Matches = Callable[..., bool]
AddressOf = Callable[[Given, str], str | None]


def _uri(given: Given, app_id: str) -> str | None:
    """The address of a subscription of any kind; None when an update leaves it as it is."""
    if "uri" not in given and "callbackUrl" not in given:
        return None
    uri = str(given.get("uri") or given.get("callbackUrl") or "")
    _refuse([("callbackUrl", problem) for problem in address_problems(uri, app_id=app_id)])
    return uri


def _arn(given: Given, app_id: str) -> str | None:
    if "arn" not in given:
        return None
    arn = str(given["arn"])
    _refuse([("arn", problem) for problem in arn_problems(arn, app_id=app_id)])
    return arn


def _pubsub(given: Given, _app_id: str) -> str | None:
    if "pubSubProject" not in given and "pubSubTopic" not in given:
        return None
    project, topic = str(given.get("pubSubProject") or ""), str(given.get("pubSubTopic") or "")
    problems = []
    if not is_project(project):
        problems.append(("pubSubProject", "Google Cloud Pub/Sub project ID is not valid"))
    if not is_topic(topic):
        problems.append(("pubSubTopic", "Google Cloud Pub/Sub topic ID is not valid"))
    _refuse(problems)
    return f"pubsub://{project}:{topic}"


def _refuse(problems: list[tuple[str, str]]) -> None:
    if problems:
        raise Refused(*(UserError((INPUT, field), message) for field, message in problems))


def _creator(address_of: AddressOf) -> Resolver:
    @mutation(INPUT)
    def create(info: Info, **args: object) -> dict[str, object]:
        given, world = mapping(args[INPUT]), world_of(info)
        uri = address_of(given, context_of(info).app_id)
        if uri is None:
            raise refused("Address can't be blank", INPUT, "callbackUrl")
        topic = str(args["topic"])
        _check_scopes(topic, context_of(info).scopes)
        _check(world, given, topic=topic, uri=uri, but=None)
        now = world.now()
        subscription = WebhookSubscription(
            id=world.new_id(WebhookSubscription),
            topic=topic,
            uri=uri,
            created_at=now,
            updated_at=now,
            api_version=world.profile.webhook_api_version,
        )
        _apply(subscription, given, context_of(info).app_id)
        return {INPUT: world.add(subscription)}

    return create


def _updater(address_of: AddressOf) -> Resolver:
    @mutation(INPUT)
    def update(info: Info, **args: object) -> dict[str, object]:
        given, world = mapping(args[INPUT]), world_of(info)
        subscription = _known(world, args["id"])
        uri = address_of(given, context_of(info).app_id) or subscription.uri
        _check(world, given, topic=subscription.topic, uri=uri, but=subscription)
        subscription.uri = uri
        subscription.updated_at = world.now()
        _apply(subscription, given, context_of(info).app_id)
        return {INPUT: subscription}

    return update


@mutation("deletedWebhookSubscriptionId")
def _delete(info: Info, **args: object) -> dict[str, object]:
    subscription = _known(world_of(info), args["id"])
    world_of(info).remove(subscription)
    return {"deletedWebhookSubscriptionId": subscription.gid}


def _known(world: World, gid: object) -> WebhookSubscription:
    subscription = world.find(WebhookSubscription, str(gid))
    if subscription is None:
        raise refused("Webhook subscription does not exist", "id")
    return subscription


def _check_scopes(topic: str, scopes: frozenset[str]) -> None:
    """Which scopes a topic needs is in the schema; the text of the refusal is what clients have reported of it."""
    needed = topic_scopes().get(topic, frozenset())
    held = with_reading(scopes)
    if needed and not needed & held and not held >= load_access().all_scopes:
        raise refused(NOT_THIS_TOPIC, INPUT)


def _check(world: World, given: Given, *, topic: str, uri: str, but: WebhookSubscription | None) -> None:
    if given.get("format") == "XML" and not uri.startswith("http"):
        raise refused("Format can only be used with format: 'json'", INPUT, "format")
    text = given.get("filter")
    if text and not names_its_fields(str(text)):
        raise refused(BAD_FILTER, INPUT)
    name = given.get("name")
    for each in world.all(WebhookSubscription):
        if each is not but and (each.topic, each.uri, each.name) == (topic, uri, name):
            raise refused("Address for this topic has already been taken", INPUT, "callbackUrl")


def _apply(subscription: WebhookSubscription, given: Given, app_id: str) -> None:
    simple = {"filter": "filter", "format": "format", "name": "name"}
    lists = {"includeFields": "include_fields", "metafields": "metafields"}
    for key, attribute in simple.items():
        if key in given:
            setattr(subscription, attribute, given[key] if key != "format" else given[key] or "JSON")
    for key, attribute in lists.items():
        if key in given:
            setattr(subscription, attribute, given[key] or [])
    if "metafieldNamespaces" in given:
        names = given["metafieldNamespaces"]
        assert isinstance(names, list | None)
        subscription.metafield_namespaces = [_namespace(str(name), app_id) for name in names or []]


def _namespace(name: str, app_id: str) -> str:
    return f"app--{app_id}--{name.removeprefix('$app:')}" if name.startswith("$app:") else name


def _one(_source: object, info: Info, **args: object) -> WebhookSubscription | None:
    return world_of(info).find(WebhookSubscription, str(args["id"]))


def _found(info: Info, args: Given, *, matches: Matches) -> list[WebhookSubscription]:
    expression, now = parse(args.get("query")), world_of(info).now()
    topics, uri = args.get("topics"), args.get("uri") or args.get("callbackUrl")

    def chosen(each: WebhookSubscription) -> bool:
        return (
            (not isinstance(topics, list) or each.topic in topics)
            and (uri is None or each.uri == uri)
            and (args.get("format") is None or each.format == args["format"])
        )

    subscriptions = [each for each in world_of(info).all(WebhookSubscription) if chosen(each)]
    return [each for each in subscriptions if expression(partial(matches, each, now=now))]


def _matches(subscription: WebhookSubscription, term: Term, *, now: datetime) -> bool:
    match term.field:
        case "id":
            found = str(subscription.id) == term.value.rsplit("/", 1)[-1]
        case "created_at":
            found = compared_instant(subscription.created_at, term, now=now)
        case "updated_at":
            found = compared_instant(subscription.updated_at, term, now=now)
        case _:
            return True
    return found


def _counts(subscription: WebhookSubscription, term: Term, *, now: datetime) -> bool:
    """Counting knows two fields more than listing (schema)."""
    texts = {"topic": (subscription.topic, subscription.header_topic), "endpoint": (subscription.uri,)}
    if term.field in texts:
        return term.value.casefold() in [text.casefold() for text in texts[term.field]]
    return _matches(subscription, term, now=now)


def _list(_source: object, info: Info, **args: object) -> object:
    by_id = args.get("sortKey") == "ID"
    return connection(
        _found(info, args, matches=_matches),
        args,
        key=None if by_id else lambda item: getattr(item, "created_at", None),
    )


def _count(_source: object, info: Info, **args: object) -> dict[str, object]:
    return counted(len(_found(info, args, matches=_counts)), args.get("limit"))


def _endpoint(source: WebhookSubscription, _info: Info, **_args: object) -> dict[str, object]:
    if source.uri.startswith("arn:"):
        return {"__typename": "WebhookEventBridgeEndpoint", "arn": source.uri}
    if source.uri.startswith("pubsub://"):
        project, _, topic = source.uri.removeprefix("pubsub://").partition(":")
        return {"__typename": "WebhookPubSubEndpoint", "pubSubProject": project, "pubSubTopic": topic}
    return {"__typename": "WebhookHttpEndpoint", "callbackUrl": source.uri}


def _version(source: WebhookSubscription, info: Info, **_args: object) -> api_versions.ApiVersion:
    return api_versions.seen(source.api_version, world_of(info).now())


def _callback_url(source: WebhookSubscription, _info: Info, **_args: object) -> str:
    return source.uri if source.is_http else NO_URL


def _legacy_id(source: WebhookSubscription, _info: Info, **_args: object) -> str:
    return str(source.id)


FIELDS = {
    **fields_of(
        "QueryRoot", {"webhookSubscription": _one, "webhookSubscriptions": _list, "webhookSubscriptionsCount": _count}
    ),
    **fields_of(
        "Mutation",
        {
            "webhookSubscriptionCreate": _creator(_uri),
            "webhookSubscriptionUpdate": _updater(_uri),
            "webhookSubscriptionDelete": _delete,
            "eventBridgeWebhookSubscriptionCreate": _creator(_arn),
            "eventBridgeWebhookSubscriptionUpdate": _updater(_arn),
            "pubSubWebhookSubscriptionCreate": _creator(_pubsub),
            "pubSubWebhookSubscriptionUpdate": _updater(_pubsub),
        },
    ),
    **fields_of(
        "WebhookSubscription",
        {
            "endpoint": _endpoint,
            "apiVersion": _version,
            "callbackUrl": _callback_url,
            "legacyResourceId": _legacy_id,
        },
    ),
}
