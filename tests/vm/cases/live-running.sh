# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# The holder of a lock that does not sleep has no stack in /proc: where it runs is said all the same, by what interrupts
# leave on its stack, and when asked for, by the clock of its CPU.
# needs: module probity
# timeout: 60

. /guest/case.sh
pby=/sys/kernel/debug/pby

if [ -e /sys/kernel/realtime ]; then
	skip "holders that run" "PREEMPT_RT's locks are rt_mutexes with other structs"
	exit
fi
kmod pby_trouble
check "a holder spins, three wait" sh -c "echo spin mutex Wwww >$pby/make"
holder=$(sed -n 's/^hold pby_mutex w \([0-9]*\) .*/\1/p' $pby/truth)
probity hang --live --json --watch 1 >/tmp/look.json
is "a look finds it" $? 1
probity show /tmp/look.json >/tmp/look
text=$(tr -s '\n ' ' ' </tmp/look)
probity hang --live --json --watch 0 --sample 1 >/tmp/perf.json
probity show -v /tmp/perf.json >/tmp/perf
echo release >$pby/make

# of KEY FILE: the value in the first object of running.
of() {
	awk -v key="\"$1\":" '$1 == "\"running\":" { on = 1 } on && $1 == key { sub(/,$/, "", $2); print $2; exit }' "$2"
}
has "the verdict says where it runs" "$text" "Convoy, no deadlock: 3 tasks wait for pby_mutex_0 $holder, which runs on CPU [0-9]+, in pby_spin"
has "that is called a guess" "$text" "runs pby_mutex_0 $holder on CPU [0-9]+, in pby_spin < party_main < kthread.* \([0-9]+ of [0-9]+ interrupts met it there: a guess"
is "it was only looked at" "$(of by /tmp/look.json)" '"memory"'
is "it is the holder" "$(of pid /tmp/look.json)" "$holder"
lacks "nothing was sampled unasked" "$(cat /tmp/look.json)" '"by": "perf"'
has "when asked, its CPU's clock says the same" "$(tr -s '\n ' ' ' </tmp/perf)" "runs pby_mutex_0 $holder on CPU [0-9]+, in pby_spin < party_main < kthread.* \([0-9]+ of [0-9]+ samples\)"
has "and is named as a source" "$(tr -s '\n ' ' ' </tmp/perf)" 'asked perf: [1-9][0-9]* moments of [0-9]+ tasks? in 1.0 s'

probity hang --live --json --watch 0 --sample 0.2 >/tmp/idle.json
is "where nobody waits nobody is sampled" $? 0
has "which is said" "$(cat /tmp/idle.json)" 'not asked: nobody who holds others up runs'
rmmod pby_trouble
