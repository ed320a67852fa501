# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# Dumps of a uprobe registration behind a slow address space, with forks and readers of tracefs behind it.
# files: tests/vm/guest/dump.sh:/guest/dump.sh
# needs: module programs
# announces: hung_task
# append: log_buf_len=4M
# ruins: yes
# timeout: 120

. /guest/case.sh
. /guest/dump.sh
pby=/sys/kernel/debug/pby
kmod pby_trouble
mkfifo /tmp/in
pby-target push 1000000 </tmp/in >/tmp/target &
target=$!
exec 4>/tmp/in
check "the target runs" wait_for 20 grep -q ready /tmp/target
hung_task_now
# Everything that must be started is started first: from the registration on nobody can fork.
cat >/tmp/after.sh <<'END'
read -r _
: | :
END
for i in 1 2 3; do
	mkfifo /tmp/fork$i
	sh /tmp/after.sh </tmp/fork$i &
done
exec 5>/tmp/fork1 6>/tmp/fork2 7>/tmp/fork3
mkfifo /tmp/read
{ read -r _ && exec cat /sys/kernel/tracing/uprobe_events; } </tmp/read &
exec 8>/tmp/read
# The one who collects has forked what it needs, too: it runs in its own shell and forks nothing.
echo queue mmap W $target >$pby/make
pby-hold uprobe /guest/bin/pby-target:pby_target_push >/tmp/held 2>&1 &
sleep 3
echo now >&5
echo now >&6
echo now >&7
echo now >&8
now() {
	read -r up _ </proc/uptime
	up=${up%.*}
}
now
end=$((up + 6))
while [ $up -lt $end ]; do now; done
echo w >/proc/sysrq-trigger
echo t >/proc/sysrq-trigger
echo release >$pby/make
wait_for 30 grep -q attached /tmp/held
bring_as uprobe.log dmesg
ok "the dump was taken"
