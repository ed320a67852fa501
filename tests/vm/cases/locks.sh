# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# What `probity locks` says of queues, waits, wake-ups and storms, beside what the test module knows of them.
# needs: module programs probity
# timeout: 240

. /guest/case.sh
pby=/sys/kernel/debug/pby

if [ -e /sys/kernel/realtime ]; then
	skip "contended locks" "PREEMPT_RT's locks are rt_mutexes with other structs"
	exit
fi
kmod pby_trouble

start() { # OPTION...
	rm -f /tmp/locks.err
	probity locks -d 600 "$@" >/tmp/locks.out 2>/tmp/locks.err &
	tool=$!
	wait_for 90 grep -q following /tmp/locks.err || cat /tmp/locks.err
}

finish() {
	kill -TERM $tool
	wait $tool
}

# The lines that tell of one lock in full.
part() { # LOCK
	awk -v lock="$1" '$1 == lock && $3 ~ /^0x/ { on = 1; print; next } on && /^[^ ]/ { exit } on' /tmp/locks.out
}

# The threads in its queue, as they stand there; and as the module made them.
queue_of() { # LOCK
	part "$1" | sed -n '/^  queue/,$s/.* \([0-9]*\), \(read\|write\|exclusive\),.*/\1/p' | tr '\n' ' '
}
order_of() { # LOCK
	awk -v name="$1" '$1 == "wait" && $2 == name { printf "%s ", $5 }' /tmp/truth
}

# column NAME LOCK: of the table for spreadsheets.
column() {
	awk -F, -v want="$1" -v lock="$2" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == want) c = i }
		NR > 1 && $3 == lock { print $c; exit }' /tmp/locks.out
}

# Within 10 in 100, or 100 us for each: an emulated CPU that loses its turn between the module's look at the clock and
# the hook is off by more than the hook is.
near() { # NAME GOT WANTED NUMBER
	if awk -v got="${2:-0}" -v want="$3" -v nr="$4" 'BEGIN {
		slack = want / 10 > nr * 100000 ? want / 10 : nr * 100000
		exit got < want - slack || got > want + slack }'; then
		ok "$1"
	else
		not_ok "$1" "got $2 ns, the module says $3"
	fi
}

queues="mutex=Wwww rwsem=Wrrwr percpu=Wrw sem=Www rtmutex=Ww"
make() {
	for queue in $queues; do
		echo "queue ${queue%=*} ${queue#*=}" >$pby/make
	done
}

# While they wait: queue, order, owner.
start -v
make
cp $pby/truth /tmp/truth
sleep 1
finish
is "waits were found" $? 1
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

# A trigger that holds writes what there is; it is quiet else.
rm -rf /tmp/flight
start --trigger 'wait>1s' --to /tmp/flight
check "a trigger writes a snapshot" wait_for 60 sh -c '[ -s /tmp/flight/*/locks.txt ]'
finish
is "once" "$(find /tmp/flight -name locks.json | wc -l)" 1
has "with the locks in it" "$(cat /tmp/flight/*/locks.json)" '"pby_rwsem"'
echo release >$pby/make

# After they have waited: how often, how long.
start --csv
make
sleep 1
echo release >$pby/make
finish
grep ^waited $pby/truth | awk '{ nr[$2] += $4; sum[$2] += $5; if ($6 > max[$2]) max[$2] = $6 }
	END { for (l in nr) print l, nr[l], sum[l], max[l] }' >/tmp/waited
while read -r lock nr sum max; do
	# Its writers wait for a grace period too, which is no queue.
	[ "$lock" = pby_percpu ] || {
		is "$lock: number of waits" "$(column contentions "$lock")" "$nr"
		near "$lock: waited in all" "$(column wait_ns "$lock")" "$sum" "$nr"
	}
	near "$lock: longest wait" "$(column max_ns "$lock")" "$max" 1
done </tmp/waited

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
probity locks -d 1 --vmlinux /guest/bin/pby-threads >/tmp/locks.out 2>&1
is "--vmlinux: a file of another build is refused" $? 3
has "--vmlinux: and why" "$(cat /tmp/locks.out)" 'its build id is .*, not '

# Many threads, many waits: none is lost, none is left.
start --csv --record /tmp/storm.rec
echo storm mutex 6 300 >$pby/make
cp $pby/truth /tmp/storm.mutex
echo storm rwsem 6 300 >$pby/make
cp $pby/truth /tmp/storm.rwsem
finish
for kind in mutex rwsem; do
	awk '$1 == "storm" { n += $4; t += $5 } END { print n, t }' /tmp/storm.$kind >/tmp/sum
	read -r takes ns </tmp/sum
	begun=$(column contentions pby_$kind)
	is "storm on a $kind: every wait that began has ended" "$(column ended pby_$kind)" "$begun"
	is "storm on a $kind: nobody is left" "$(column depth pby_$kind)" 0
	check "storm on a $kind: many takes waited" [ "${begun:-0}" -gt $((takes / 20)) ]
	check "storm on a $kind: no more waits than takes" [ "${begun:-0}" -le "$takes" ]
	# A take lasts longer than its wait: the way there, and being preempted on it.
	check "storm on a $kind: waited in all" awk -v got="$(column wait_ns pby_$kind)" -v takes="$ns" \
		'BEGIN { exit !(got > takes / 2 && got < takes * 1.01) }'
done

# The recording tells the same, event by event.
sort /tmp/locks.out >/tmp/live.out
probity locks --replay /tmp/storm.rec --csv | sort >/tmp/replay.out
for kind in mutex rwsem; do
	for column in 4 5; do
		is "recorded storm on a $kind: column $column" "$(awk -F, -v c=$column -v l=pby_$kind '$3 == l { print $c }' /tmp/replay.out)" \
			"$(awk -F, -v c=$column -v l=pby_$kind '$3 == l { print $c }' /tmp/live.out)"
	done
done
