"""Finds what is left to ship without looking at all that ever was."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backhaul', '0019_portal_previews'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='fulfillmentorder',
            index=models.Index(condition=models.Q(('status__in', ['CANCELLED', 'CLOSED']), _negated=True), fields=['order'], name='fulfillment_order_not_gone'),
        ),
    ]
