# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# 64 threads asleep in one function: what each return hook loses is found to the last call, and what would be enough.
# needs: probity
# timeout: 180

. /guest/case.sh
. /guest/left.sh
remember
tracing=/sys/kernel/tracing
processors=$(sed "s/.*-//" /sys/devices/system/cpu/possible)
processors=$((processors + 1))

probity bench loss --force --verify --json >/tmp/loss.json 2>/dev/null
is "bench loss succeeds" $? 0
is "nothing is left in tracefs" "$(cat $tracing/kprobe_events)" ""

# field ROW WAY NAME: a number of the result, which has a member on each line.
field() {
	awk -v row="\"$1\"" -v way="\"$2\":" -v name="\"$3\":" '
		$1 == "\"hook\":" { in_row = index($2, row) }
		in_row && $1 == way { in_way = 1 }
		in_way && $1 == name { sub(",", "", $2); print $2; exit }
		in_way && $1 ~ /}/ { in_way = 0 }' /tmp/loss.json
}

# A kretprobe has an instance for each CPU where the kernel cannot be preempted (5.10), else at least ten.
case $(uname -r) in
5.10.*) room=$processors ;;
*) room=$((2 * processors > 10 ? 2 * processors : 10)) ;;
esac
is "kretprobe sees as many as it has instances" "$(field kretprobe sleep seen)" $room
is "it loses the others" "$(field kretprobe sleep lost)" $((64 - room))
is "it recommends room for all" "$(field kretprobe sleep enough)" 64
is "with that room, tried through tracefs, nothing is lost" "$(field kretprobe verified seen)" 64

if grep -q ' kprobe_multi_link_handler$' /proc/kallsyms; then
	# One pool of two instances for each CPU, or, since it is made on the function graph, none.
	if grep -q ' fprobe_fgraph_entry$' /proc/kallsyms; then want=64; else want=$((2 * processors)); fi
	is "kretprobe.multi sees what it has room for" "$(field kretprobe.multi sleep seen)" $want
	is "it loses the others" "$(field kretprobe.multi sleep lost)" $((64 - want))
else
	has "kretprobe.multi is missing, and said to be" "$(cat /tmp/loss.json)" '"state": "missing"'
fi
is "fexit sees all" "$(field fexit sleep seen)" 64
is "a uretprobe sees all that sleep" "$(field uretprobe sleep seen)" 64
is "and 64 levels of 100 that recurse" "$(field uretprobe recurse seen)" 64

# What tracefs holds outlives its maker: kill -9 while it is there, again and again.
defined() {
	grep -q probity/enough $tracing/kprobe_events
}
undefined() {
	! defined && ! grep -l '^probity' /proc/[0-9]*/comm && ! grep . /sys/kernel/debug/kprobes/list
}
for try in 1 2 3; do
	probity bench loss --force --verify --only kretprobe --threads 1024 >/dev/null 2>&1 &
	bench=$!
	wait_for 20 defined || not_ok "the kretprobe is defined, try $try"
	kill -KILL $bench
	wait $bench 2>/dev/null
	wait_for 20 undefined || not_ok "killed while the kretprobe was defined, nothing is left, try $try"
done
check "killed in the middle, nothing is left in tracefs" undefined
killed_often "bench loss" "0 0.3" bench loss --force --only kretprobe,fexit --threads 512
killed_often "bench loss of uprobes" "0 0.3" bench loss --force --only uretprobe --threads 512
check "after all that nothing is attached" wait_for 30 as_before
