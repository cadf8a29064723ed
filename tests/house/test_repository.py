"""What must not be in the repository: addresses in lock files, texts that nobody may copy, paths of a machine."""

import re
import subprocess

import pytest

from tests.house.sources import ROOT


def tracked():
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607
    if listing.returncode:
        pytest.skip("not a git checkout, so there is no list of what belongs to the repository")
    return [ROOT / name for name in listing.stdout.splitlines() if (ROOT / name).is_file()]


def test_no_lock_file_holds_an_address():
    locks = [path for path in tracked() if "lock" in path.name]
    assert [path.name for path in locks if re.search(r"https?://", path.read_text())] == []


def test_the_lock_file_carries_a_hash_for_every_package():
    lock = (ROOT / "requirements.lock").read_text()
    packages = re.split(r"\n(?=[a-z0-9])", lock.strip())
    assert [entry.split()[0] for entry in packages if "--hash=sha256:" not in entry] == []


def test_no_file_names_a_home_folder_or_this_checkout():
    words = re.compile(rf"(/home/\w|/root/|{re.escape(str(ROOT))})")
    kinds = {".py", ".md", ".toml", ".html", ".css", ".js", ".po", ""}
    sources = [path for path in tracked() if path.suffix in kinds and path.name != "test_repository.py"]
    assert [path.name for path in sources if words.search(path.read_text(errors="ignore"))] == []
