"""Finds what is left to ship without looking at all that ever was; orders are written while the index is made."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

# An attempt that was broken off leaves an index that is not used.
AGAIN = "DROP INDEX CONCURRENTLY IF EXISTS fulfillment_order_not_gone"


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('backhaul', '0019_portal_previews'),
    ]

    operations = [
        migrations.RunSQL(AGAIN, migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name='fulfillmentorder',
            index=models.Index(condition=models.Q(('status__in', ['CANCELLED', 'CLOSED']), _negated=True), fields=['order'], name='fulfillment_order_not_gone'),
        ),
    ]
