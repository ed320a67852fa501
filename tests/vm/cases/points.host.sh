# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# Compares what every way to attach is said to be with tests/vm/expect/points.tsv, the column of this kernel, and that with
# what came of trying it.
# shellcheck shell=sh disable=SC2154

table=$(dirname "$0")/../expect/points.tsv
awk -F '\t' -v kernel="$(basename "$KERNEL")" -v table="$table" '
	FILENAME == table && /^# hook\t/ {
		for (i = 2; i <= NF; i++)
			if ($i == kernel) column = i
		if (!column) {
			print "ok - points # SKIP the table has no column for " kernel
			exit
		}
	}
	FILENAME == table && !/^#/ && NF { want[$1] = $column; hooks[++n] = $1 }
	FILENAME ~ /points.tsv$/ && FILENAME != table { got[$1] = $2 == "no" ? "-" : $2 == "yes" ? $4 " " $5 : $2 }
	FILENAME ~ /probed.tsv$/ { works[$1] = $2; result[$1] = $6 }
	END {
		if (!column) exit
		for (i = 1; i <= n; i++) {
			h = hooks[i]
			if (got[h] == want[h])
				print "ok - " h " is " want[h]
			else
				print "not ok - " h " is " want[h] "\n# probity says " got[h]
			tried = want[h] == "-" ? works[h] == "no" && result[h] != "works" : result[h] == "works"
			print (tried ? "ok - " : "not ok - ") h (want[h] == "-" ? " does not work when tried" : " works when tried")
			if (!tried)
				print "# it: " works[h] ", " result[h]
			delete got[h]
		}
		for (h in got)
			print "not ok - " h ": a row in tests/vm/expect/points.tsv"
	}' "$table" tmp/points.tsv tmp/probed.tsv
