"""Bills and charges of subscriptions, and how a store charges."""

import backhaul.core.bills
import backhaul.models.fields
import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backhaul', '0016_portal'),
    ]

    operations = [
        migrations.CreateModel(
            name='Bill',
            fields=[
                ('id', backhaul.models.fields.PrefixedIdField(prefix='bil', serialize=False)),
                ('cycle_index', models.PositiveIntegerField()),
                ('due_at', models.DateTimeField(help_text='when it was to be charged, by its cycle and the policy')),
                ('state', models.CharField(choices=[('open', 'open'), ('pending', 'pending'), ('challenged', 'challenged'), ('retrying', 'retrying'), ('waits_for_card', 'waits_for_card'), ('waits_for_stock', 'waits_for_stock'), ('held', 'held'), ('asks', 'asks'), ('charged', 'charged'), ('charged_elsewhere', 'charged_elsewhere'), ('skipped', 'skipped'), ('stopped', 'stopped'), ('ended', 'ended'), ('left', 'left'), ('failed', 'failed')], default='open', max_length=24)),
                ('words', models.TextField(blank=True)),
                ('next_try_at', models.DateTimeField(null=True)),
                ('error_code', models.CharField(blank=True, help_text='why the last try failed', max_length=64)),
                ('order_gid', models.CharField(blank=True, help_text='the order that the charge has made', max_length=255)),
                ('wish', models.CharField(blank=True, choices=[('charge', 'charge'), ('skip', 'skip'), ('leave', 'leave')], max_length=24)),
                ('wish_number', models.PositiveIntegerField(null=True)),
                ('wished_by', models.CharField(blank=True, max_length=255)),
                ('created_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-due_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='BillingPolicies',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('selling_plan_gid', models.CharField(blank=True, help_text="empty: the store's own", max_length=255)),
                ('is_on', models.BooleanField(null=True)),
                ('switched_on_at', models.DateTimeField(help_text='what was due before is asked about, not charged', null=True)),
                ('hour', models.PositiveSmallIntegerField(help_text="of the day, in the store's zone", null=True)),
                ('retry_days', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), help_text='after the first failed try', null=True, size=None)),
                ('pay_days', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), help_text='days of the month; 31 is its last', null=True, size=None)),
                ('at_end', models.CharField(blank=True, max_length=24)),
                ('stock', models.CharField(blank=True, max_length=24)),
                ('overdue_days', models.PositiveSmallIntegerField(null=True)),
                ('several_due', models.CharField(blank=True, max_length=24)),
                ('asks_for_card', models.BooleanField(null=True)),
            ],
            options={
                'ordering': ['store', 'selling_plan_gid'],
            },
        ),
        migrations.CreateModel(
            name='Charge',
            fields=[
                ('id', backhaul.models.fields.PrefixedIdField(prefix='chr', serialize=False)),
                ('number', models.PositiveIntegerField(help_text='from 1; a further one is made when every earlier one has failed')),
                ('idempotency_key', models.CharField(max_length=64, unique=True)),
                ('state', models.CharField(choices=[('prepared', 'prepared'), ('pending', 'pending'), ('action_required', 'action_required'), ('failed', 'failed'), ('succeeded', 'succeeded')], default='prepared', max_length=24)),
                ('attempt_gid', models.CharField(blank=True, max_length=255)),
                ('error_code', models.CharField(blank=True, max_length=64)),
                ('method', models.CharField(blank=True, max_length=64)),
                ('oversells', models.BooleanField(default=False)),
                ('origin_at', models.DateTimeField()),
                ('prepared_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['bill', 'number'],
            },
        ),
        migrations.AddIndex(
            model_name='billingcycle',
            index=models.Index(condition=models.Q(('skipped', False), ('status', 'UNBILLED')), fields=['expected_at'], name='cycle_to_bill_by_date'),
        ),
        migrations.AddField(
            model_name='bill',
            name='contract',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bills', to='backhaul.contract'),
        ),
        migrations.AddField(
            model_name='bill',
            name='task',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='bill', to='backhaul.task'),
        ),
        migrations.AddField(
            model_name='billingpolicies',
            name='store',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='billing_policies', to='backhaul.store'),
        ),
        migrations.AddField(
            model_name='charge',
            name='bill',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='charges', to='backhaul.bill'),
        ),
        migrations.AddIndex(
            model_name='bill',
            index=models.Index(fields=['-due_at', 'id'], name='bill_newest_first'),
        ),
        migrations.AddIndex(
            model_name='bill',
            index=models.Index(fields=['state', '-due_at'], name='bill_by_state'),
        ),
        migrations.AddConstraint(
            model_name='bill',
            constraint=models.UniqueConstraint(fields=('contract', 'cycle_index'), name='bill_once_per_cycle'),
        ),
        migrations.AddConstraint(
            model_name='bill',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', [backhaul.core.bills.BillState['CHARGED'], backhaul.core.bills.BillState['CHARGED_ELSEWHERE'], backhaul.core.bills.BillState['ENDED'], backhaul.core.bills.BillState['FAILED'], backhaul.core.bills.BillState['LEFT'], backhaul.core.bills.BillState['SKIPPED'], backhaul.core.bills.BillState['STOPPED']]), ('settled_at', None), _connector='XOR'), name='settled_bill_has_date'),
        ),
        migrations.AddConstraint(
            model_name='billingpolicies',
            constraint=models.UniqueConstraint(fields=('store', 'selling_plan_gid'), name='billing_policies_once'),
        ),
        migrations.AddConstraint(
            model_name='billingpolicies',
            constraint=models.CheckConstraint(condition=models.Q(('is_on', None), ('is_on', False), ('switched_on_at__isnull', False), _connector='OR'), name='billing_on_says_since_when'),
        ),
        migrations.AddConstraint(
            model_name='charge',
            constraint=models.UniqueConstraint(fields=('bill', 'number'), name='charge_number_once_per_bill'),
        ),
    ]
