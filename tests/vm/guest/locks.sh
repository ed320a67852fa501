# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# Running `probity locks` beside the test module, and reading both. Source it after case.sh: . /guest/locks.sh

pby=/sys/kernel/debug/pby

# The module, or the end of the case where its locks are of another sort.
need_trouble() {
	if [ -e /sys/kernel/realtime ]; then
		skip "contended locks" "PREEMPT_RT's locks are rt_mutexes with other structs"
		exit
	fi
	kmod pby_trouble
}

# make_queues KIND=ORDER...: the module's threads, as its "queue" takes them.
make_queues() {
	for queue; do
		echo "queue ${queue%=*} ${queue#*=}" >$pby/make
	done
}

# start OPTION...: $tool follows when this returns.
start() {
	rm -f /tmp/locks.err
	probity locks -d 600 "$@" >/tmp/locks.out 2>/tmp/locks.err &
	tool=$!
	wait_for 90 grep -q following /tmp/locks.err || cat /tmp/locks.err
}

finish() {
	kill -TERM $tool
	wait $tool
}

# part LOCK: the lines that tell of it in full.
part() {
	awk -v lock="$1" '$1 == lock && $3 ~ /^0x/ { on = 1; print; next } on && /^[^ ]/ { exit } on' /tmp/locks.out
}

# The threads in its queue, as they stand there; and as the module made them (/tmp/truth).
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

# between NAME GOT LEAST MOST NUMBER: within 5 in 100, or 100 us for each. How far the bounds themselves are apart depends
# on who had the emulator's CPUs: it is shown, and not judged.
between() {
	echo "# $1: $2 ns; the module: at least $3, at most $4"
	if awk -v got="${2:-0}" -v least="$3" -v most="$4" -v nr="$5" 'BEGIN {
		slack = least / 20 > nr * 100000 ? least / 20 : nr * 100000
		exit got < least - slack || got > most + slack }'; then
		ok "$1"
	else
		not_ok "$1" "got $2 ns, the module says $3 to $4"
	fi
}

# compare LOCK...: number of waits, their sum and the longest one, beside what the module saw of them.
compare() {
	for lock; do
		awk -v lock="$lock" '$1 == "waited" && $2 == lock {
			nr += $4; sum += $5; least += $7
			if ($6 > max) max = $6
			if ($8 > least_max) least_max = $8
		} END { print nr, sum, max, least, least_max }' $pby/truth >/tmp/waited
		read -r nr sum max least least_max </tmp/waited
		is "$lock: number of waits" "$(column contentions "$lock")" "$nr"
		between "$lock: waited in all" "$(column wait_ns "$lock")" "$least" "$sum" "$nr"
		between "$lock: longest wait" "$(column max_ns "$lock")" "$least_max" "$max" 1
	done
}
