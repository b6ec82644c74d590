from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_append_only"),
        ("claims", "0002_append_only"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="claim",
            name="claims_by_what_they_replace",
        ),
        migrations.AddField(
            model_name="claim",
            name="authorization_from",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="claim",
            name="authorization_to",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="claim",
            name="replaced_by_key",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("replaces_key", ""), _negated=True),
                fields=["source", "replaces_key"],
                name="claims_by_what_they_replace",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("replaced_by_key", ""), _negated=True),
                fields=["source", "replaced_by_key"],
                name="claims_by_what_replaces_them",
            ),
        ),
    ]
