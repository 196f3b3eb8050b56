"""The card that asks about a trait, the first time and again."""

from datetime import date, timedelta
from decimal import Decimal

from bot.cards import Block, Button, Card, Choices, Heading, Paragraph, Verb, Writing
from bot.effects import Ask
from bot.kinds import (
    NO,
    YES,
    AnswerKind,
    Choice,
    Contact,
    ContactKind,
    Day,
    Duration,
    Money,
    Number,
    Option,
    Percent,
    Scale,
    SeveralChoices,
    Text,
    YesNo,
)
from bot.phrases import Phrases
from bot.problems import Problem, Reason
from bot.profile import Trait
from bot.scene import Scene, buttons
from bot.snapshot import changeable


def question_card(effect: Ask, scene: Scene, phrases: Phrases) -> Card:
    """The question with its answers, how to answer, and what else can be done."""
    trait = scene.profile.trait(effect.trait)
    wording = trait.wording(scene.interview.respondent)
    blocks: list[Block] = []
    if effect.problem is not None:
        again = _again(effect.problem, effect.attempt, wording.kind, scene, phrases)
        blocks.append(Paragraph(again))
    number, most = effect.progress.number, effect.progress.at_most
    heading = scene.say(phrases, "ask-heading", number=number, most=most, prospect=scene.prospect)
    blocks += [
        Paragraph(heading, quiet=True),
        Heading(phrases.at_edge(phrases.pick(wording.question))),
    ]
    if isinstance(wording.kind, Scale) and wording.kind.low_label and wording.kind.high_label:
        blocks.append(Paragraph(_scale_ends(wording.kind, scene, phrases)))
    choices = _choices(trait, wording.kind, scene, phrases)
    if choices is not None:
        blocks.append(choices)
    blocks.append(Paragraph(_hint(wording.kind, scene, phrases), quiet=True))
    if isinstance(wording.kind, Text) and wording.kind.long:
        write = Button(scene.say(phrases, "button-write"), scene.press(Verb.WRITE, trait.id))
        blocks.append(Writing(write))
    keys = ["button-dont-know", "button-skip"]
    if scene.for_member:
        keys.append("button-not-applicable")
    if changeable(scene.profile, scene.interview):
        keys += ["button-back", "button-change"]
    keys += ["button-why", "button-pause", "button-help"]
    blocks.append(buttons(scene, phrases, *keys))
    burst = isinstance(wording.kind, Text)
    return Card(phrases.language, tuple(blocks), scene.interview.step, burst)


def _again(problem: Problem, attempt: int, kind: AnswerKind, scene: Scene, phrases: Phrases) -> str:
    """Why it is asked again; the second time with a way that always works, then with a way out."""
    limit = _limit(problem, phrases)
    text = scene.say(phrases, f"problem-{problem.reason}", limit=limit)
    if attempt == 2:
        key = "second-choice" if isinstance(kind, YesNo | Choice) else "second-typed"
        text += "\n" + scene.say(phrases, key, example=_example(kind, scene, phrases))
    elif attempt > 2:
        skip, dont_know = scene.say(phrases, "button-skip"), scene.say(phrases, "button-dont-know")
        text += "\n" + scene.say(phrases, "third", skip=skip, dontKnow=dont_know)
    return text


def _limit(problem: Problem, phrases: Phrases) -> str:
    """The limit that was broken, as people write numbers and dates."""
    if problem.reason is Reason.TOO_EARLY:
        return phrases.day(date.fromisoformat(problem.limit))
    return phrases.number(Decimal(problem.limit)) if problem.limit.isdecimal() else problem.limit


