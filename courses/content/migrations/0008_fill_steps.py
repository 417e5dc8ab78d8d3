from django.db import migrations

# Set by set, whatever their number; ``content`` is made of the key of the row it comes from.
LESSONS_OF_COURSES = """
INSERT INTO content_frozenlesson (id, body, raw)
SELECT md5('content_lessonversion ' || id)::uuid, body, raw FROM content_lessonversion;
INSERT INTO content_step (course_id, kind, key, content, term_id, position, slug, title, summary,
                          minutes, required, done_by)
SELECT course_id, 'lesson', step, md5('content_lessonversion ' || id)::uuid, term_id, position,
       slug, title, summary, minutes, true, 'completed'
  FROM content_lessonversion;
"""
ADDITIONS = """
INSERT INTO content_additionversion (id, page_id, organisation_id, work, language, number, current,
                                     made_for, notes, contact_name, contact_email, contact_phone,
                                     raw, schema, published_at, published_by_id)
SELECT id, page_id, organisation_id, work, language, number, current, made_for, notes,
       contact_name, contact_email, contact_phone, raw, schema, published_at, published_by_id
  FROM additions_additionversion;
SELECT setval(pg_get_serial_sequence('content_additionversion', 'id'), max(id))
  FROM content_additionversion HAVING max(id) IS NOT NULL;
INSERT INTO content_frozenlesson (id, body, raw)
SELECT md5('additions_addedlesson ' || id)::uuid, body, raw FROM additions_addedlesson;
INSERT INTO content_step (addition_id, kind, key, content, term_id, position, slug, title, summary,
                          minutes, required, done_by)
SELECT addition_id, 'lesson', step, md5('additions_addedlesson ' || id)::uuid, term_id, position,
       '', title, summary, minutes, false, 'completed'
  FROM additions_addedlesson;
"""


class Migration(migrations.Migration):
    """Make steps of the lessons that were frozen, of courses and of what was added to them."""

    dependencies = [
        ('content', '0007_steps'),
        ('additions', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(LESSONS_OF_COURSES),
        migrations.RunSQL(ADDITIONS),
    ]
