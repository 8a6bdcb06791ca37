"""Starts a sandbox: python -m shopify_sandbox --host 127.0.0.1 --port 9000."""

import argparse
import asyncio
import logging
import sys

from shopify_sandbox.assembly import shopify_domain
from shopify_sandbox.control_input import BadControlRequest
from shopify_sandbox.http.app import serve
from shopify_sandbox.http.shop import Sandbox
from shopify_sandbox.options import RESTORE_RATES, Profile

TEXTS = (
    "shop_domain",
    "shop_name",
    "currency",
    "timezone",
    "gateway",
    "app_id",
    "app_title",
    "token",
    "webhook_api_version",
    "compliance_url",
)
APP_TEXTS = ("client_id", "client_secret")


def main() -> int:
    """Serve until stopped. Exit code 0 after SIGTERM or Ctrl-C, 1 when the port is taken, 2 for wrong use."""
    parser = _parser()
    arguments = parser.parse_args()
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        sandbox = Sandbox(profile_of(arguments), shopify_domain())
    except BadControlRequest as error:
        parser.error(str(error))
    try:
        asyncio.run(serve(sandbox, host=arguments.host, port=arguments.port))
    except OSError as error:
        where = f"{arguments.host}:{arguments.port}"
        sys.stderr.write(f"can't listen on {where}: {error.strerror}; give another --port.\n")
        return 1
    return 0


def profile_of(arguments: argparse.Namespace) -> Profile:
    """The profile that the options describe. Raises BadControlRequest for one that can't be."""
    names = (*TEXTS, *APP_TEXTS, "plan", "bucket_size", "restore_rate", "locations", "scopes", "app_proxy")
    given = {name: getattr(arguments, name) for name in names}
    if given["scopes"] is not None:
        given["scopes"] = [scope.strip() for scope in given["scopes"].split(",")]
    return Profile().overridden({name: value for name, value in given.items() if value is not None})


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="shopify_sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=9000, help="0 takes a free one and prints it")
    for name in (*TEXTS, *APP_TEXTS):
        parser.add_argument(f"--{name.replace('_', '-')}")
    parser.add_argument("--plan", choices=sorted(RESTORE_RATES))
    parser.add_argument("--bucket-size", type=int)
    parser.add_argument("--restore-rate", type=int, help="points per second")
    parser.add_argument("--location", dest="locations", action="append", help="name; may be given several times")
    parser.add_argument("--app-proxy", help="apps/subscriptions=http://…: what of the storefront the app answers")
    parser.add_argument("--scopes", help="separated by commas; every scope when left out")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
