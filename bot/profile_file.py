"""Lists as YAML files: text -> Profile, with errors that name file, line and trait.

A list names traits of the catalogue, changes parts of them, or brings its own. What comes out is
complete in itself: it is stored, and read back, without the catalogue.
"""

from functools import lru_cache
from pathlib import Path

import yaml

from bot.kind_reader import A_PRICE, read_price
from bot.kinds import Price
from bot.list_nodes import (
    Entries,
    Mistake,
    MistakeKind,
    ProfileRefused,
    Reader,
    compose,
    spelled,
)
from bot.profile import Bands, Profile, Subject, Trait
from bot.trait_reader import MOST_NAME, read_trait

FOLDER = Path(__file__).parent / "profiles"
CATALOGUE = "catalogue.yaml"
MOST_TRAITS = 60
LIST_KEYS = ("list", "name", "subject", "minimum_price", "bands", "summary", "traits")


def shipped_lists(folder: Path = FOLDER) -> tuple[str, ...]:
    """The names of the lists that come with the bot, the first list for beginners first."""
    names = sorted(p.stem for p in folder.glob("*.yaml") if p.name != CATALOGUE)
    return tuple(sorted(names, key=lambda name: name != "starter"))


def find_list(name: str, folder: Path = FOLDER) -> Path:
    """The file of a shipped list, or the path itself.

    Raises ProfileRefused, with the names that exist, if it is neither.
    """
    shipped = shipped_lists(folder)
    if name in shipped:
        return folder / f"{name}.yaml"
    path = Path(name)
    if path.suffix in (".yaml", ".yml", ".json") or _exists(path):
        return path
    raise ProfileRefused([_not_found(name, folder)])


def _not_found(name: str, folder: Path) -> Mistake:
    return Mistake(name, 0, "", MistakeKind.NOT_FOUND, name, ", ".join(shipped_lists(folder)))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # Longer than a file's name can be.
        return False


def load_list(name: str, minimum_price: Price | None = None, folder: Path = FOLDER) -> Profile:
    """The list of that name or path; ``minimum_price`` takes the place of the list's own.

    ``folder`` holds the catalogue and the lists that come with the bot.

    Raises ProfileRefused if there is none, or if it has a mistake; a mistake names the file as
    ``name`` does.
    """
    path = find_list(name, folder)
    file = name or str(path)
    text = _text(path, file, folder)
    profile = read_list(text, file, minimum_price, _catalogue(folder))
    if path.parent != folder and profile.id in shipped_lists(folder):
        raise ProfileRefused([_taken(text, file, profile.id)])
    return profile


def _taken(text: str, file: str, name: str) -> Mistake:
    """A list of one's own must not be taken for a shipped one, nor a shipped one for it."""
    lines = enumerate(text.splitlines(), 1)
    line = next((number for number, said in lines if said.startswith("list:")), 1)
    return Mistake(file, line, "", MistakeKind.SHIPPED_NAME, name, f"list: my_{name}")


def read_list(
    text: str,
    file: str,
    minimum_price: Price | None = None,
    catalogue: Entries | None = None,
) -> Profile:
    """The list in a text. Raises ProfileRefused, naming every mistake, if it has any."""
    reader = Reader(file)
    root = compose(text, file)
    entries = reader.entries(root, LIST_KEYS, ("list", "name", "traits"))
    price = minimum_price or _price(reader, entries)
    traits: list[Trait] = []
    nodes = reader.items(entries["traits"]) if "traits" in entries else []
    for node in nodes:
        trait = read_trait(reader, node, price, catalogue or {}, traits)
        if trait is not None:
            traits.append(trait)
        reader.trait = ""
    if isinstance(entries.get("traits"), yaml.SequenceNode) and not 1 <= len(nodes) <= MOST_TRAITS:
        reader.wrong(entries["traits"], MistakeKind.NO_TRAITS, str(len(nodes)), str(MOST_TRAITS))
    profile = Profile(
        reader.name(entries["list"]) if "list" in entries else "",
        reader.texts(entries["name"], MOST_NAME) if "name" in entries else {},
        tuple(traits),
        _bands(reader, entries["bands"]) if "bands" in entries else Bands(),
        reader.switch(entries["summary"]) if "summary" in entries else True,
        Subject(reader.one_of(entries["subject"], Subject) if "subject" in entries else "prospect"),
        price,
    )
    if reader.mistakes:
        once = dict.fromkeys(reader.mistakes)
        raise ProfileRefused(sorted(once, key=lambda mistake: mistake.line))
    return profile


def read_catalogue(folder: Path = FOLDER) -> tuple[Trait, ...]:
    """Every trait of the catalogue, priced at 1,000 of a unit, as a list would hold it."""
    catalogue = _catalogue(folder)
    names = "".join(f"\n- {name}" for name in catalogue)
    text = f"list: catalogue\nname: Catalogue\nminimum_price: 1000 USD\ntraits:{names}"
    return read_list(text, CATALOGUE, None, catalogue).traits


def _text(path: Path, file: str, folder: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise ProfileRefused([_not_found(file, folder)]) from error
    except (OSError, UnicodeDecodeError) as error:
        mistake = Mistake(file, 0, "", MistakeKind.UNREADABLE, file)
        raise ProfileRefused([mistake]) from error


def _catalogue(folder: Path) -> Entries:
    return _traits_by_name(_text(folder / CATALOGUE, CATALOGUE, folder))


@lru_cache(maxsize=1)
def _traits_by_name(text: str) -> Entries:
    """The catalogue's nodes, parsed once for all the lists that are read with it."""
    reader = Reader(CATALOGUE)
    entries = reader.entries(compose(text, CATALOGUE))
    if reader.mistakes:
        raise ProfileRefused(reader.mistakes)
    return entries


def _price(reader: Reader, entries: Entries) -> Price | None:
    if "minimum_price" not in entries:
        return None
    text = spelled(entries["minimum_price"])
    price = read_price(text)
    if price is None:
        reader.wrong(entries["minimum_price"], MistakeKind.NOT_A_PRICE, text, A_PRICE)
    return price


def _bands(reader: Reader, node: yaml.Node) -> Bands:
    known = len(reader.mistakes)
    entries = reader.entries(node, ("accept", "conditions"))
    accept = reader.number(entries["accept"], 0, 100) if "accept" in entries else Bands().accept
    conditions = (
        reader.number(entries["conditions"], 0, 100)
        if "conditions" in entries
        else min(Bands().conditions, accept)
    )
    if conditions > accept and len(reader.mistakes) == known:
        reader.wrong(
            node, MistakeKind.BANDS_CROSSED, f"{float(conditions):g}", f"{float(accept):g}"
        )
    return Bands(accept, conditions)
