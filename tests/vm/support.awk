# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# Makes doc/support.md of results.tsv (kernel, release, case, test, result, detail).
# Variables: kernels, cases: files made by the script beside this one.

BEGIN {
	while ((getline line <kernels) > 0) {
		split(line, field, "\t")
		kernel[++nr_kernels] = field[1]
		release[field[1]] = field[2]
		package[field[1]] = field[3]
	}
	while ((getline line <cases) > 0) {
		split(line, field, "\t")
		name[++nr_cases] = field[1]
		about[field[1]] = field[2]
	}
}

{
	total[$3, $1]++
	if ($5 == "not ok") {
		failed[$3, $1]++
		remark[++nr_remarks] = "- " $1 ": " $3 ": " $4 ": **failed**"
	} else if ($5 == "skip") {
		skipped[$3, $1]++
		remark[++nr_remarks] = "- " $1 ": " $3 ": " $4 ": skipped: " $6
	}
}

# The answers of the rules are tests of their own, called "RULE is ANSWER".
$3 == "check-verdicts" && $4 ~ /^[a-z0-9-]+ is (clear|unknown|n\/a|found\([a-z]+\))$/ {
	split($4, word, " is ")
	if (!(word[1] in rule_seen))
		rule[++nr_rules] = word[1]
	rule_seen[word[1]] = 1
	answer[word[1], $1] = $5 == "ok" ? word[2] : "**not as expected**"
}

function cell(case_name, k,   n) {
	n = total[case_name, k]
	if (!n)
		return "-"
	if (failed[case_name, k])
		return "**" failed[case_name, k] " of " n " failed**"
	if (skipped[case_name, k] == n)
		return "skipped"
	return n - skipped[case_name, k] (skipped[case_name, k] ? ", " skipped[case_name, k] " skipped" : "")
}

function head(first,   i, line) {
	line = "| " first " |"
	for (i = 1; i <= nr_kernels; i++)
		line = line " " kernel[i] " |"
	print line
	gsub(/[^|]+/, "---", line)
	print line
}

END {
	print "<!-- SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only -->"
	print "<!-- Written by a complete run of `./test vm`. -->"
	print "# Kernels that probity was run on\n"
	print "Debian's kernels as they are, each in a virtual machine with two CPUs.\n"
	print "| | release | package |"
	print "|---|---|---|"
	for (i = 1; i <= nr_kernels; i++)
		print "| " kernel[i] " | " release[kernel[i]] " | " package[kernel[i]] " |"

	print "\n## Tests\n"
	print "How many tests of each case passed; - is a case that is not for this kernel.\n"
	head("case")
	for (c = 1; c <= nr_cases; c++) {
		line = "| `" name[c] "`: " about[name[c]] " |"
		for (i = 1; i <= nr_kernels; i++)
			line = line " " cell(name[c], kernel[i]) " |"
		print line
	}
	if (nr_remarks) {
		print "\nWhat did not pass:\n"
		for (i = 1; i <= nr_remarks; i++)
			print remark[i]
	}
	if (!nr_rules)
		exit
	print "\n## What check says there\n"
	print "The answer of each rule, with the severity of what was found.\n"
	head("rule")
	for (r = 1; r <= nr_rules; r++) {
		line = "| [" rule[r] "](rules.md#" rule[r] ") |"
		for (i = 1; i <= nr_kernels; i++) {
			said = answer[rule[r], kernel[i]]
			sub(/^found\(/, "**", said)
			sub(/\)$/, "**", said)
			line = line " " (said == "" ? "-" : said) " |"
		}
		print line
	}
}
