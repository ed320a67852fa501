# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# A guest has everything mounted that the other cases and a real machine's tools expect.

. /guest/case.sh

for place in proc:/proc sysfs:/sys devtmpfs:/dev debugfs:/sys/kernel/debug tracefs:/sys/kernel/tracing \
	securityfs:/sys/kernel/security bpf:/sys/fs/bpf cgroup2:/sys/fs/cgroup; do
	check "${place%%:*} is mounted" grep -q " ${place#*:} ${place%%:*} " /proc/mounts
done
is "two CPUs are online" "$(nproc)" 2
is "we are root" "$(id -u)" 0
check "kallsyms has addresses" grep -q '^[0-9a-f]*[1-9a-f][0-9a-f]* . _stext$' /proc/kallsyms
check "BTF of the kernel is there" test -s /sys/kernel/btf/vmlinux
check "loopback is up" ping -c 1 -w 5 127.0.0.1

# What is brought out must arrive: the host compares it in tests/vm/run.
uname -r >/tmp/release
bring /tmp/release /proc/version
