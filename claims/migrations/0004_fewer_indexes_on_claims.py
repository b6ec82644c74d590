import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_append_only"),
        ("claims", "0003_claim_chains_and_authorization_days"),
    ]

    operations = [
        migrations.AlterField(
            model_name="claim",
            name="current",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="claims.claimevent",
            ),
        ),
        migrations.AlterField(
            model_name="claim",
            name="member",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claims",
                to="accounts.member",
            ),
        ),
        migrations.AlterField(
            model_name="claim",
            name="source",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claims",
                to="claims.source",
            ),
        ),
        migrations.AlterField(
            model_name="claimevent",
            name="claim",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="events",
                to="claims.claim",
            ),
        ),
        migrations.AlterField(
            model_name="claimevent",
            name="source",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="claims.source",
            ),
        ),
        migrations.AlterField(
            model_name="claimline",
            name="event",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="lines",
                to="claims.claimevent",
            ),
        ),
    ]
