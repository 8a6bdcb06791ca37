"""Bills from before amounts were kept get what was charged from their mirrored orders, as those were made.

Of an order whose original total is not mirrored, nothing is known: an edit changes every other total.
"""

from django.db import migrations

FILL = """UPDATE backhaul_bill AS bill
 SET amount = (mirrored.money -> 'original_total' ->> 1)::numeric, currency = mirrored.presentment_currency
 FROM backhaul_contract AS contract, backhaul_salesorder AS mirrored
 WHERE bill.amount IS NULL AND bill.order_gid <> '' AND contract.id = bill.contract_id
 AND mirrored.store_id = contract.store_id AND mirrored.gid = bill.order_gid
 AND mirrored.money -> 'original_total' ->> 1 IS NOT NULL"""


class Migration(migrations.Migration):
    dependencies = [("backhaul", "0021_currency_width")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
