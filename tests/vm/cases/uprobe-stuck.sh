# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# Attaching a uprobe waits for the address space of every process that maps the file, and meanwhile nobody can fork.
# needs: module programs

. /guest/case.sh
pby=/sys/kernel/debug/pby
kmod pby_trouble

mkfifo /tmp/in /tmp/fork
pby-target push 5 </tmp/in >/tmp/target &
target=$!
exec 4>/tmp/in
check "the target runs" wait_for 20 grep -q ready /tmp/target
echo queue mmap W $target >$pby/make

# A shell that will fork when it is told to.
(
	read -r _
	: | :
) </tmp/fork &
forker=$!
exec 5>/tmp/fork

# From here to the release only what the shell does itself: it could not start anything.
# Wait until the first two frames of a task contain one of the functions given behind it.
sleeps_in() {
	task=$1
	shift
	read -r now _ </proc/uptime
	end=$((${now%.*} + 20))
	while [ "${now%.*}" -lt $end ]; do
		{
			read -r _ top
			read -r _ next
		} <"/proc/$task/stack"
		for function; do
			case "$top $next" in
			*"$function+"*) return 0 ;;
			esac
		done
		read -r now _ </proc/uptime
	done
	return 1
}
state_of() {
	while read -r word rest; do
		if [ "$word" = State: ]; then state=${rest%% *}; fi
	done <"/proc/$1/status"
}

pby-hold uprobe /guest/bin/pby-target:pby_target_push >/tmp/held 2>&1 &
holder=$!
# Deeper in the stack it could still be the grace period before the lock that stops the forks is taken.
sleeps_in $holder register_for_each_vma
attaching=$?
state_of $holder
attaching_state=$state
echo now >&5
sleeps_in $forker percpu_rwsem_wait
forking=$?
state_of $forker
forking_state=$state
attached=
while read -r line; do attached=$line; done </tmp/held
echo release >$pby/make

is "attaching waited in register_for_each_vma" $attaching 0
is "it waited in state D" "$attaching_state" D
is "it was not attached" "$attached" ""
is "a fork waited meanwhile" $forking 0
is "the fork waited in state D" "$forking_state" D
wait $forker
is "the fork came through after the release" $? 0
check "attached after the release" wait_for 20 grep -q attached /tmp/held

echo go >&4
check "the target calls" wait_for 20 grep -q 'done' /tmp/target
kill -TERM $holder
wait $holder
has "and the probe hits" "$(cat /tmp/held)" '^hits 5$'
exec 4>&- 5>&-
wait $target
rmmod pby_trouble
