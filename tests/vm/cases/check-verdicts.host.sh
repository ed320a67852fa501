# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# Compares the answers of every rule with tests/vm/expect/verdicts.tsv, the column of this kernel.
# shellcheck shell=sh disable=SC2154

table=$(dirname "$0")/../expect/verdicts.tsv
awk -F '\t' -v kernel="$(basename "$KERNEL")" -v table="$table" '
	function cell(answer, severity) {
		return answer == "found" ? "found(" severity ")" : answer == "not applicable" ? "n/a" : answer
	}
	FILENAME == table && /^# rule\t/ {
		for (i = 2; i <= NF; i++)
			if ($i == kernel) column = i
		if (!column) {
			print "ok - verdicts # SKIP the table has no column for " kernel
			exit
		}
	}
	FILENAME == table && !/^#/ && NF { want[$1] = $column }
	FILENAME != table {
		got = cell($2, $3)
		if (!($1 in want))
			print "not ok - " $1 ": a row in tests/vm/expect/verdicts.tsv"
		else if (want[$1] == got)
			print "ok - " $1 " is " got
		else
			print "not ok - " $1 " is " want[$1] "\n# probity says " got
		seen[$1] = 1
	}
	END {
		if (column)
			for (rule in want)
				if (!(rule in seen))
					print "not ok - " rule ": is a rule"
	}' "$table" tmp/verdicts.tsv
