"""What was charged stands with each bill."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ('backhaul', '0017_billing'),
    ]

    operations = [
        migrations.AddField(
            model_name='bill',
            name='amount',
            field=models.DecimalField(decimal_places=4, max_digits=20, null=True),
        ),
        migrations.AddField(
            model_name='bill',
            name='currency',
            field=models.CharField(blank=True, default='', help_text='of what was charged: as the customer pays it', max_length=3),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name='bill',
            constraint=models.CheckConstraint(condition=Q(amount=None) ^ ~Q(currency=''), name='bill_amount_has_currency'),
        ),
    ]
