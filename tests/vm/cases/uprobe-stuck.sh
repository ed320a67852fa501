# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# Attaching a uprobe waits for the address space of every process that maps the file, and meanwhile nobody can fork; nor
# can probity, and from a shell that was open before it says all the same who waits for whom.
# needs: module programs probity
# timeout: 90

. /guest/case.sh
pby=/sys/kernel/debug/pby
kmod pby_trouble

# Another one with the same file, whose address space is free, and somebody who has set the probe before: it can fire.
mkfifo /tmp/in2
pby-target push 5 </tmp/in2 >/tmp/target2 &
other=$!
exec 7>/tmp/in2
check "another one runs" wait_for 20 grep -q ready /tmp/target2
pby-hold uprobe /guest/bin/pby-target:pby_target_push >/tmp/first 2>&1 &
first=$!
check "it is probed already" wait_for 20 grep -q attached /tmp/first
mkfifo /tmp/in /tmp/fork
pby-target push 5 </tmp/in >/tmp/target &
target=$!
exec 4>/tmp/in
check "the target runs" wait_for 20 grep -q ready /tmp/target
echo queue mmap W $target >$pby/make
cat $pby/truth >/tmp/truth

# A shell that will fork when it is told to.
(
	read -r _
	: | :
) </tmp/fork &
forker=$!
exec 5>/tmp/fork

# A reader of tracefs, and the one who looks: both will start their program without a fork.
mkfifo /tmp/read /tmp/look
{ read -r _ && exec cat /sys/kernel/tracing/uprobe_events; } </tmp/read >/dev/null &
reader=$!
exec 8>/tmp/read
{ read -r _ && exec probity hang --live --json --watch 1; } </tmp/look >/tmp/look.json 2>/tmp/look.err &
looker=$!
exec 9>/tmp/look

# From here to the release only what the shell does itself: it could not start anything.
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
echo now >&8
sleeps_in $reader dyn_event_seq_start probes_seq_start seq_read_iter seq_read
echo now >&7
echo now >&9
wait $looker
found=$?
echo release >$pby/make

is "attaching waited in register_for_each_vma" $attaching 0
is "it waited in state D" "$attaching_state" D
is "it was not attached" "$attached" ""
is "a fork waited meanwhile" $forking 0
is "the fork waited in state D" "$forking_state" D
wait $forker
is "the fork came through after the release" $? 0
check "attached after the release" wait_for 20 grep -q attached /tmp/held

is "a look without a fork comes to its end" "$found $(cat /tmp/look.err)" "1 "
# by WAITER: for whom the task of this number waits, as numbers.
by() {
	awk -v pid="$1," '$1 == "\"waits\":" { all = 1 } $1 == "\"waiter\":" { who = 1; on = 0 }
		$1 == "\"on\":" { on = 1 } $1 == "\"evidence\":" && !on { on = 0 }
		$1 == "\"tasks\":" { all = 0 }
		all && $1 == "\"pid\":" && who { who = 0; here = $2 == pid; next }
		all && here && on && $1 == "\"pid\":" { sub(/,/, "", $2); printf "%s ", $2 }' /tmp/look.json
}
mm_holder=$(sed -n 's/^hold mmap_lock . \([0-9]*\) .*/\1/p' /tmp/truth)
is "the registration waits for who has the target's mmap_lock" "$(by $holder)" "$mm_holder "
has "the fork waits for the registration" "$(by $forker)" "^$holder "
has "so does the reader of tracefs" "$(by $reader)" "^$holder "
has "the root of it all is named" "$(grep -A3 '"roots"' /tmp/look.json | tr -d '\n')" "\"pid\": $mm_holder,"
has "what it is, is known" "$(cat /tmp/look.json)" '"id": "uprobe-registration"'
# Later kernels let it fire meanwhile. A child of probity's own may be seen while it reads a stack (exec_update_lock).
fires=$(awk '/"class": "rwsem-read"/ { first = $0; getline; on = !/proc_pid_/ && !seen; seen += on; n = 12; if (on) print first }
	on && n-- > 0' /tmp/look.json)
if [ -n "$fires" ]; then
	has "and the thread that fires waits for it, too" "$fires" "\"pid\": $holder,"
	has "on the very lock of this uprobe" "$fires" 'register_rwsem'
else
	skip "the thread that fires" "this kernel does not make it wait"
fi

echo go >&4
check "the target calls" wait_for 20 grep -q 'done' /tmp/target
kill -TERM $holder
kill -TERM $first
wait $holder $first
has "and the probe hits" "$(cat /tmp/held)" '^hits ([5-9]|10)$'
exec 4>&- 5>&- 7>&- 8>&- 9>&-
wait $target $other
rmmod pby_trouble
