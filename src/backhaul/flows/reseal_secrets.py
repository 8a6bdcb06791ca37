"""Encrypts every stored secret anew, so that older keys of the installation can be given up."""

import structlog

from backhaul.flows.channels import reseal_targets
from backhaul.flows.endpoints import reseal_endpoints
from backhaul.flows.privacy_export import reseal_exports
from backhaul.shopify.vault import reseal_all

log = structlog.get_logger()


def reseal_secrets() -> int:
    """Encrypt the secrets of all stores with the newest key; returns how many stores. Running it twice is harmless."""
    count = reseal_all()
    reseal_exports()
    reseal_targets()
    reseal_endpoints()
    log.info("secrets.resealed", stores=count)
    return count
