# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# The incident of the field: one slow address space, threads that fire a uprobe in it and others that map memory, another
# registration, and a fork. probity locks names the chain from the fork to the slow address space, and calls it a convoy,
# stuck or moving, not a deadlock.
# needs: module programs probity
# timeout: 240

. /guest/case.sh
pby=/sys/kernel/debug/pby
kmod pby_trouble

mkfifo /tmp/in /tmp/fork
pby-target push 1000000000 3 3 </tmp/in >/tmp/target &
target=$!
exec 4>/tmp/in
check "the target runs" wait_for 60 grep -q ready /tmp/target
pby-hold -c first uprobe /guest/bin/pby-target:pby_target_push >/tmp/first 2>&1 &
first=$!
check "a uprobe is attached" wait_for 60 grep -q attached /tmp/first

# A shell that will fork when it is told to.
(
	read -r _
	: | :
) </tmp/fork &
forker=$!
exec 5>/tmp/fork

# It must be there before the trouble: nothing can be started later. Its first report says that it follows; a signal ends
# it with a last one.
probity locks -v -i 1 >/tmp/all.txt 2>/tmp/locks.err &
looker=$!
check "probity locks follows" wait_for 30 grep -q 'contended lock' /tmp/all.txt

# They fire and map until a signal ends it.
echo go >&4
check "threads fire and map" wait_for 60 sh -c "[ \"\$(ls /proc/$target/task | wc -l)\" -eq 7 ]"
echo queue mmap W $target >$pby/make
pby-hold -c second uprobe /guest/bin/pby-target:pby_target_push >/tmp/second 2>&1 &
second=$!

# From here to the release only what the shell does itself: it could not start anything.
# The lock that stops the forks is taken by then; before that it waits for a grace period in there.
stops_forks() {
	while read -r _ frame; do
		case $frame in
		percpu_down_write+*) return 1 ;;
		register_for_each_vma+*) return 0 ;;
		esac
	done <"/proc/$second/stack"
	return 1
}
# With fentry on the function that it sleeps in a trampoline stands between, on kernels without its event.
sleeps_in $second register_for_each_vma || stops_forks
registering=$?
echo now >&5
sleeps_in $forker percpu_rwsem_wait
forking=$?
# A second and more without progress makes a stuck holder: until reports call both locks so.
stuck_holders() {
	forks= space=
	while read -r line; do
		case $line in
		"dup_mmap_sem "*"stuck holder"*) forks=yes ;;
		"mmap_lock of $target "*"stuck holder"* | "rwsem "*"stuck holder"*) space=yes ;;
		esac
	done </tmp/all.txt
	[ -n "$forks$space" ] && [ "$forks" = "$space" ]
}
read -r now _ </proc/uptime
end=$((${now%.*} + 20 * patience))
until stuck_holders || [ "${now%.*}" -ge $end ]; do read -r now _ </proc/uptime; done
kill -INT $looker
wait $looker
code=$?
echo release >$pby/make

is "the registration waited for the address space" $registering 0
is "the fork waited" $forking 0
is "probity locks found contended locks" $code 1
awk '/ contended lock/ { report = "" } { report = report $0 "\n" } END { printf "%s", report }' /tmp/all.txt >/tmp/locks.txt
text=$(cat /tmp/locks.txt)
has "the lock of forks is in a convoy behind a stuck holder" "$text" '^dup_mmap_sem .*convoy, stuck holder'
# Its name is proven by a waiter of the same address space, when there was one.
has "so is the lock of the address space" "$text" "^(mmap_lock of $target|rwsem [0-9a-f]+) .*convoy, stuck holder"
chain=$(sed -n '/^dup_mmap_sem  /,/^[^ ]/p' /tmp/locks.txt | tr -s ' \n' ' ')
has "the chain goes from the fork over the registration to the slow address space" "$chain" \
	"chain [^ ]+ [0-9]+ -> dup_mmap_sem, to read -> [^ ]+ $second -> [^>]* to write -> pby_mmap_0 [0-9]+"
has "the threads of the address space wait for it, to fire or to map" "$text" "queue .*pby-target [0-9]+, (read|write)"
has "the fork waits there" "$chain" "queue .*[^ ]+ $forker, read"
has "the registration is blamed" "$text" 'uprobe registration by [^ ]+ [0-9]+ \(register_for_each_vma\), holds others up'
lacks "nobody calls it a deadlock" "$text" 'deadlock: [0-9]+ tasks|verdict  deadlock'
bring /tmp/locks.txt /tmp/locks.err

wait $forker
is "the fork came through after the release" $? 0
check "the second uprobe is attached after the release" wait_for 60 grep -q attached /tmp/second
kill -USR1 $target
check "the threads have come to their end" wait_for 60 grep -q 'done' /tmp/target
kill -TERM $first $second
wait $first
wait $second

# The same with an address space that is slow, not stuck: it is passed on all the time, and the queue is never empty.
probity locks -i 1 -v >/tmp/all.txt 2>/tmp/locks.err &
looker=$!
check "probity locks follows again" wait_for 60 grep -q 'contended lock' /tmp/all.txt
echo go >&4
echo storm mmap 5 1000000 0 $target >$pby/make &
slow=$!
pby-hold -c third uprobe /guest/bin/pby-target:pby_target_push >/tmp/third 2>&1 &
third=$!
check "a probe is registered meanwhile" wait_for 60 grep -q attached /tmp/third
# Writers may starve as well: the first of what is found is the verdict, the others stand below it.
check "what is passed on is a moving convoy" wait_for 60 grep -Eq '(verdict|also) .*convoy, moving: ' /tmp/all.txt
echo calm >$pby/make
wait $slow
kill -USR1 $target
kill -TERM $third
wait $third
kill -TERM $looker
wait $looker
lacks "nor is that a deadlock" "$(cat /tmp/all.txt)" 'deadlock: [0-9]+ tasks|verdict  deadlock'
exec 4>&- 5>&-
wait $target
rmmod pby_trouble
