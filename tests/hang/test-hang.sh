#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# test-hang.sh: dumps whose answer is known, see score.py.
cd "$(dirname "$0")/../.." || exit 1
exec python3 tests/hang/score.py build/release/probity
