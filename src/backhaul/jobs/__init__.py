"""The Job Queue: what runs tasks, and what recurs."""
