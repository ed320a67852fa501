# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# bench attach times every hook on one function and on many, sees which grace period is waited for, and leaves nothing.
# needs: probity
# timeout: 240

. /guest/case.sh
. /guest/left.sh
remember

probity bench attach --force -n 2 --functions 8 --only kprobe,kretprobe,fentry,fexit,raw_tp,uprobe --json \
	>/tmp/attach.json 2>/tmp/said
is "bench attach succeeds" $? 0
has "it says before it starts what it attaches to" "$(cat /tmp/said)" "8 entries of 32-bit system calls"
check "nothing stays attached" wait_for 30 as_before
bring /tmp/attach.json

killed_often "bench attach" "0 0.7" bench attach --force -n 3 --functions 8 --only kprobe,fexit
killed_often "bench attach of uprobes" "0.2" bench attach --force -n 64 --functions 1 --only uprobe
check "after all that nothing is attached" wait_for 30 as_before
