# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# bench attach times every hook on one function and on many, sees which grace period is waited for, and leaves nothing.
# needs: probity
# timeout: 120

. /guest/case.sh

attached() {
	cat /sys/kernel/debug/kprobes/list /sys/kernel/tracing/enabled_functions
	grep -o 'bpf_prog_[0-9a-f]*_probity[a-z_]*\|bpf_trampoline_[0-9]*' /proc/kallsyms
}
as_before() {
	attached >/tmp/after
	cmp -s /tmp/before /tmp/after
}
attached >/tmp/before

probity bench attach --force -n 2 --functions 8 --only kprobe,kretprobe,fentry,fexit,raw_tp,uprobe --json \
	>/tmp/attach.json 2>/tmp/said
is "bench attach succeeds" $? 0
has "it says before it starts what it attaches to" "$(cat /tmp/said)" "8 entries of 32-bit system calls"
check "nothing stays attached" wait_for 30 as_before
bring /tmp/attach.json

probity bench attach --force -n 64 --functions 16 --only fexit >/dev/null 2>&1 &
bench=$!
attaches() {
	grep -q bpf_trampoline_ /proc/kallsyms
}
check "it attaches" wait_for 20 attaches
kill -KILL $bench
wait $bench 2>/dev/null
check "killed while it did, nothing stays attached" wait_for 20 as_before
