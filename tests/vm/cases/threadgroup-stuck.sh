# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# While cgroup_threadgroup_rwsem is stuck nobody can fork and nobody can end: a probity that runs already needs neither, and says
# who waits for whom.
# needs: module programs probity
# timeout: 90

. /guest/case.sh
pby=/sys/kernel/debug/pby

where=$(awk '$3 == "cgroup_threadgroup_rwsem" { print $1; exit }' /proc/kallsyms)
if [ -z "$where" ] || [ -e /sys/kernel/realtime ]; then
	skip "a stuck cgroup_threadgroup_rwsem" "this kernel has none, or locks with other structs"
	exit
fi
kmod pby_trouble "threadgroup_rwsem=0x$where"

# Somebody who will fork, somebody who will become another program, and the one who looks.
mkfifo /tmp/fork /tmp/exec
{ read -r _ && : | :; } </tmp/fork &
forker=$!
exec 4>/tmp/fork
{ read -r _ && exec cat /proc/self/comm; } </tmp/exec >/tmp/exec.out &
exec 5>/tmp/exec
probity hang --live --json --watch 10 --timeout 60 >/tmp/look.json 2>/tmp/look.err &
looker=$!
all_started() {
	[ "$(tasks_named probity-worker | wc -w)" = 8 ]
}
check "it has all its children" wait_for 20 all_started
kill -STOP $looker

# From here to the release nobody can start or end anything: only what the shell does itself.
echo queue threadgroup Rw >$pby/make
made=$?
while read -r what _ mode rest; do
	if [ "$what $mode" = "wait w" ]; then writer=${rest#* } && writer=${writer%% *}; fi
done <$pby/truth
echo now >&4
echo now >&5
# Wait until a function is in the stack of a task.
sleeps_in() {
	read -r now _ </proc/uptime
	end=$((${now%.*} + 20))
	while [ "${now%.*}" -lt $end ]; do
		while read -r _ frame; do
			case $frame in
			"$2+"*) return 0 ;;
			esac
		done <"/proc/$1/stack"
		read -r now _ </proc/uptime
	done
	return 1
}
sleeps_in $forker copy_process
forking=$?
kill -CONT $looker
# Its result is there before its end, which waits like all others.
complete() {
	read -r now _ </proc/uptime
	end=$((${now%.*} + 45))
	while [ "${now%.*}" -lt $end ]; do
		while IFS= read -r line; do
			if [ "$line" = "}" ]; then return 0; fi
		done </tmp/look.json
		read -r now _ </proc/uptime
	done
	return 1
}
complete
answered=$?
ran=
while read -r line; do ran=$line; done </tmp/exec.out
sleeps_in $looker exit_signals
ending=$?
echo release >$pby/make

is "the trouble is made" $made 0
is "a fork waits" $forking 0
is "a program can be executed" "$ran" cat
is "the look came to its end while nobody could fork" $answered 0
is "and only then waited, like everybody who ends" $ending 0
wait $forker
is "the fork comes through after the release" $? 0
wait $looker
is "the look found trouble" "$? $(cat /tmp/look.err)" "1 "
look=$(tr -s '\n ' ' ' </tmp/look.json)
has "the lock is named, and its reader counted" "$look" '"name": "cgroup_threadgroup_rwsem",[^{]*"owner": "readers",[^{]*"readers": 1,'
# whom the wait of FORKER is on
on=$(awk -v pid="$forker," '$1 == "\"waits\":" { all = 1 } $1 == "\"waiter\":" { who = 1; on = 0 }
	$1 == "\"on\":" { on = 1 } $1 == "\"tasks\":" { all = 0 }
	all && $1 == "\"pid\":" && who { who = 0; here = $2 == pid; next }
	all && here && on && $1 == "\"pid\":" { sub(/,/, "", $2); printf "%s ", $2 }' /tmp/look.json)
is "the fork waits for the writer" "$on" "$writer "
exec 4>&- 5>&-
rmmod pby_trouble
