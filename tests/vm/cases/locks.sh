# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# What `probity locks` says of queues, waits, wake-ups and storms, beside what the test module knows of them.
# needs: module programs probity
# files: tests/vm/guest/locks.sh:/guest/locks.sh
# timeout: 240

. /guest/case.sh
. /guest/locks.sh

need_trouble

# The deepest comes last: when it is there, all are.
queues="rwsem=Wrrwr percpu=Wrw sem=Www rtmutex=Ww mutex=Wwwwwww"

# A trigger that holds writes what there is; it is quiet else. While they wait: queue, order, owner.
rm -rf /tmp/flight
start --trigger 'depth>5' --to /tmp/flight
# shellcheck disable=SC2086
make_queues $queues
cp $pby/truth /tmp/truth
check "a trigger writes a snapshot" wait_for 60 sh -c '[ -s /tmp/flight/*/locks.txt ]'
finish
is "waits were found" $? 1
is "it writes once" "$(find /tmp/flight -name locks.json | wc -l)" 1
has "with the locks in it" "$(cat /tmp/flight/*/locks.json)" '"pby_rwsem"'
is "and whatever else there is" "$(cd /tmp/flight/* && find . -type f -size +0 | sort | tr '\n' ' ')" \
	"./locks.json ./locks.txt ./stacks.folded ./waits.dot ./waits.json ./waits.svg "
