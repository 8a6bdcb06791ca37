"""The only way to change Shopify: write an intent, call, settle; read back what stayed unanswered."""

from backhaul.flows.effects.change import Subject, change_each
from backhaul.flows.effects.change import change as change_one
from backhaul.flows.effects.settle import settle_unsettled

__all__ = ["Subject", "change_each", "change_one", "settle_unsettled"]
