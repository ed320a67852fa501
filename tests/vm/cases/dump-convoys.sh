# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# Dumps of trouble that is no deadlock: a convoy, a stuck uprobe registration, a silent server, a frozen file system.
# files: tests/vm/guest/dump.sh:/guest/dump.sh
# needs: module programs kmod:fuse kmod:loop kmod:ext4
# announces: hung_task
# append: log_buf_len=4M
# timeout: 120

. /guest/case.sh
. /guest/dump.sh
pby=/sys/kernel/debug/pby
kmod pby_trouble

hung_task_now
echo queue rwsem Wrrrrrrwrrrr >$pby/make
dump rwsem-convoy 'pby_rwsem_1[^0-9].* blocked for more'
echo release >$pby/make

mkdir -p /mnt/fuse
kmod fuse
pby-fuse /mnt/fuse >/tmp/fuse 2>&1 &
server=$!
check "the silent server is mounted" wait_for 20 grep -q mounted /tmp/fuse
cat /mnt/fuse/name 2>/tmp/cat &
reader=$!
check "the reader waits for an answer" wait_for 20 stack_has $reader request_wait_answer
dump fuse-silent
kill $server
wait $reader
umount /mnt/fuse

mkdir -p /mnt/frozen
kmod loop max_loop=2
kmod ext4
truncate -s 8M /tmp/disk
mke2fs -F /tmp/disk >/dev/null 2>&1
check "a file system is mounted" mount -t ext2 -o loop /tmp/disk /mnt/frozen
pby-freeze /mnt/frozen
touch /mnt/frozen/file &
writer=$!
check "the writer waits" wait_for 20 stack_has $writer percpu_rwsem_wait
hung_task_now
dump frozen-filesystem ':'$writer' blocked for more|touch:.* blocked for more'
pby-freeze -u /mnt/frozen
wait $writer
umount /mnt/frozen
