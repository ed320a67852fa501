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

probity hang --live --json >/tmp/healthy.json
lacks "a healthy machine has no circle" "$(cat /tmp/healthy.json)" '"cycle": *"(complete|near)"'

# The order of a queue, its modes and its owner are the module's own word.
for queue in "mutex Wwww" "rwsem Wrrwrrrw" "percpu Rw" "sem Www" "rtmutex Www"; do
	kind=${queue% *}
	check "$queue: is made" sh -c "echo queue $queue >$pby/make"
done
sleep 1
probity hang --live -v >/tmp/live
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
echo release >$pby/make

echo abba >$pby/make
echo self >$pby/make
sleep 1
probity hang --live >/tmp/abba </dev/null
is "two crossed mutexes are found" $? 1
has "the circle is complete" "$(cat /tmp/abba)" 'Deadlock of 2 tasks'
has "both mutexes are named" "$(cat /tmp/abba)" 'pby_lock_a'
has "and the other one" "$(cat /tmp/abba)" 'pby_lock_b'
has "a mutex taken twice is its own owner's" "$(cat /tmp/abba)" 'pby_lock_self: held by pby_self'
