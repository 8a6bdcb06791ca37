from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backhaul', '0006_capturable_transactions'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='intent',
            index=models.Index(fields=['store', 'subject_gid'], name='intent_by_subject'),
        ),
    ]
