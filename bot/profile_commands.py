"""The commands about lists: which there are, one of them in full, and what is wrong with yours."""

import sys
from typing import Annotated

import typer

from adapters.terminal import Terminal, told
from bot.catalogues import languages, load_phrases
from bot.command_parts import Language
from bot.list_nodes import ProfileRefused
from bot.profile_check import check
from bot.profile_file import load_list, shipped_lists
from bot.profile_writer import own_copy, to_yaml
from bot.record_cards import list_card
from bot.understanding.cleaning import unisolated
from bot.understanding.lexicon import load_lexicon

profile_app = typer.Typer(help="Look at lists, and check your own.", no_args_is_help=True)

ListName = Annotated[str, typer.Argument(metavar="LIST", help="A shipped list, or a YAML file.")]


@profile_app.command("list")
def list_profiles(lang: Language = None) -> None:
    """Name the lists that come with the bot."""
    terminal = Terminal(lang)
    with terminal.guarded():
        for name in shipped_lists():
            profile = load_list(name)
            row = terminal.phrases.say(
                "profile-row",
                name=terminal.phrases.pick(profile.name),
                count=len(profile.traits),
            )
            terminal.say(f"{name:<14} {row}")


@profile_app.command("show")
def show_profile(
    name: ListName,
    lang: Language = None,
    *,
    as_yaml: Annotated[bool, typer.Option("--yaml", help="As a file to edit.")] = False,
) -> None:
    """Show a list, or print it in full to make it your own."""
    terminal = Terminal(lang)
    with terminal.guarded():
        profile = load_list(name)
        if not as_yaml:
            terminal.show(list_card(profile, terminal.phrases))
            return
        if name in shipped_lists():
            names = {
                language: phrases.say("own-list-name", name=phrases.pick(profile.name))
                for language, phrases in load_phrases().items()
            }
            profile = own_copy(profile, {one: unisolated(text) for one, text in names.items()})
        remarks = (terminal.phrases.say("own-list-check"), terminal.phrases.say("own-list-use"))
        sys.stdout.write(to_yaml(profile, *remarks))


@profile_app.command("check")
def check_profile(
    names: Annotated[list[str], typer.Argument(metavar="LIST...", help="Lists or YAML files.")],
    lang: Language = None,
) -> None:
    """Say what is wrong with a list, or could be better. Status 1 if it cannot be used."""
    terminal = Terminal(lang)
    lexicon, refused = load_lexicon(), False
    with terminal.guarded():
        for name in names:
            try:
                profile = load_list(name)
            except ProfileRefused as refusal:
                refused = True
                for mistake in refusal.mistakes:
                    terminal.complain(told(mistake, terminal.phrases))
                continue
            findings = check(profile, languages(), lexicon)
            for finding in findings:
                text = terminal.phrases.say(
                    f"finding-{finding.kind}", trait=finding.trait, detail=finding.detail
                )
                terminal.say(f"{name}: {text}")
            if not findings:
                terminal.say(terminal.phrases.say("profile-fine", list=name))
    if refused:
        raise SystemExit(1)
