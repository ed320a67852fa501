# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# Has QEMU write the guest's memory into a file, from outside; for sourcing by boot, whose variables it uses.
# shellcheck shell=sh disable=SC2154,SC2034

# QEMU opens the monitor's pipes by these names.
monitor_prepare() {
	mkfifo "$out/monitor.in" "$out/monitor.out"
	monitor="-device vmcoreinfo -chardev pipe,id=monitor,path=$out/monitor -mon chardev=monitor,mode=control"
}

# For reading only, so that a QEMU that died ends the pipe; opened beside a writer, so that it does not wait for one.
monitor_open() {
	# shellcheck disable=SC2094
	exec 4<>"$out/monitor.in" 6<>"$out/monitor.out" 5<"$out/monitor.out" 6>&-
	monitor_do '"qmp_capabilities"'
}

# monitor_do COMMAND: fails, with what QEMU said, when it did not.
monitor_do() {
	printf '{"execute": %s}\n' "$1" >&4
	while read -r answer; do
		case $answer in
		*'"return"'*) return 0 ;;
		*'"error"'*) break ;;
		esac
	done <&5
	say "$name: the monitor answered: ${answer:-nothing}"
	return 1
}

# monitor_dump FILE true|false: the whole memory, by virtual addresses as the page tables have them or by physical ones.
monitor_dump() {
	monitor_do "\"dump-guest-memory\", \"arguments\": {\"paging\": $2, \"protocol\": \"file:$1\"}"
}
