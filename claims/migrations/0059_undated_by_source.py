import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0058_payment_events_to_look_at")]

    operations = [
        migrations.RemoveConstraint("datenight", "a_night_is_counted_once"),
        migrations.AddField(
            "datenight",
            "source",
            models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="claims.source",
            ),
        ),
        migrations.AddField(
            "datenight", "segment", models.CharField(blank=True, default="", max_length=40),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "datenight",
            models.UniqueConstraint(
                "noted_on", "thing", "source", "segment", name="a_night_is_counted_once"
            ),
        ),
    ]
