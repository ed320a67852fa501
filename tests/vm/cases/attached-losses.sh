# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# What a return probe loses is told with the right number, also where no interface of the kernel tells it.
# needs: module programs probity
# timeout: 120

. /guest/case.sh
cd /tmp || exit 1
kmod pby_trouble
callers=64
tracing=/sys/kernel/tracing

pby-hold -c loser kretprobe pby_sleeper >held 2>&1 &
holder=$!
check "the return probe is attached" wait_for 20 grep -q attached held
is "before, nothing is said to be lost" "$(probity check --tsv | grep -c '^probe-loses-events	found')" 0
check "$callers callers sleep in the function" pby-threads $callers 1 /sys/kernel/debug/pby/sleep 1000

# The pool has maxactive instances; what comes beyond them is lost.
probity check -a >list
bring list
missed=$(sed -n 's/.*pby_sleeper .* missed \([0-9]*\).*/\1/p' list)
has "the loss is a finding" "$(probity check --tsv)" '^probe-loses-events	found	high'

# The same through tracefs, whose profile all kernels have: both lose alike.
echo 'r:mine pby_sleeper' >$tracing/kprobe_events
echo 1 >$tracing/events/kprobes/mine/enable
pby-threads $callers 1 /sys/kernel/debug/pby/sleep 1000
probity check -a >list
profile=$(awk '$1 == "mine" { print $3 }' $tracing/kprobe_profile)
is "tracefs counts the same" "$(sed -n 's/.*kprobes\/mine .*missed \([0-9]*\).*/\1/p' list)" "$profile"
is "of two probes on one function each has its own number" \
	"$(sed -n 's/.*on_kretprobe .*missed \([0-9]*\).*/\1/p' list)" $((missed + profile))
echo 0 >$tracing/events/kprobes/mine/enable
echo >$tracing/kprobe_events

kill -TERM $holder
wait $holder
hits=$(sed -n 's/^hits //p' held)
is "what was seen and what was lost is all there was" $((hits + missed + profile)) $((2 * callers))
rmmod pby_trouble
