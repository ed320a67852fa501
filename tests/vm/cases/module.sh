# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash disable=SC3037
# The test module does what it says: its threads hold and wait for locks in the order that was asked for.
# needs: module

. /guest/case.sh
pby=/sys/kernel/debug/pby

check "the module loads" kmod pby_trouble
# Reading kallsyms takes an emulated machine seconds: once is enough.
grep -F '[pby_trouble]' /proc/kallsyms >/tmp/symbols

# The ids in lines of the truth that begin with the word $1.
those_who() {
	sed -n "s/^$1 .* \([0-9]*\) pby_[a-z_0-9]*\$/\1/p" $pby/truth
}

# Print what is wrong with the threads of the queue: holders must sleep in pby_hold, waiters in D under the lock's taker.
misplaced() {
	for pid in $(those_who hold); do
		stack_has "$pid" pby_hold || echo "holder $pid: $(cat "/proc/$pid/stack")"
	done
	for pid in $(those_who wait); do
		[ "$(task_state "$pid")" = D ] || echo "waiter $pid: state $(task_state "$pid")"
		stack_has "$pid" "$1_take" || echo "waiter $pid: $(cat "/proc/$pid/stack")"
	done
}

queue() {
	kind=$1 order=$2 holders=$3 waiters=$4
	check "$kind $order: made" sh -c "echo queue $* >$pby/make"
	is "$kind $order: holders" "$(those_who hold | wc -l)" "$holders"
	is "$kind $order: waiters" "$(those_who wait | wc -l)" "$waiters"
	is "$kind $order: everyone is in place" "$(misplaced "$kind")" ""
	address=$(sed -n 's/^lock pby_[a-z]* [a-z]* //p' $pby/truth)
	check "$kind $order: the lock's address has its name" grep -q "^$address . pby_$kind" /tmp/symbols
	check "$kind $order: released" sh -c "echo release >$pby/make"
	# What was waited for is kept for the next reader.
	is "$kind $order: nothing is left" "$(grep -Ev '^(waited|storm) ' $pby/truth; grep -l "^pby_$kind" /proc/[0-9]*/comm)" ""
}

queue mutex Www 1 2
queue rwsem Wrrwr 1 4
queue rwsem RRwr 2 2
queue percpu Rwrr 1 3
queue percpu Wrw 1 2
queue sem Www 1 2
queue rtmutex Www 1 2

for wrong in 'queue mutex Wr' 'queue rwsem rr' 'queue rwsem WW' 'queue rwsem RwW' 'queue nothing W' 'queue mmap W 999999' \
	'queue' 'abb' ''; do
	check "refused: $wrong" sh -c "! echo '$wrong' >$pby/make"
done

# The address space of a process that sleeps: whoever wants to read its command line waits.
sleep 1000 &
victim=$!
wait_for 10 grep -qx sleep /proc/$victim/comm
echo queue mmap W $victim >$pby/make
cat /proc/$victim/cmdline >/tmp/cmdline &
reader=$!
check "mmap: a reader of the command line waits" wait_for 10 stack_has $reader proc_pid_cmdline_read
has "mmap: the truth names the lock" "$(cat $pby/truth)" '^lock mmap_lock mmap [0-9a-f]{16}$'
echo release >$pby/make
wait $reader
has "mmap: released, the reader has its answer" "$(tr '\0' ' ' </tmp/cmdline)" '^sleep 1000'
kill $victim

# A process of our own behind the threads.
echo queue rwsem W >$pby/make
(echo rwsem r >$pby/enter) &
own=$!
check "enter: this process waits" wait_for 10 stack_has $own rwsem_take
is "enter: it waits in D" "$(task_state $own)" D
echo release >$pby/make
check "enter: it holds the lock after the release" wait_for 10 stack_has $own pby_hold
echo release >$pby/make
wait $own
is "enter: it lets go after the next" $? 0

(echo 100000 >$pby/sleep) 2>/dev/null &
sleeper=$!
check "sleep: the caller is in pby_sleeper" wait_for 10 stack_has $sleeper pby_sleeper
kill $sleeper

echo 1000 >$pby/calls
has "calls: counted and timed" "$(cat $pby/calls)" '^1000 [1-9][0-9]*$'

wait_for 10 sh -c "! grep -q pby_sleeper /proc/$sleeper/stack"
check "the module unloads" rmmod pby_trouble
