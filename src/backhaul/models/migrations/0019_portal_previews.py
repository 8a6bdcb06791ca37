"""Counts how often a customer has changes planned in the portal."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backhaul', '0018_bill_amounts'),
    ]

    operations = [
        migrations.CreateModel(
            name='PortalAllowance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('customer_gid', models.CharField(max_length=255)),
                ('since', models.DateTimeField(help_text='real time')),
                ('plans', models.PositiveIntegerField(default=0)),
                ('store', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='portal_allowances', to='backhaul.store')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('store', 'customer_gid'), name='one_portal_allowance_per_customer'), models.CheckConstraint(condition=models.Q(('customer_gid', ''), _negated=True), name='portal_allowance_names_customer')],
            },
        ),
    ]
