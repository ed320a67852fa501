# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# bench scale calls every hook on all CPUs at once, counts what is lost and who met at locks, and leaves nothing at any end.
# needs: probity
# timeout: 240

. /guest/case.sh
. /guest/left.sh
remember

probity bench scale --force -n 1 --duration 5 --threads 1,3 --json >/tmp/scale.json 2>/tmp/said
is "bench scale succeeds" $? 0
has "it says before it starts what it attaches" "$(cat /tmp/said)" "bpf_get_numa_node_id, __x64_sys_getpgid"
check "nothing stays attached" wait_for 30 as_before
bring /tmp/scale.json
probity show /tmp/scale.json >/tmp/text
has "text says that times mean nothing here" "$(cat /tmp/text)" "times mean nothing"

said=$(probity bench scale --force --threads 0 2>&1)
is "no threads are refused" $? 2
said=$(probity bench scale --force --body counter,hash 2>&1)
is "two programs at once are refused" $? 2
said=$(probity bench scale --force --only syscall-tax 2>&1)
is "a row that is no hook of its own is refused" $? 2
echo "$said" >/dev/null

killed_often "bench scale" "0 0.4" bench scale --force -n 4 --duration 100 --threads 2 --only kretprobe,fexit
killed_often "bench scale of uprobes" "0 0.4" bench scale --force -n 4 --duration 100 --threads 2 --only uretprobe/push
check "after all that nothing is attached" wait_for 30 as_before
