"""Words that steer the interview: skip, back, help, إلغاء, "skip this question please".

A text is a command only if nothing is left of it beside courtesy: نحتاج مساعدة في التصميم is an
answer.
"""

from collections.abc import Sequence

from bot.answers import Mark
from bot.events import (
    CancelAsked,
    ChangeAsked,
    Event,
    HelpAsked,
    Passed,
    Paused,
    RepeatAsked,
    RestartAsked,
    Returned,
    Snoozed,
    SteppedBack,
    WhyAsked,
)
from bot.understanding.lexicon import Lexicon
from bot.understanding.near import COMMAND_LIKE, mended, nearly_one_of
from bot.understanding.vocabulary import Item

SECTIONS = ("controls", "courtesy")
LONGEST = 80
"""Characters of the longest text that may be a command."""
CONTROLS: dict[str, Event] = {
    "skip": Passed(Mark.SKIPPED),
    "back": SteppedBack(),
    "dont_know": Passed(Mark.DONT_KNOW),
    "not_applicable": Passed(Mark.NOT_APPLICABLE),
    "why": WhyAsked(),
    "repeat": RepeatAsked(),
    "pause": Paused(),
    "snooze": Snoozed(),
    "resume": Returned(),
    "cancel": CancelAsked(),
    "restart": RestartAsked(),
    "help": HelpAsked(),
    "change": ChangeAsked(),
}


def nearly_command(text: str, lexicon: Lexicon) -> bool:
    """Whether the text is a command but for a slip: "bakc please" is no answer to store unasked."""
    if len(text) > LONGEST:
        return False
    vocabulary = lexicon.vocabulary(*SECTIONS)
    words = vocabulary.words(text)
    known, alike = vocabulary.knows, lexicon.look_alikes
    right = mended(words, vocabulary.spelling, known, alike, guess=COMMAND_LIKE)
    items = vocabulary.tagged(words if right is None else right.words)
    if right is not None and _commanded(items) is not None:
        return True
    said = [word.text for item in items if not item.means("courtesy") for word in item.words]
    return nearly_one_of(" ".join(said), lexicon.vocabulary("controls").phrases)


def command(text: str, lexicon: Lexicon) -> tuple[str, str] | None:
    """The command that the text is, and the number behind it ("change 2"), or "" without one."""
    if len(text) > LONGEST:
        return None
    return _commanded(lexicon.vocabulary(*SECTIONS).items(text))


def _commanded(items: Sequence[Item]) -> tuple[str, str] | None:
    spoken = [item for item in items if item.senses or _is_spoken(item.text)]
    said = [item for item in spoken if not item.means("courtesy")]
    if len(said) > 1 and said[-1].text == "?":
        said.pop()
    if not said:
        # "Now" alone, say, is polite of nothing; but a polite word may be a command as well.
        said = [item for item in items if item.means("controls")]
    meaning = said[0].meaning("controls") if said else None
    if meaning == "change" and len(said) == 2 and said[1].figure and said[1].text.isdecimal():
        return "change", said[1].text
    return (meaning, "") if meaning is not None and len(said) == 1 else None


def _is_spoken(text: str) -> bool:
    """Whether it is a word, or the mark of a question, rather than another sign."""
    return text == "?" or any(map(str.isalnum, text))
