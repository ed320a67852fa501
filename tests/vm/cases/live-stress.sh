# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# Many looks at a healthy machine under lock stress: no circle in any of them; who held what is compared on the host.
# needs: module probity
# timeout: 120

. /guest/case.sh
pby=/sys/kernel/debug/pby

if [ -e /sys/kernel/realtime ]; then
	skip "looks under lock stress" "PREEMPT_RT's locks are rt_mutexes with other structs"
	exit
fi
kmod pby_trouble
# More for those who have the time: PROBITY_LOOKS=1000.
looks=${PROBITY_LOOKS-60}

check "the stress begins" sh -c "echo stress 12 >$pby/make"
probity hang --live --json --watch 0 --looks "$looks" --timeout 3000 >/tmp/stress.json
probity hang --live --json --watch 1 >/tmp/watched.json
probity show /tmp/watched.json >/tmp/watched
echo calm >$pby/make
cat $pby/diary >/tmp/diary
is "it looked $looks times" "$(grep -c '"from_s"' /tmp/stress.json)" "$looks"
is "in no look owners wait in a circle" "$(sed -n 's/^ *"circles": \(.*\),/\1/p' /tmp/stress.json)" 0
lacks "nor does the verdict say so" "$(cat /tmp/stress.json)" '"cycle": *"(complete|near)"'
has "locks of the stress were seen with their owners" "$(grep -A2 '"pby_stress_mutex"' /tmp/stress.json)" '"owner_pid": [0-9]'
# Where a look caught nobody in line, there is no line to speak of.
if grep -q '"motion": "moves"' /tmp/watched.json; then
	has "watched, its lines move" "$(tr -s '\n ' ' ' </tmp/watched)" 'it moves: got [0-9]+ times'
else
	lacks "watched, no line stands still" "$(cat /tmp/watched.json)" '"motion": "still"'
fi
lacks "nobody is called stuck" "$(cat /tmp/watched.json)" '"pace": "(stuck|deadlock)"'
bring /tmp/stress.json /tmp/diary
rmmod pby_trouble
