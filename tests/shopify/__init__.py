"""Tests of `backhaul.shopify`."""
