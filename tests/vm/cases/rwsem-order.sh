# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# In which order the kernel lets readers and writers into an rw_semaphore, and wakes them: as the lab says.
# needs: module probity
# timeout: 90

. /guest/case.sh
if [ -e /sys/kernel/realtime ]; then
	skip "the order of a rw_semaphore" "PREEMPT_RT's are rtmutexes"
	exit
fi
kmod pby_trouble
pby=/sys/kernel/debug/pby

case $(uname -r) in
5.10.*) rules='5.3 to 5.10' ;;
*) rules='5.19 and later' ;;
esac

kernel() {
	echo "turns $1" >$pby/make || return
	sed -n '/^turn /p; /^woken/p' $pby/truth
}

lab() {
	probity lab rwsem --arrivals "$1" --csv |
		awk -F, -v rules="$rules" '$1 != rules { next } $3 == "woken" { print "woken" ($5 != "" ? " " $5 : ""); next }
			{ print "turn", $3, $4, $5 }'
}

# 5.10 spins before it sleeps, but not when its time slice is up: then it may also do what it does not do as a rule.
agree() {
	for _ in 1 2 3 4 5 6; do
		kernel "$1" >/tmp/kernel || return
		cmp -s /tmp/kernel /tmp/lab && break
		[ "$rules" = '5.3 to 5.10' ] || break
	done
}

# A queue behind a writer; behind readers; one that comes when others have been let in; more than are woken at once, with
# a writer among them; and who comes while the rest of them waits, which is where kernels differ.
for script in WrwrrwR RWRRW RRwrwwr wwww WRR. rrw.r.w WrrwrW.rr.w Wr150wr150 Wr300.w Wr300.r Wr260wr.rw Rwr.r..r; do
	lab $script >/tmp/lab
	agree $script
	is "$script: the kernel does what the lab says" "$(cat /tmp/kernel)" "$(cat /tmp/lab)"
done
has "at most 256 readers are woken at once" "$(kernel Wr300)" '^turn release r 1-256$'
check "a script that says something else is refused" sh -c "! echo turns rxr >$pby/make"
rmmod pby_trouble
