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
same doc/check-json.md tools/schema --markdown doc/check.schema.json

# fits NAME OPTION...: what check prints as JSON is as documented, member by member.
fits() {
	n=$((n + 1))
	name=$1
	shift
	$probity check --json "$@" >"$tmp/result.json"
	if said=$(tools/schema doc/check.schema.json "$tmp/result.json" 2>&1); then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		printf '%s\n' "$said" | head
	fi
}

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
printf '# Linux/x86 6.1.192 Kernel Configuration\nCONFIG_X86_64=y\nCONFIG_KPROBES=y\n' >"$tmp/config"
fits "the result on this machine is as documented"
fits "the result for a configuration is as documented" --config "$tmp/config"
fits "a result with ignored findings is as documented" --config "$tmp/config" --ignore hung-task-blind
