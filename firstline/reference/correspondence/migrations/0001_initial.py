import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalogue', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Dispatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_dry_run', models.BooleanField(default=False, verbose_name='dry run: send nothing, show all')),
                ('most_per_hour', models.PositiveSmallIntegerField(default=20, verbose_name='most messages to one address in an hour')),
            ],
        ),
        migrations.CreateModel(
            name='FaxLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                ('folder', models.CharField(max_length=120, unique=True, verbose_name='folder')),
                ('region', models.CharField(blank=True, max_length=2, verbose_name='country')),
                ('language', models.CharField(blank=True, max_length=8, verbose_name='language')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Mailbox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                ('address', models.CharField(max_length=254, verbose_name='e-mail address')),
                ('host', models.CharField(max_length=200, verbose_name='server')),
                ('port', models.PositiveIntegerField(default=993, verbose_name='port')),
                ('security', models.CharField(choices=[('tls', 'TLS'), ('starttls', 'STARTTLS'), ('none', 'none: only within one machine')], default='tls', max_length=10, verbose_name='security')),
                ('username', models.CharField(max_length=254, verbose_name='user name')),
                ('method', models.CharField(choices=[('password', 'password'), ('oauth2', 'OAuth2')], default='password', max_length=10, verbose_name='signs in with')),
                ('secret', models.TextField(blank=True)),
                ('token_url', models.CharField(blank=True, max_length=300, verbose_name='address that gives tokens')),
                ('client_id', models.CharField(blank=True, max_length=200, verbose_name='client')),
                ('client_secret', models.TextField(blank=True)),
                ('scope', models.CharField(blank=True, max_length=300, verbose_name='scope')),
                ('folder', models.CharField(default='INBOX', max_length=200, verbose_name='folder')),
                ('after', models.CharField(choices=[('seen', 'mark it as read'), ('move', 'move it to another folder'), ('delete', 'delete it')], default='seen', max_length=10, verbose_name='when a message is stored')),
                ('move_to', models.CharField(blank=True, max_length=200, verbose_name='other folder')),
            ],
            options={
                'verbose_name': 'mailbox',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='TelephoneLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                ('source', models.CharField(choices=[('generic', 'generic webhook'), ('placetel', 'Placetel'), ('sipgate', 'sipgate'), ('asterisk', 'Asterisk')], default='generic', max_length=12, verbose_name='telephone system')),
                ('secret', models.CharField(max_length=64, unique=True)),
                ('region', models.CharField(blank=True, max_length=2, verbose_name='country')),
                ('dial_address', models.CharField(blank=True, max_length=300, verbose_name='address to dial with')),
                ('call_back_minutes', models.PositiveIntegerField(default=60, verbose_name='missed calls are called back within minutes')),
                ('host', models.CharField(blank=True, max_length=253, verbose_name='host')),
                ('port', models.PositiveIntegerField(default=5038, verbose_name='port')),
                ('username', models.CharField(blank=True, max_length=120, verbose_name='user name')),
                ('password', models.TextField(blank=True, verbose_name='password')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='IntakeRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('position', models.PositiveSmallIntegerField(default=1)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('condition', models.JSONField(default=dict)),
                ('is_machine', models.BooleanField(default=False, verbose_name='machine mail: nobody has to look at it')),
                ('kind', models.CharField(blank=True, max_length=16, verbose_name='kind of contact')),
                ('impact', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'high'), (2, 'medium'), (3, 'low')], null=True, verbose_name='impact')),
                ('urgency', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'high'), (2, 'medium'), (3, 'low')], null=True, verbose_name='urgency')),
                ('code', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.problemcode', verbose_name='problem code')),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Template',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('occasion', models.CharField(choices=[('received', 'received, with its number'), ('message', 'message to the customer'), ('question', 'question to the customer'), ('planned', 'work planned'), ('done', 'done'), ('call_back', 'call-back promised'), ('still_working', 'still working on it'), ('link', 'link asked for'), ('digest', 'several messages in one'), ('assigned', 'ticket assigned to you'), ('mentioned', 'you were mentioned'), ('late', 'about to be late'), ('escalated', 'ticket escalated'), ('answered', 'the customer answered'), ('staff_digest', 'several notices in one')], max_length=20, verbose_name='occasion')),
                ('language', models.CharField(max_length=8, verbose_name='language')),
                ('subject', models.CharField(max_length=200, verbose_name='subject')),
                ('body', models.TextField(verbose_name='text')),
            ],
            options={
                'ordering': ['occasion', 'language'],
                'constraints': [models.UniqueConstraint(models.F('occasion'), models.F('language'), name='one_template')],
            },
        ),
        migrations.CreateModel(
            name='NoticeRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('occasion', models.CharField(choices=[('received', 'received, with its number'), ('message', 'message to the customer'), ('question', 'question to the customer'), ('planned', 'work planned'), ('done', 'done'), ('call_back', 'call-back promised'), ('still_working', 'still working on it'), ('link', 'link asked for'), ('digest', 'several messages in one'), ('assigned', 'ticket assigned to you'), ('mentioned', 'you were mentioned'), ('late', 'about to be late'), ('escalated', 'ticket escalated'), ('answered', 'the customer answered'), ('staff_digest', 'several notices in one')], max_length=20, verbose_name='occasion')),
                ('is_on', models.BooleanField(default=True, verbose_name='is sent')),
                ('gather_minutes', models.PositiveSmallIntegerField(default=0, verbose_name='minutes to wait for others')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.department', verbose_name='department')),
            ],
            options={
                'ordering': ['occasion', 'id'],
                'constraints': [models.UniqueConstraint(models.F('occasion'), models.F('department'), name='one_notice_rule', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='PersonalChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('occasion', models.CharField(choices=[('received', 'received, with its number'), ('message', 'message to the customer'), ('question', 'question to the customer'), ('planned', 'work planned'), ('done', 'done'), ('call_back', 'call-back promised'), ('still_working', 'still working on it'), ('link', 'link asked for'), ('digest', 'several messages in one'), ('assigned', 'ticket assigned to you'), ('mentioned', 'you were mentioned'), ('late', 'about to be late'), ('escalated', 'ticket escalated'), ('answered', 'the customer answered'), ('staff_digest', 'several notices in one')], max_length=20)),
                ('way', models.CharField(choices=[('at_once', 'at once'), ('hourly', 'together, once an hour'), ('never', 'not at all')], default='at_once', max_length=10)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notice_choices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('user'), models.F('occasion'), name='one_notice_choice')],
            },
        ),
        migrations.CreateModel(
            name='Sender',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('address', models.EmailField(max_length=200, verbose_name='address')),
                ('department', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.department', verbose_name='department')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(models.F('department'), name='one_sender', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('texts', models.JSONField(blank=True, default=dict)),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='signature', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('user'), name='one_signature_of_nobody', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=120, verbose_name='extension')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extensions', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extensions', to='correspondence.telephoneline')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(models.F('line'), models.F('number'), name='one_extension')],
            },
        ),
    ]
