"""Posted statements refuse every update and delete, whoever asks."""

from django.db import migrations

TABLES = (
    "backhaul_postedshipment",
    "backhaul_postedshipmentline",
    "backhaul_shipmentundo",
    "backhaul_trackingchange",
)

FUNCTION = """
CREATE FUNCTION backhaul_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a posted statement is never changed: write a new one (%)', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def trigger(table: str) -> str:
    return (
        f"CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION backhaul_refuse_change()"
    )


class Migration(migrations.Migration):
    dependencies = [("backhaul", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION backhaul_refuse_change()"),
        *(
            migrations.RunSQL(trigger(table), f"DROP TRIGGER refuse_change ON {table}")
            for table in TABLES
        ),
    ]
