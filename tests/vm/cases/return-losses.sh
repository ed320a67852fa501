# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# A return probe on a function that sleeps loses events when more callers sleep in it than it has instances.
# needs: module programs

. /guest/case.sh
kmod pby_trouble
callers=64

pby-hold kretprobe pby_sleeper >/tmp/held 2>&1 &
holder=$!
check "the probe is attached" wait_for 20 grep -q attached /tmp/held
pby-threads $callers 1 /sys/kernel/debug/pby/sleep 1000000 >/dev/null &
threads=$!
all_sleep() {
	[ "$(grep -l '\] pby_sleeper+' /proc/$threads/task/*/stack | wc -l)" = $callers ]
}
check "$callers callers sleep in the function" wait_for 20 all_sleep
kill $threads
wait $threads
kill -TERM $holder
wait $holder
hits=$(sed -n 's/^hits //p' /tmp/held)

# Two possible CPUs: 5.10 without preemption gives an instance to each, the others at least ten.
case $(uname -r) in
5.10.*) instances=$(nproc) ;;
*) instances=10 ;;
esac
is "as many returns are seen as there are instances, the others are lost" "$hits" "$instances"
rmmod pby_trouble
