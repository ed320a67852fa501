# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# Locks that are members of something are called after it: what `probity hang` reads from memory, beside what was made.
# needs: module programs probity kmod:loop kmod:ext4
# announces: hung_task
# timeout: 90

. /guest/case.sh
pby=/sys/kernel/debug/pby

if [ -e /sys/kernel/realtime ]; then
	skip "names of locks" "PREEMPT_RT's locks are rt_mutexes with other structs"
	exit
fi
kmod pby_trouble

# A process that has one of everything.
mkdir -p /mnt/names /mnt/frozen
mount -t tmpfs names /mnt/names
echo x >/mnt/names/log
mkfifo /tmp/fifo
(
	cd /mnt/names || exit
	exec sleep 1000 <log 4</proc/self/status 5</sys/devices/system/cpu/online 6<>/tmp/fifo
) &
owner=$!
pby-hold tp sched:sched_process_exec >/tmp/held 2>&1 &
holder=$!
# One that writes to a pipe when it is told to: it has it open by then.
(
	exec 7<>/tmp/fifo
	until [ -e /tmp/go ]; do sleep 0.1; done
	echo hello >&7
) &
writer=$!
check "a process holds a map" wait_for 20 grep -q attached /tmp/held
mkdir /sys/fs/cgroup/pby-names
echo $owner >/sys/fs/cgroup/pby-names/cgroup.procs
comm_is() { [ "$(cat "/proc/$1/comm")" = "$2" ]; }
check "the other one sleeps" wait_for 20 comm_is $owner sleep
fifo=$(ls -i /tmp/fifo | awk '{ print $1 }')

# The module's threads hold; a thread of its own waits, and for the pipe a process too, which has it open.
for queue in "mmap Ww $owner" "signal Ww $owner" "cred Ww $owner" "cgroup Ww $owner" "inode Wr $owner" "umount Ww $owner" \
	"fpos Ww $owner" "seq Ww $owner" "kernfs Ww $owner" "pipe W $owner" "map Ww $holder" "array Ww" "heap Ww" "device Ww"; do
	echo "queue $queue" >$pby/make || not_ok "$queue: is made"
done
touch /tmp/go
check "somebody waits for the pipe" wait_for 20 sh -c ". /guest/case.sh; [ \"\$(task_state $writer)\" = D ]"

probity hang --live -v >/tmp/live
# The same without /proc/kcore: a BPF program reads.
: >/tmp/empty
mount --bind /tmp/empty /proc/kcore
probity hang --live -v >/tmp/by-bpf
umount /proc/kcore
echo release >$pby/make
bring /tmp/live /tmp/by-bpf

# The locks of a text, with the lines that were folded put together.
locks() {
	grep -A 1 '^lock ' "$1" | tr -d '\n' | tr -s ' '
}
named() {
	has "$1" "$(locks /tmp/live)" "$2"
	has "$1, by BPF" "$(locks /tmp/by-bpf)" "$2"
}
has "a BPF program reads memory" "$(tr -d '\n' </tmp/by-bpf | tr -s ' ')" "read by a BPF program: no /proc/kcore here"
named "an address space" "mmap_lock of $owner \(sleep\): held by pby_mmap_0"
named "a process that may not exec" "signal->exec_update_lock of $owner \(sleep\): held by pby_signal_0"
named "a process whose credentials are guarded" "signal->cred_guard_mutex of $owner \(sleep\): held by pby_cred_0"
named "a cgroup" 'cgroup->pidlist_mutex of cgroup "pby-names": held by'
named "an inode" 'inode->i_rwsem of inode [0-9]+ "/" on tmpfs \(tmpfs, 0:[0-9]+\): held by'
named "a superblock" 'sb->s_umount of tmpfs \(tmpfs, 0:[0-9]+\): held by'
named "an open file" 'file->f_pos_lock of file "log", inode [0-9]+ on tmpfs \(tmpfs, 0:[0-9]+\): held'
named "a seq_file" 'seq_file->lock of file "status", inode [0-9]+ on proc \(proc, 0:[0-9]+\): held'
named "a file of kernfs" 'kernfs of->mutex of file "online", inode [0-9]+ on sysfs \(sysfs, 0:[0-9]+\): held'
named "a pipe" "pipe->mutex of pipe:\[$fifo\]: held by"
named "a map of BPF" 'map->freeze_mutex of map [0-9]+ "hits": held'
named "a device" 'device lock \(dev->mutex\) of device "pby_device": held'
named "one of an array" 'mutex pby_array\+0x[0-9a-f]+: held'
# The pages of slabs are described where a BPF program does not look.
has "an object of a slab" "$(locks /tmp/live)" 'mutex kmalloc[-a-z0-9]*-2k\+0x28 at [0-9a-f]+: held'

# A uprobe that is being hit keeps who attaches to the same place waiting.
mkfifo /tmp/in
pby-target push 1 </tmp/in >/tmp/target &
target=$!
exec 8>/tmp/in
check "a target runs" wait_for 20 grep -q ready /tmp/target
echo "uprobe /guest/bin/pby-target $(pby-target push where)" >$pby/make || not_ok "a uprobe is made"
echo go >&8
# Not the first thread calls, but one that it starts.
kept() { cat /proc/$target/task/*/stack | grep -q pby_keep; }
check "it is hit" wait_for 20 kept
pby-hold uprobe /guest/bin/pby-target:pby_target_push >/tmp/second 2>&1 &
second=$!
attaching() { [ "$(task_state $second)" = D ] && grep -q uprobe_register /proc/$second/stack; }
check "somebody attaches to the same place" wait_for 20 attaching
probity hang --live -v >/tmp/uprobe
bring /tmp/uprobe
has "a uprobe" "$(locks /tmp/uprobe)" \
	"rw_semaphore register_rwsem of the uprobe at 0x[0-9a-f]+ of inode [0-9]+ \"pby-target\" on .*: held by 1 reader"
exec 8>&-
echo release >$pby/make
check "and comes through" wait_for 20 grep -q attached /tmp/second
kill $second
wait $target $second

# Who writes to a frozen file system waits for nobody: the lock says so.
check "loop and ext4 load" sh -c '. /guest/case.sh && kmod loop max_loop=2 && kmod ext4'
truncate -s 8M /tmp/disk
mke2fs -F /tmp/disk >/dev/null 2>&1
check "a file system is mounted" mount -t ext2 -o loop /tmp/disk /mnt/frozen
check "it freezes" pby-freeze /mnt/frozen
touch /mnt/frozen/file &
writer=$!
check "the writer waits" wait_for 20 stack_has $writer percpu_rwsem_wait
probity hang --live -v >/tmp/frozen
bring /tmp/frozen
has "a frozen file system" "$(tr -d '\n' </tmp/frozen | tr -s ' ')" \
	"percpu_rw_semaphore superblock's freeze level \(write\) of loop0 \(ext2, 7:0\), frozen: "
check "it thaws" pby-freeze -u /mnt/frozen
wait $writer
umount /mnt/frozen

kill $owner $holder
wait
rmdir /sys/fs/cgroup/pby-names
umount /mnt/names
rm /tmp/disk /tmp/fifo /tmp/go /tmp/empty /tmp/in
rmmod pby_trouble
