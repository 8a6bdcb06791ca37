"""Commands of a store's policies and mappings."""

from typing import Annotated

import typer

from backhaul.cli.frame import AsJson, installation_of
from backhaul.cli.store_lines import Slug, show_store
from backhaul.core.channels import Language
from backhaul.core.expiry import parse_notice_hours
from backhaul.core.moments import parse_day
from backhaul.core.payment_lines import PartialCapture
from backhaul.core.shipment import OtherLocation, ScheduledPolicy
from backhaul.core.subscription_policies import ContractPolicy, LastOrderPolicy, PausePolicy, RemainingPolicy
from backhaul.core.tags import TaggedContracts
from backhaul.flows.find import find_store
from backhaul.flows.show.stores import store_view
from backhaul.flows.store_mappings import map_carrier, map_gateway, map_location
from backhaul.flows.store_policies import Policies, set_policies
from backhaul.flows.subscription_policies import (
    SubscriptionChoices,
    drop_plan_policies,
    set_subscription_policies,
)
from backhaul.flows.tag_policy import TagChoices, set_tag_policy


def policy(
    ctx: typer.Context,
    slug: Slug,
    other_location: Annotated[
        OtherLocation | None, typer.Option(help="When Shopify has assigned goods to another location.")
    ] = None,
    scheduled: Annotated[
        ScheduledPolicy | None, typer.Option(help="When goods left before the date Shopify waits for.")
    ] = None,
    notify_customer: Annotated[
        bool | None, typer.Option("--notify-customer/--no-notify-customer", help="Whether Shopify writes to customers.")
    ] = None,
    partial_capture: Annotated[
        PartialCapture | None,
        typer.Option(help="When an authorisation allows one capture only and more is to be invoiced."),
    ] = None,
    expiry_notice_hours: Annotated[
        str | None, typer.Option(help="When to tell that an authorisation expires, like 72,24,6; empty for never.")
    ] = None,
    mail_customers: Annotated[
        bool | None, typer.Option("--mail-customers/--no-mail-customers", help="Whether we write to customers.")
    ] = None,
    customer_language: Annotated[Language | None, typer.Option(help="In which language.")] = None,
    as_json: AsJson = False,
) -> None:
    """Change a store's policies; what is left out stays. Shows them."""
    policies = Policies(
        other_location,
        scheduled,
        notify_customer,
        partial_capture,
        None if expiry_notice_hours is None else parse_notice_hours(expiry_notice_hours),
        mail_customers,
        customer_language,
    )
    with installation_of(ctx).database():
        set_policies(find_store(slug), policies)
        show_store(store_view(find_store(slug)), as_json=as_json)


def subscription_policy(
    ctx: typer.Context,
    slug: Slug,
    *,
    plan: Annotated[str, typer.Option(help="Of this selling plan only: its gid or number.")] = "",
    order_cancelled: Annotated[
        ContractPolicy | None, typer.Option(help="What becomes of the contract of a cancelled order.")
    ] = None,
    fully_refunded: Annotated[
        ContractPolicy | None, typer.Option(help="What becomes of the contract of an order refunded to 100 %.")
    ] = None,
    prepaid_cancelled: Annotated[
        RemainingPolicy | None, typer.Option(help="What becomes of paid deliveries when a customer cancels.")
    ] = None,
    last_order: Annotated[
        LastOrderPolicy | None, typer.Option(help="What becomes of the last unshipped order when a customer cancels.")
    ] = None,
    paused_contract: Annotated[
        PausePolicy | None, typer.Option(help="What becomes of paid deliveries while a contract is paused.")
    ] = None,
    drop: Annotated[bool, typer.Option("--drop", help="The plan follows the store's policies again.")] = False,
    as_json: AsJson = False,
) -> None:
    """Change subscription policies of a store, or of one selling plan; what is left out stays. Shows them."""
    choices = SubscriptionChoices(order_cancelled, fully_refunded, prepaid_cancelled, last_order, paused_contract)
    with installation_of(ctx).database():
        if drop:
            drop_plan_policies(find_store(slug), plan)
        else:
            set_subscription_policies(find_store(slug), choices, plan=plan)
        show_store(store_view(find_store(slug)), as_json=as_json)


def tag_policy(
    ctx: typer.Context,
    slug: Slug,
    tag: Annotated[
        list[str] | None,
        typer.Option(help="A tag, or a template like “delivery {number} of {total}”; all that there are to be."),
    ] = None,
    no_tags: Annotated[bool, typer.Option("--no-tags", help="Tag no order any more.")] = False,
    contracts: Annotated[
        TaggedContracts | None, typer.Option(help="Whose subscriptions' orders: ours, or other apps' as well.")
    ] = None,
    placed_from: Annotated[
        str | None, typer.Option(metavar="DATE", help="Orders placed before that day are left alone.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Change the tags that orders of subscriptions get; what is left out stays. Shows them."""
    templates = [] if no_tags else tag or None
    choices = TagChoices(templates, contracts, parse_day(placed_from) if placed_from else None)
    with installation_of(ctx).database():
        set_tag_policy(find_store(slug), choices)
        show_store(store_view(find_store(slug)), as_json=as_json)


def map_location_(
    ctx: typer.Context,
    slug: Slug,
    code: Annotated[str, typer.Argument(help="Your code.")],
    location: Annotated[str, typer.Argument(help="Shopify's gid of the location.")],
    as_json: AsJson = False,
) -> None:
    """Call one of Shopify's locations by a code of yours."""
    with installation_of(ctx).database():
        map_location(find_store(slug), code, location)
        show_store(store_view(find_store(slug)), as_json=as_json)


def map_carrier_(
    ctx: typer.Context,
    slug: Slug,
    code: Annotated[str, typer.Argument(help="Your code.")],
    company: Annotated[str, typer.Argument(help="What Shopify calls it.")],
    url_template: Annotated[str, typer.Option(help="Address with {number} for the tracking number.")] = "",
    as_json: AsJson = False,
) -> None:
    """Say what Shopify calls a carrier of yours."""
    with installation_of(ctx).database():
        map_carrier(find_store(slug), code, company=company, url_template=url_template)
        show_store(store_view(find_store(slug)), as_json=as_json)


def map_gateway_(
    ctx: typer.Context,
    slug: Slug,
    gateway: Annotated[str, typer.Argument(help="Shopify's name of the gateway.")],
    payment_method: Annotated[str, typer.Argument(help="Your name of it.")],
    authorisation_days: Annotated[
        int | None, typer.Option(help="How many days its authorisations live, where Shopify does not say.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say what your back office calls one of Shopify's payment gateways, and how long its authorisations live."""
    with installation_of(ctx).database():
        map_gateway(find_store(slug), gateway, payment_method=payment_method, authorisation_days=authorisation_days)
        show_store(store_view(find_store(slug)), as_json=as_json)
