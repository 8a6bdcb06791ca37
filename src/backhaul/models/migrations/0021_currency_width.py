"""A currency may have more than three letters: Shopify has USDC."""

from django.db import migrations, models


class Migration(migrations.Migration):
    # Each table is locked by itself, for no longer than its own entry in the catalogue takes to change.
    atomic = False

    dependencies = [("backhaul", "0020_open_fulfillment_orders")]

    operations = [
        migrations.AlterField("bill", "currency", models.CharField(blank=True, help_text="of what was charged: as the customer pays it", max_length=8)),
        migrations.AlterField("contract", "currency", models.CharField(max_length=8)),
        migrations.AlterField("ordertransaction", "currency", models.CharField(max_length=8)),
        migrations.AlterField("paymentline", "currency", models.CharField(max_length=8)),
        migrations.AlterField("postedcreditmemo", "currency", models.CharField(max_length=8)),
        migrations.AlterField("postedinvoice", "currency", models.CharField(max_length=8)),
        migrations.AlterField("salesorder", "currency", models.CharField(max_length=8)),
        migrations.AlterField("salesorder", "presentment_currency", models.CharField(max_length=8)),
        migrations.AlterField("store", "currency", models.CharField(blank=True, max_length=8)),
    ]
