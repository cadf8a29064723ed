"""How rows lie in the database: what reports read of them is found without walking over their texts."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db
_COLUMNS = """
SELECT attlen > 0 FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""


@pytest.mark.parametrize("table", ["tickets_ticket", "contacts_contact"])
def test_columns_of_fixed_width_stand_before_all_texts(table):
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS, [table])
        are_fixed = [is_fixed for (is_fixed,) in cursor.fetchall()]
    assert are_fixed == sorted(are_fixed, reverse=True)
