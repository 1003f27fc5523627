"""The comparison of numpy versions: which it chooses, and what it calls a difference."""

from bench.numpy_versions import blocks, chosen, difference, lowest_supported, table, versions_offered

LISTING = """numpy (2.4.6)
Available versions: 2.4.6, 2.4.0rc1, 2.0.0, 1.26.4, 1.26.0, 1.25.2, 1.9.3
"""
AGREED = {"jailbreak": "aa", "supply_chain": "bb"}


def test_versions_are_read_in_order_of_release():
    """Releases come oldest first by number, not by spelling, without pre-releases."""
    assert versions_offered(LISTING) == [
        (1, 9, 3), (1, 25, 2), (1, 26, 0), (1, 26, 4), (2, 0, 0), (2, 4, 6)
    ]  # fmt: skip
    assert versions_offered("nothing of the kind") == []


def test_the_oldest_supported_and_the_newest_are_chosen():
    """Nothing below the lower bound is tried; the last of each major version is."""
    assert chosen(versions_offered(LISTING), (1, 26)) == ["1.26.0", "1.26.4", "2.4.6"]
    assert chosen([], (1, 26)) == []


def test_the_lower_bound_is_the_projects():
    """The bound comes from pyproject.toml."""
    assert lowest_supported() >= (1, 26)


def test_a_digest_that_differs_is_named():
    """A difference names the incident type and both versions; a missing digest is one."""
    found = {"1.26.0": AGREED, "2.4.6": {"jailbreak": "aa", "supply_chain": "cc"}}

    assert difference(found) == ["supply_chain: numpy 2.4.6 differs from 1.26.0"]
    assert difference({"1.26.0": AGREED, "2.4.6": {"jailbreak": "aa"}}) == difference(found)


def test_agreement_needs_digests():
    """Equal digests are no difference; none at all is not agreement."""
    assert difference({"1.26.0": AGREED, "2.4.6": dict(AGREED)}) == []
    assert difference({}) == difference({"1.26.0": {}}) == ["no digests were computed"]


def test_the_table_has_a_row_for_each_incident():
    """Every shipped type is compared, and the table shows a column a version."""
    assert len(blocks()) == 6
    assert table({"1.26.0": AGREED, "2.4.6": AGREED}).splitlines()[2] == "| jailbreak | aa | aa |"
