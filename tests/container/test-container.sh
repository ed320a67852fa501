#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# test-container.sh: probity check where less can be seen: without rights, without /sys, /boot or /proc/kallsyms, in
# namespaces. It works, says what is missing, and claims nothing that it could not look at.
set -u
cd "$(dirname "$0")/../.."
if [ "$(id -u)" != 0 ] || ! unshare -m true 2>/dev/null; then
	echo "ok - with less rights # SKIP needs root and namespaces"
	exit 0
fi
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
chmod 755 "$tmp"
cp build/release/probity "$tmp/probity"
probity=$tmp/probity
export probity

verdict() { # NAME STATUS
	[ "$2" = 0 ] && echo "ok - $1" || echo "not ok - $1"
}

# less NAME EXITS COMMAND...: runs the command, which prints a result, and compares it with that of root.
less() {
	name=$1
	exits=$2
	shift 2
	"$@" >"$tmp/less.json" 2>"$tmp/err"
	status=$?
	verdict "$name: exit status $status" "$(case $status in [$exits]) echo 0 ;; *) echo 1 ;; esac)"
	verdict "$name: nothing on stderr" "$([ ! -s "$tmp/err" ]; echo $?)"
	cat "$tmp/err"
	"$probity" check -j >"$tmp/again.json"
	python3 tests/container/agree.py "$name" "$tmp/full.json" "$tmp/less.json" "$tmp/again.json"
	mv "$tmp/again.json" "$tmp/full.json"
}

"$probity" check -j >"$tmp/full.json"
nobody='setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs'

# shellcheck disable=SC2086
less "ordinary user" 01 $nobody "$probity" check -j
# shellcheck disable=SC2016
less "no /sys, no /boot" 01 unshare -m sh -c 'mount -t tmpfs none /sys && mount -t tmpfs none /boot && exec "$probity" check -j'
# shellcheck disable=SC2016
less "a pid namespace of its own" 01 unshare -m -p -f --mount-proc sh -c '"$probity" check -j'
# shellcheck disable=SC2016
less "root of a user namespace only" 01 unshare -U -r -m -p -f --mount-proc sh -c '"$probity" check -j'
# shellcheck disable=SC2016
less "hidden processes" 01 unshare -m sh -c 'mount -t proc -o hidepid=2 proc /proc && exec '"$nobody"' "$probity" check -j'
# As container engines mask it: all that could tell is gone.
# shellcheck disable=SC2016
less "nothing at all" 3 unshare -m sh -c 'mount -t tmpfs none /sys && mount -t tmpfs none /boot &&
	mount --bind /dev/null /proc/kallsyms && { [ ! -e /proc/config.gz ] || mount --bind /dev/null /proc/config.gz; } &&
	exec "$probity" check -j'

# The same for people: the text names what is missing.
# shellcheck disable=SC2086
$nobody "$probity" check -v >"$tmp/text" 2>&1
verdict "the text says what was not read" "$(grep -q '^not read ' "$tmp/text"; echo $?)"
verdict "the text says what could not be decided" "$(grep -q '^unknown ' "$tmp/text"; echo $?)"
# shellcheck disable=SC2016
unshare -U -r -m -p -f --mount-proc sh -c '"$probity" check --probe -v' >"$tmp/text" 2>&1
verdict "the root of a user namespace is told EPERM, not that it is missing" \
	"$(grep -Eq 'could not be probed: .*EPERM|^not probed: ' "$tmp/text"; echo $?)"
