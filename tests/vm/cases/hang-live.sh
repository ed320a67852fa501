# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# What `probity hang` sees of locks on a machine where nothing was attached before, beside what the test module knows.
# needs: module probity
# announces: hung_task
# ruins: yes
# timeout: 120

. /guest/case.sh
pby=/sys/kernel/debug/pby

if [ -e /sys/kernel/realtime ]; then
	skip "locks read from memory" "PREEMPT_RT's locks are rt_mutexes with other structs"
	exit
fi
kmod pby_trouble

# For a moment somebody may be: a machine that has just started has work to do.
nobody_blocked() {
	probity hang --live --json --watch 0 >/tmp/healthy.json
}
check "nobody is blocked on a healthy machine" wait_for 10 nobody_blocked
has "which is said of all tasks, and nothing was left out" "$(grep '"verdict"' /tmp/healthy.json)" 'Nobody is blocked now; [0-9]+ tasks looked at\."'
lacks "a healthy machine has no circle" "$(cat /tmp/healthy.json)" '"cycle": *"(complete|near)"'

# The order of a queue, its modes and its owner are the module's own word.
for queue in "mutex Wwww" "rwsem Wrrwrrrw" "percpu Rw" "sem Www" "rtmutex Www"; do
	kind=${queue% *}
	check "$queue: is made" sh -c "echo queue $queue >$pby/make"
done
sleep 1
probity hang --live -v --watch 0 >/tmp/live
cat "$pby/truth" >/tmp/truth
while read -r what name rest; do
	[ "$what" = hold ] || continue
	case $name in
	pby_sem | pby_percpu) continue ;;
	esac
	mode=${rest%% *}
	holder=${rest##* }
	line=$(grep "^lock .* $name:" /tmp/live)
	if [ "$mode" = w ]; then
		has "$name: its owner is $holder" "$line" "held by $holder "
	else
		has "$name: a reader holds it" "$line" "held by 1 reader"
	fi
done </tmp/truth
for name in pby_mutex pby_rwsem pby_percpu pby_sem; do
	order=$(awk -v name=$name '$1 == "wait" && $2 == name { printf "%s", $3 }' /tmp/truth)
	has "$name: its queue is $order" "$(grep "^lock .* $name:" /tmp/live)" "wait: $order(,|$)"
done
# Watched: nobody gets further, and the holders sleep.
probity hang --live --json --watch 1 >/tmp/watched.json
is "and that is a find" $? 1
has "it looked three times" "$(cat /tmp/watched.json)" '"looks": 3,'
has "the longest line is one behind a stuck holder" "$(grep '"verdict"' /tmp/watched.json)" 'Convoy behind a stuck holder: [0-9]+ tasks wait behind pby_rwsem_0'
has "which the JSON says in one word" "$(cat /tmp/watched.json)" '"pace": "stuck"'
of() { # LOCK KEY: the value in the object of that lock
	awk -v lock="\"$1\"," -v key="\"$2\":" '$1 == "\"locks\":" { all = 1 } all && $1 == "\"name\":" { here = $2 == lock }
		here && $1 == key { sub(/,$/, "", $2); print $2; exit }' /tmp/watched.json
}
for name in pby_mutex pby_rwsem pby_sem; do
	is "$name: stands still" "$(of $name motion)" '"still"'
	is "$name: with the same head" "$(of $name same_head)" true
done
is "the holder of pby_mutex slept" "$(of pby_mutex switches)" 0
has "where, is said" "$(probity show -v /tmp/watched.json | tr -s '\n ' ' ')" 'pby_mutex: held by pby_mutex_0 [^;]*; [^;]*; nobody got further; the holder slept in pby_hold'
echo release >$pby/make

echo abba >$pby/make
echo self >$pby/make
sleep 1
probity hang --live >/tmp/abba </dev/null
is "two crossed mutexes are found" $? 1
has "the circle is complete" "$(cat /tmp/abba)" 'Deadlock of 2 tasks'
has "both mutexes are named" "$(cat /tmp/abba)" 'pby_lock_a'
has "and the other one" "$(cat /tmp/abba)" 'pby_lock_b'
has "it is a deadlock however long one looks" "$(cat /tmp/abba)" 'watched .*: a deadlock'
has "a mutex taken twice is its own owner's" "$(cat /tmp/abba)" 'pby_lock_self: held by pby_self'
