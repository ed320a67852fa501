# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# Who writes to a percpu_rw_semaphore waits for its readers, whom it does not know: they are counted, and where their stacks
# prove it, named.
# needs: module programs probity
# timeout: 90

. /guest/case.sh
pby=/sys/kernel/debug/pby

if [ -e /sys/kernel/realtime ]; then
	skip "readers of a percpu_rw_semaphore" "PREEMPT_RT's locks are rt_mutexes with other structs"
	exit
fi
kmod pby_trouble

check "two readers, a writer" sh -c "echo queue percpu RRw >$pby/make"
probity hang --live -v --watch 0 >/tmp/counted
is "a writer that drains readers is found" $? 1
has "they are counted" "$(tr -s '\n ' ' ' </tmp/counted)" 'percpu_rw_semaphore pby_percpu: held by 2 readers, counted but not named; 1 wait: w '
echo release >$pby/make

# A fork that waits for its own mmap_lock has dup_mmap_sem to read; a uprobe's registration has to write it.
mkfifo /tmp/fork /tmp/look
pby-fork </tmp/fork >/tmp/forked &
forker=$!
exec 5>/tmp/fork
{ read -r _ && exec probity hang --live --json --watch 1; } </tmp/look >/tmp/look.json 2>/tmp/look.err &
looker=$!
exec 9>/tmp/look
check "somebody is about to fork" wait_for 20 grep -q ready /tmp/forked
echo queue mmap W $forker >$pby/make
cat $pby/truth >/tmp/truth
echo now >&5
check "the fork waits inside of the copying" wait_for 20 stack_has $forker copy_process
pby-hold uprobe /guest/bin/pby-target:pby_target_push >/tmp/held 2>&1 &
holder=$!

# From here to the release nobody can fork: only what the shell does itself.
read -r now _ </proc/uptime
end=$((${now%.*} + 20 * patience))
waits=no
while [ $waits = no ] && [ "${now%.*}" -lt $end ]; do
	# The first frames: deeper in it is the grace period before.
	{
		read -r _ top
		read -r _ next
	} <"/proc/$holder/stack"
	case "$top $next" in
	*register_for_each_vma+* | *percpu_down_write+*) waits=yes ;;
	esac
	read -r now _ </proc/uptime
done
echo now >&9
wait $looker
found=$?
echo release >$pby/make

is "the registration waited for the fork" $waits yes
is "the look comes to its end, and finds it" "$found $(cat /tmp/look.err)" "1 "
# by WAITER: for whom it waits and how sure that is.
by() {
	awk -v pid="$1," '$1 == "\"waits\":" { all = 1 } $1 == "\"waiter\":" { who = 1; on = 0 }
		$1 == "\"on\":" { on = 1 } $1 == "\"tasks\":" { all = 0 }
		all && $1 == "\"pid\":" && who { who = 0; here = $2 == pid; next }
		all && here && on && $1 == "\"pid\":" { sub(/,/, "", $2); printf "%s ", $2 }
		all && here && on && $1 == "\"evidence\":" { gsub(/[",]/, "", $2); printf "%s ", $2; on = 0 }' /tmp/look.json
}
is "the registration waits for the fork, its reader" "$(by $holder)" "$forker derived "
is "and that for who has its mmap_lock" "$(by $forker)" "$(sed -n 's/^hold mmap_lock . \([0-9]*\) .*/\1/p' /tmp/truth) stated "
has "the verdict names the fork" "$(grep '"verdict"' /tmp/look.json)" "waits for pby-fork $forker, which forks and copies its address space"
has "one reader is counted" "$(grep -A8 '"name": "dup_mmap_sem"' /tmp/look.json | grep '"readers"')" '"readers": 1,'

check "it forks in the end" wait_for 20 grep -q forked /tmp/forked
check "and the probe is attached" wait_for 20 grep -q attached /tmp/held
kill -TERM $holder
wait $holder $forker
exec 5>&- 9>&-
rmmod pby_trouble
