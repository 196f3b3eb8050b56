"""The lists that come with the bot: what is on them, what answers are worth, and their tone."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from bot.answers import Picked, Value
from bot.catalogues import languages
from bot.kinds import AnswerKind, Choice, Number, Scale, SeveralChoices, Texts, YesNo
from bot.possible import possible_fits
from bot.problems import Problem
from bot.profile import Respondent, Subject, Trait, Wording
from bot.profile_file import load_list, read_catalogue, shipped_lists
from bot.understanding.lexicon import Lexicon, load_lexicon
from bot.understanding.readings import Circumstances, Clarification, Confirmation
from bot.understanding.values import read_value
from bot.weighing import fit, refusal
from tests.builders import TODAY
from tests.program import Program

CATALOGUE = {trait.id: trait for trait in read_catalogue()}
AUDIT = {trait.id: trait for trait in load_list("client_audit").traits}
EVERY_TRAIT = [*CATALOGUE.values(), *AUDIT.values()]

# What is on the lists: trait and weight. A star marks a deal-breaker.
LISTS = {
    "starter": (
        "pay_upfront 5*, signs_contract 5*, budget_fits 5*, respectful 5*, replies_quickly 4, "
        "clear_goal 4, deadline_ok 4, decision_maker 4"
    ),
    "agency": (
        "pay_upfront 5*, signs_contract 5*, budget_fits 5*, payment_terms 4, decision_maker 4, "
        "single_contact 3, clear_goal 4, revision_limit 4*, deadline_ok 4, service_match 4, "
        "past_freelancers 3, respectful 5*"
    ),
    "bant": (
        "budget_fits 5*, budget_open 3, funds_ready 3, decision_maker 4, clear_goal 4, "
        "value_clear 2, deadline_ok 4, deadline_date 2, decision_date 2"
    ),
    "champ": (
        "clear_goal 4, value_clear 2, decision_maker 4, single_contact 3, budget_fits 5*, "
        "budget_open 3, pay_upfront 5*, decision_date 2, urgent_habit 2"
    ),
    "client_audit": (
        "a_energy 5*, a_on_time 5*, a_scope 3, a_respect 4, a_rate 3, a_cooperates 3, a_again 4"
    ),
    "meddic": (
        "clear_goal 4, done_defined 3, decision_maker 4, funds_ready 3, source 3, "
        "decision_date 2, billing_contact 2, clear_messages 3, value_clear 2, single_contact 3"
    ),
}

# Answers of somebody everyone would like to work with, and of somebody nobody would: to the
# question about the prospect, and to the question to the prospect.
CANDID = {
    "pay_upfront": ("full", "none", "full", "none"),
    "budget_fits": ("1000 USD", "500 USD", "1000 USD", "500 USD"),
    "budget_open": ("open", "refused", "open", "later"),
    "payment_terms": ("14 days", "60 days", "14 days", "60 days"),
    "no_haggling": ("accepted", "pressed", "smaller", "lower"),
    "no_free_work": ("no", "yes", "paid", "unpaid"),
    "billing_contact": ("yes", "no", "both", "not_yet"),
    "funds_ready": ("yes", "maybe", "approved", "depends"),
    "replies_quickly": ("12 hours", "5 days", "12 hours", "5 days"),
    "clear_messages": ("5", "1", "written", "main"),
    "one_channel": ("yes", "no", "email", "several"),
    "feedback_time": ("2 days", "1 month", "2 days", "1 month"),
    "clear_goal": ("measurable", "none", "clear", "drafts"),
    "written_brief": ("yes", "no", "yes", "talk"),
    "revision_limit": ("yes", "no", "fine", "open"),
    "stable_scope": ("stable", "much", "final", "open"),
    "content_ready": ("ready", "unknown", "ready", "open"),
    "done_defined": ("yes", "no", "list", "feeling"),
    "realistic_view": ("realistic", "easy", "estimate", "quick"),
    "decision_maker": ("yes", "no", "me", "relay"),
    "single_contact": ("yes", "no", "me", "each"),
    "decision_date": ("dated", "no", "now", "open"),
    "respectful": ("5", "1", "talk", "press"),
    "respects_hours": ("yes", "no", "yes", "evenings"),
    "trusts_you": ("5", "1", "lead", "details"),
    "follows_process": ("yes", "no", "yes", "skip"),
    "gut_feeling": ("5", "1", "none", "unsure"),
    "deadline_ok": ("comfortable", "impossible", "flexible", "soon"),
    "deadline_date": ("2026-04-30", "2026-03-05", "2026-04-30", "2026-03-05"),
    "capacity": ("yes", "no", "open", "now"),
    "urgent_habit": ("rare", "always", "rare", "no_fee"),
    "service_match": ("5", "1", "exact", "different"),
    "values_ok": ("fine", "bad", "public", "private"),
    "want_it": ("5", "1", "yes", "no"),
    "value_clear": ("yes", "no", "much", "little"),
    "long_term": ("likely", "once", "plans", "once"),
    "income_share": ("20%", "80%", "alongside", "full"),
    "past_freelancers": ("good", "blames", "well", "not_yet"),
    "pays_others": ("good", "bad", "yes", "no"),
    "source": ("referral", "price", "referral", "price"),
    "real_identity": ("yes", "no", "yes", "no"),
    "signs_contract": ("yes", "no", "yes", "without"),
    "rights_after_payment": ("yes", "no", "yes", "no"),
    "fair_clauses": ("none", "harsh", "yours", "fixed"),
}

# The same for a client: only a member is asked.
CANDID_ABOUT_CLIENTS = {
    "a_energy": ("1", "5"),
    "a_on_time": ("5", "0"),
    "a_scope": ("rarely", "always"),
    "a_respect": ("5", "1"),
    "a_rate": ("120%", "40%"),
    "a_cooperates": ("yes", "no"),
    "a_again": ("yes", "no"),
}

NOT_TO_A_PROSPECT = {
    "en": "blame|score|red flag|deal.?breaker|verdict|rating|bad client|ideal client",
    "ar": r"\b(لوم|يلوم|درجتك|شرط أساسي|علامة خطر|تقييمك|نتيجتك|العميل المثالي)\b",
}
NOT_A_TRAIT = {
    "en": (
        r"\b(age|ages|old|young|sex|gender|male|female|married|pregnan\w*|religio\w*|faith|church"
        r"|nationalit\w*|citizen\w*|ethnic\w*|race|racial|skin|disab\w*|politic\w*|union)\b"
    ),
    "ar": (
        r"\b(ال)?(عمر|عمره|عمرها|عمرك|أعمار|سن|سنّ|جنس|جنسه|جنسية|جنسيته|جنسيتك|أنثى|رجل|امرأة"
        r"|دين|دينه|ديانة|ديانته|مذهب|طائفة|عرق|أصل|بشرة|متزوج|متزوجة|إعاقة)\b"
    ),
}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def both(trait: Trait) -> Iterator[Wording]:
    yield trait.about
    if trait.to:
        yield trait.to


def texts_of(wording: Wording) -> Iterator[Texts]:
    yield wording.question
    if wording.why:
        yield wording.why
    match wording.kind:
        case Choice(options) | SeveralChoices(options):
            yield from (option.label for option in options)
        case Scale(low_label=low, high_label=high):
            yield from (label for label in (low, high) if label)
        case Number(unit=unit) if unit:
            yield unit
        case _:
            pass


def texts_of_trait(trait: Trait) -> Iterator[Texts]:
    yield trait.name
    for wording in both(trait):
        yield from texts_of(wording)
    if trait.remedy:
        yield trait.remedy.advice


def worth(wording: Wording, answer: str, lexicon: Lexicon) -> Fraction:
    value = value_of(wording.kind, answer, lexicon)
    assert refusal(wording.kind, value) is None
    weighed = fit(wording.kind, value, TODAY)
    assert weighed is not None
    return weighed


def value_of(kind: AnswerKind, answer: str, lexicon: Lexicon) -> Value:
    if isinstance(kind, Choice | YesNo):
        return Picked(answer)
    value = read_value(answer, kind, lexicon, Circumstances(TODAY))
    assert not isinstance(value, Problem | Clarification | Confirmation)
    return value


# What is on the lists


def test_these_lists_come_with_the_bot_the_first_one_first() -> None:
    assert shipped_lists() == ("starter", "agency", "bant", "champ", "client_audit", "meddic")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_holds_its_traits_in_order_with_their_weights(name: str) -> None:
    traits = load_list(name).traits

    held = [f"{t.id} {t.weight}{'' if t.fails_below is None else '*'}" for t in traits]
    assert ", ".join(held) == LISTS[name]


def test_the_catalogue_has_44_traits_and_each_can_be_asked_both_ways() -> None:
    assert len(CATALOGUE) == 44
    assert [trait.id for trait in CATALOGUE.values() if trait.to is None] == []


@pytest.mark.parametrize("name", LISTS)
def test_only_the_audit_is_kept_from_prospects(name: str) -> None:
    profile = load_list(name)

    is_audit = name == "client_audit"
    assert profile.speaks_to(Respondent.PROSPECT) is not is_audit
    assert (profile.subject is Subject.CLIENT) is is_audit


@pytest.mark.parametrize("name", ["starter", "agency", "champ"])
def test_paying_up_front_is_on_every_list_about_working_together(name: str) -> None:
    assert "pay_upfront" in [trait.id for trait in load_list(name).traits]


def test_a_deal_breaker_has_a_remedy_or_is_beyond_remedy() -> None:
    beyond = {
        trait.id
        for trait in EVERY_TRAIT
        if trait.fails_below is not None and not (trait.remedy and trait.remedy.cures)
    }

    assert beyond == {"respectful", "values_ok"}


@pytest.mark.parametrize("trait", EVERY_TRAIT, ids=lambda trait: trait.id)
def test_every_text_is_there_in_every_language_and_in_its_script(trait: Trait) -> None:
    for texts in texts_of_trait(trait):
        assert set(texts) == set(languages())
        assert not re.search(r"[\u0600-\u06ff]", texts["en"])
        assert re.search(r"[\u0600-\u06ff]", texts["ar"])


@pytest.mark.parametrize("trait", EVERY_TRAIT, ids=lambda trait: trait.id)
def test_everybody_learns_why_a_question_is_asked(trait: Trait) -> None:
    assert [wording.why is not None for wording in both(trait)] == [True] * len([*both(trait)])


def test_invoices_are_counted_in_whole_ones() -> None:
    kind = AUDIT["a_on_time"].about.kind

    assert isinstance(kind, Number)
    assert kind.whole


# Copies to edit


@pytest.mark.parametrize("name", LISTS)
def test_a_printed_list_is_a_copy_with_an_id_and_a_name_of_its_own(
    tmp_path: Path, name: str
) -> None:
    program, shipped = Program(tmp_path).prepared(), load_list(name)

    printed = program("profile", "show", name, "--yaml")

    path = tmp_path / "mine.yaml"
    path.write_text(printed.out, encoding="utf-8")
    copy = load_list(str(path))
    assert copy == replace(shipped, id=f"my_{name}", name=copy.name)
    assert copy.name["en"] == f"My list ({shipped.name['en']})"
    assert copy.name["ar"] == f"قائمتي ({shipped.name['ar']})"
    assert program("profile", "check", "mine.yaml").out == "mine.yaml: nothing to mend.\n"


def test_a_printed_list_begins_with_what_to_do_next(tmp_path: Path) -> None:
    program = Program(tmp_path).prepared()

    english, arabic = (
        program("profile", "show", "starter", "--yaml", "--lang", language).out.splitlines()[:3]
        for language in ("en", "ar")
    )

    assert english == [
        "# After each change, check it: qualify-bot profile check FILE",
        "# Then use it: qualify-bot chat NAME --profile FILE",
        "list: my_starter",
    ]
    assert arabic == [
        "# بعد كل تغيير، تحقّق من القائمة بالأمر: qualify-bot profile check FILE",
        "# ثم استخدمها بالأمر: qualify-bot chat NAME --profile FILE",
        "list: my_starter",
    ]


def test_a_list_of_ones_own_is_printed_under_its_own_name(tmp_path: Path) -> None:
    program = Program(tmp_path).prepared()
    text = "list: mine\nname: Mine\ntraits: [pay_upfront]"
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")

    printed = program("profile", "show", "mine.yaml", "--yaml")

    assert printed.out.splitlines()[2:5] == ["list: mine", "name:", "  und: Mine"]


def test_a_mistake_names_the_file_as_it_was_given(tmp_path: Path) -> None:
    program = Program(tmp_path).prepared()
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "mine.yaml").write_text("list: mine", encoding="utf-8")

    checked = program("profile", "check", "lists/mine.yaml", "lists/gone.yaml")

    assert [line.split(":")[0] for line in checked.err.splitlines()] == [
        "lists/mine.yaml, line 1",
        "lists/mine.yaml, line 1",
        "lists/gone.yaml",
    ]


# What answers are worth


@pytest.mark.parametrize("trait", EVERY_TRAIT, ids=lambda trait: trait.id)
def test_the_best_answer_fits_fully_and_the_worst_badly_in_both_wordings(trait: Trait) -> None:
    for wording in both(trait):
        fits = possible_fits(wording.kind)
        assert max(fits) == 1
        assert min(fits) <= Fraction(2, 5)


def test_the_tables_of_answers_cover_every_trait() -> None:
    assert (set(CANDID), set(CANDID_ABOUT_CLIENTS)) == (set(CATALOGUE), set(AUDIT))


@pytest.mark.parametrize("name", CANDID)
def test_good_prospects_score_well_and_bad_ones_badly(name: str, lexicon: Lexicon) -> None:
    trait = CATALOGUE[name]
    good, bad, good_to, bad_to = CANDID[name]
    assert trait.to is not None

    assert worth(trait.about, good, lexicon) == worth(trait.to, good_to, lexicon) == 1
    assert worth(trait.about, bad, lexicon) <= Fraction(2, 5)
    assert worth(trait.to, bad_to, lexicon) <= Fraction(2, 5)


@pytest.mark.parametrize("name", CANDID_ABOUT_CLIENTS)
def test_good_clients_score_well_and_bad_ones_badly(name: str, lexicon: Lexicon) -> None:
    good, bad = CANDID_ABOUT_CLIENTS[name]

    assert worth(AUDIT[name].about, good, lexicon) == 1
    assert worth(AUDIT[name].about, bad, lexicon) in (0, Fraction(1, 5))


def test_a_bad_answer_breaks_every_deal_breaker_that_a_prospect_would_admit_to(
    lexicon: Lexicon,
) -> None:
    kept = []
    for trait in CATALOGUE.values():
        answers = zip(both(trait), CANDID[trait.id][1::2], strict=True)
        if trait.fails_below is not None:
            worths = [worth(wording, bad, lexicon) for wording, bad in answers]
            kept += [trait.id for one in worths if one >= trait.fails_below]

    assert kept == ["values_ok"]


# Tone


@pytest.mark.parametrize("trait", CATALOGUE.values(), ids=lambda trait: trait.id)
def test_a_prospect_never_reads_what_is_being_judged(trait: Trait) -> None:
    assert trait.to is not None

    for texts in texts_of(trait.to):
        for language, text in texts.items():
            assert trait.name[language].casefold() not in text.casefold()
        for language, words in NOT_TO_A_PROSPECT.items():
            assert not re.search(words, texts[language], re.IGNORECASE)


@pytest.mark.parametrize("trait", EVERY_TRAIT, ids=lambda trait: trait.id)
def test_no_trait_is_about_age_sex_religion_or_nationality(trait: Trait) -> None:
    for texts in texts_of_trait(trait):
        for language, words in NOT_A_TRAIT.items():
            assert not re.search(words, texts[language], re.IGNORECASE)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "What is the age of the client?"),
        ("en", "Nationality of the owner"),
        ("ar", "كم عمر العميل؟"),
        ("ar", "ما جنسية العميل؟"),
        ("ar", "ما الديانة؟"),
    ],
)
def test_such_a_trait_would_be_noticed(language: str, text: str) -> None:
    assert re.search(NOT_A_TRAIT[language], text, re.IGNORECASE)
