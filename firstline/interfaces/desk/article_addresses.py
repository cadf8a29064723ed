"""Where the references inside an article lead in the desk."""

from firstline.interfaces.ui.places import address as address_of


def address(kind: str, key: int) -> str:
    """The page of an article (by its number) or of a problem code (by its key)."""
    if kind == "article":
        return address_of("desk:article", key)
    return address_of("desk:catalogue_node", "codes", key)
