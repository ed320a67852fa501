# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# Every row that bench hooks measures on this kernel has its points, nothing was lost, and locks are counted where they can be.
# shellcheck shell=sh disable=SC2154

python3 "$(dirname "$0")/../expect/scale.py" "$(dirname "$0")/../expect/bench.tsv" "$(basename "$KERNEL")" tmp/scale.json
