"""Real data that the repository does not hold; a test that needs it is skipped where the folder is absent."""

import os
from pathlib import Path

import pytest


def data(*parts: str) -> Path:
    """A file or folder of the data, which lie beside the checkout or where FIRSTLINE_DATA says."""
    home = Path(os.environ.get("FIRSTLINE_DATA") or Path(__file__).parents[2] / "shared" / "data")
    path = home.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the real data are not here: {'/'.join(parts)} (FIRSTLINE_DATA names their folder)")
    return path
