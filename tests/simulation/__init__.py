"""A town of customers, staff and warehouses that change orders while webhooks are lost and workers die."""
