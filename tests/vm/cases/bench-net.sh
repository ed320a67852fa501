# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# bench net sends TCP, and packets through a filter, between two namespaces of its own with each probe, and leaves no probe, interface or process.
# needs: probity kmod:veth kmod:nf_tables kmod:iptable_filter
# timeout: 240

. /guest/case.sh
. /guest/left.sh
remember
# Some of the rows: attaching and detaching takes a guest a second or two each.
rows=nothing,kprobe/tcp_sendmsg,kretprobe/tcp_recvmsg,fentry/inet_recvmsg,tp_btf,kprobe+kretprobe
rows=$rows,fexit/nft_do_chain,raw_tp/skb/kfree_skb,fexit/ipt_do_table
kmod veth
kmod nf_tables

said=$(probity bench net --force -n 3 --duration 5 --only kretprobe/ipt_do_table 2>&1)
has "without the module there is no table of iptables, and none is loaded" "$said" "the module iptable_filter is not loaded"
lacks "no module came" "$(cat /proc/modules)" "^ip_tables "
kmod iptable_filter
tables_before=$(cat /proc/net/ip_tables_names)

probity bench net --force -n 3 --duration 5 --only "$rows" --json >/tmp/net.json 2>/tmp/said
is "bench net succeeds" $? 0
has "it says before it starts what it makes" "$(cat /tmp/said)" "two network namespaces"
check "nothing stays attached, no interface, no namespace" wait_for 30 as_before
is "tables elsewhere are as they were" "$(cat /proc/net/ip_tables_names)" "$tables_before"
bring /tmp/net.json

killed_often "bench net with TCP" "0 0.5" bench net --force -n 3 --duration 100 --only kretprobe/tcp_sendmsg
killed_often "bench net with a filter" "0 0.5" bench net --force -n 3 --duration 100 --only kprobe+kretprobe/nft_do_chain
check "after all that nothing is attached" wait_for 30 as_before
