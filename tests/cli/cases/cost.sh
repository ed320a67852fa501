# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# A saved result of cost: the screen, everything, and what is no result of cost as a baseline.
for args in "show tests/cli/data/cost.json" "show -v tests/cli/data/cost.json" "cost --baseline tests/cli/data/6.1.config"; do
	echo "$ probity $args"
	$PROBITY $args
	echo "exit $?"
done
