#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# A snapshot of this machine is judged like the machine, in each of its forms, and holds nothing that it must not.
set -u
cd "$(dirname "$0")/../.."
probity=$PWD/build/release/probity
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
n=0
ok() { # NAME STATUS [DETAIL]
	n=$((n + 1))
	if [ "$2" = 0 ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		[ $# -lt 3 ] || head -20 "$3"
	fi
}

# take OPTION... FORM: a snapshot, and in $tmp/live what the machine said before and after it. The machine goes
# on living: probes of others come and go, and then it is taken again.
take() {
	for again in 1 2 3 4 5 6 7 8; do
		eval "form=\${$#}"
		rm -rf "$form"
		"$probity" check --tsv >"$tmp/live" 2>&1
		"$probity" snapshot "$@" >"$tmp/said" 2>&1
		status=$?
		"$probity" check --tsv >"$tmp/after" 2>&1
		cmp -s "$tmp/live" "$tmp/after" && break
	done
	return $status
}

for form in tree tree.tar tree.tar.zst; do
	take "$tmp/$form"
	ok "snapshot into ${form##*/}" $? "$tmp/said"
	"$probity" check --tsv --root "$form" >"$tmp/root" 2>&1
	diff "$tmp/live" "$tmp/root" >"$tmp/diff"
	ok "${form##*/} is judged like the machine" $? "$tmp/diff"
done
"$probity" check -v --root "$tmp/tree" >"$tmp/of-folder"
cp "$tmp/tree/probity/manifest.json" "$tmp/manifest"
"$probity" check -v --root "$tmp/tree" | diff "$tmp/of-folder" - >"$tmp/diff"
ok "a snapshot says the same each time" $? "$tmp/diff"

"$probity" snapshot "$tmp/tree.tar" >"$tmp/said" 2>&1
ok "an archive is not overwritten" $(($? != 2)) "$tmp/said"
"$probity" snapshot "$tmp/tree" >"$tmp/said" 2>&1
ok "a folder is not overwritten" $(($? != 3)) "$tmp/said"
ok "only its owner may read it" $([ "$(stat -c %a "$tmp/tree.tar" "$tmp/tree" | tr '\n' ' ')" = "600 700 " ]; echo $?)
find "$tmp/tree/proc" -path '*/[0-9]*' -o -path '*/self*' >"$tmp/found"
ok "no file of a process is in it" $([ -s "$tmp/found" ]; echo $((! $?))) "$tmp/found"

take --no-addresses "$tmp/zeroed"
grep -rlE --binary-files=without-match '(^|[^0-9a-f])ff[0-9a-f]{14}([^0-9a-f]|$)' "$tmp/zeroed" >"$tmp/found"
ok "--no-addresses leaves none" $([ -s "$tmp/found" ]; echo $((! $?))) "$tmp/found"
"$probity" check --tsv --root "$tmp/zeroed" >"$tmp/root" 2>&1
diff "$tmp/live" "$tmp/root" >"$tmp/diff"
ok "rules need no addresses" $? "$tmp/diff"

if command -v python3 >/dev/null; then
	python3 - "$tmp/tree" >"$tmp/said" 2>&1 <<-'END'
	import json, os, sys
	top = sys.argv[1]
	m = json.load(open(top + '/probity/manifest.json'))
	for f in m['files']:
	    assert os.path.getsize(top + f['path']) == f['size'], f
	there = {'/' + os.path.relpath(os.path.join(d, f), top) for d, _, fs in os.walk(top) for f in fs}
	assert there == {f['path'] for f in m['files']} | {'/probity/manifest.json'}, there
	assert all(x['why'] and x['errno'] for x in m['missing'])
	END
	ok "the manifest lists what is in it" $? "$tmp/said"
fi
for bad in '{' '[]' '{"schema":"probity.snapshot/9"}'; do
	echo "$bad" >"$tmp/tree/probity/manifest.json"
	"$probity" check --root "$tmp/tree" >"$tmp/said" 2>&1
	ok "a manifest $bad is refused" $(($? != 3)) "$tmp/said"
done
