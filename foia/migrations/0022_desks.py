from django.db import migrations, models
import django.db.models.deletion

DESK = "COALESCE(r.campaign_id, -r.requester_id)"
OF_READINGS = f"""
    UPDATE foia_reading SET request_id = r.id, desk = {DESK}, came_at = m.created_at
    FROM foia_message m JOIN foia_recordsrequest r ON r.id = m.request_id
    WHERE m.id = foia_reading.message_id
"""
OF_DEADLINES = f"""
    UPDATE foia_deadline SET desk = {DESK}
    FROM foia_recordsrequest r WHERE r.id = foia_deadline.request_id
"""


class Migration(migrations.Migration):

    dependencies = [
        ('foia', '0021_readers_in_turn'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='reading', name='readings_asked'),
        migrations.AddField(
            model_name='deadline',
            name='desk',
            field=models.BigIntegerField(default=0, help_text='That of its request'),
        ),
        migrations.AddField(
            model_name='reading',
            name='request',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='foia.recordsrequest'),
        ),
        migrations.AddField(
            model_name='reading',
            name='desk',
            field=models.BigIntegerField(null=True, help_text='That of its request'),
        ),
        migrations.AddField(
            model_name='reading',
            name='came_at',
            field=models.DateTimeField(null=True, help_text='When its message was taken in'),
        ),
        migrations.RunSQL(OF_READINGS, migrations.RunSQL.noop),
        migrations.RunSQL(OF_DEADLINES, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='reading',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='foia.recordsrequest'),
        ),
        migrations.AlterField(
            model_name='reading',
            name='desk',
            field=models.BigIntegerField(help_text='That of its request'),
        ),
        migrations.AlterField(
            model_name='reading',
            name='came_at',
            field=models.DateTimeField(help_text='When its message was taken in'),
        ),
        migrations.AddIndex(
            model_name='deadline',
            index=models.Index(fields=['desk', 'state', 'due_on', 'id', 'request'], name='deadlines_on_a_desk'),
        ),
        migrations.AddIndex(
            model_name='reading',
            index=models.Index(condition=models.Q(('state', 'asked')), fields=['desk', 'message', 'request'], name='readings_asked_on_a_desk'),
        ),
        migrations.AddIndex(
            model_name='reading',
            index=models.Index(fields=['desk', '-came_at', '-message', 'request'], name='readings_on_a_desk'),
        ),
    ]
