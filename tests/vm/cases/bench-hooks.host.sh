# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# Every row is in the state that expect/bench.tsv says, and what was counted are all calls.
# shellcheck shell=sh disable=SC2154

python3 "$(dirname "$0")/../expect/bench.py" "$(dirname "$0")/../expect/bench.tsv" "$(basename "$KERNEL")" tmp/hooks.json
