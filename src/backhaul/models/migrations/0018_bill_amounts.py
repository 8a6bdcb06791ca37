"""What was charged stands with each bill; those that are there get it from their mirrored orders."""

from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery


def fill(apps, schema_editor):
    """The total that the order was made with, in the currency that the customer pays in."""
    orders = apps.get_model("backhaul", "SalesOrder").objects.exclude(total_presentment=None).order_by()
    orders = orders.filter(store=OuterRef("contract__store"), gid=OuterRef("order_gid"))
    bills = apps.get_model("backhaul", "Bill").objects.exclude(order_gid="").annotate(
        found=Subquery(orders.values("total_presentment")[:1]),
        found_in=Subquery(orders.values("presentment_currency")[:1]),
    )
    for bill in bills.exclude(found=None).iterator():
        bill.amount, bill.currency = bill.found, bill.found_in
        bill.save(update_fields=["amount", "currency"])


class Migration(migrations.Migration):

    dependencies = [
        ('backhaul', '0017_billing'),
    ]

    operations = [
        migrations.AddField(
            model_name='bill',
            name='amount',
            field=models.DecimalField(decimal_places=4, max_digits=20, null=True),
        ),
        migrations.AddField(
            model_name='bill',
            name='currency',
            field=models.CharField(blank=True, default='', help_text='of what was charged: as the customer pays it', max_length=3),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='bill',
            constraint=models.CheckConstraint(condition=Q(amount=None) ^ ~Q(currency=''), name='bill_amount_has_currency'),
        ),
    ]
