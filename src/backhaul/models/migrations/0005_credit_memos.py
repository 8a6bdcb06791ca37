"""Credit memos and their refunds; a posted credit memo refuses every update and delete, whoever asks."""

import backhaul.models.fields
import django.db.models.deletion
from django.db import migrations, models


TRIGGER = (
    "CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON backhaul_postedcreditmemo "
    "FOR EACH ROW EXECUTE FUNCTION backhaul_refuse_change()"
)


class Migration(migrations.Migration):

    dependencies = [
        ('backhaul', '0004_immutable_invoices'),
    ]

    operations = [
        migrations.CreateModel(
            name='PostedCreditMemo',
            fields=[
                ('id', backhaul.models.fields.PrefixedIdField(prefix='crm', serialize=False)),
                ('external_number', models.CharField(max_length=64)),
                ('content_hash', models.CharField(max_length=64)),
                ('currency', models.CharField(max_length=3)),
                ('total', models.DecimalField(decimal_places=4, max_digits=20)),
                ('reason', models.CharField(blank=True, max_length=255)),
                ('created_at', models.DateTimeField()),
                ('invoice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='credit_memos', to='backhaul.postedinvoice')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='credit_memos', to='backhaul.salesorder')),
                ('store', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='credit_memos', to='backhaul.store')),
                ('task', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='credit_memo', to='backhaul.task')),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='CreditMemoRefund',
            fields=[
                ('id', backhaul.models.fields.PrefixedIdField(prefix='ref', serialize=False)),
                ('transaction_gid', models.CharField(max_length=255)),
                ('receipt_gid', models.CharField(max_length=255)),
                ('amount', models.DecimalField(decimal_places=4, max_digits=20)),
                ('status', models.CharField(max_length=64)),
                ('error_code', models.CharField(blank=True, max_length=64)),
                ('created_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(help_text='real time: when it was known to have succeeded or failed', null=True)),
                ('intent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refunds', to='backhaul.intent')),
                ('memo', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refunds', to='backhaul.postedcreditmemo')),
            ],
            options={
                'ordering': ['created_at', 'id'],
            },
        ),
        migrations.AddIndex(
            model_name='postedcreditmemo',
            index=models.Index(fields=['invoice', 'created_at'], name='credit_memo_by_invoice'),
        ),
        migrations.AddIndex(
            model_name='postedcreditmemo',
            index=models.Index(fields=['-created_at', 'id'], name='credit_memo_newest_first'),
        ),
        migrations.AddConstraint(
            model_name='postedcreditmemo',
            constraint=models.UniqueConstraint(fields=('store', 'external_number'), name='credit_memo_number_once_per_store'),
        ),
        migrations.AddConstraint(
            model_name='postedcreditmemo',
            constraint=models.CheckConstraint(condition=models.Q(('external_number', ''), _negated=True), name='credit_memo_has_number'),
        ),
        migrations.AddConstraint(
            model_name='postedcreditmemo',
            constraint=models.CheckConstraint(condition=models.Q(('total__gt', 0)), name='credit_memo_gives_something'),
        ),
        migrations.AddConstraint(
            model_name='creditmemorefund',
            constraint=models.UniqueConstraint(fields=('memo', 'transaction_gid'), name='refund_once_per_credit_memo'),
        ),
        migrations.AddConstraint(
            model_name='creditmemorefund',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='refund_positive'),
        ),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER refuse_change ON backhaul_postedcreditmemo"),
    ]
