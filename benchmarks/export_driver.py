"""The process that a benchmark of the export measures: it makes orders, or writes the file of them and says how."""

import json
import os
import resource
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backhaul.site.django_settings")
django.setup()

from backhaul.flows.export_orders import Export, export_orders  # noqa: E402
from backhaul.models import LocationMapping, SalesOrder, Store  # noqa: E402
from tests.support.many_orders import LINES_AN_ORDER, work_of_many_orders  # noqa: E402
from tests.support.rows import LONG_AGO, WAREHOUSE  # noqa: E402

AT_A_TIME = 2_000


def place(lines: int) -> None:
    """As many lines that can be shipped as there are to be in all, two an order."""
    store, _ = Store.objects.get_or_create(
        slug="shop",
        defaults={"shop_domain": "shop.myshopify.com", "api_url": "http://127.0.0.1:9", "created_at": LONG_AGO},
    )
    LocationMapping.objects.get_or_create(store=store, code="WH", location_gid=WAREHOUSE)
    first, last = SalesOrder.objects.count() + 1, lines // LINES_AN_ORDER
    for start in range(first, last + 1, AT_A_TIME):
        work_of_many_orders(store, range(start, min(start + AT_A_TIME, last + 1)))


def write() -> dict[str, object]:
    """Write the file to nowhere, as it would be sent."""
    started, size, first = time.monotonic(), 0, 0.0
    for piece in export_orders(Export(personal=True), by="benchmark"):
        first = first or time.monotonic() - started
        size += len(piece)
    return {
        "seconds": time.monotonic() - started,
        "first_piece_seconds": first,
        "processor_seconds": time.process_time(),
        "megabytes": size / 1_000_000,
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> None:
    """`place N`, or `write`, which prints one line of JSON."""
    if sys.argv[1] == "place":
        place(int(sys.argv[2]))
    else:
        print(json.dumps(write()), flush=True)


if __name__ == "__main__":
    main()
