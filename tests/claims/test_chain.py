"""Which of several versions of a claim a member sees."""

from hypothesis import given
from hypothesis import strategies as st

from claims.chain import Link, heads


def test_members_see_the_last_version_of_a_chain():
    chain = {"a": Link(), "b": Link(replaces="a"), "c": Link(replaces="b")}
    assert heads(chain) == {"a": "c", "b": "c"}


def test_a_chain_may_be_told_from_either_end():
    assert heads({"a": Link(replaced_by="b"), "b": Link()}) == {"a": "b"}


def test_a_version_that_never_came_replaces_nothing():
    assert heads({"a": Link(replaced_by="gone")}) == {}


def test_a_version_entered_in_error_replaces_nothing():
    assert heads({"a": Link(replaced_by="b"), "b": Link(replaces="a", hidden=True)}) == {}


def test_a_claim_split_in_two_leaves_both_parts_visible():
    split = {"a": Link(), "b": Link(replaces="a"), "c": Link(replaces="a")}
    assert heads(split).keys() == {"a"}


KEYS = st.sampled_from(["", *"abcdef"])
links = st.dictionaries(
    st.sampled_from("abcdef"),
    st.builds(
        Link, st.sampled_from(["", *"abcdef"]), st.sampled_from(["", *"abcdef"]), st.booleans()
    ),
    min_size=1,
)


@given(links)
def test_never_do_all_versions_vanish(chain):
    found = heads(chain)
    for key, head in found.items():
        assert head != key
        assert head not in found, "what stands for others is itself visible"
        assert not chain[head].hidden or chain[key].hidden