has "the graph leads from who waits to who has it" "$(cat /tmp/flight/*/waits.dot)" '^	n[0-9]+ -> n[0-9]+ .label="pby_rwsem, read"'
has "its waits are drawn again" "$(probity show /tmp/flight/*/waits.json)" 'pby_mutex_0'
cat /tmp/flight/*/locks.txt >/tmp/locks.out
while read -r what name mode pid comm rest; do
	case $what in
	lock)
		lines=$(part "$name")
		has "$name is there" "$lines" "^$name "
		is "$name: its queue, in order" "$(queue_of "$name")" "$(order_of "$name")"
		;;
	hold)
		# What has no owner's word: percpu_rw_semaphores ever, semaphores before 6.16.
		case $name in
		pby_percpu | pby_sem) ;;
		*) has "$name: its owner" "$lines" "owner +$comm $pid" ;;
		esac
		;;
	esac
done </tmp/truth

# Those who waited already when it came are there too, in this order.
start -v
finish
for name in pby_mutex pby_rwsem; do
	is "$name: a queue from before" "$(queue_of "$name")" "$(order_of "$name")"
done
echo release >$pby/make

# latest COMMAND...: of the tables that it goes on writing, the last whole one into locks.out; then the command is asked.
latest() {
	awk '/^addr,/ { whole = table; table = "" } { table = table $0 "\n" } END { printf "%s", whole }' /tmp/tables >/tmp/locks.out
	"$@"
}
ended() { # LOCK=NUMBER...
	for lock; do
		[ "$(column ended "${lock%=*}")" = "${lock#*=}" ] || return 1
	done
}

# After they have waited: how often, how long. Writers of a percpu_rw_semaphore wait for a grace period too, which is no
# queue.
start --csv -i 1 --record /tmp/storm.rec
ln -f /tmp/locks.out /tmp/tables
rm /tmp/locks.out
# shellcheck disable=SC2086
make_queues $queues
echo release >$pby/make
wait_for 60 latest ended pby_mutex=6 pby_rwsem=4 pby_sem=2 pby_rtmutex=1
compare pby_mutex pby_rwsem pby_sem pby_rtmutex

# Many threads, many waits: none is lost, none is left.
cp /tmp/locks.out /tmp/before
echo storm mutex 6 300 >$pby/make
cp $pby/truth /tmp/storm.mutex
echo storm rwsem 6 300 >$pby/make
cp $pby/truth /tmp/storm.rwsem
finish
tac /tmp/tables | awk '{ table = $0 "\n" table } /^addr,/ { printf "%s", table; exit }' >/tmp/locks.out
cp /tmp/locks.out /tmp/after
for kind in mutex rwsem; do
	awk '$1 == "storm" { n += $4; t += $5 } END { print n, t }' /tmp/storm.$kind >/tmp/sum
	read -r takes ns </tmp/sum
	cp /tmp/before /tmp/locks.out
	earlier=$(column contentions pby_$kind)
	earlier_ns=$(column wait_ns pby_$kind)
	cp /tmp/after /tmp/locks.out
	begun=$(column contentions pby_$kind)
	is "storm on a $kind: every wait that began has ended" "$(column ended pby_$kind)" "$begun"
	is "storm on a $kind: nobody is left" "$(column depth pby_$kind)" 0
	begun=$((begun - earlier))
	check "storm on a $kind: many of $takes takes waited ($begun)" [ "${begun:-0}" -gt $((takes / 20)) ]
	check "storm on a $kind: no more waits than takes" [ "${begun:-0}" -le "$takes" ]
	# A take lasts longer than its wait: the way there, and being preempted on it.
	check "storm on a $kind: waited in all" awk -v got="$(column wait_ns pby_$kind)" -v earlier="$earlier_ns" \
		-v takes="$ns" 'BEGIN { exit !(got - earlier > takes * 0.75 && got - earlier < takes * 1.01) }'
done

# The recording tells the same, event by event.
probity locks --replay /tmp/storm.rec --csv >/tmp/replay.out
for kind in mutex rwsem; do
	for column in 4 5; do
		is "recorded storm on a $kind: column $column" "$(awk -F, -v c=$column -v l=pby_$kind '$3 == l { print $c }' /tmp/replay.out)" \
			"$(awk -F, -v c=$column -v l=pby_$kind '$3 == l { print $c }' /tmp/after)"
	done
done

# A writer lets 300 readers go: the kernel wakes 256 of them at once.
readers=rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr
start --json -l pby_rwsem
echo "queue rwsem W$readers$readers$readers$readers" >$pby/make
echo release >$pby/make
finish
has "300 readers: all of them waited" "$(cat /tmp/locks.out)" '"depth_max": 300,'
has "300 readers: 256 were let in at once" "$(cat /tmp/locks.out)" '"burst_max": 256,'

# The side of the program that waits, by build id: nothing of the process is read.
in_the_queue() {
	[ "$(cat /proc/$threads/task/*/stack 2>/dev/null | grep -c rwsem_take)" -ge 4 ]
}
let_go() {
	echo release >$pby/make
	grep -q done /tmp/threads
}
start --json -u -l pby_rwsem --debug-dir /guest/bin --record /tmp/user.rec
echo queue rwsem W >$pby/make
pby-threads 4 1 $pby/enter 'rwsem r' >/tmp/threads &
threads=$!
check "-u: threads of a program wait" wait_for 20 in_the_queue
check "-u: they get it" wait_for 20 let_go
wait $threads
finish
is "-u: nothing went wrong" "$(grep -v following /tmp/locks.err)" ""
has "-u: the function of the program" "$(cat /tmp/locks.out)" '"function": "[_a-z]*pwrite(64)?"'
has "-u: and its file" "$(cat /tmp/locks.out)" '"module": "pby-threads"'
has "-u: both are in a recording" "$(probity locks --json --replay /tmp/user.rec | grep -A1 pwrite)" '"module": "pby-threads"'

# Waits for its own mmap_lock: its mappings cannot be asked for by then, and are read from kernel memory.
mkfifo /tmp/grow.in
pby-grow </tmp/grow.in >/tmp/grow &
grow=$!
exec 6>/tmp/grow.in
check "-u: a process that will map memory" wait_for 20 grep -q ready /tmp/grow
start --json -u -p $grow --debug-dir /guest/bin
echo queue mmap W $grow >$pby/make
echo >&6
waits_to_map() {
	grep -q mmap /proc/$grow/stack
}
check "-u: it waits for its own mmap_lock" wait_for 20 waits_to_map
grown() {
	echo release >$pby/make
	grep -q grown /tmp/grow
}
check "-u: it gets it" wait_for 20 grown
exec 6>&-
finish
wait $grow
rm /tmp/grow.in
has "-u: the function that waited for its own mmap_lock" "$(cat /tmp/locks.out)" '"function": "[_a-z]*mmap(64)?"'
has "-u: and its file, by its place" "$(cat /tmp/locks.out)" '"module": "pby-grow"'

probity locks -d 1 --vmlinux /guest/bin/pby-threads >/tmp/locks.out 2>&1
is "--vmlinux: a file of another build is refused" $? 3
has "--vmlinux: and why" "$(cat /tmp/locks.out)" 'its build id is .*, not '
