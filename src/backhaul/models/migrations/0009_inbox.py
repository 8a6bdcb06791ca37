from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backhaul', '0008_inbox_and_mirror'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='webhookdelivery',
            options={'ordering': ['-received_at'], 'permissions': [('replay_webhookdelivery', 'Can have webhooks looked at again'), ('see_personal_data', 'Can see personal data in what Shopify sent')], 'verbose_name_plural': 'webhook deliveries'},
        ),
        migrations.AddIndex(
            model_name='fulfillmentorder',
            index=models.Index(fields=['gid'], name='fulfillment_order_by_gid'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('kind', 'refresh_order'), ('state', 'succeeded'), _negated=True), fields=['-created_at', 'id'], name='task_newest_not_routine'),
        ),
    ]
