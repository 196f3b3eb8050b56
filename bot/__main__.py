"""The door to the command line."""

import gc
import os


def main() -> None:
    """Run the command line.

    Nothing that is made while importing is garbage, and looking for it there takes an eighth of
    the time until the first question; looking for pydantic's plugins, of which we use none, reads
    the metadata of every installed package.
    """
    gc.disable()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    from bot.command_line import app  # noqa: PLC0415  # What has to come after that.

    gc.freeze()
    gc.enable()
    app()


if __name__ == "__main__":
    main()
