"""What is counted of the webhooks that come in; see GET /metrics."""

from prometheus_client import Counter, Histogram

RECEIVED = Counter("backhaul_webhooks_received", "Webhooks taken in, each delivery once", ["store"])
DUPLICATES = Counter("backhaul_webhooks_duplicate", "Webhooks that came again", ["store"])
REFUSED = Counter("backhaul_webhooks_refused", "Webhooks that were not taken in, by reason", ["reason"])
SECONDS = Histogram(
    "backhaul_webhook_seconds",
    "From a webhook's request to its answer",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
