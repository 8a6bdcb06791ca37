"""Posted invoices refuse every update and delete, whoever asks."""

from django.db import migrations

TABLES = ("backhaul_postedinvoice", "backhaul_postedinvoiceline")


def trigger(table: str) -> str:
    return (
        f"CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION backhaul_refuse_change()"
    )


class Migration(migrations.Migration):
    dependencies = [("backhaul", "0003_payments")]

    operations = [
        migrations.RunSQL(trigger(table), f"DROP TRIGGER refuse_change ON {table}") for table in TABLES
    ]
