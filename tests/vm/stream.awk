# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# Reads what a guest prints on its second port and hands on what people want to see, as it comes; ends with the driver.
# Variables: mark (the word that begins the driver's lines), tap (1: the scripts are cases), label ("vm 6.1"),
# rows (file for one more line per test: case, test, result, detail), ends (file for one line per script: name, status).

function flush_blank() {
	for (; blank > 0; blank--)
		show("")
}

function show(line) {
	if (!tap) {
		print line
		fflush()
	}
}

function row(test, result, detail) {
	nr_results++
	printf "%s\t%s\t%s\t%s\n", script, test, result, detail >>rows
	fflush(rows)
}

function verdict(line,   result, text, hash, why) {
	result = line ~ /^not ok/ ? "not ok" : "ok"
	text = line
	sub(/^(not )?ok *[0-9]*( - )?/, "", text)
	hash = match(text, / # SKIP/)
	why = hash ? substr(text, hash + 7) : ""
	sub(/^ */, "", why)
	if (hash)
		text = substr(text, 1, hash - 1)
	row(text, hash ? "skip" : result, why)
	print result " - " label ": " script ": " text (hash ? " # SKIP " why : "")
	fflush()
}

# An empty line just before a marked one was put there by the driver.
$0 == "" { blank++; next }

index($0, "@" mark " ") == 1 {
	if (blank > 0) blank--
	flush_blank()
	if ($2 == "begin") {
		script = $3
		nr_results = 0
	} else if ($2 == "end") {
		print $3, $4 >>ends
		fflush(ends)
		if (tap && $4 == "timeout")
			verdict("not ok - ended in time")
		else if (tap && $4 != "0")
			verdict("not ok - ended with status " $4)
		else if (tap && !nr_results)
			verdict("not ok - gave a result")
		script = ""
	} else if ($2 == "over") {
		print "over 0" >>ends
		exit
	}
	next
}

{ flush_blank() }

tap && script != "" && /^(not )?ok( |$)/ { verdict($0); next }

tap && /^#/ { print; fflush(); next }

{ show($0) }
