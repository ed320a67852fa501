# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# Why nothing is tried while kernel.ftrace_enabled is 0: a kprobe set and removed then costs the machine its ftrace later.
# needs: programs probity
# announces: warning
# ruins: yes

. /guest/case.sh

# hold TYPE TARGET: attach and detach; fails when attaching does.
hold() {
	rm -f /tmp/held
	pby-hold -c holder "$1" "$2" >/tmp/held 2>&1 &
	holder=$!
	wait_for 30 test -s /tmp/held
	kill $holder 2>/dev/null
	wait $holder
	grep -q attached /tmp/held
}

check "kprobes can be set" hold kprobe __x64_sys_getpgid
echo 0 >/proc/sys/kernel/ftrace_enabled
has "probity tries nothing" "$(probity check --probe)" '^not probed: kernel.ftrace_enabled is 0'
echo 1 >/proc/sys/kernel/ftrace_enabled
check "and so kprobes can still be set" hold kprobe __x64_sys_getpgid
check "and again" hold kprobe __x64_sys_getpgid

echo 0 >/proc/sys/kernel/ftrace_enabled
check "a kprobe is set and removed while ftrace is off" hold kprobe __x64_sys_sysinfo
echo 1 >/proc/sys/kernel/ftrace_enabled
check "the next one elsewhere still works" hold kprobe __x64_sys_getpgid
check "its removal made ftrace give up" wait_for 30 sh -c 'dmesg | grep -q "WARNING.*ftrace_shutdown"'
is "the switch answers nobody" "$(cat /proc/sys/kernel/ftrace_enabled 2>&1)" "cat: read error: No such device"

# That kprobe stays in the kernel's table after it was freed: who sets another one now (5.10) or reads kprobes/list (6.1) can
# make the kernel oops. So this case does not, and check must not.
said=$(probity check -v)
has "check says so" "$said" 'ftrace gave up after an internal error'
has "check does not read the list of kprobes" "$said" 'kprobes.*ftrace has given up'
has "what stands on ftrace is said not to work" "$(probity check --points --tsv)" '^fentry.no.'
has "nothing is tried" "$(probity check --probe)" '^not probed: ftrace gave up'
