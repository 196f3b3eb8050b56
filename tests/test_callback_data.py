"""What a button carries comes back as it was, and nothing else is taken for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.callback_data import MOST, pack, unpack
from bot.cards import Press, Verb

INTERVIEW = "0123456789abcdef0123456789abcdef"
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,31}", fullmatch=True)


@given(
    st.sampled_from(Verb),
    st.uuids().map(lambda one: one.hex),
    st.integers(0, 9_999),
    NAMES | st.just(""),
    NAMES | st.just(""),
)
def test_a_press_comes_back_as_it_was(
    verb: Verb, interview: str, step: int, trait: str, option: str
) -> None:
    press = Press(verb, interview, step, trait, option)

    packed = pack(press)

    assert len(packed) <= MOST
    assert unpack(packed) == press


def test_a_button_that_was_made_long_ago_still_means_the_same() -> None:
    assert unpack("1pASNFZ4mrze8BI0VniavN7w12:pay_upfront:half") == Press(
        Verb.PICK, INTERVIEW, 12, "pay_upfront", "half"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2pASNFZ4mrze8BI0VniavN7w12:pay_upfront:half",
        "1qASNFZ4mrze8BI0VniavN7w12:pay_upfront:half",
        "1pASNFZ4mrze8BI0VniavN7w-1:pay_upfront:half",
        "1pASNFZ4mrze8BI0VniavN7w12:pay_upfront:half:more",
        "1pASNFZ4mrze8BI0VniavN7w12:pay upfront:half",
        "1pASNFZ4mrze8BI0VniavN7w12:pay_upfront:half\n",
        "1pASNFZ4mrze8BI0VniavN7w٣:pay_upfront:half",
        "1pASNFZ4mrze8BI0VniavN7w012:pay_upfront:half",
        "1pASNFZ4mrze8BI0VniavN7x12:pay_upfront:half",
    ],
)
def test_what_is_not_ours_is_no_press(text: str) -> None:
    assert unpack(text) is None


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        pack(Press(Verb.PICK, INTERVIEW, 1, "t" * 33, "o"))
