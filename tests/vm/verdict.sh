# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# Turns what a boot left behind into results; for sourcing by boot, whose variables it uses.
# shellcheck shell=sh disable=SC2154

# Show the guest's second port as it comes, and write its results down. One of the awks reads ahead until it is asked not to.
stream() {
	interactive=
	if awk -W version 2>&1 </dev/null | grep -q '^mawk'; then interactive='-W interactive'; fi
	# shellcheck disable=SC2086
	awk $interactive -v mark="$mark" -v tap="$tap" -v label="vm $name" -v rows="$out/results.tsv" -v ends="$out/ends" \
		-f "$vm/stream.awk"
}

# verdict CASE RESULT TEST: one more result, found on this side.
verdict() {
	echo "$2 - vm $name: $1: $3"
	printf '%s\t%s\t%s\t\n' "$1" "$3" "$2" >>"$out/results.tsv"
}

# A case that never came to its end has failed, whatever it printed before.
verdict_unfinished() {
	for case in $cases; do
		grep -qs "^$case " "$out/ends" || verdict "$case" 'not ok' 'the guest lived to the end of the case'
	done
}

# A case may have a second half that runs here, on the files which the first half brought out of the guest.
verdict_host() {
	for case in $cases; do
		half=$vm/cases/$case.host.sh
		[ -f "$half" ] || continue
		{
			echo "@$mark begin $case"
			(cd "$out/files" && KERNEL=$kernel CORE=$out/core sh "$half" 2>&1 </dev/null)
			printf '\n@%s end %s %s\n' "$mark" "$case" $?
		} | stream
	done
}

# One more result for each case of this boot, and for the boot itself: did the kernel complain unannounced?
# A test that passes on a kernel which meanwhile warned about itself has shown nothing.
verdict_klog() {
	awk -v announced="$out/announced" -f "$vm/klog.awk" "$out/console.log" >"$out/complaints.tsv"
	for case in boot $cases; do
		complaint=$(awk -F '\t' -v case="$case" '$1 == case { print $2 ": " $3 }' "$out/complaints.tsv")
		if [ -z "$complaint" ]; then
			verdict "$case" ok 'the kernel did not complain'
		else
			verdict "$case" 'not ok' 'the kernel did not complain'
			echo "$complaint" | sed 's/^/# /'
		fi
	done
}
