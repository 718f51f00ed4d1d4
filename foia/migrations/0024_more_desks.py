"""What else a person or team lists by the hundred thousand knows its desk: an index finds it."""

from django.db import migrations, models

DESK = "COALESCE(r.campaign_id, -r.requester_id)"
#: Each after what it takes its desk from.
FILLED = {
    "foia_ledgerentry": f"{DESK} FROM foia_recordsrequest r WHERE r.id = foia_ledgerentry.request_id",
    "foia_delivery": f"{DESK} FROM foia_message m JOIN foia_recordsrequest r ON r.id = m.request_id "
    "WHERE m.id = foia_delivery.message_id AND m.kind = 'letter'",
    "foia_publication": f"{DESK} FROM foia_recordsrequest r WHERE r.id = foia_publication.request_id",
    "foia_publiccopy": "p.desk FROM foia_publication p WHERE p.id = foia_publiccopy.publication_id",
}
FAILED = models.Q(("state", "refused"), ("fate__in", ["bounced_hard", "complained"]), _connector="OR")


def knows_its_desk(name: str) -> migrations.AddField:
    told = "Of a letter: that of its request; 0: it carries something else"
    help_text = told if name == "delivery" else "That of its request"
    return migrations.AddField(name, "desk", models.BigIntegerField(default=0, help_text=help_text))


class Migration(migrations.Migration):
    dependencies = [("foia", "0023_personal_tags_and_dossiers")]

    operations = [
        migrations.RemoveIndex("deadline", "deadlines_by_day"),
        *(knows_its_desk(table.removeprefix("foia_")) for table in FILLED),
        *(
            migrations.RunSQL(f"UPDATE {table} SET desk = {words}", migrations.RunSQL.noop)
            for table, words in FILLED.items()
        ),
        migrations.AddIndex(
            "ledgerentry", models.Index(fields=["desk", "-on", "-id"], name="ledger_on_a_desk")
        ),
        migrations.AddIndex(
            "delivery",
            models.Index(fields=["desk", "message"], condition=FAILED, name="deliveries_that_failed"),
        ),
        migrations.AddIndex(
            "publication", models.Index(fields=["desk", "state"], name="publications_on_a_desk")
        ),
        migrations.AddIndex(
            "publiccopy",
            models.Index(
                fields=["desk", "state", "made_by_version", "id"], name="public_copies_on_a_desk"
            ),
        ),
    ]
