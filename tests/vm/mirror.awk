# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# Prints "suite uri" for every Debian entry in apt's own source files, so that no mirror is named in this repository.
# Reads both forms: one-line (.list) and stanzas (.sources); entries for other systems than Debian are left out.

function debian(suite) {
	sub(/-(updates|security|backports|proposed-updates)$/, "", suite)
	sub(/\/updates$/, "", suite)
	return suite ~ /^(bullseye|bookworm|trixie|forky|sid|stable|testing|unstable|oldstable|oldoldstable)$/
}

function entry(suite, uri) {
	sub(/\/$/, "", uri)
	if (debian(suite) && !seen[suite, uri]++)
		print suite, uri
}

function stanza_ends(   i, j, nr_uris, nr_suites, uri, suite) {
	nr_uris = split(uris, uri, " ")
	nr_suites = split(suites, suite, " ")
	for (i = 1; i <= nr_uris && enabled && types ~ /(^| )deb( |$)/; i++)
		for (j = 1; j <= nr_suites; j++)
			entry(suite[j], uri[i])
	uris = suites = types = field = ""
	enabled = 1
}

FNR == 1 {
	stanza_ends()
	stanzas = FILENAME ~ /\.sources$/
}

/^[ \t]*#/ { next }

# deb [options] uri suite component...
!stanzas && $1 == "deb" {
	line = $0
	sub(/\[[^]]*\]/, "", line)
	split(line, word, " ")
	entry(word[3], word[2])
}

stanzas && /^[ \t]*$/ { stanza_ends(); next }

stanzas && /^[A-Za-z-]+:/ {
	field = tolower(substr($0, 1, index($0, ":") - 1))
	$0 = substr($0, index($0, ":") + 1)
}

# A field's value may go on in lines that begin with a blank.
stanzas {
	if (field == "uris") uris = uris " " $0
	if (field == "suites") suites = suites " " $0
	if (field == "types") types = types " " $0
	if (field == "enabled" && tolower($1) == "no") enabled = 0
}

END { stanza_ends() }
