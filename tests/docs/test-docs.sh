#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# test-docs.sh: the generated documents say what the program says; `make docs` renews them.
set -u
cd "$(dirname "$0")/../.."
probity=build/release/probity
n=0

# same FILE COMMAND...: the file is what the command prints.
same() {
	n=$((n + 1))
	file=$1
	shift
	if said=$("$@" | diff -u "$file" - 2>&1); then
		echo "ok $n - $file"
	else
		echo "not ok $n - $file"
		printf '%s\n' "$said"
	fi
}

same doc/rules.md $probity rules --markdown
