# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# What probes take is told of the right probe, the right payer and the right owner; nothing stays behind, killed or not.
# needs: module programs probity
# timeout: 240

. /guest/case.sh
. /guest/left.sh
cd /tmp || exit 1
kmod pby_trouble || exit 1
calls=/sys/kernel/debug/pby/calls

# hold COMM TYPE TARGET: hold a probe in a process of this name, and note its number.
hold() {
	pby-hold -c "$1" "$2" "$3" >"/tmp/held.$1" 2>&1 &
	echo "$1 $!" >>holders
	wait_for 20 grep -q attached "/tmp/held.$1"
}
hold c-kprobe kprobe pby_plain
hold c-kretprobe kretprobe __x64_sys_write
hold c-fentry fentry __x64_sys_read
hold c-uprobe uprobe /guest/bin/pby-target:pby_target_push
is "all four are attached" "$(grep -l attached held.* | wc -l)" 4

# Who pays: each calls one of the functions over and over.
sh -c "while :; do echo 30000 >$calls; done" &
echo "plain $!" >payers
dd if=/dev/zero of=/dev/null bs=1 2>/dev/null &
echo "dd $!" >>payers
mkfifo go
pby-target push 2000000000 <go >/dev/null &
echo "target $!" >>payers
echo go >go &

hits() {
	while read -r name pid; do
		before=$(grep -c hits "held.$name")
		kill -USR1 "$pid"
		wait_for 10 sh -c "test \$(grep -c hits held.$name) -gt $before"
		echo "$name $(sed -n '$s/^hits //p' "held.$name") $(cut -d ' ' -f 1 /proc/uptime)"
	done <holders
}
left() {
	cat /proc/mounts /sys/kernel/debug/kprobes/list /sys/kernel/tracing/enabled_functions /sys/kernel/tracing/kprobe_events \
		/sys/kernel/tracing/uprobe_events /proc/sys/kernel/bpf_stats_enabled | sort
	ls -l /proc/[0-9]*/fd 2>/dev/null | grep -c 'bpf-stats\|perf_event'
}

left >before
hits >hits.before
# Progress on the console would stand before a result on its line.
probity cost --json -i 4 --hz 149 >cost.json 2>cost.err
check "cost ends and says that probes take something" test $? = 1
hits >hits.after
left >after
check "looking changed nothing" cmp before after
probity show cost.json >cost.txt
probity cost --json -i 2 --hz 149 --no-stats >plain.json 2>plain.err
check "without statistics too" test $? = 1
bring cost.json plain.json cost.txt holders payers hits.before hits.after

# Killed at any moment: as it begins, once its clock ticks, and while statistics are on.
holds() {
	fds_of_probity | grep -q "$1"
}
all_gone() {
	left >now
	! grep -l '^probity' /proc/[0-9]*/comm && cmp -s before now
}
for moment in /dev/null perf_event bpf-stats bpf-stats; do
	probity cost -i 8 -n 1000 --hz 19 >/dev/null 2>&1 &
	victim=$!
	check "it comes to hold $moment" wait_for 60 holds $moment
	kill -KILL $victim
	check "and all goes when it is killed while it holds $moment" wait_for 30 all_gone
done

while read -r _ pid; do kill -KILL "$pid"; done <payers
while read -r _ pid; do kill -TERM "$pid"; done <holders
rm -f go
wait
rmmod pby_trouble
