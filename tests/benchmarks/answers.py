"""How many recorded answers are understood, and what one wrong letter does: `make bench`.

Shares of 100, file by file. What takes a tap counts as understood, and as a value of its own where
a letter is wrong, as the strictest count there is.
"""

import sys

from tests.test_answers import FILES, is_right, is_wrong, is_wrong_slip, meant, rows, slips

ROUNDS = 12
"""Times that each answer is typed with another of its letters wrong."""


def main() -> None:
    """Print the shares."""
    for name in FILES:
        found = [(row, meant(row)) for row in rows(name)]
        understood = sum(is_right(row, one) for row, one in found)
        wrong = sum(is_wrong(row, one) for row, one in found)
        typed = [(row, meant(row, text)) for row, text in slips(name, ROUNDS)]
        slipped = sum(is_wrong_slip(row, one) for row, one in typed)
        sys.stdout.write(
            f"{name:<8} {len(found):>5} answers  understood {100 * understood / len(found):6.2f}"
            f"  wrong {wrong}   one wrong letter: wrong {100 * slipped / len(typed):.3f}"
            f" of {len(typed)}\n"
        )


if __name__ == "__main__":
    main()
