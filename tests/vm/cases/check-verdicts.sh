# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# Every rule answers as the table of this kernel says (compared on the host); a user without rights still gets answers.
# needs: probity

. /guest/case.sh

probity check --tsv >/tmp/verdicts.tsv
is "check found something" $? 1
check "check leaves no child behind" wait_for 20 no_probity
bring /tmp/verdicts.tsv

before=$(cat /proc/sys/kernel/ftrace_enabled /sys/kernel/debug/kprobes/list /sys/kernel/tracing/enabled_functions)
probity check >/dev/null
is "check attaches nothing" "$(cat /proc/sys/kernel/ftrace_enabled /sys/kernel/debug/kprobes/list \
	/sys/kernel/tracing/enabled_functions)" "$before"

mkdir -p /etc
echo 'user:x:1000:1000::/:/bin/sh' >/etc/passwd
said=$(su user -c "$(command -v probity) check -v" 2>&1)
is "an ordinary user gets answers" $? 1
has "an ordinary user gets findings" "$said" '^[0-9].*: .* low'
has "an ordinary user is told what could not be read" "$said" '^not read .*jit_limit'
has "an ordinary user is told which rules could not decide" "$said" '^unknown .*probes-switched-off'

echo 0 >/sys/kernel/debug/kprobes/enabled
has "kprobes switched off are noticed" "$(probity check --tsv)" 'probes-switched-off.found'
echo 1 >/sys/kernel/debug/kprobes/enabled
echo 0 >/proc/sys/kernel/ftrace_enabled
has "ftrace switched off is noticed" "$(probity check --tsv)" 'probes-switched-off.found'
echo 1 >/proc/sys/kernel/ftrace_enabled

# Debian's 6.12 lets uretprobe pass since 6.12.14; older kernels of the matrix have no such call.
probity check --probe --json >/tmp/probed.json
if grep -q ' __x64_sys_uretprobe$' /proc/kallsyms; then
	has "an experiment shows that uretprobe gets past seccomp" "$(probity show --tsv /tmp/probed.json)" \
		'^uretprobe-seccomp.clear.*probed'
else
	has "without the system call nothing is tried" "$(probity show --tsv /tmp/probed.json)" \
		'^uretprobe-seccomp.clear.*observed'
fi
