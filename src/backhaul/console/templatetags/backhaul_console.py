"""What the console's templates call things."""

from django import template

from backhaul.console.shown_fields import title_of_row

register = template.Library()
register.filter("heading", title_of_row)
