# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# `probity hang --core` of the guest's memory, taken from outside while it hangs, says what --live says inside.
# needs: core module programs probity kmod:qemu_fw_cfg mem:384
# announces: hung_task
# kernels: 5.10 6.1 6.12 7.x
# ruins: yes
# timeout: 100

. /guest/case.sh
pby=/sys/kernel/debug/pby

# Tells QEMU where VMCOREINFO is; without it the dump has none.
kmod qemu_fw_cfg
kmod pby_trouble
for queue in "mutex Wwww" "rwsem Wrrwrrrw" "percpu Rw" "rtmutex Www"; do
	check "$queue: is made" sh -c "echo queue $queue >$pby/make"
done
echo abba >$pby/make
echo self >$pby/make

# On 6.1, and nowhere else, killing PID 1 of this namespace hangs the holder of the link for ever.
unshare -p -f sh -c 'pby-hold -c system-probe fentry __x64_sys_sysinfo >/tmp/held 2>&1 & sleep 100000' &
check "a process of a namespace holds a link" wait_for 30 grep -q attached /tmp/held
holder=$(tasks_named system-probe)
init=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$holder/status")
kill -9 "$init"
gone_or_stuck() {
	[ ! -d "/proc/$init" ] || stack_has "$holder" synchronize_rcu_tasks
}
check "PID 1 of the namespace ends, or hangs with the holder of the link" wait_for 30 gone_or_stuck

probity hang --live -v >/tmp/live </dev/null
is "the live look finds trouble" $? 1
cat "$pby/truth" >/tmp/truth
# The functions that sleep, the module, and not one symbol of the kernel's data but two.
awk '/ __sched_text_start$/ { on = 1 } / __sched_text_end$/ { on = 0 }
	on || /pby_trouble|percpu_rwsem_wait|percpu_down_write/ || / (_stext|_etext|linux_banner|jiffies_64)$/' /proc/kallsyms >/tmp/kallsyms
bring /tmp/live /tmp/truth /tmp/kallsyms
