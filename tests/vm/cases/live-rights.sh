# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# What an ordinary user, a container and root under lockdown are told about what they cannot see.
# needs: probity
# append: lockdown=confidentiality
# timeout: 60

. /guest/case.sh

# For a moment somebody may be blocked: a machine that has just started has work to do.
nobody_blocked() {
	probity hang --live --watch 0 >/tmp/root
}
check "root under lockdown still sees stacks" wait_for 10 nobody_blocked
if grep -q '\[confidentiality\]' /sys/kernel/security/lockdown 2>/dev/null; then
	has "memory is what lockdown hides, and that is said" "$(tr -s '\n ' ' ' </tmp/root)" 'kernel memory: /proc/kcore: Operation not permitted; .*what helps: kernel lockdown is at confidentiality'
	has "the verdict says what was not looked at" "$(tr -s '\n ' ' ' </tmp/root)" 'Nobody is blocked now; [0-9]+ tasks looked at; not looked at: kernel memory\.'
else
	skip "lockdown" "this kernel has none"
fi

mkdir -p /etc
echo 'root:x:0:0::/:/bin/sh
nobody:x:65534:65534::/:/bin/sh' >/etc/passwd
su nobody -s /bin/sh -c 'probity hang --live --watch 0' >/tmp/user 2>&1
is "an ordinary user cannot tell, and that is no success" $? 3
has "he reads why" "$(tr -s '\n ' ' ' </tmp/user)" 'Who waits for whom cannot be seen; [0-9]+ tasks looked at'
has "and what to do" "$(tr -s '\n ' ' ' </tmp/user)" 'stacks need root\); what helps: run it as root'

unshare -U -r probity hang --live --watch 0 >/tmp/container 2>&1
is "root of a user namespace neither" $? 3
has "who is told what the container lacks" "$(tr -s '\n ' ' ' </tmp/container)" 'no CAP_SYS_ADMIN over the machine\); what helps: give the container CAP_SYS_ADMIN'

unshare -m -p -f sh -c 'mount -t proc proc /proc && probity hang --live --watch 0' >/tmp/pidns 2>&1
has "a pid namespace of its own is told, too" "$(tr -s '\n ' ' ' </tmp/pidns)" 'only those of this pid namespace.*--pid=host'
