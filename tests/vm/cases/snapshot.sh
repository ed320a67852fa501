# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# A snapshot taken in the guest, with probes attached, and what the guest itself says, for comparison on the host.
# needs: probity

. /guest/case.sh

# A function that nobody calls here: nothing is counted between two looks.
echo 'p:pby_entry ksys_sync' >/sys/kernel/tracing/kprobe_events
echo 'r:pby_return ksys_sync' >>/sys/kernel/tracing/kprobe_events
echo 1 >/sys/kernel/tracing/events/kprobes/enable
probity snapshot /tmp/guest.tar.zst >/tmp/said
is "snapshot" $? 0
probity check -v >/tmp/live.txt
probity check -v --root /tmp/guest.tar.zst >/tmp/root.txt
probity check --tsv >/tmp/live.tsv
echo 0 >/sys/kernel/tracing/events/kprobes/enable
echo >/sys/kernel/tracing/kprobe_events
bring /tmp/guest.tar.zst
bring /tmp/live.txt
bring /tmp/root.txt
bring /tmp/live.tsv
