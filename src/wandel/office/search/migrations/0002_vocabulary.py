import django.db.models.deletion
from django.db import migrations, models

from wandel.office.search.words import endings_of, title_key

TAIL = 1


def carry_over(apps, schema_editor):
    """What was indexed stays found: words become terms with their keys, and postings."""
    Document, Word, Term, Key, Posting = (
        apps.get_model("search", name)
        for name in ("SearchDocument", "SearchWord", "SearchTerm", "SearchKey", "SearchPosting")
    )
    for document in Document.objects.iterator(chunk_size=500):
        Document.objects.filter(pk=document.pk).update(title_key=title_key(document.title))
    whole = Word.objects.exclude(place=TAIL)
    texts = whole.order_by("word").values_list("word", flat=True).distinct()
    Term.objects.bulk_create([Term(text=text) for text in texts], batch_size=5000)
    terms = dict(Term.objects.values_list("text", "pk"))
    Key.objects.bulk_create(
        [Key(text=key, term_id=pk) for text, pk in terms.items() for key in {text, *endings_of(text)}], batch_size=5000
    )
    pairs = sorted({(terms[word], document) for word, document in whole.values_list("word", "document")})
    Posting.objects.bulk_create([Posting(term_id=term, document_id=document) for term, document in pairs], batch_size=5000)


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=60, unique=True)),
            ],
        ),
        migrations.AddField(
            model_name='searchdocument',
            name='title_key',
            field=models.CharField(blank=True, max_length=620),
        ),
        migrations.AddField(
            model_name='searchdocument',
            name='updated_at',
            field=models.DateTimeField(auto_now=True),
        ),
        migrations.CreateModel(
            name='SearchPosting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='postings', to='search.searchdocument')),
                ('term', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='postings', to='search.searchterm')),
            ],
        ),
        migrations.CreateModel(
            name='SearchKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(db_index=True, max_length=60)),
                ('term', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='search.searchterm')),
            ],
        ),
        migrations.AddConstraint(
            model_name='searchposting',
            constraint=models.UniqueConstraint(fields=('term', 'document'), name='search_posting_once'),
        ),
        migrations.AddConstraint(
            model_name='searchkey',
            constraint=models.UniqueConstraint(fields=('text', 'term'), name='search_key_once'),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
    ]
