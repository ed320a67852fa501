# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# A return probe on a function that sleeps loses events when more callers sleep in it than it has instances:
# as many as the lab's pool of the same design and size loses.
# needs: module programs probity

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
5.10.*) instances=$(nproc) design=spinlock ;;
6.1.*) instances=10 design=cas ;;
*) instances=10 design=objpool ;;
esac
is "as many returns are seen as there are instances, the others are lost" "$hits" "$instances"
# Each simulated caller is still inside when the others come, as the real ones were.
probity lab pool --only $design --topology 1x${callers}x1 --threads $callers --objects "$instances" \
	--mix kretprobe,hold=1000000000 --duration 1 --json >/tmp/lab.json
simulated=$(sed -n 's/^ *"hits": *\([0-9]*\).*/\1/p' /tmp/lab.json)
is "the lab's $design pool of this size sees as many returns" "$simulated" "$hits"
lost=$(sed -n 's/^ *"misses": *\([0-9]*\).*/\1/p' /tmp/lab.json)
is "and loses as many" "$lost" $((callers - hits))
rmmod pby_trouble
