# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# bench hooks measures every hook that the kernel has, counts each call, and leaves nothing attached at any end.
# needs: probity
# timeout: 240

. /guest/case.sh
. /guest/left.sh
remember

probity bench hooks --force --body counter -n 1 --duration 0.5 --json >/tmp/hooks.json 2>/tmp/said
is "bench hooks succeeds" $? 0
has "it says before it starts what it attaches" "$(cat /tmp/said)" "bpf_get_numa_node_id, __x64_sys_getpgid"
check "nothing stays attached" wait_for 30 as_before
has "it recognises the emulator" "$(cat /tmp/hooks.json)" '"emulator": "QEMU TCG"'
bring /tmp/hooks.json

probity bench hooks --force --save-to /tmp/kept --only raw_tp -n 3 --duration 0.5 >/tmp/text 2>&1
has "text says that times mean nothing here" "$(cat /tmp/text)" "times mean nothing"
has "a calibration is kept" "$(cat /tmp/kept/calibration-*.json)" '"schema": "probity.calibration/1"'
rm -r /tmp/kept

# Ctrl-C in the middle: prints what there is, and detaches.
probity bench hooks --force --only kprobe/ftrace,fexit,uprobe -n 64 >/tmp/text 2>&1 &
bench=$!
check "it measures" wait_for 20 begun
kill -INT $bench
wait $bench
has "interrupted, it prints what it has" "$(cat /tmp/text)" "Interrupted: this is what there was by then"
check "and no process is left" wait_for 30 gone

# kill -9 of the parent, at some moments of attaching, measuring and detaching.
moment=0
for row in kprobe/int3 kretprobe fexit tracepoint uretprobe/push usdt; do
	killed_often "bench hooks of $row" "0.$moment" bench hooks --force --only $row -n 64 --duration 1
	moment=$((moment + 1))
done
check "killed again and again while it measured, nothing stays attached" wait_for 30 as_before
