# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# `probity locks` by kprobes on the entries of slow paths and sched_switch alone: the same queues, owners and times; and
# killed in whatever it does, it leaves nothing behind.
# needs: module probity
# files: tests/vm/guest/locks.sh:/guest/locks.sh
# timeout: 240

. /guest/case.sh
. /guest/locks.sh

need_trouble
kprobes() { # NUMBER: so many are there
	[ "$(wc -l </sys/kernel/debug/kprobes/list)" -eq "$1" ]
}
before=$(wc -l </sys/kernel/debug/kprobes/list)
programs_before=$(grep -c bpf_prog_alloc /proc/vmallocinfo)

queues="rwsem=Wrrwr sem=Www mutex=Wwwwwww"

# While they wait.
rm -rf /tmp/flight
start --hook kprobe --trigger 'depth>5' --to /tmp/flight
check "there are kprobes" [ "$(wc -l </sys/kernel/debug/kprobes/list)" -gt "$before" ]
# shellcheck disable=SC2086
make_queues $queues
cp $pby/truth /tmp/truth
check "a trigger writes a snapshot" wait_for 60 sh -c '[ -s /tmp/flight/*/locks.txt ]'
finish
cat /tmp/flight/*/locks.txt >/tmp/locks.out
has "it says how" "$(cat /tmp/locks.out)" 'kprobes and sched_switch'
for name in pby_rwsem pby_sem pby_mutex; do
	is "$name: its queue, in order" "$(queue_of $name)" "$(order_of $name)"
done
has "pby_mutex: its owner" "$(part pby_mutex)" "owner +pby_mutex_0 "
has "pby_rwsem: who asks for it" "$(part pby_rwsem)" "waiters +rwsem_take 100 %"
has "what this way cannot see is told" "$(cat /tmp/locks.out)" '^! not seen: how long waits were that never slept'
echo release >$pby/make
check "it leaves no kprobe" wait_for 20 kprobes "$before"

# After they have waited. What ended without a sleep is counted, and in no sum.
start --hook kprobe --csv
# shellcheck disable=SC2086
make_queues $queues
echo release >$pby/make
cp $pby/truth /tmp/waits
echo storm ww 4 100 >$pby/make
finish
compare pby_mutex pby_rwsem pby_sem
takes=$(awk '$1 == "storm" { n += $4; t += $5 } END { print n, t }' $pby/truth)
check "storm: some of ${takes% *} takes waited" [ "$(column contentions pby_ww)" -gt 0 ]
check "storm: no more waits than takes" [ "$(column contentions pby_ww)" -le "${takes% *}" ]
check "storm: they did not wait for longer than they took" [ "$(column wait_ns pby_ww)" -le "${takes#* }" ]
is "storm: nobody is left" "$(column depth pby_ww)" 0
is "storm: what it is" "$(column kind pby_ww)" ww_mutex

# Killed while it loads, attaches, follows and records, by either way: nothing stays.
nr_programs() {
	grep -c bpf_prog_alloc /proc/vmallocinfo
}
programs() {
	[ "$(nr_programs)" -gt "$programs_before" ]
}
gone() {
	[ "$(nr_programs)" -le "$programs_before" ] && kprobes "$before"
}
killed() { # WHEN COMMAND OPTION...
	when=$1
	until=$2
	shift 2
	rm -f /tmp/locks.out /tmp/locks.err
	probity locks -d 600 -i 1 "$@" >/tmp/locks.out 2>/tmp/locks.err &
	tool=$!
	wait_for 90 eval "$until" || not_ok "it is killed $when" "$(cat /tmp/locks.err)"
	kill -KILL $tool
	wait $tool 2>/dev/null
	check "killed $when it leaves nothing" wait_for 60 gone
}
killed "while it attaches" "! kprobes $before" --hook kprobe
killed "while it follows" "programs && grep -q following /tmp/locks.err" --hook kprobe
killed "while it loads" "programs"
killed "while it reports and records" "programs && grep -q 'contended locks\|No task' /tmp/locks.out" --record /tmp/killed.rec
check "what was recorded is read" sh -c 'probity locks --replay /tmp/killed.rec; [ $? -le 1 ]'
rmmod pby_trouble
