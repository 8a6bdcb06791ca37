"""Requests under data protection law are carried out: their state, and the one way past the immutable statements."""

import django.db.models.deletion
from django.db import migrations, models


FUNCTION = """
CREATE OR REPLACE FUNCTION backhaul_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('backhaul.redacting', true) = 'store' THEN
    RETURN OLD;
  END IF;
  IF TG_OP = 'UPDATE' AND current_setting('backhaul.redacting', true) = 'customer'
     AND to_jsonb(NEW) - 'tracking' - 'reason' = to_jsonb(OLD) - 'tracking' - 'reason' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a posted statement is never changed: write a new one (%)', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

FORMER_FUNCTION = """
CREATE OR REPLACE FUNCTION backhaul_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a posted statement is never changed: write a new one (%)', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

# Until now only Shopify's refusals have paused a store.
PAUSED_SO_FAR = "UPDATE backhaul_store SET paused_by = 'access' WHERE state = 'paused'"


class Migration(migrations.Migration):

    dependencies = [
        ('backhaul', '0009_inbox'),
    ]

    operations = [
        migrations.AddField(
            model_name='privacyrequest',
            name='counts',
            field=models.JSONField(default=dict, help_text='how many rows were found, emptied or deleted, by kind'),
        ),
        migrations.AddField(
            model_name='privacyrequest',
            name='state',
            field=models.CharField(choices=[('open', 'open'), ('done', 'done'), ('refused', 'refused')], default='open', max_length=24),
        ),
        migrations.AddField(
            model_name='privacyrequest',
            name='task',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='privacy_request', to='backhaul.task'),
        ),
        migrations.AddField(
            model_name='salesorder',
            name='redacted_at',
            field=models.DateTimeField(help_text="when its customer's personal data was deleted; none is kept of it any more", null=True),
        ),
        migrations.AddField(
            model_name='store',
            name='paused_by',
            field=models.CharField(blank=True, choices=[('person', 'person'), ('access', 'access')], max_length=16),
        ),
        migrations.AddField(
            model_name='storecredential',
            name='accepted_at',
            field=models.DateTimeField(help_text='when Shopify last accepted them', null=True),
        ),
        migrations.RunSQL(PAUSED_SO_FAR, migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTION, FORMER_FUNCTION),
        migrations.AddConstraint(
            model_name='privacyrequest',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'open'), ('done_at__isnull', False), _connector='XOR'), name='ended_privacy_request_has_date'),
        ),
        migrations.AddConstraint(
            model_name='privacyrequest',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'open'), models.Q(('result', ''), _negated=True), _connector='OR'), name='ended_privacy_request_has_result'),
        ),
        migrations.AddConstraint(
            model_name='store',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'paused'), ('paused_by', ''), _connector='XOR'), name='store_paused_says_by_whom'),
        ),
        migrations.AddConstraint(
            model_name='store',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'uninstalled'), ('uninstalled_at', None), _connector='XOR'), name='store_uninstalled_says_when'),
        ),
    ]
