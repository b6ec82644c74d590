from django.db import migrations

import claims.models.claim_event


class Migration(migrations.Migration):
    dependencies = [("claims", "0010_source_health")]

    operations = [
        migrations.AddField(
            model_name="claimevent",
            name="adjustments",
            field=claims.models.claim_event.Verbatim(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="claimevent",
            name="lines",
            field=claims.models.claim_event.Verbatim(blank=True, default=list),
        ),
    ]
