# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# The guest's snapshot, judged on the host, says what the guest said.
# shellcheck shell=sh disable=SC2154

probity=$(cd "$(dirname "$0")/../../.." && pwd)/build/static/probity

same() { # NAME FILE FILE
	if diff "$2" "$3" >difference; then
		echo "ok - $1"
	else
		echo "not ok - $1"
		sed 's/^/# /' difference | head -20
	fi
}

"$probity" check --tsv --root tmp/guest.tar.zst >root.tsv
same "every rule answers as in the guest" tmp/live.tsv root.tsv
"$probity" check -v --root tmp/guest.tar.zst >root.txt
same "the text is the same wherever it is judged" tmp/root.txt root.txt
same "the text is that of the guest itself" tmp/live.txt root.txt
if grep -q pby_entry root.txt || "$probity" check --json --root tmp/guest.tar.zst | grep -q pby_entry; then
	echo "ok - the probes of the guest are in it"
else
	echo "not ok - the probes of the guest are in it"
fi

"$probity" check --json --root tmp/guest.tar.zst >root.json
if "$(dirname "$0")/../../../tools/schema" "$(dirname "$0")/../../../doc/check.schema.json" root.json >faults; then
	echo "ok - the result is as documented"
else
	echo "not ok - the result is as documented"
	sed 's/^/# /' faults | head -20
fi
