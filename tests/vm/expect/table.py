# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
"""What the readers of results share: a column of a table of expected states, and lines of TAP."""


def column(table, kernel):
    """What the table says of each row on this kernel."""
    want = {}
    with open(table) as f:
        for line in f:
            cells = line.rstrip("\n").split("\t")
            if line.startswith("# row"):
                at = cells.index(kernel)
            elif not line.startswith("#"):
                want[cells[0]] = cells[at]
    return want


def tell(good, what, *detail):
    print(("ok - " if good else "not ok - ") + what)
    if not good:
        for d in detail:
            print("#", d)
