"""Every command, and where it is. A module is imported when its command runs, so that `--help` answers at once."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """`target` is `module:name` of a function, or of a Typer app with commands below it.

    A `bare` command does not need the settings and Django to be there when its module is imported. `default` is the
    command below it that is meant when none of its `children` is named; it gets all the options.
    """

    target: str
    help: str
    bare: bool = False
    default: str = ""
    children: frozenset[str] = frozenset()


COMMANDS: dict[str, Command] = {
    "serve": Command("backhaul.cli.processes:serve", "Run everything: database, web server and worker."),
    "web": Command("backhaul.cli.processes:web", "Run the web server alone."),
    "worker": Command("backhaul.cli.processes:worker", "Run a worker alone."),
    "migrate": Command("backhaul.cli.upkeep:migrate", "Bring the database to this version."),
    "doctor": Command("backhaul.cli.upkeep:doctor", "Check everything that has to be right."),
    "reseal": Command("backhaul.cli.upkeep:reseal", "Encrypt stored secrets with the newest key."),
    "store": Command("backhaul.cli.stores:app", "Connect stores, check them, set policies and mappings."),
    "orders": Command("backhaul.cli.orders:app", "Read orders from Shopify, list them, look at them."),
    "ready": Command("backhaul.cli.ready:app", "Look at what can be shipped; ship early, put off."),
    "export": Command("backhaul.cli.ready:exports", "Write what is to be shipped into a file."),
    "import": Command("backhaul.cli.ready:imports", "Post the shipments that a file holds."),
    "ship": Command("backhaul.cli.shipments:ship", "Post a shipment of an order."),
    "invoice": Command("backhaul.cli.invoices:invoice", "Post an invoice of an order."),
    "post": Command("backhaul.cli.invoices:post", "Post a shipment and its invoice at once."),
    "invoices": Command("backhaul.cli.invoices:app", "List posted invoices, look at them."),
    "credit": Command("backhaul.cli.credit_memos:credit", "Give back a part of an invoice, or units of an order."),
    "credit-memos": Command("backhaul.cli.credit_memos:app", "List posted credit memos, look at them."),
    "undo": Command("backhaul.cli.shipments:undo", "Undo a shipment."),
    "tracking": Command("backhaul.cli.shipments:tracking", "Give a shipment other tracking numbers."),
    "payments": Command("backhaul.cli.payments:app", "Look at payment lines; capture, retrieve again, void."),
    "notices": Command("backhaul.cli.notices:app", "Look at what was told, and mark it as read."),
    "portal": Command("backhaul.cli.portal:app", "Open the customers' portal, say what they may do, mail a link."),
    "channels": Command("backhaul.cli.channels:app", "Say where people are told of notices, and in which words."),
    "endpoints": Command("backhaul.cli.endpoints:app", "Say where programs are told of events; replay them."),
    "privacy": Command("backhaul.cli.privacy:app", "Look at requests to hand over or delete personal data."),
    "contracts": Command("backhaul.cli.contracts:app", "Look at subscription contracts; read, change them."),
    "billing": Command(
        "backhaul.cli.billing:app", "Charge subscriptions: switch on and off, policies, what is due, charged, failed."
    ),
    "deliveries": Command("backhaul.cli.deliveries:app", "Look at deliveries of subscriptions by day."),
    "contract-changes": Command(
        "backhaul.cli.changes:app", "Look at changes of subscriptions; tick off what was done in another app."
    ),
    "changes": Command(
        "backhaul.cli.differences:app", "Look at what was changed in orders; mark conflicts as resolved."
    ),
    "tasks": Command("backhaul.cli.tasks:app", "Look at tasks; retry, postpone, cancel them or decide."),
    "webhooks": Command(
        "backhaul.cli.webhooks:app", "Look at webhooks that came in; replay them; check and repair what Shopify sends."
    ),
    "reconcile": Command("backhaul.cli.reconcile:reconcile", "Find what changed in Shopify without our hearing of it."),
    "drift": Command("backhaul.cli.drift:app", "Find where subscriptions, their orders and the mirror do not agree."),
    "backfill": Command("backhaul.cli.backfill:app", "Import past orders, and see how far that is."),
    "jobs": Command("backhaul.cli.jobs:app", "Look at what recurs."),
    "sandbox": Command(
        "backhaul.cli.sandbox:app",
        "Run the local Shopify, or turn its clock.",
        bare=True,
        default="run",
        children=frozenset({"run", "clock"}),
    ),
    "demo": Command("backhaul.cli.demo:demo", "Play a story on a local Shopify, and show what happened.", bare=True),
}