def _choices(trait: Trait, kind: AnswerKind, scene: Scene, phrases: Phrases) -> Choices | None:
    def button(label: str, option: str) -> Button:
        return Button(label, scene.press(Verb.PICK, trait.id, option))

    match kind:
        case YesNo():
            yes, no = scene.say(phrases, "button-yes"), scene.say(phrases, "button-no")
            return Choices((button(yes, YES), button(no, NO)))
        case Choice(options):
            return Choices(tuple(button(phrases.pick(o.label), o.key) for o in options))
        case SeveralChoices(options):
            several = tuple(button(phrases.pick(o.label), o.key) for o in options)
            done = Button(
                scene.say(phrases, "button-done"), scene.press(Verb.PICK_SEVERAL, trait.id)
            )
            return Choices(several, several=True, done=done)
        case Scale():
            points = range(kind.low, kind.high + 1)
            return Choices(tuple(button(phrases.number(p), str(p)) for p in points), numbered=False)
        case _:
            return None


def _scale_ends(kind: Scale, scene: Scene, phrases: Phrases) -> str:
    return scene.say(
        phrases,
        "scale-ends",
        low=kind.low,
        high=kind.high,
        lowLabel=phrases.pick(kind.low_label or {}),
        highLabel=phrases.pick(kind.high_label or {}),
    )


def _hint(kind: AnswerKind, scene: Scene, phrases: Phrases) -> str:
    example = _example(kind, scene, phrases)
    match kind:
        case YesNo() | Choice(other=None):
            return scene.say(phrases, "hint-choice")
        case Choice():
            return scene.say(phrases, "hint-other")
        case SeveralChoices(_, _, least, most):
            return scene.say(phrases, "hint-several", least=least, most=most)
        case Scale():
            return scene.say(phrases, "hint-scale", low=kind.low, high=kind.high)
        case Number(least, most):
            limits = {"least": phrases.number(least), "most": phrases.number(most)}
            if kind.unit is None:
                return scene.say(phrases, "hint-number", example=example, **limits)
            unit = phrases.pick(kind.unit)
            return scene.say(phrases, "hint-number-unit", example=example, unit=unit, **limits)
        case Percent(least, most):
            limits = {"least": phrases.number(least), "most": phrases.number(most)}
            return scene.say(phrases, "hint-percent", example=example, **limits)
        case Money(currency, fit) if scene.for_member and fit.steps:
            good = phrases.money(fit.steps[0][0], currency)
            return scene.say(
                phrases, "hint-money-member", currency=currency, example=example, good=good
            )
        case Money(currency):
            return scene.say(phrases, "hint-money", currency=currency, example=example)
        case Duration():
            return scene.say(phrases, "hint-duration")
        case Day():
            return scene.say(phrases, "hint-date", example=example)
        case Text(most, long):
            key = "hint-long-text" if long else "hint-short-text"
            return scene.say(phrases, key, most=most)
        case Contact(contact):
            return scene.say(phrases, f"hint-{contact}")


def _places(options: tuple[Option, ...]) -> list[str]:
    """The options' places, those first that are not the label of another option."""

    def is_label_of_another(place: int) -> bool:
        others = options[: place - 1] + options[place:]
        labels = (label for other in others for label in other.label.values())
        return any(label.isdecimal() and int(label) == place for label in labels)

    places = range(1, len(options) + 1)
    return [str(place) for place in sorted(places, key=is_label_of_another)]


def _example(kind: AnswerKind, scene: Scene, phrases: Phrases) -> str:
    """Something that this kind takes, whatever the language."""
    match kind:
        case YesNo():
            return "1"
        case Choice(options):
            return _places(options)[0]
        case SeveralChoices(options, _, least, most):
            return ", ".join(_places(options)[: min(max(least, 2), most)])
        case Scale():
            return str(kind.low + (kind.high - kind.low + 1) // 2)
        case Number(least, most):
            middle = round((least + min(most, least + 10)) / 2)
            return str(middle if least <= middle <= most else least)
        case Percent(least, most):
            return f"{min(max(least, Decimal(25)), most)}%"
        case Money(currency):
            return f"2500 {currency}"
        case Duration():
            return scene.say(phrases, "example-duration")
        case Day():
            return (scene.today + timedelta(days=30)).isoformat()
        case Text():
            return scene.say(phrases, "example-text")
        case Contact(contact):
            return "name@example.com" if contact is ContactKind.EMAIL else "https://example.com"
