#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# test-probe.sh: probity check --probe on this machine: what it tries, as whom, and that nothing stays.
set -u
cd "$(dirname "$0")/../.."
probity=$PWD/build/release/probity
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
chmod 755 "$tmp"

verdict() { # NAME STATUS
	[ "$2" = 0 ] && echo "ok - $1" || echo "not ok - $1"
}

"$probity" check --probe --kernel /nonexistent >"$tmp/out" 2>&1
verdict "--probe with --kernel is a mistake" $(($? != 2))

if [ "$(id -u)" != 0 ]; then
	echo "ok - experiments # SKIP needs root"
	exit 0
fi

mounts=$(cat /proc/self/mountinfo)
# The programs of an experiment, by their ids.
programs() {
	bpftool prog show 2>/dev/null | sed -n 's/^\([0-9]*\): .* name probity_count .*/\1/p'
}
programs >"$tmp/before"

"$probity" check -j >"$tmp/plain"
"$probity" check --probe -j >"$tmp/probed"
python3 tests/probe/judge.py "$tmp/plain" "$tmp/probed"
verdict "nothing was mounted" "$([ "$mounts" = "$(cat /proc/self/mountinfo)" ]; echo $?)"

# A link keeps its program, so no program means no link. They are freed behind a grace period. Others may experiment
# beside: what is there now, and was not before, has to go; what comes later is not ours.
if command -v bpftool >/dev/null; then
	programs | grep -vxFf "$tmp/before" >"$tmp/after"
	tries=100
	while programs | grep -qxFf "$tmp/after" && [ $tries != 0 ]; do
		tries=$((tries - 1))
		sleep 0.1
	done
	verdict "no program and no link stays" $((tries == 0))
else
	echo "ok - no program and no link stays # SKIP no bpftool"
fi

# As a user without rights, where the kernel gives BPF to none of them.
if [ "$(cat /proc/sys/kernel/unprivileged_bpf_disabled 2>/dev/null || echo 0)" = 0 ]; then
	echo "ok - as an ordinary user # SKIP this kernel lets everybody load BPF programs"
else
	cp "$probity" "$tmp/probity"
	# A task of somebody else's that waits for a disk at that moment is reason enough to refuse: ask again.
	tries=50
	while
		setpriv --reuid 65534 --regid 65534 --clear-groups "$tmp/probity" check --probe -v >"$tmp/nobody"
		grep -q '^not probed:.*cannot be read' "$tmp/nobody" && [ $tries != 0 ]
	do
		tries=$((tries - 1))
	done
	if grep -q '^not probed:.*cannot be read' "$tmp/nobody"; then
		echo "ok - an ordinary user is told EPERM # SKIP $(sed -n 's/^not probed: //p' "$tmp/nobody")"
	else
		verdict "an ordinary user is told EPERM, not that it is missing" \
			"$(grep -q 'could not be probed: make a map: EPERM' "$tmp/nobody"; echo $?)"
	fi
fi
