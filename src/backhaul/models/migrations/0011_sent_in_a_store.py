"""A fulfillment is created by one shipment of its store: another store may know the same gid."""

import django.db.models.deletion
from django.db import migrations, models

FILL = """UPDATE backhaul_shipmentfulfillment SET store_id = shipment.store_id
 FROM backhaul_postedshipment AS shipment WHERE shipment.id = shipment_id"""


def _store(*, null: bool) -> "models.ForeignKey[models.Model, models.Model]":
    return models.ForeignKey(
        null=null,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="sent_fulfillments",
        to="backhaul.store",
    )


class Migration(migrations.Migration):
    dependencies = [("backhaul", "0010_privacy_and_store_life")]

    operations = [
        migrations.AddField("shipmentfulfillment", "store", _store(null=True)),
        # Checked at once: a table with checks that are still to be made cannot be altered.
        migrations.RunSQL(["SET CONSTRAINTS ALL IMMEDIATE", FILL, "SET CONSTRAINTS ALL DEFERRED"], migrations.RunSQL.noop),
        migrations.AlterField("shipmentfulfillment", "store", _store(null=False)),
        migrations.RemoveConstraint("shipmentfulfillment", "fulfillment_created_by_one_shipment"),
        migrations.AddConstraint(
            "shipmentfulfillment",
            models.UniqueConstraint(
                condition=models.Q(("kind", "created")),
                fields=("store", "fulfillment_gid"),
                name="fulfillment_created_by_one_shipment",
            ),
        ),
    ]
