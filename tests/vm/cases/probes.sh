# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# The guests can attach every kind of probe that their kernel has, and pby-hold counts what fires.
# needs: programs

. /guest/case.sh

# held NAME WANTED TYPE TARGET COMMAND...: hold the probe while the command runs; it must have hit so often (or "some").
held() {
	what=$1 wanted=$2
	rm -f /tmp/held
	pby-hold "$3" "$4" >/tmp/held 2>&1 &
	holder=$!
	shift 4
	if ! wait_for 20 grep -q attached /tmp/held; then
		not_ok "$what" "$(cat /tmp/held)"
		return
	fi
	"$@" >/dev/null
	kill -TERM $holder
	wait $holder
	hits=$(sed -n 's/^hits //p' /tmp/held)
	if [ "$wanted" = some ]; then
		check "$what" test "$hits" -gt 0
	else
		is "$what" "$hits" "$wanted"
	fi
}

five() {
	for _ in 1 2 3 4 5; do "$@"; done
}

# uptime asks the kernel once.
for kind in fentry fexit kprobe kretprobe; do
	held "$kind" 5 $kind __x64_sys_sysinfo five uptime
done
held "tp" 5 tp syscalls:sys_enter_sysinfo five uptime
held "raw_tp" some raw_tp sys_enter uptime
held "tp_btf" some tp_btf sys_enter uptime
if grep -q ' kprobe_multi_link_handler$' /proc/kallsyms; then
	held "kprobe.multi" 5 kprobe.multi __x64_sys_sysinfo five uptime
	held "kretprobe.multi" 5 kretprobe.multi __x64_sys_sysinfo five uptime
else
	pby-hold kprobe.multi __x64_sys_sysinfo >/tmp/held 2>&1
	is "kprobe.multi: refused by a kernel that has no handler for it" $? 1
fi
for kind in uprobe uretprobe; do
	for function in push nop5 ret; do
		held "$kind of $function" 5 $kind /guest/bin/pby-target:pby_target_$function \
			sh -c "echo go | pby-target $function 5"
	done
done

check "nothing stays behind" sh -c '! grep . /sys/kernel/tracing/kprobe_events /sys/kernel/tracing/uprobe_events'
