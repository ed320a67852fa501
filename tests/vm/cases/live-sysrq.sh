# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# What the kernel writes to its log when it is asked joins what /proc and memory show, and the console is left as it was.
# needs: module probity
# announces: hung_task
# append: sysrq_always_enabled=0
# ruins: yes
# timeout: 60

. /guest/case.sh
pby=/sys/kernel/debug/pby
kmod pby_trouble
echo abba >$pby/make
echo 5 >/proc/sys/kernel/printk
probity hang --live --watch 0 --sysrq-t --json >/tmp/sysrq.json 2>/tmp/said
is "the deadlock is found" $? 1
has "it says beforehand that it writes to the log" "$(cat /tmp/said)" 'writes? .*to its log|write the stacks'
of() { # SOURCE: its detail
	grep -A2 "\"name\": \"$1\"" /tmp/sysrq.json | sed -n 's/.*"detail": "\(.*\)".*/\1/p'
}
has "sysrq-w shows the two" "$(of sysrq-w)" '^([2-9]|[1-9][0-9]+) tasks in [0-9]+ lines'
has "sysrq-t shows everybody" "$(of sysrq-t)" '^([4-9][0-9]|[1-9][0-9][0-9]+) tasks in [0-9]+ lines'
is "the console's level is what it was" "$(cut -f 1 /proc/sys/kernel/printk)" 5
has "the stacks have the scheduler's frames, which /proc hides" "$(grep -A40 '"comm": "pby_ab"' /tmp/sysrq.json)" '"__mutex_lock'
has "the circle is complete" "$(cat /tmp/sysrq.json)" '"cycle": "complete"'
bring /tmp/sysrq.json
