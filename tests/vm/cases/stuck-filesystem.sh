# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# A FUSE server that is silent and a frozen file system make processes wait, the first without D, the second in it; a look
# at the machine names both.
# timeout: 60
# needs: programs probity kmod:fuse kmod:loop kmod:ext4

. /guest/case.sh
mkdir -p /mnt/fuse /mnt/frozen

check "fuse loads" kmod fuse
pby-fuse /mnt/fuse >/tmp/fuse 2>&1 &
server=$!
check "the silent server is mounted" wait_for 20 grep -q mounted /tmp/fuse
cat /mnt/fuse/name 2>/tmp/cat &
reader=$!
check "fuse: the reader waits for an answer" wait_for 20 stack_has $reader request_wait_answer
is "fuse: in state S, where nobody looks" "$(task_state $reader)" S
probity hang --live --watch 0 --json >/tmp/look.json
is "fuse: a look finds it" $? 1
has "fuse: and names the server as the one who is silent" "$(grep '"id"' /tmp/look.json | head -1)" 'fuse-silent'
has "fuse: no circle" "$(cat /tmp/look.json)" '"cycle": "none"'
kill $server
wait $reader
has "fuse: it is set free when the server ends" "$(cat /tmp/cat)" 'not connected|connection abort'
umount /mnt/fuse

check "loop and ext4 load" sh -c '. /guest/case.sh && kmod loop max_loop=2 && kmod ext4'
truncate -s 8M /tmp/disk
mke2fs -F /tmp/disk >/dev/null 2>&1
check "a file system is mounted" mount -t ext2 -o loop /tmp/disk /mnt/frozen
check "it freezes" pby-freeze /mnt/frozen
touch /mnt/frozen/file &
writer=$!
check "frozen: the writer waits" wait_for 20 stack_has $writer percpu_rwsem_wait
is "frozen: in state D" "$(task_state $writer)" D
probity hang --live --watch 0 --json >/tmp/look.json
is "frozen: a look finds it" $? 1
has "frozen: and says what it is" "$(grep '"id"' /tmp/look.json | head -1)" 'frozen-filesystem'
has "frozen: the writer is in it" "$(grep -A2 '"waiter"' /tmp/look.json)" "\"pid\": $writer,"
check "it thaws" pby-freeze -u /mnt/frozen
wait $writer
is "frozen: the writer comes through" $? 0
umount /mnt/frozen
