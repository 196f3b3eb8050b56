"""Neutral cards -> messages of Discord.

Every text is escaped, so that nothing anybody wrote becomes formatting, a mention or a link with
another name; no message pings anybody. What is too long for a message becomes embeds; what is too
long for those has its lines cut to one length, and says where the whole is.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from adapters.callback_data import pack
from adapters.lines import LINES, cut_lines, saying, sound
from bot.cards import (
    Button,
    Buttons,
    Card,
    Choices,
    Fields,
    File,
    Heading,
    Paragraph,
    Press,
    Verb,
    Writing,
    plain_text,
)
from bot.phrases import Phrases
from bot.shortening import shortened
from bot.typed_commands import Word

Json = dict[str, Any]

# Discord's limits: characters of texts, and entries of what can be pressed.
MOST_CONTENT, MOST_DESCRIPTION, MOST_EMBEDDED = 2_000, 4_096, 6_000
MOST_ROWS, MOST_IN_ROW, MOST_OPTIONS = 5, 5, 25
MOST_BUTTON, MOST_OPTION, MOST_PLACEHOLDER = 80, 100, 150
FEW, READABLE, MANY_SHORT, SHORT = 10, 30, 15, 4
"""Choices that are buttons, with labels that can be read on a telephone; and many short ones."""
NO_UNFURLING = 1 << 2
"""The flag that keeps links in a message from being shown as pictures."""
NOBODY: Json = {"parse": []}
"""Whom a message pings."""
MENU, SEVERAL = "menu:", "m"
"""How the ``custom_id`` of a menu begins, and of one that takes several: a packed press follows."""
QUIET, LOUD = 2, 1
"""The styles of buttons: grey and blurple."""

_LINK = re.compile(r"https?://[A-Za-z0-9._/?=&%#:,+;$!-]+")
_OBEYED = re.compile(r"[\\*_~|`<>\[\]]")
_AT_START = re.compile(r"^(\s*)([#>+-]|\d+\.)", re.MULTILINE)
_ALL = re.compile(r"@(?=everyone|here)")


def render(card: Card, phrases: Phrases, *, typed: bool = True) -> Json:
    """The card as a message; ``phrases`` are those of its language.

    Where words cannot be ``typed``, a button opens a form for them.
    """
    shown = {"components": _components(card, phrases, typed=typed), "allowed_mentions": NOBODY}
    for text in _texts(card, phrases):
        if len(text) <= MOST_CONTENT:
            return {"content": text, "embeds": [], "flags": NO_UNFURLING, **shown}
        if len(text) <= MOST_EMBEDDED:
            parts = [{"description": part} for part in _parts(text)]
            return {"content": "", "embeds": parts, "flags": 0, **shown}
    raise ValueError("a card that cannot be shortened")


def _texts(card: Card, phrases: Phrases) -> Iterator[str]:
    """The words of the card: all of them, then shorter and shorter ones that say so."""
    yield "\n".join(_lines(card))
    word = phrases.say(f"command-{Word.EXPORT}").split("|")[0].strip()
    note = Paragraph(phrases.say("chat-shortened", command=word), quiet=True)
    said = "\n".join(_lines(Card(card.language, (note,))))
    for most in LINES:
        yield "\n".join((*_lines(cut_lines(card, most)), said))
    kept = "\n".join(_lines(cut_lines(card, LINES[-1])))[: MOST_CONTENT - len(said) - 1]
    yield "\n".join((kept.rpartition("\n")[0], said))


def _lines(card: Card) -> Iterator[str]:
    """Every line of the card, as Discord is to show it."""
    said = saying(card)
    for block in card.blocks:
        match block:
            case Heading(text):
                yield from (f"### {line}" for line in _escaped(said(text)) if line)
            case Paragraph(text, quiet=True):
                yield from (f"-# {line}" if line else "" for line in _escaped(said(text)))
            case Paragraph(text):
                yield from _escaped(said(text))
            case Fields(rows):
                for name, value in rows:
                    yield from _row_of(sound(name), said(f"{name}: {value}" if name else value))
            case Choices(buttons) if _is_listed(block):
                yield from _escaped(said("\n".join(_labels(block, buttons))))
            case Choices() | Buttons() | Writing() | File():
                pass


def _row_of(name: str, text: str) -> Iterator[str]:
    """A name with its value, the name in bold."""
    before, found, behind = text.partition(name)
    first, *more = _escaped(behind)
    yield f"{before}**{escaped(found)}**{first}" if name else first
    yield from more


def escaped(text: str) -> str:
    """The text with nothing in it that Discord would obey; links stay what they are."""
    parts, at = [], 0
    for link in _LINK.finditer(text):
        parts += [_OBEYED.sub(r"\\\g<0>", text[at : link.start()]), link[0]]
        at = link.end()
    parts.append(_OBEYED.sub(r"\\\g<0>", text[at:]))
    numbered = _AT_START.sub(_at_start, "".join(parts))
    return _ALL.sub("@\u200b", numbered)


def _at_start(found: re.Match[str]) -> str:
    """What would begin a heading, a quotation or a list, as itself."""
    space, mark = found[1], found[2]
    return f"{space}{mark[:-1]}\\." if mark.endswith(".") else f"{space}\\{mark}"


def _escaped(text: str) -> list[str]:
    return escaped(text).split("\n")


def _parts(text: str) -> Iterator[str]:
    """The text in parts that a description takes, parted at line ends."""
    left = text
    while len(left) > MOST_DESCRIPTION:
        at = left.rfind("\n", 1, MOST_DESCRIPTION)
        at = at if at > 0 else MOST_DESCRIPTION
        yield left[:at]
        left = left[at:].lstrip("\n")
    if left:
        yield left


def _labels(choices: Choices, buttons: Sequence[Button]) -> list[str]:
    if not choices.numbered:
        return [button.label for button in buttons]
    return [f"{number}. {button.label}" for number, button in enumerate(buttons, 1)]


def _is_pressed(choices: Choices) -> bool:
    """Whether the choices are buttons: few that can be read, or many short ones."""
    labels = _labels(choices, choices.buttons)
    longest = max(map(len, labels), default=0)
    if choices.done is not None:
        return False
    few = len(labels) <= FEW and longest <= READABLE
    return (
        few
        or (len(labels) <= MANY_SHORT and longest <= SHORT)
        or (len(labels) <= MOST_IN_ROW and longest <= MOST_BUTTON)
    )


def _is_listed(choices: Choices) -> bool:
    """Whether the choices stand in the text too, so that numbers can be typed."""
    return not _is_pressed(choices) and bool(choices.buttons)


def _components(card: Card, phrases: Phrases, *, typed: bool) -> list[Json]:
    """Rows of what can be pressed; each press once, for Discord takes no two that are alike."""
    said = saying(card)
    rows: list[Json] = []
    others: list[Json] = []
    writing = False
    for block in card.blocks:
        match block:
            case Choices(buttons) if _is_pressed(block):
                labels = [said(one) for one in _labels(block, buttons)]
                rows += _rows(_button(*one, LOUD) for one in zip(labels, buttons, strict=True))
            case Choices(buttons) if len(buttons) <= MOST_OPTIONS and buttons:
                rows.append(
                    _row(_menu(block, [said(one) for one in _labels(block, buttons)], phrases))
                )
            case Buttons(buttons):
                others += [_button(said(one.label), one, QUIET) for one in buttons]
            case Writing(button):
                writing = True
                others.append(_button(said(button.label), button, QUIET))
            case _:
                pass
    press = next(_presses(card), None)
    if not typed and card.step is not None and not writing and press is not None:
        write = Press(Verb.WRITE, press.interview, card.step)
        others.insert(0, _button(said(phrases.say("button-write")), Button("", write), QUIET))
    return [*rows, *_rows(_each_once(others))][:MOST_ROWS]


def _presses(card: Card) -> Iterator[Press]:
    for block in card.blocks:
        match block:
            case Choices(buttons) | Buttons(buttons):
                yield from (button.press for button in buttons)
            case _:
                pass


def _each_once(buttons: Sequence[Json]) -> Iterator[Json]:
    met: set[str] = set()
    for button in buttons:
        if button["custom_id"] not in met:
            met.add(button["custom_id"])
            yield button


def _rows(buttons: Iterator[Json]) -> Iterator[Json]:
    every = list(buttons)
    for start in range(0, len(every), MOST_IN_ROW):
        yield _row(*every[start : start + MOST_IN_ROW])


def _row(*components: Json) -> Json:
    return {"type": 1, "components": list(components)}


def _button(label: str, button: Button, style: int) -> Json:
    return button_of(label, pack(button.press), style)


def button_of(label: str, custom_id: str, style: int = QUIET) -> Json:
    """Something to press."""
    return {
        "type": 2,
        "style": style,
        "label": shortened(sound(label), MOST_BUTTON),
        "custom_id": custom_id,
    }


def buttons_row(*buttons: Json) -> Json:
    """Things to press, beside each other; five at most."""
    return _row(*buttons)


def _menu(choices: Choices, labels: Sequence[str], phrases: Phrases) -> Json:
    """A menu: of one choice, whose value is its press, or of several, whose values are options."""
    several, done = choices.done is not None, choices.done
    options = [
        {
            "label": shortened(label, MOST_OPTION),
            "value": button.press.option if several else pack(button.press),
        }
        for label, button in zip(labels, choices.buttons, strict=True)
    ]
    custom_id = f"{MENU}{choices.buttons[0].press.step}"
    return {
        "type": 3,
        "custom_id": custom_id if done is None else f"{SEVERAL}{pack(done.press)}",
        "placeholder": shortened(sound(phrases.say("chat-choose")), MOST_PLACEHOLDER),
        "min_values": 1,
        "max_values": len(options) if several else 1,
        "options": options,
    }


def told(text: str, *rows: Json) -> Json:
    """Words of ours alone, which are escaped already where it matters."""
    return {
        "content": text,
        "embeds": [],
        "components": list(rows),
        "allowed_mentions": NOBODY,
        "flags": NO_UNFURLING,
    }


def files_of(card: Card) -> list[File]:
    """The files that go with the card."""
    return [block for block in card.blocks if isinstance(block, File)]


def heading_of(card: Card) -> str:
    """The first words of the card, for where there is room for no more."""
    return sound(plain_text(card)).split("\n", maxsplit=1)[0]
