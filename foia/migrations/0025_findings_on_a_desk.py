"""A finding knows the desk of its request, so that an index has those of a desk in their order."""

from django.db import migrations, models

FILL = """
    UPDATE foia_finding SET desk = COALESCE(r.campaign_id, -r.requester_id)
    FROM foia_recordsrequest r WHERE r.id = foia_finding.request_id
"""


class Migration(migrations.Migration):
    dependencies = [("foia", "0024_more_desks")]

    operations = [
        migrations.AddField(
            "finding", "desk", models.BigIntegerField(default=0, help_text="That of its request")
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            "finding",
            models.Index(fields=["desk", "request", "category"], name="findings_on_a_desk"),
        ),
        migrations.AddIndex(
            "finding",
            models.Index(
                fields=["desk", "state", "category", "request"], name="findings_on_a_desk_by_state"
            ),
        ),
        migrations.AddIndex(
            "recordsrequest", models.Index(fields=["technology"], name="requests_by_technology")
        ),
    ]
