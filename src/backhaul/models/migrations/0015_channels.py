"""Channels with what was sent over them, own words for notices, endpoints with events and their deliveries."""

import backhaul.models.fields
import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backhaul', '0014_tags'),
    ]

    operations = [
        migrations.AddField(
            model_name='store',
            name='customer_language',
            field=models.CharField(choices=[('en', 'en'), ('de', 'de')], default='en', max_length=24),
        ),
        migrations.AddField(
            model_name='store',
            name='mail_customers',
            field=models.BooleanField(default=False, help_text='whether we write to customers ourselves'),
        ),
        migrations.CreateModel(
            name='Channel',
            fields=[
                ('id', backhaul.models.fields.PrefixedIdField(prefix='chn', serialize=False)),
                ('kind', models.CharField(choices=[('mail', 'mail'), ('chat', 'chat')], max_length=24)),
                ('target_encrypted', models.TextField()),
                ('shown', models.CharField(help_text='the target without what is secret in it', max_length=255)),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), blank=True, default=list, help_text='of notices; every kind when empty', size=None)),
                ('rhythm', models.CharField(choices=[('at_once', 'at_once'), ('daily', 'daily')], default='at_once', max_length=24)),
                ('digest_hour', models.PositiveSmallIntegerField(default=8, help_text="in the store's zone")),
                ('digest_day', models.DateField(help_text='the last day for which its digest was seen to', null=True)),
                ('language', models.CharField(choices=[('en', 'en'), ('de', 'de')], default='en', max_length=24)),
                ('is_on', models.BooleanField(default=True)),
                ('added_at', models.DateTimeField()),
                ('store', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='channels', to='backhaul.store')),
            ],
            options={
                'ordering': ['added_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Endpoint',
            fields=[
                ('id', backhaul.models.fields.PrefixedIdField(prefix='ept', serialize=False)),
                ('name', models.CharField(blank=True, max_length=100)),
                ('url_encrypted', models.TextField()),
                ('shown', models.CharField(help_text='the address without what is secret in it', max_length=255)),
                ('events', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), help_text='what it is told', size=None)),
                ('secret_encrypted', models.TextField()),
                ('old_secret_encrypted', models.TextField(blank=True)),
                ('old_secret_until', models.DateTimeField(help_text='real time: until then both sign', null=True)),
                ('is_on', models.BooleanField(default=True)),
                ('off_because', models.CharField(blank=True, max_length=500)),
                ('failing_since', models.DateTimeField(help_text='since when it has taken nothing that was sent', null=True)),
                ('added_at', models.DateTimeField()),
                ('store', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='endpoints', to='backhaul.store')),
            ],
            options={
                'ordering': ['added_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='NoticeSending',
            fields=[
                ('id', backhaul.models.fields.PrefixedIdField(prefix='snd', serialize=False)),
                ('to_customer', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('queued', 'queued'), ('sent', 'sent'), ('not_sent', 'not_sent')], default='queued', max_length=24)),
                ('words', models.CharField(blank=True, help_text='how it went, or why it was not sent', max_length=500)),
                ('sent_at', models.DateTimeField(null=True)),
                ('channel', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sendings', to='backhaul.channel')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sendings', to='backhaul.notice')),
                ('task', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notice_sendings', to='backhaul.task')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='NoticeWords',
            fields=[
                ('id', backhaul.models.fields.PrefixedIdField(prefix='wrd', serialize=False)),
                ('kind', models.CharField(max_length=64)),
                ('to_customer', models.BooleanField(default=False)),
                ('language', models.CharField(choices=[('en', 'en'), ('de', 'de')], default='en', max_length=24)),
                ('subject', models.CharField(max_length=255)),
                ('body', models.TextField()),
                ('changed_at', models.DateTimeField()),
                ('store', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notice_words', to='backhaul.store')),
            ],
            options={
                'ordering': ['kind', 'to_customer', 'language'],
                'verbose_name_plural': 'notice words',
            },
        ),
        migrations.CreateModel(
            name='OutgoingEvent',
            fields=[
                ('id', backhaul.models.fields.PrefixedIdField(prefix='evt', serialize=False)),
                ('type', models.CharField(max_length=64)),
                ('unique_key', models.CharField(max_length=255, unique=True)),
                ('data', models.JSONField(default=dict)),
                ('happened_at', models.DateTimeField()),
                ('store', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outgoing_events', to='backhaul.store')),
            ],
            options={
                'ordering': ['-happened_at'],
            },
        ),
        migrations.CreateModel(
            name='EventDelivery',
            fields=[
                ('id', backhaul.models.fields.PrefixedIdField(prefix='edl', serialize=False)),
                ('state', models.CharField(choices=[('queued', 'queued'), ('sent', 'sent'), ('not_sent', 'not_sent')], default='queued', max_length=24)),
                ('tries', models.PositiveIntegerField(default=0)),
                ('status', models.PositiveIntegerField(help_text='of the last answer', null=True)),
                ('words', models.CharField(blank=True, help_text='how the last try went', max_length=500)),
                ('created_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('endpoint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='backhaul.endpoint')),
                ('task', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='event_delivery', to='backhaul.task')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='backhaul.outgoingevent')),
            ],
            options={
                'ordering': ['-created_at', '-id'],
                'verbose_name_plural': 'event deliveries',
            },
        ),
        migrations.AddConstraint(
            model_name='channel',
            constraint=models.CheckConstraint(condition=models.Q(('digest_hour__lte', 23)), name='digest_hour_of_a_day'),
        ),
        migrations.AddConstraint(
            model_name='channel',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('rhythm', 'daily'), _negated=True), ('digest_day__isnull', False), _connector='OR'), name='daily_channel_has_day'),
        ),
        migrations.AddConstraint(
            model_name='endpoint',
            constraint=models.CheckConstraint(condition=models.Q(('is_on', True), models.Q(('off_because', ''), _negated=True), _connector='XOR'), name='endpoint_off_says_why'),
        ),
        migrations.AddConstraint(
            model_name='endpoint',
            constraint=models.CheckConstraint(condition=models.Q(('old_secret_encrypted', ''), ('old_secret_until__isnull', False), _connector='XOR'), name='old_secret_has_end'),
        ),
        migrations.AddIndex(
            model_name='noticesending',
            index=models.Index(condition=models.Q(('state', 'queued'), ('task', None)), fields=['channel'], name='sending_waits_for_digest'),
        ),
        migrations.AddConstraint(
            model_name='noticesending',
            constraint=models.UniqueConstraint(fields=('notice', 'channel'), name='notice_sent_once_per_channel'),
        ),
        migrations.AddConstraint(
            model_name='noticesending',
            constraint=models.UniqueConstraint(condition=models.Q(('to_customer', True)), fields=('notice',), name='notice_sent_once_to_customer'),
        ),
        migrations.AddConstraint(
            model_name='noticesending',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='sent_notice_has_date'),
        ),
        migrations.AddConstraint(
            model_name='noticewords',
            constraint=models.UniqueConstraint(fields=('store', 'kind', 'to_customer', 'language'), name='own_words_once_per_kind'),
        ),
        migrations.AddIndex(
            model_name='outgoingevent',
            index=models.Index(fields=['store', 'happened_at'], name='outgoing_event_by_date'),
        ),
        migrations.AddIndex(
            model_name='eventdelivery',
            index=models.Index(fields=['endpoint', '-created_at', 'id'], name='event_delivery_newest_first'),
        ),
        migrations.AddConstraint(
            model_name='eventdelivery',
            constraint=models.UniqueConstraint(fields=('event', 'endpoint'), name='event_once_per_endpoint'),
        ),
        migrations.AddConstraint(
            model_name='eventdelivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='sent_event_has_date'),
        ),
    ]
