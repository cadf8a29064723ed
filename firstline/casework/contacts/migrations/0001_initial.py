import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalogue', '0001_initial'),
        ('customers', '0001_initial'),
        ('knowledge', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EnclosedBytes',
            fields=[
                ('sha256', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('content', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.BigIntegerField(unique=True)),
                ('started_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('outbound', models.BooleanField(default=False, verbose_name='outbound')),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('about_department', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.department')),
                ('about_person', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('about_provider', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.serviceprovider')),
                ('account', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='customers.account')),
                ('agreement', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='customers.agreement')),
                ('code', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='catalogue.problemcode')),
                ('customer', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='customers.customer')),
                ('equipment', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='customers.equipment')),
                ('first_code', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.problemcode')),
                ('location', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='customers.location')),
                ('taken_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('impact', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'high'), (2, 'medium'), (3, 'low')], null=True, verbose_name='impact')),
                ('urgency', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'high'), (2, 'medium'), (3, 'low')], null=True, verbose_name='urgency')),
                ('people_affected', models.PositiveIntegerField(blank=True, null=True, verbose_name='people affected')),
                ('whole_site_down', models.BooleanField(blank=True, null=True, verbose_name='whole site down')),
                ('channel', models.CharField(choices=[('telephone', 'telephone'), ('email', 'e-mail'), ('fax', 'fax'), ('portal', 'portal'), ('counter', 'counter'), ('letter', 'letter'), ('other', 'other system')], default='telephone', max_length=16, verbose_name='channel')),
                ('kind', models.CharField(blank=True, choices=[('information', 'information request'), ('action', 'action request'), ('comment', 'comment')], max_length=16, verbose_name='kind')),
                ('outcome', models.CharField(blank=True, choices=[('answered', 'answered'), ('ticketed', 'ticketed'), ('recorded', 'comment recorded'), ('abandoned', 'abandoned'), ('misdirected', 'misdirected')], max_length=16, verbose_name='outcome')),
                ('language', models.CharField(blank=True, max_length=8, verbose_name='language')),
                ('tone', models.CharField(blank=True, choices=[('praise', 'praise'), ('remark', 'remark'), ('complaint', 'complaint')], max_length=16, verbose_name='comment is')),
                ('changed_in', models.JSONField(blank=True, default=dict)),
                ('caller_name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('caller_number', models.CharField(blank=True, max_length=60, verbose_name='telephone or fax')),
                ('caller_email', models.CharField(blank=True, max_length=254, verbose_name='e-mail')),
                ('words', models.TextField(blank=True, verbose_name="the customer's words")),
                ('place', models.CharField(blank=True, max_length=300, verbose_name='place')),
                ('answers', models.JSONField(blank=True, default=dict)),
                ('wanted', models.TextField(blank=True, verbose_name='what the customer wants')),
                ('before', models.TextField(blank=True, verbose_name='what was done before it broke')),
                ('answer', models.TextField(blank=True, verbose_name='answer given')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('source', models.CharField(blank=True, max_length=120, null=True)),
                ('responsible', models.ManyToManyField(blank=True, related_name='comments', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='Enclosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('of_kind', models.CharField(max_length=24)),
                ('of_id', models.BigIntegerField()),
                ('name', models.CharField(max_length=200, verbose_name='file')),
                ('media_type', models.CharField(max_length=120)),
                ('size', models.PositiveBigIntegerField()),
                ('is_inline', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('stored', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.enclosedbytes')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='LookUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('problem', models.PositiveSmallIntegerField(default=0)),
                ('at', models.DateTimeField()),
                ('act', models.CharField(choices=[('searched', 'searched'), ('opened', 'opened'), ('read_out', 'read out'), ('answered_by', 'answered by it'), ('not_helpful', 'not helpful'), ('skipped', 'search skipped')], max_length=12)),
                ('query', models.CharField(blank=True, max_length=300)),
                ('folded', models.CharField(blank=True, max_length=300)),
                ('found', models.PositiveIntegerField(blank=True, null=True)),
                ('language', models.CharField(blank=True, max_length=8)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='look_ups', to='contacts.contact')),
                ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='knowledge.articleversion')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=models.Q(('customer', None), _negated=True), fields=['customer', '-number'], name='contact_of_customer'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=models.Q(('account', None), _negated=True), fields=['account'], name='contact_account'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=models.Q(('agreement', None), _negated=True), fields=['agreement'], name='contact_agreement'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=models.Q(('location', None), _negated=True), fields=['location'], name='contact_location'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=models.Q(('equipment', None), _negated=True), fields=['equipment'], name='contact_equipment'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=models.Q(('about_provider', None), _negated=True), fields=['about_provider'], name='contact_about_provider'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=models.Q(('about_person', None), _negated=True), fields=['about_person'], name='contact_about_person'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=models.Q(('taken_by', None), _negated=True), fields=['taken_by', '-number'], name='contact_taken_by'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['-number'], name='contact_open'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(fields=['started_at'], name='contact_started'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.UniqueConstraint(condition=models.Q(('source', None), _negated=True), fields=('source',), name='contact_source'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(('closed_at__isnull', True), models.Q(('outcome', ''), _negated=True), _connector='OR'), name='closed_contact_has_an_outcome'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('impact', None), ('impact__in', [1, 2, 3]), _connector='OR'), models.Q(('urgency', None), ('urgency__in', [1, 2, 3]), _connector='OR')), name='contact_severity'),
        ),
        migrations.AddIndex(
            model_name='enclosure',
            index=models.Index(fields=['of_kind', 'of_id'], name='enclosure_of'),
        ),
        migrations.AddIndex(
            model_name='lookup',
            index=models.Index(fields=['contact', 'problem'], name='look_up_of_contact'),
        ),
        migrations.AddIndex(
            model_name='lookup',
            index=models.Index(fields=['act', 'at'], name='look_up_act'),
        ),
    ]
