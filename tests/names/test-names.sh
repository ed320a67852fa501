#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# probity locks -u on this machine: functions of a program of our own, live and from a recording.
set -u
cd "$(dirname "$0")/../.."
if [ "$(id -u)" != 0 ]; then
	echo "needs root"
	exit 77
fi
tmp=$(mktemp -d)
pids=
trap 'kill $pids 2>/dev/null; wait; rm -rf "$tmp"' EXIT
probity=build/release/probity
n=0
verdict() { # NAME STATUS [SHOWN]
	n=$((n + 1))
	if [ "$2" = 0 ]; then echo "ok $n - $1"; else
		echo "not ok $n - $1"
		[ -z "${3-}" ] || tail -n 40 "$3"
	fi
}

mkdir "$tmp/bin"
if ! ${CC:-gcc} -std=gnu11 -O2 -g -fno-omit-frame-pointer -pthread -Wl,--build-id tests/names/queue.c -o "$tmp/bin/pby-queue"; then
	echo "not ok 1 - a program that waits can be built"
	exit 1
fi
"$tmp/bin/pby-queue" &
queue=$!
pids=$queue

# Renewed every second, until it is there: when the CPUs are busy elsewhere nobody waits.
$probity locks -u -p $queue --stacks-above 1 -i 1 --json --debug-dir "$tmp/bin" --record "$tmp/rec" >"$tmp/live" 2>"$tmp/err" &
tool=$!
pids="$pids $tool"
found=1
for _ in $(seq 300); do
	if grep -q '"function": "fill"' "$tmp/live"; then
		found=0
		break
	fi
	kill -0 $tool 2>/dev/null || break
	sleep 0.2
done
kill -INT $tool 2>/dev/null
wait $tool
code=$?
if [ $code = 3 ]; then
	tail -n 1 "$tmp/err"
	exit 77
fi
verdict "-u names the program's function" $found "$tmp/live"
$probity locks --replay "$tmp/rec" --json >"$tmp/replayed" 2>&1
for from in live replayed; do
	grep -A4 '"function": "put"' "$tmp/$from" >"$tmp/put"
	grep -q '"module": "pby-queue"' "$tmp/put" && grep -q 'queue.c"' "$tmp/put" && grep -q '"inlined": true' "$tmp/put"
	verdict "$from: and what was inlined into it, with its file" $? "$tmp/$from"
done

# The same without the file: the build id is told, and no name.
$probity locks -u -p $queue --stacks-above 1 -d 1 --json >"$tmp/live" 2>&1
! grep -q '"function": "\(fill\|put\)"' "$tmp/live"
verdict "without its file no name is made up" $? "$tmp/live"

$probity locks -d 1 --vmlinux "$tmp/bin/pby-queue" >"$tmp/refused" 2>&1
verdict "a file that is not this kernel's debug information is refused" $(($? != 3)) "$tmp/refused"
grep -q 'its build id is .*, not ' "$tmp/refused"
verdict "and the build ids are told" $? "$tmp/refused"
echo "1..$n"
