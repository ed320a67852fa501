# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# A bare probity shows the questions; mistakes say what is wrong and exit with 2.
for args in "" "nonsense" "check --nonsense" "check --fail-on soon" "check --ignore no-such-rule" "check file" "rules no-such-rule" "check --kernel /nonexistent" "check --kernel LICENSES/BSD-2-Clause.txt" "check --kernel x --root y" "cost --sort size" "cost --hz 0.5" "cost --top --json" "cost --top" "cost --calibration /nonexistent" "cost --baseline /nonexistent" "show /nonexistent" "hang /dev/null" "show LICENSES/BSD-2-Clause.txt" "help nonsense" "check --help"; do
	echo "$ probity $args"
	$PROBITY $args
	echo "exit $?"
done
