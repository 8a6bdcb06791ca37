"""Subscription contracts with their deliveries and changes, policies, notices to decide, credit memos of units."""

import backhaul.models.fields
import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


TRIGGER = (
    "CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON backhaul_postedcreditmemoline "
    "FOR EACH ROW EXECUTE FUNCTION backhaul_refuse_change()"
)


class Migration(migrations.Migration):

    dependencies = [
        ('backhaul', '0012_inbox_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='BillingAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gid', models.CharField(max_length=255)),
                ('idempotency_key', models.CharField(max_length=255)),
                ('state', models.CharField(max_length=64)),
                ('order_gid', models.CharField(blank=True, max_length=255)),
                ('error_code', models.CharField(blank=True, max_length=64)),
                ('error_message', models.TextField(blank=True)),
                ('next_action_url', models.CharField(blank=True, max_length=2000)),
                ('shopify_created_at', models.DateTimeField()),
                ('completed_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['shopify_created_at', 'gid'],
            },
        ),
        migrations.CreateModel(
            name='BillingCycle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('index', models.PositiveIntegerField()),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('expected_at', models.DateTimeField()),
                ('status', models.CharField(max_length=64)),
                ('skipped', models.BooleanField(default=False)),
                ('edited', models.BooleanField(default=False)),
                ('contract_edited', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['index'],
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', backhaul.models.fields.PrefixedIdField(prefix='chg', serialize=False)),
                ('kind', models.CharField(choices=[('address', 'address'), ('shipping', 'shipping'), ('quantity', 'quantity'), ('swap', 'swap'), ('price', 'price'), ('discount', 'discount'), ('date', 'date'), ('skip', 'skip'), ('unskip', 'unskip'), ('payment_method', 'payment_method'), ('note', 'note'), ('pause', 'pause'), ('resume', 'resume'), ('cancel', 'cancel')], max_length=24)),
                ('wanted', models.JSONField(help_text='what was asked for; an address is personal data')),
                ('actor', models.CharField(choices=[('merchant', 'merchant'), ('customer', 'customer'), ('backhaul', 'backhaul')], max_length=24)),
                ('requested_by', models.CharField(blank=True, help_text='the member of staff, or the policy', max_length=255)),
                ('fingerprint', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('under_way', 'under_way'), ('done', 'done'), ('done_in_part', 'done_in_part'), ('superseded', 'superseded'), ('called_off', 'called_off')], default='under_way', max_length=24)),
                ('impossible', models.JSONField(default=list, help_text='sentences that say what could not be done')),
                ('notes', models.JSONField(default=list, help_text='sentences that say what else there is to know')),
                ('words', models.TextField(blank=True, help_text='how it ended')),
                ('created_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='ChangeStep',
            fields=[
                ('id', backhaul.models.fields.PrefixedIdField(prefix='stp', serialize=False)),
                ('position', models.PositiveIntegerField()),
                ('key', models.CharField(max_length=255)),
                ('side', models.CharField(choices=[('contract', 'contract'), ('order', 'order'), ('app', 'app')], max_length=24)),
                ('kind', models.CharField(choices=[('edit_contract', 'edit_contract'), ('edit_cycle', 'edit_cycle'), ('set_status', 'set_status'), ('set_next_billing', 'set_next_billing'), ('schedule_cycle', 'schedule_cycle'), ('skip_cycle', 'skip_cycle'), ('unskip_cycle', 'unskip_cycle'), ('ask_for_payment_method', 'ask_for_payment_method'), ('update_order', 'update_order'), ('reschedule', 'reschedule'), ('hold', 'hold'), ('release', 'release'), ('give_back', 'give_back'), ('cancel_order', 'cancel_order')], max_length=24)),
                ('subject_gid', models.CharField(max_length=255)),
                ('params', models.JSONField(default=dict, help_text='an address in it is personal data')),
                ('words', models.TextField()),
                ('depends_on', models.JSONField(default=list, help_text='keys of steps of the same change')),
                ('ticked_at', models.DateTimeField(help_text='when the mirror, or a person, saw it done in the other app', null=True)),
                ('ticked_by', models.CharField(blank=True, max_length=255)),
            ],
            options={
                'ordering': ['change', 'position'],
            },
        ),
        migrations.CreateModel(
            name='Contract',
            fields=[
                ('id', backhaul.models.fields.PrefixedIdField(prefix='con', serialize=False)),
                ('gid', models.CharField(max_length=255)),
                ('shopify_id', models.BigIntegerField()),
                ('revision', models.DecimalField(decimal_places=0, max_digits=20)),
                ('status', models.CharField(max_length=64)),
                ('ownership', models.CharField(choices=[('ours', 'ours'), ('another_app', 'another_app'), ('nobody', 'nobody')], max_length=24)),
                ('app_gid', models.CharField(blank=True, max_length=255)),
                ('app_title', models.CharField(blank=True, max_length=255)),
                ('currency', models.CharField(max_length=3)),
                ('customer_gid', models.CharField(blank=True, max_length=255)),
                ('next_billing_at', models.DateTimeField(null=True)),
                ('billing', models.JSONField(default=dict, help_text='interval, count, anchors, min_cycles, max_cycles')),
                ('delivery', models.JSONField(default=dict, help_text='interval, count, anchors')),
                ('is_prepaid', models.BooleanField(default=False)),
                ('delivery_price', models.DecimalField(decimal_places=4, max_digits=20)),
                ('content', models.JSONField(default=dict, help_text='what an edit can change, by path; personal data in it')),
                ('plan', models.JSONField(null=True)),
                ('plan_missing', models.CharField(blank=True, max_length=255)),
                ('origin_order_gid', models.CharField(blank=True, max_length=255)),
                ('payment_method_gid', models.CharField(blank=True, max_length=255)),
                ('payment_method_words', models.CharField(blank=True, max_length=255)),
                ('payment_method_revoked', models.BooleanField(default=False)),
                ('last_payment_status', models.CharField(blank=True, max_length=64)),
                ('last_billing_error', models.CharField(blank=True, max_length=64)),
                ('shopify_created_at', models.DateTimeField()),
                ('shopify_updated_at', models.DateTimeField()),
                ('read_started_at', models.DateTimeField()),
                ('snapshot_sha256', models.CharField(blank=True, max_length=64)),
                ('deleted_at', models.DateTimeField(null=True)),
                ('redacted_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-shopify_created_at'],
            },
        ),
        migrations.CreateModel(
            name='ContractDifference',
            fields=[
                ('id', backhaul.models.fields.PrefixedIdField(prefix='cdf', serialize=False)),
                ('path', models.CharField(max_length=512)),
                ('before', models.TextField(null=True)),
                ('after', models.TextField(null=True)),
                ('revision', models.DecimalField(decimal_places=0, max_digits=20)),
                ('learned_by', models.CharField(max_length=24)),
                ('topic', models.CharField(blank=True, max_length=128)),
                ('noticed_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-noticed_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ContractLine',
            fields=[
                ('id', backhaul.models.fields.PrefixedIdField(prefix='cln', serialize=False)),
                ('gid', models.CharField(max_length=255)),
                ('position', models.PositiveIntegerField()),
                ('sku', models.CharField(blank=True, max_length=255)),
                ('title', models.CharField(max_length=1000)),
                ('variant_gid', models.CharField(blank=True, max_length=255)),
                ('quantity', models.PositiveIntegerField()),
                ('current_price', models.DecimalField(decimal_places=4, max_digits=20)),
                ('selling_plan_gid', models.CharField(blank=True, max_length=255)),
                ('selling_plan_name', models.CharField(blank=True, max_length=255)),
                ('requires_shipping', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='ContractOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order_gid', models.CharField(max_length=255)),
                ('is_origin', models.BooleanField(default=False)),
                ('layout_unknown', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', backhaul.models.fields.PrefixedIdField(prefix='dlv', serialize=False)),
                ('number', models.PositiveIntegerField(help_text="counts from 1 over the contract's life, and never changes")),
                ('state', models.CharField(choices=[('unbilled', 'unbilled'), ('locked', 'locked'), ('billed_unshipped', 'billed_unshipped'), ('billed_handed_over', 'billed_handed_over'), ('shipped', 'shipped'), ('removed', 'removed'), ('skipped', 'skipped'), ('unknown', 'unknown')], max_length=24)),
                ('due_at', models.DateTimeField(null=True)),
                ('fulfillment_order_gid', models.CharField(blank=True, max_length=255)),
                ('former_gids', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=255), default=list, help_text='fulfillment orders that carried it before', size=None)),
                ('cycle_index', models.PositiveIntegerField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['contract', 'number'],
            },
        ),
        migrations.CreateModel(
            name='DeliveryLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contract_line_gid', models.CharField(blank=True, max_length=255)),
                ('quantity', models.PositiveIntegerField(help_text='units that the delivery had when it was whole')),
                ('remaining', models.PositiveIntegerField(help_text='units still to be shipped')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Drift',
            fields=[
                ('id', backhaul.models.fields.PrefixedIdField(prefix='drf', serialize=False)),
                ('kind', models.CharField(max_length=64)),
                ('subject_key', models.CharField(help_text='the same drift found again is the same row', max_length=512)),
                ('words', models.TextField()),
                ('remedy', models.TextField()),
                ('found_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField(help_text='when it was last found still there')),
                ('settled_at', models.DateTimeField(null=True)),
                ('settled_because', models.CharField(blank=True, max_length=1000)),
            ],
            options={
                'ordering': ['-found_at'],
            },
        ),
        migrations.CreateModel(
            name='PlanPolicies',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('selling_plan_gid', models.CharField(max_length=255)),
                ('name', models.CharField(blank=True, max_length=255)),
                ('order_cancelled', models.CharField(blank=True, max_length=24)),
                ('fully_refunded', models.CharField(blank=True, max_length=24)),
                ('prepaid_cancelled', models.CharField(blank=True, max_length=24)),
                ('last_order', models.CharField(blank=True, max_length=24)),
                ('paused_contract', models.CharField(blank=True, max_length=24)),
            ],
            options={
                'ordering': ['name', 'selling_plan_gid'],
            },
        ),
        migrations.CreateModel(
            name='PostedCreditMemoLine',
            fields=[
                ('id', backhaul.models.fields.PrefixedIdField(prefix='crl', serialize=False)),
                ('quantity', models.PositiveIntegerField()),
                ('amount', models.DecimalField(decimal_places=4, max_digits=20)),
                ('restock', models.CharField(choices=[('cancel', 'cancel'), ('no_restock', 'no_restock'), ('return', 'return')], max_length=24)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='notice',
            name='decide_by',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='notice',
            name='decided_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='notice',
            name='decided_by',
            field=models.CharField(blank=True, max_length=255),
        ),
        migrations.AddField(
            model_name='notice',
            name='decision',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='notice',
            name='options',
            field=models.JSONField(default=list, help_text='what can be decided: name, label, what follows'),
        ),
        migrations.AddField(
            model_name='notice',
            name='recipient',
            field=models.CharField(choices=[('merchant', 'merchant'), ('customer', 'customer')], default='merchant', max_length=24),
        ),
        migrations.AddField(
            model_name='notice',
            name='result',
            field=models.TextField(blank=True, help_text='what came of the decision, or why nothing is left to decide'),
        ),
        migrations.AddField(
            model_name='postedcreditmemo',
            name='reference',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='postedcreditmemo',
            name='shipping',
            field=models.DecimalField(decimal_places=4, default=0, max_digits=20),
        ),
        migrations.AddField(
            model_name='salesorderline',
            name='contract_gid',
            field=models.CharField(blank=True, max_length=255),
        ),
        migrations.AddField(
            model_name='salesorderline',
            name='selling_plan_gid',
            field=models.CharField(blank=True, max_length=255),
        ),
        migrations.AddField(
            model_name='salesorderline',
            name='selling_plan_name',
            field=models.CharField(blank=True, max_length=255),
        ),
        migrations.AddField(
            model_name='store',
            name='fully_refunded',
            field=models.CharField(choices=[('notify_only', 'notify_only'), ('cancel_contract', 'cancel_contract'), ('ask', 'ask')], default='notify_only', max_length=24),
        ),
        migrations.AddField(
            model_name='store',
            name='last_order',
            field=models.CharField(choices=[('cancel_order', 'cancel_order'), ('ship_order', 'ship_order'), ('ask_merchant', 'ask_merchant')], default='ask_merchant', max_length=24),
        ),
        migrations.AddField(
            model_name='store',
            name='order_cancelled',
            field=models.CharField(choices=[('notify_only', 'notify_only'), ('cancel_contract', 'cancel_contract'), ('ask', 'ask')], default='notify_only', max_length=24),
        ),
        migrations.AddField(
            model_name='store',
            name='paused_contract',
            field=models.CharField(choices=[('keep_shipping', 'keep_shipping'), ('reschedule', 'reschedule'), ('hold', 'hold')], default='keep_shipping', max_length=24),
        ),
        migrations.AddField(
            model_name='store',
            name='prepaid_cancelled',
            field=models.CharField(choices=[('ship_remaining', 'ship_remaining'), ('refund_remaining', 'refund_remaining'), ('ask_merchant', 'ask_merchant')], default='ship_remaining', max_length=24),
        ),
        migrations.AlterField(
            model_name='postedcreditmemo',
            name='invoice',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='credit_memos', to='backhaul.postedinvoice'),
        ),
        migrations.AddIndex(
            model_name='salesorderline',
            index=models.Index(condition=models.Q(('contract_gid', ''), _negated=True), fields=['contract_gid'], name='line_by_contract'),
        ),
        migrations.AddField(
            model_name='change',
            name='replaces',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='backhaul.change'),
        ),
        migrations.AddField(
            model_name='changestep',
            name='change',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='backhaul.change'),
        ),
        migrations.AddField(
            model_name='changestep',
            name='order',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='change_steps', to='backhaul.salesorder'),
        ),
        migrations.AddField(
            model_name='changestep',
            name='task',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='change_step', to='backhaul.task'),
        ),
        migrations.AddField(
            model_name='contract',
            name='store',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='backhaul.store'),
        ),
        migrations.AddField(
            model_name='change',
            name='contract',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='backhaul.contract'),
        ),
        migrations.AddField(
            model_name='billingcycle',
            name='contract',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cycles', to='backhaul.contract'),
        ),
        migrations.AddField(
            model_name='billingattempt',
            name='contract',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attempts', to='backhaul.contract'),
        ),
        migrations.AddField(
            model_name='notice',
            name='contract',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='backhaul.contract'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(models.Q(('options', []), _negated=True), ('decided_at', None)), fields=['decide_by'], name='notice_to_decide'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('decision', ''), ('decided_at__isnull', False), _connector='XOR'), name='decision_has_date'),
        ),
        migrations.AddField(
            model_name='contractdifference',
            name='contract',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='differences', to='backhaul.contract'),
        ),
        migrations.AddField(
            model_name='contractline',
            name='contract',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='backhaul.contract'),
        ),
        migrations.AddField(
            model_name='contractorder',
            name='contract',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='orders', to='backhaul.contract'),
        ),
        migrations.AddField(
            model_name='contractorder',
            name='order',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='contracts', to='backhaul.salesorder'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='contract',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='backhaul.contract'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='order',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='backhaul.salesorder'),
        ),
        migrations.AddField(
            model_name='deliveryline',
            name='delivery',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='backhaul.delivery'),
        ),
        migrations.AddField(
            model_name='deliveryline',
            name='order_line',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='delivery_lines', to='backhaul.salesorderline'),
        ),
        migrations.AddField(
            model_name='drift',
            name='contract',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='drifts', to='backhaul.contract'),
        ),
        migrations.AddField(
            model_name='drift',
            name='order',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='drifts', to='backhaul.salesorder'),
        ),
        migrations.AddField(
            model_name='drift',
            name='store',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drifts', to='backhaul.store'),
        ),
        migrations.AddField(
            model_name='planpolicies',
            name='store',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='plan_policies', to='backhaul.store'),
        ),
        migrations.AddField(
            model_name='postedcreditmemoline',
            name='memo',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='backhaul.postedcreditmemo'),
        ),
        migrations.AddField(
            model_name='postedcreditmemoline',
            name='order_line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='credit_memo_lines', to='backhaul.salesorderline'),
        ),
        migrations.AddConstraint(
            model_name='changestep',
            constraint=models.UniqueConstraint(fields=('change', 'key'), name='step_once_per_change'),
        ),
        migrations.AddConstraint(
            model_name='changestep',
            constraint=models.UniqueConstraint(fields=('change', 'position'), name='step_position_once'),
        ),
        migrations.AddConstraint(
            model_name='changestep',
            constraint=models.CheckConstraint(condition=models.Q(('side', 'app'), ('task__isnull', False), _connector='XOR'), name='step_has_task_or_is_anothers'),
        ),
        migrations.AddIndex(
            model_name='contract',
            index=models.Index(fields=['-shopify_updated_at', 'id'], name='contract_newest_first'),
        ),
        migrations.AddIndex(
            model_name='contract',
            index=models.Index(fields=['store', 'status', 'next_billing_at'], name='contract_by_next_billing'),
        ),
        migrations.AddIndex(
            model_name='contract',
            index=models.Index(fields=['store', 'customer_gid'], name='contract_by_customer'),
        ),
        migrations.AddConstraint(
            model_name='contract',
            constraint=models.UniqueConstraint(fields=('store', 'gid'), name='contract_once_per_store'),
        ),
        migrations.AddConstraint(
            model_name='contract',
            constraint=models.UniqueConstraint(fields=('store', 'shopify_id'), name='contract_number_once_per_store'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['-created_at', 'id'], name='change_newest_first'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'under_way')), fields=('contract',), name='one_unfinished_change_per_contract'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'under_way'), ('settled_at__isnull', False), _connector='XOR'), name='settled_change_has_date'),
        ),
        migrations.AddConstraint(
            model_name='billingcycle',
            constraint=models.UniqueConstraint(fields=('contract', 'index'), name='cycle_once_per_contract'),
        ),
        migrations.AddIndex(
            model_name='billingattempt',
            index=models.Index(fields=['gid'], name='billing_attempt_by_gid'),
        ),
        migrations.AddConstraint(
            model_name='billingattempt',
            constraint=models.UniqueConstraint(fields=('contract', 'gid'), name='attempt_once_per_contract'),
        ),
        migrations.AddIndex(
            model_name='contractdifference',
            index=models.Index(fields=['contract', '-noticed_at'], name='contract_difference_by_time'),
        ),
        migrations.AddConstraint(
            model_name='contractline',
            constraint=models.UniqueConstraint(fields=('contract', 'gid'), name='contract_line_once'),
        ),
        migrations.AddIndex(
            model_name='contractorder',
            index=models.Index(fields=['order_gid'], name='contract_order_by_gid'),
        ),
        migrations.AddConstraint(
            model_name='contractorder',
            constraint=models.UniqueConstraint(fields=('contract', 'order_gid'), name='contract_order_once'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['order'], name='contract_delivery_by_order'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['state', 'due_at'], name='delivery_by_date'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('contract', 'number'), name='delivery_number_once_per_contract'),
        ),
        migrations.AddConstraint(
            model_name='deliveryline',
            constraint=models.CheckConstraint(condition=models.Q(('order_line__isnull', False), models.Q(('contract_line_gid', ''), _negated=True), _connector='XOR'), name='delivery_line_names_one_line'),
        ),
        migrations.AddIndex(
            model_name='drift',
            index=models.Index(fields=['-found_at', 'id'], name='drift_newest_first'),
        ),
        migrations.AddConstraint(
            model_name='drift',
            constraint=models.UniqueConstraint(condition=models.Q(('settled_at', None)), fields=('store', 'subject_key'), name='drift_open_once'),
        ),
        migrations.AddConstraint(
            model_name='planpolicies',
            constraint=models.UniqueConstraint(fields=('store', 'selling_plan_gid'), name='plan_policies_once_per_store'),
        ),
        migrations.AddConstraint(
            model_name='postedcreditmemoline',
            constraint=models.UniqueConstraint(fields=('memo', 'order_line'), name='credit_line_once_per_memo'),
        ),
        migrations.AddConstraint(
            model_name='postedcreditmemoline',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='credit_line_has_units'),
        ),
        migrations.AddConstraint(
            model_name='postedcreditmemoline',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='credit_line_not_negative'),
        ),
        migrations.AlterModelOptions(
            name='notice',
            options={'ordering': ['-created_at'], 'permissions': [('decide_notice', 'Can decide what a notice asks')]},
        ),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER refuse_change ON backhaul_postedcreditmemoline"),
    ]
