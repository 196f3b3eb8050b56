"""What Slack sends, read as what a person typed or did."""

import pytest

from adapters.slack.reading import read_message, unescaped
from bot.arrivals import TextEdited, TextSent


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("<mailto:jane@acme.com|jane@acme.com>", "jane@acme.com"),
        ("<mailto:jane@acme.com>", "jane@acme.com"),
        ("see <https://acme.com|acme.com>", "see acme.com"),
        ("<https://acme.com/a?b=1&amp;c=2>", "https://acme.com/a?b=1&c=2"),
        ("<tel:+20123|+20 123>", "+20 123"),
        ("<https://acme.com/about|our page>", "our page (https://acme.com/about)"),
        ("<https://acme.com/|acme.com>", "acme.com"),
        ("ask <@U123>", "ask @U123"),
        ("ask <@U123|jane>", "ask @jane"),
        ("in <#C123|general>", "in #general"),
        ("<!here> yes", "@here yes"),
        ("<!subteam^S1|@team>", "@team"),
        ("2 &lt; 3", "2 < 3"),
        ("&lt;!channel&gt;", "<!channel>"),
        ("نعم <https://x.example|x.example>", "نعم x.example"),
    ],
)
def test_links_and_mentions_are_read_as_they_were_typed(sent: str, typed: str) -> None:
    assert unescaped(sent) == typed


def message(**event: object) -> dict[str, object]:
    said = {"type": "message", "channel_type": "im", "channel": "D1", "user": "U1", "ts": "1.0"}
    return {"team_id": "T1", "event_id": "Ev1", "event": {**said, "text": "yes", **event}}


@pytest.mark.parametrize(
    "event",
    [
        {"bot_id": "B1"},
        {"channel_type": "channel"},
        {"subtype": "message_deleted"},
        {"subtype": "message_changed", "message": {"ts": "1.0", "bot_id": "B1", "text": "x"}},
        {
            # Slack has unfolded a link.
            "subtype": "message_changed",
            "message": {"ts": "1.0", "user": "U1", "text": "x"},
            "previous_message": {"ts": "1.0", "user": "U1", "text": "x"},
        },
    ],
)
def test_what_nobody_typed_is_no_answer(event: dict[str, object]) -> None:
    assert read_message(message(**event)) is None


def test_a_message_and_its_correction_have_the_same_id() -> None:
    changed = {
        "subtype": "message_changed",
        "message": {"ts": "1.0", "user": "U1", "text": "no"},
        "previous_message": {"ts": "1.0", "user": "U1", "text": "yes"},
    }

    said, corrected = read_message(message()), read_message(message(**changed))

    assert said is not None
    assert corrected is not None
    assert said.happening == TextSent("yes", message_id="1.0")
    assert corrected.happening == TextEdited("no", "1.0")
