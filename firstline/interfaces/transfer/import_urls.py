"""The addresses of imports."""

from django.urls import URLPattern, path

from firstline.interfaces.transfer.views import imports

addresses: list[URLPattern] = [
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:key>/", imports.run, name="import"),
    path("imports/<int:key>/mapping/", imports.mapping, name="import_mapping"),
    path("imports/<int:key>/mapping.toml", imports.toml, name="import_toml"),
    path("imports/<int:key>/loading/", imports.loading, name="import_loading"),
    path("imports/<int:key>/undoing/", imports.undoing, name="import_undoing"),
    path("imports/<int:key>/stopping/", imports.stopping, name="import_stopping"),
    path("imports/<int:key>/resumption/", imports.resumption, name="import_resumption"),
    path("imports/<int:key>/giving-up/", imports.giving_up, name="import_giving_up"),
    path("imports/<int:key>/bad-lines.csv", imports.bad_lines, name="import_bad_lines"),
]
