# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# bench net sends TCP, and packets through a filter, between two namespaces of its own with each probe, and leaves no probe, interface or process.
# needs: probity kmod:veth kmod:nf_tables
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
interfaces() {
	ls /sys/class/net
}
namespaces() {
	for link in /proc/[0-9]*/ns/net; do
		readlink "$link"
	done | sort -u
}
one_namespace() {
	[ "$(namespaces | wc -l)" = 1 ]
}
attached >/tmp/before
interfaces_before=$(interfaces)
# Some of the rows: attaching and detaching takes a guest a second or two each.
rows=nothing,kprobe/tcp_sendmsg,kretprobe/tcp_recvmsg,fentry/inet_recvmsg,tp_btf,kprobe+kretprobe
rows=$rows,fexit/nft_do_chain,raw_tp/skb/kfree_skb
kmod veth
kmod nf_tables

probity bench net --force -n 3 --duration 5 --only "$rows" --json >/tmp/net.json 2>/tmp/said
is "bench net succeeds" $? 0
has "it says before it starts what it makes" "$(cat /tmp/said)" "two network namespaces"
check "nothing stays attached" wait_for 30 as_before
is "no interface appeared" "$(interfaces)" "$interfaces_before"
check "no namespace stays" wait_for 10 one_namespace
bring /tmp/net.json

probity bench net --force -n 32 --duration 100 --only kprobe/tcp_sendmsg >/dev/null 2>&1 &
bench=$!
has_three() {
	[ "$(namespaces | wc -l)" = 3 ]
}
check "it makes two namespaces" wait_for 20 has_three
kill -KILL $bench
wait $bench 2>/dev/null
check "killed, it leaves no namespace" wait_for 20 one_namespace
check "killed, it leaves nothing attached" wait_for 20 as_before
is "killed, it leaves no interface" "$(interfaces)" "$interfaces_before"
