"""Foreign keys obey the same order as imports, also when they are written as strings."""

from django.apps import apps

STOREYS = [
    {"journal", "search", "jobs"},
    {"catalogue"},
    {"staff", "customers"},
    {"service_levels", "procedures", "knowledge", "correspondence"},
    {"handling"},
    {"guidance"},
    {"contacts"},
    {"tickets"},
    {"work_orders"},
    {"channels"},
    {"desk", "portal", "ui", "transfer", "clock"},
]


def storey(label):
    return next((number for number, labels in enumerate(STOREYS) if label in labels), None)


def test_no_foreign_key_climbs():
    climbing = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model is not model
        if (own := storey(model._meta.app_label)) is not None
        if (other := storey(field.related_model._meta.app_label)) is not None
        if other > own or (other == own and model._meta.app_label != field.related_model._meta.app_label)
    ]
    assert climbing == []
