from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("claims", "0012_lines_into_events")]

    operations = [
        migrations.DeleteModel(name="ClaimAdjustment"),
        migrations.DeleteModel(name="ClaimLine"),
    ]
