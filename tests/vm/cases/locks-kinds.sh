# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# The kinds of locks that other cases leave out, and those whose events are odd: ww_mutexes, spinning mutexes, spinlocks,
# rwlocks, and writers that drain a percpu_rw_semaphore. What cannot be seen is told. A guest that knows to be one has
# spinlocks of another sort, without a queue.
# needs: module probity cpus:4 cpu:max,-cx16,-hypervisor
# files: tests/vm/guest/locks.sh:/guest/locks.sh
# timeout: 120

. /guest/case.sh
. /guest/locks.sh

need_trouble

# A writer that waits for readers to leave is there, or it is told that such are not seen.
start -v --spins
echo queue percpu Rw >$pby/make
cp $pby/truth /tmp/truth
finish
if grep -q '^! not seen: writers of percpu_rw_semaphores' /tmp/locks.out &&
	! part pby_percpu | grep -q '  queue'; then
	ok "draining writers are told as not seen"
else
	is "a draining writer waits" "$(queue_of pby_percpu)" "$(order_of pby_percpu)"
fi
case $(head -n 1 /tmp/locks.out) in
*fentry*) ;;
*) has "what qspinlocks hide is told" "$(cat /tmp/locks.out)" '^! not seen: the first CPU that waits for a spinlock' ;;
esac
echo release >$pby/make

# All of them are kept busy with their CPUs: mutexes are spun for, too.
start --csv --spins
echo queue ww Www >$pby/make
echo release >$pby/make
cp $pby/truth /tmp/waits
for kind in mutex ww rwsem spin rw; do
	echo storm $kind 8 100 100 >$pby/make
	awk '$1 == "storm" { n += $4; t += $5 } END { print n, t }' $pby/truth >/tmp/storm.$kind
done
finish
while read -r kind words; do
	read -r takes ns </tmp/storm.$kind
	begun=$(column contentions pby_$kind)
	is "$kind: its kind" "$(column kind pby_$kind)" $words
	check "$kind: some of $takes takes waited (${begun:-none})" [ "${begun:-0}" -gt 0 ]
	check "$kind: no more waits than takes" [ "${begun:-0}" -le $((takes + 2)) ]
	check "$kind: nobody is left" [ "$(column depth pby_$kind)" = 0 ]
	[ $kind = ww ] ||
		check "$kind: they did not wait for longer than they took" [ "$(column wait_ns pby_$kind)" -le "$ns" ]
done <<END
mutex mutex
ww ww_mutex
rwsem rw_semaphore
spin spinlock
rw rwlock
END
rmmod pby_trouble
